/**
 * For jest: test files that are compiled by greenc, so that the bodies of their tests may wait. What is built is required when the first
 * of them is read, since jest loads its transformers before it has anything built.
 */
const { join } = require('node:path');

/** @param options what `greenc/jest` takes */
function createTransformer(options) {
  let transformer;
  function green() {
    const built = join(__dirname, '..', '..', 'dist', 'cli', 'jest', 'transformer.cjs');
    transformer ??= require(built).createTransformer(options);
    return transformer;
  }
  return {
    canInstrument: true,
    getCacheKey: (...args) => green().getCacheKey(...args),
    process: (...args) => green().process(...args),
  };
}

module.exports = { createTransformer };
