// No foreign frame is passed silently: each kind of foreign code, at each place of a call, with all that it may do with
// the value its callee returns. What is expected is computed by rule (model.ts), not written down.

import { matrixOf } from './cases.js';
import { uses } from './foreigners.js';

matrixOf(
  'as compiled',
  code => code,
  Object.keys(uses),
  () => ['callback', 'recovering'],
);

matrixOf(
  'with full checks',
  code => code,
  Object.keys(uses),
  () => ['callback', 'recovering'],
  'full',
);
