/** `greenc run --patch`: scripts that wait in the code at the top of their modules. */
import { folderWith } from '../cli/support.js';

const files = {
  'text.txt': 'text\n',
  'data.json': '\uFEFF{ "a": 1 }',
  'main.cjs': `#!/usr/bin/env node
'use strict';
const fs = require('fs');
const { execFileSync } = require('node:child_process');
const process = require('process');
const lib = require('./lib');
console.log(fs.readFileSync('text.txt', 'utf8').trim(), execFileSync('echo', ['said'], { encoding: 'utf8' }).trim());
console.log(lib.read(), require('./data.json'), require('./lib') === lib, require.resolve('./lib') === lib.file);
console.log(process.argv.slice(2), require.main === module, this === exports, arguments.length, module.children.length);
console.log(typeof __filename, require('path').basename(__dirname).length > 0, lib.cyclic);
if (process.argv[2] === 'fails') fs.readFileSync('none.txt');
if (process.argv[2] === 'exits') process.exit(3);
return;
`,
  'lib/index.js': `const fs = require('node:fs');
exports.file = __filename;
const { early } = require('./cyclic');
exports.cyclic = early === __filename;
const own = fs.statSync(__filename).size > 0;
exports.read = () => [own, fs.readdirSync(__dirname)];
`,
  'lib/cyclic.js': `exports.early = require('./index').file;\n`,
  'main.mts': `import fs, { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bump, count } from './counter.mjs';
const require = createRequire(import.meta.url);
const here: string = dirname(fileURLToPath(import.meta.url));
console.log(existsSync(join(here, 'text.txt')), count, bump(), count);
console.log(this, require('./lib').cyclic, import.meta.filename === fileURLToPath(import.meta.url));
console.log(import.meta.resolve('./counter.mjs') === new URL('counter.mjs', import.meta.url).href);
export const size = fs.statSync('text.txt').size;
console.log(size, (await_ as () => string)());
function await_() { return 'hoisted'; }
`,
  'counter.mjs': `import { readFileSync } from 'node:fs';
export let count = readFileSync('text.txt').length;
export const bump = () => (count += readFileSync('text.txt').length);
`,
  'top.mjs': `await null;\n`,
  'job.cjs': `const { execSync } = require('child_process');
const { appendFileSync } = require('fs');
let runs = 0;
const log = text => appendFileSync('log.txt', text + '\\n');
log('begins');
execSync('sleep 0.1');
runs++;
log('ends ' + runs + ' ' + process.argv[2]);
process.exitCode = 0;
if (process.argv[3]) process.exit(Number(process.argv[3]));
process.on('exit', () => log('exit'));
`,
};
const folder = folderWith(files);

test('a CommonJS script prints what it prints in Node', () => {
  const original = folder.node('main.cjs', 'a', 'b');
  const patched = folder.greenc('run', '--patch', 'main.cjs', 'a', 'b');
  expect(original.stderr).toBe('');
  expect([patched.stdout, patched.stderr, patched.status]).toEqual([original.stdout, '', 0]);
});

test('its errors end the process, with the line that has waited', () => {
  const { stderr, status } = folder.greenc('run', '--patch', 'main.cjs', 'fails');
  expect(stderr).toContain("Error: ENOENT: no such file or directory, open 'none.txt'");
  expect(stderr).toMatch(/waited for by\n.*main\.cjs:11:\d+/);
  expect(status).toBe(1);
});

test('process.exit ends it', () => {
  expect(folder.greenc('run', '--patch', 'main.cjs', 'exits').status).toBe(3);
});

test('ES modules, in TypeScript too, with the bindings of exports live', () => {
  const { stdout, stderr } = folder.greenc('run', '--patch', 'main.mts');
  expect(stderr).toBe('');
  expect(stdout).toBe('true 5 10 10\nundefined true true\ntrue\n5 hoisted\n');
});

test('await at the top of a module is refused', () => {
  const { stderr, status } = folder.greenc('run', '--patch', 'top.mjs');
  expect(stderr).toContain('top.mjs:1:1: error GC008');
  expect(status).toBe(1);
});

test('a script runs many times at once, each with modules and an end of its own', () => {
  const { stderr, status } = folder.greenc('run', '--patch', '--times', '5', 'job.cjs', 'x');
  expect([stderr, status]).toEqual(['', 0]);
  const lines = folder.read('log.txt').trim().split('\n');
  expect(lines).toEqual([...Array(5).fill('begins'), ...Array(5).fill('ends 1 x'), ...Array(5).fill('exit')]);
});

test('the first exit code that is none of success is that of the process', () => {
  expect(folder.greenc('run', '--patch', '--times', '2', 'job.cjs', 'x', '4').status).toBe(4);
});

test('--times goes with --patch', () => {
  const { stderr, status } = folder.greenc('run', '--times', '2', 'job.cjs');
  expect(stderr).toContain('--times goes with --patch');
  expect(status).toBe(1);
});
