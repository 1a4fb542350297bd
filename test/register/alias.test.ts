/** The option `alias`: modules that are loaded in the place of others. */
import { nodesFor } from '../support/node-versions.js';
import { installed, node, outcome } from './support.js';

const files = {
  'main.mjs': `import { name } from 'old';
import { name as inner } from 'old/inner.js';
import { name as exact } from 'old/exact';
import older from 'older';
import { createRequire } from 'node:module';
const require = createRequire(import.meta.url);
console.log(name, inner, exact, older, require('old').name, require('old/inner.js').name, require.resolve('old').endsWith('new.cjs'));
const { name: late } = await import('old');
const { name: dependency } = await import('dependency');
console.log(late, dependency, require('scripts').name);
`,
  'stand-ins/new/package.json': '{ "main": "new.cjs" }',
  'stand-ins/new/new.cjs': "exports.name = 'new';\n",
  'stand-ins/new/inner.js': "exports.name = 'inner';\n",
  'exact.cjs': "exports.name = 'exact';\n",
  // Begins with a name that has an alias, and is no part of that.
  'node_modules/older/index.js': "module.exports = 'older';\n",
  'node_modules/old/index.js': "throw new Error('the old one is loaded');\n",
  'node_modules/dependency/index.mjs': "export { name } from 'old/exact';\n",
  'node_modules/dependency/package.json': '{ "exports": "./index.mjs" }',
  'node_modules/scripts/index.js': "exports.name = require('old').name;\n",
};
const alias = { old: './stand-ins/new', 'old/exact': './exact.cjs' };
const esm = { old: './stand-ins/new/new.cjs', 'old/inner.js': './stand-ins/new/inner.js', 'old/exact': './exact.cjs' };
const printed = 'new inner exact older new inner true\nnew exact new\n';
const good = { status: 0, stdout: printed, stderr: '' };
const config = (aliases: object) => JSON.stringify({ alias: aliases });

test('in the configuration, relative to its file', () => {
  const folder = installed({ ...files, 'greenc.config.json': config(esm), 'below/main.mjs': files['main.mjs'] });
  expect(outcome(node(folder, ['--import', 'greenc/register', 'main.mjs']))).toEqual(good);
  expect(outcome(folder.greenc('run', 'main.mjs'))).toEqual(good);
  expect(outcome(folder.inside('below').greenc('run', 'main.mjs'))).toEqual(good);
});

test('on the command line, in place of the configuration', () => {
  const folder = installed({ ...files, 'greenc.config.json': config({ old: './nowhere', older: './nowhere' }) });
  const line = Object.entries(esm).flatMap(([name, target]) => ['--alias', `${name}=${target}`]);
  expect(outcome(folder.greenc('run', ...line, 'main.mjs'))).toEqual(good);
});

test('given to register(), until it ends', () => {
  const folder = installed({
    ...files,
    'main.cjs': `const { register } = require('greenc/register');
const unregister = register({ alias: ${JSON.stringify(alias)} });
console.log(require('old').name, require('old/inner').name, require('old/exact').name);
unregister();
try {
  require('old/inner.js');
} catch (error) {
  console.log(error.code);
}
`,
  });
  const stdout = 'new inner exact\nMODULE_NOT_FOUND\n';
  expect(outcome(node(folder, ['main.cjs']))).toEqual({ status: 0, stdout, stderr: '' });
});

test('leads to greenc where it is not installed', () => {
  const folder = installed({
    'main.mjs': `import Fiber from 'fibers';
import { createRequire } from 'node:module';
const require = createRequire(import.meta.url);
console.log(Fiber === require('fibers'), require('fibers/future') === (await import('fibers/future')).default);
`,
  });
  folder.removeFolder('node_modules');
  const ran = folder.greenc('run', '--alias', 'fibers=greenc/fibers', 'main.mjs');
  expect(outcome(ran)).toEqual({ status: 0, stdout: 'true true\n', stderr: '' });
});

test('in an ES module that is compiled and loaded by require', () => {
  const folder = installed({
    ...files,
    'module.mjs': `'use greenlet';
import { name } from 'old';
import Fiber from 'fibers';
export const all = [name, typeof Fiber.yield];
`,
    'main.cjs': "console.log(...require('./module.mjs').all);\n",
    'greenc.config.json': config({ ...esm, fibers: 'greenc/fibers' }),
  });
  const { stdout, stderr } = node(folder, ['--no-warnings', '-r', 'greenc/register', 'main.cjs']);
  expect({ stdout, stderr }).toEqual({ stdout: 'new function\n', stderr: '' });
});

test('what is wrong with it is said', () => {
  const folder = installed({ 'main.cjs': '', 'greenc.config.json': config({ old: 5 }) });
  const { status, stderr } = folder.greenc('run', 'main.cjs');
  expect(status).toBe(1);
  expect(stderr).toContain('Option "alias" must be an object of names of modules, not an object');
  for (const wrong of ['old', '=new', 'old=']) {
    expect(folder.greenc('run', '--no-config', '--alias', wrong, 'main.cjs').stderr).toContain('It takes NAME=MODULE.');
  }
});

test.each(nodesFor('aliases'))('on Node %s', (_, executable) => {
  const folder = installed({ ...files, 'greenc.config.json': config(esm) });
  expect(outcome(node(folder, ['--import', 'greenc/register', 'main.mjs'], { executable }))).toEqual(good);
});
