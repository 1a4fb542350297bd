/** Calls of `child_process`, `zlib` and `crypto` made twice: in main by Node's own, and in a greenlet by `greenc/node/…`. */

import childProcess from 'node:child_process';
import crypto from 'node:crypto';
import zlib from 'node:zlib';
import { asyncify } from 'greenc/hub';
import greenChildProcess from 'greenc/node/child_process';
import greenCrypto from 'greenc/node/crypto';
import greenZlib from 'greenc/node/zlib';
import { calls } from './other-calls.js';
import { plain } from './outcome.js';

const originals = { childProcess, crypto, zlib };
const green = { childProcess: greenChildProcess, crypto: greenCrypto, zlib: greenZlib };

async function outcome(call: () => unknown) {
  try {
    return { returned: plain(await call(), '/no folder') };
  } catch (thrown) {
    return { thrown: plain(thrown, '/no folder') };
  }
}

test.each(Object.entries(calls))('%s', async (_, call) => {
  const waiting = asyncify(call);
  expect(await outcome(() => waiting(green))).toEqual(await outcome(() => call(originals)));
});

test('each function is called', () => {
  const names = Object.values(originals).flatMap(all => Object.keys(all).filter(name => name.endsWith('Sync')));
  expect(names.length).toBeGreaterThan(15);
  const texts = Object.keys(calls).join();
  expect(names.filter(name => !texts.includes(name) && !/^(?:zstd|argon2)/.test(name))).toEqual([]);
});
