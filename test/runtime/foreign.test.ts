import { foreignCases } from './foreign-cases.js';
import * as compiled from './hand-compiled.js';

describe('rule 38: foreign frames', () => {
  foreignCases(compiled);
});
