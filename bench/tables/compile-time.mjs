// How long compiling a large file takes, against Babel's own regenerator pass over the same file. Before
// that pass lodash's functions are made generators and their calls `yield`s (not timed), so that both
// compilers cut the same functions at the same places; a second row leaves the calls alone.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { types as t, transformSync } from '@babel/core';
import { compile } from 'greenc/compiler';
import { median } from '../statistics.mjs';

const require = createRequire(import.meta.url);
const regenerator = require('regenerator-transform').default;
const quiet = { configFile: false, babelrc: false, compact: true, sourceType: 'script' };

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
      if (path.findParent(each => each === within || each.listKey === 'params')?.listKey === 'params') return;
      path.replaceWith(t.yieldExpression(t.cloneNode(path.node, false)));
      path.skip();
    },
  },
};

const prepare = (source, visitor) => transformSync(source, { ...quiet, plugins: [{ visitor }] }).code;

function time(work) {
  const start = performance.now();
  work();
  return performance.now() - start;
}

export async function tables({ quick }) {
  const name = quick ? 'acorn' : 'lodash';
  const file = require.resolve(name);
  const source = readFileSync(file, 'utf8');
  const [calls, plain] = [prepare(source, yielding), prepare(source, asGenerators)];
  const pass = code => () => transformSync(code, { ...quiet, plugins: [regenerator] });
  const work = [() => compile(source, { filename: file, sourceType: 'script', all: true }), pass(calls), pass(plain)];
  const times = work.map(() => []);
  for (let round = 0; round < (quick ? 2 : 6); round++) {
    for (const [i, each] of work.entries()) {
      const taken = time(each);
      // The first round runs cold code.
      if (round > 0) times[i].push(taken);
    }
  }
  const [ours, same, bare] = times.map(median);
  const detail = other => `${other.toFixed(0)} ms -> ${ours.toFixed(0)} ms`;
  const rows = [
    { label: 'each call a point in both', value: ours / same, unit: 'x', target: 2, detail: detail(same) },
    { label: 'generators without a point', value: ours / bare, unit: 'x', detail: detail(bare) },
  ];
  return [{ name: 'compile-time', title: `Compile time over ${name}.js, compile() / regenerator`, rows }];
}
