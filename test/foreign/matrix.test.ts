// No foreign frame is passed silently: each kind of foreign code, at each place of a call, with all that it may do with
// the value its callee returns. What is expected is computed by rule (model.ts), not written down. Of the two callbacks each
// place gets one, and the next place the other.

import { matrixOf } from './cases.js';
import { uses } from './foreigners.js';

matrixOf(
  'as compiled',
  code => code,
  Object.keys(uses),
  (index, number) => [(index + number) % 2 === 0 ? 'callback' : 'recovering'],
);

matrixOf(
  'with full checks',
  code => code,
  Object.keys(uses),
  () => ['callback', 'recovering'],
  'full',
);
