/** Calls of `child_process`, `zlib` and `crypto` made twice: in main by Node's own, and in a greenlet by `greenc/node/…`. */

import childProcess from 'node:child_process';
import crypto from 'node:crypto';
import zlib from 'node:zlib';
import { asyncify } from 'greenc/hub';
import greenChildProcess, * as namedChildProcess from 'greenc/node/child_process';
import greenCrypto, * as namedCrypto from 'greenc/node/crypto';
import greenZlib, * as namedZlib from 'greenc/node/zlib';
import { calls } from './other-calls.js';
import { plain } from './outcome.js';

const originals = { childProcess, crypto, zlib };
const green = { childProcess: greenChildProcess, crypto: greenCrypto, zlib: greenZlib };
const named = { childProcess: namedChildProcess, crypto: namedCrypto, zlib: namedZlib };

async function outcome(call: () => unknown) {
  try {
    return { returned: plain(await call(), '/no folder') };
  } catch (thrown) {
    return { thrown: plain(thrown, '/no folder') };
  }
}

const everything = Object.assign({}, ...Object.values(originals)) as Record<string, unknown>;

/** Not every version of Node has all of them. */
const here = Object.entries(calls).filter(([name]) => (/^\w+/.exec(name)?.[0] as string) in everything);

test.each(here)('%s', async (_, call) => {
  const waiting = asyncify(call);
  expect(await outcome(() => waiting(green))).toEqual(await outcome(() => call(originals)));
});

const synchronous = Object.entries(originals).flatMap(([module, all]) =>
  Object.keys(all)
    .filter(name => name.endsWith('Sync'))
    .map(name => [name, module as keyof typeof originals] as const),
);

test('each function is called', () => {
  expect(synchronous.length).toBeGreaterThan(15);
  const texts = Object.keys(calls).join();
  expect(synchronous.filter(([name]) => !texts.includes(name))).toEqual([]);
});

test.each(synchronous)('%s looks like the original, and is imported by its name', (name, module) => {
  const [its, original, imported] = [green, originals, named].map(all => Reflect.get(all[module], name));
  expect([its.name, its.length]).toEqual([original.name, original.length]);
  expect(imported).toBe(its);
  // It gives what is compressed already, bit by bit.
  expect(its === original).toBe(name === 'createZipArchiveSync');
});
