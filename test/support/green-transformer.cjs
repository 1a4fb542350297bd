/**
 * For jest: test files that are compiled by greenc, so that the bodies of their tests may wait. What is built is required when the first
 * of them is read, since jest loads its transformers before it has anything built.
 */
const { join } = require('node:path');

let transformer;
function green() {
  transformer ??= require(join(__dirname, '..', '..', 'dist', 'cli', 'jest', 'transformer.cjs')).createTransformer();
  return transformer;
}

module.exports = {
  canInstrument: true,
  getCacheKey: (...args) => green().getCacheKey(...args),
  process: (...args) => green().process(...args),
};
