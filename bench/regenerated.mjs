// What regenerator is given to do as much as greenc does: before it runs, and untimed, the functions of a source are made generators
// and the calls in them `yield`s, so that both compilers cut the same functions at the same places.

import { createRequire } from 'node:module';
import { types as t, transformSync } from '@babel/core';
import swc from '@swc/core';

const require = createRequire(import.meta.url);
const regenerator = require('regenerator-transform').default;
const quiet = { configFile: false, babelrc: false, compact: true, sourceType: 'unambiguous' };

/** Constructors and accessors cannot be generators. */
const asGenerators = {
  Function(path) {
    if (!path.isArrowFunctionExpression() && !['get', 'set', 'constructor'].includes(path.node.kind))
      path.node.generator = true;
  },
};

const yielding = {
  ...asGenerators,
  CallExpression: {
    exit(path) {
      const within = path.getFunctionParent();
      if (!within?.node.generator || path.parentPath.isYieldExpression()) return;
      if (path.node.callee.type === 'Super' || path.node.callee.type === 'Import') return;
      if (path.findParent(each => each === within || each.listKey === 'params')?.listKey === 'params') return;
      path.replaceWith(t.yieldExpression(t.cloneNode(path.node, false)));
      path.skip();
    },
  },
};

const prepare = (source, visitor) => transformSync(source, { ...quiet, plugins: [{ visitor }] }).code;

/** regenerator leaves it to other passes to lower patterns, arrow functions and the like, and does not know what is newer than it. */
export function lowered(source) {
  return swc.transformSync(source, { isModule: 'unknown', swcrc: false, configFile: false, jsc: { target: 'es5' } })
    .code;
}

/** Generators in place of functions, and nothing to save in them. */
export const generators = source => prepare(source, asGenerators);

/** Generators that are cut at each call. */
export const cut = source => prepare(source, yielding);

/** What is timed. */
export const regenerate = code => transformSync(code, { ...quiet, plugins: [regenerator] });
