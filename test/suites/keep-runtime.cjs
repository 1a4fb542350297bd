// For suites that empty `require.cache` and load their package again among broken built-ins, to see how it gets along:
// greenc's runtime needs real ones, so that the one loaded first is kept.
const Module = require('node:module');

const load = Module._load;
const kept = new Map();
Module._load = function (request, ...rest) {
  if (!request.startsWith('greenc/')) return load.call(this, request, ...rest);
  if (!kept.has(request)) kept.set(request, load.call(this, request, ...rest));
  return kept.get(request);
};
