/** `patchAll`, in processes of their own: it changes Node's modules for everybody in them. */
import { folderWith } from '../cli/support.js';

const script = `'use greenlet';
import { patchAll, unpatchAll, blocking } from 'greenc/node';
import { asyncify, spawn, wait } from 'greenc/hub';
import { createRequire } from 'node:module';
import fs, { readFileSync } from 'node:fs';
import { execSync } from 'node:child_process';

const original = fs.readFileSync;
const patched = flag => createRequire(import.meta.url)('node:assert')(flag);
const log = [];
const path = new URL('data.txt', import.meta.url);
const tests = {
  waits() {
    const other = spawn(() => log.push('other'));
    log.push(readFileSync(path, 'utf8'));
    other.get();
    return log;
  },
  properties: () => [readFileSync.name, readFileSync.length, Object.keys(readFileSync)],
  commands: () => execSync('echo command', { encoding: 'utf8' }),
  require: () => createRequire(import.meta.url)('./required.cjs'),
  foreign: () => createRequire(import.meta.url)('./required.cjs').read(path),
  'import()': () => wait(import('./imported.mjs')).size,
  assertion() {
    try {
      patched(false);
    } catch (error) {
      return error.name;
    }
  },
  stack() {
    try {
      readFileSync('none');
    } catch (error) {
      return [error.code, error.stack.includes('main.mjs:')];
    }
  },
  blocking: () => blocking(createRequire(import.meta.url)('./required.cjs').read, path),
  atomics() {
    const array = new Int32Array(new SharedArrayBuffer(4));
    const waiting = spawn(() => Atomics.wait(array, 0, 0));
    return [Atomics.wait(array, 0, 1), Atomics.wait(array, 0, 0, 5), Atomics.notify(array, 0, 1), waiting.get()];
  },
};
patchAll();
patchAll({ fs: false });
for (const [name, test] of Object.entries(tests)) {
  const result = await asyncify(test)().catch(error => error.name);
  console.log(name, JSON.stringify(result));
}
console.log('in main', fs.readFileSync !== original, readFileSync === fs.readFileSync, readFileSync(path, 'utf8'));
unpatchAll();
console.log('unpatched', fs.readFileSync === original, readFileSync === original);
patchAll({ fs: false, crypto: false, zlib: false, atomics: false });
console.log('in part', fs.readFileSync === original, execSync.name, execSync === (await import('greenc/node/child_process')).execSync);
`;

test('functions are put in the place of the originals, and taken away again', () => {
  const folder = folderWith({
    'main.mjs': script,
    'required.cjs': `const { readFileSync } = require('fs');
module.exports = { own: readFileSync(__filename, 'utf8').length > 0, read: path => readFileSync(path, 'utf8').length };
`,
    'imported.mjs': `import { statSync } from 'node:fs';
import './plain.mjs';
export const { size } = statSync(new URL('data.txt', import.meta.url));
`,
    'plain.mjs': 'export {};\n',
    'data.txt': 'data',
  });
  const { stdout, stderr } = folder.greenc('run', 'main.mjs');
  expect(stderr).toBe('');
  expect(stdout).toBe(`waits ["other","data"]
properties ["readFileSync",2,[]]
commands "command\\n"
require {"own":true}
foreign "ForeignFrameError"
import() 4
assertion "AssertionError"
stack ["ENOENT",true]
blocking 4
atomics ["not-equal","timed-out",1,"ok"]
in main true true data
unpatched true true
in part true execSync true
`);
});
