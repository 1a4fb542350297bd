/** Calls of `fs` made twice, in equal folders: in main by `node:fs`, and in a greenlet by `greenc/node/fs`. */

import fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { asyncify } from 'greenc/hub';
import green, * as named from 'greenc/node/fs';
import { calls } from './fs-calls.js';
import { listed, plain } from './outcome.js';

let folder: string;

beforeAll(() => {
  folder = fs.mkdtempSync(join(fs.realpathSync(tmpdir()), 'greenc-fs-'));
});
afterAll(() => fs.rmSync(folder, { recursive: true }));

function prepare(root: string): void {
  fs.mkdirSync(join(root, 'dir', 'sub', 'empty'), { recursive: true });
  fs.writeFileSync(join(root, 'a.txt'), 'alpha\n');
  fs.writeFileSync(join(root, 'empty.txt'), '');
  fs.writeFileSync(join(root, 'dir', 'b.txt'), 'beta é\n');
  fs.writeFileSync(join(root, 'dir', 'sub', 'c.txt'), 'gamma\n', { mode: 0o600 });
  fs.symlinkSync('a.txt', join(root, 'link'));
  fs.symlinkSync('b.txt', join(root, 'dir', 'soft'));
  fs.symlinkSync('nowhere', join(root, 'broken'));
  fs.symlinkSync('loop', join(root, 'loop'));
}

/** Folders that the last call has left as they were. */
const untouched = new Set<string>();

/** What a call comes to in a folder of its own. */
async function outcome(name: string, run: (at: (path: string) => string) => unknown) {
  const root = join(folder, name);
  if (!untouched.has(root)) {
    fs.rmSync(root, { recursive: true, force: true });
    prepare(root);
  }
  const before = listed(root);
  let result: unknown;
  try {
    result = { returned: plain(await run(path => join(root, path)), root) };
  } catch (thrown) {
    result = { thrown: plain(thrown, root) };
  }
  const left = listed(root);
  if (isDeepStrictEqual(before, left)) untouched.add(root);
  else untouched.delete(root);
  return { result, left };
}

const has = (name: string) => typeof fs[name as 'readSync'] === 'function';

/** Not every version of Node has all of them. */
const here = Object.entries(calls).filter(([name]) => has(/^\w+/.exec(name)?.[0] as string));

/** What some versions of Node do in one way where they block, and in another where they do not: then greenlets get the latter. */
const pairs: Record<string, (at: (path: string) => string) => Promise<void>> = {
  'cpSync: dereferenced links': at => fs.promises.cp(at('dir'), at('copy'), { recursive: true, dereference: true }),
};

test.each(here)('%s', async (name, call) => {
  const original = await outcome('one', pairs[name] ?? (at => call(fs, at)));
  const waiting = asyncify(call);
  expect(await outcome('two', at => waiting(green, at))).toEqual(original);
});

const synchronous = Object.keys(fs).filter(name => name.endsWith('Sync') && has(name));

test('each function is called', () => {
  const texts = Object.keys(calls).join();
  expect(synchronous.filter(name => !texts.includes(name))).toEqual([]);
});

test.each(synchronous)('%s looks like the original, and is imported by its name', name => {
  const [its, original, imported] = [green, fs, named].map(all => all[name as 'readSync']);
  expect([its.name, its.length]).toEqual([original.name, original.length]);
  expect(imported).toBe(its);
  // It opens a file without reading it, and its twin does so at once too.
  expect(its === original).toBe(name === 'openAsBlobSync');
});
