/** The mark at the end of an async function must survive minifiers, for its caller to know it as compiled. */
import { minifySync as swc } from '@swc/core';
import { transformSync } from 'esbuild';
import { minify_sync as terser } from 'terser';
import { compile } from '../../compiler/index.js';
import * as abi from '../../runtime/abi.js';
import * as api from '../../runtime/index.js';

// Methods and replaced functions do not hand themselves over: only their text tells.
const source = `
const { Greenlet, getCurrent } = require('greenc');
const main = getCurrent();
const pause = value => main.switch(value);
const object = { async load(key) { const value = pause(key); await null; return [key, value]; } };
class Store { async load(key, { twice = pause('default') } = {}) { return [await object.load(key), twice, pause(key)]; } }
let arrow = async key => pause(key);
exports.pauses = () => {
  const g = new Greenlet(() => [object.load('a'), new Store().load('b'), (arrow = arrow)('c')]);
  const seen = [g.switch()];
  for (const value of [1, 2, 3, 4]) seen.push(g.switch(value));
  return seen;
};
exports.run = () => {
  const seen = exports.pauses();
  return Promise.all(seen.pop()).then(values => [seen, values]);
};
`;

const { code } = compile(source, { filename: 'store.js', sourceType: 'script', all: true });

const minifiers: Record<string, () => string> = {
  none: () => code,
  terser: () => terser(code, { compress: { passes: 3, unsafe: true }, mangle: true, toplevel: true }).code ?? '',
  esbuild: () => transformSync(code, { minify: true }).code,
  swc: () => swc(code, { compress: true, mangle: true }).code,
};

test.each(Object.keys(minifiers))('%s', async name => {
  const exports: { run?: () => Promise<unknown> } = {};
  const require = (wanted: string) => (wanted === 'greenc' ? api : abi);
  new Function('exports', 'require', (minifiers[name] as () => string)())(exports, require);
  expect(await exports.run?.()).toEqual([
    ['a', 'default', 'b', 'c'],
    [['a', 1], [['b', 3], 2, 'b'], 4],
  ]);
});
