'use greenlet';
import nodeDns from 'node:dns/promises';
/** Greenlets that are killed, or run out of time, while they wait for Node. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GreenletExit } from 'greenc';
import { sleep, spawn, Timeout, wait } from 'greenc/hub';
import { atomics } from 'greenc/node';
import { execSync, spawnSync } from 'greenc/node/child_process';
import { pbkdf2Sync } from 'greenc/node/crypto';
import dns, * as dnsModule from 'greenc/node/dns';
import { closeSync, existsSync, opendirSync, openSync, readFileSync } from 'greenc/node/fs';
import { gzipSync } from 'greenc/node/zlib';
import { green, thrownBy } from '../hub/green.js';

/** Lets what has been spawned begin, before the event loop turns. */
const begin = () => wait(Promise.resolve());

const waits: Record<string, () => unknown> = {
  execSync: () => execSync('exec sleep 20'),
  lookup: () => dns.lookup('localhost'),
  openSync: () => closeSync(openSync(__filename, 'r')),
  opendirSync: () => opendirSync(__dirname).closeSync(),
  pbkdf2Sync: () => pbkdf2Sync('secret', 'salt', 100_000, 32, 'sha256'),
  readFileSync: () => readFileSync(__filename),
  'atomics.wait': () => atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0),
  gzipSync: () => gzipSync(Buffer.alloc(1_000_000)),
};

for (const [name, waitForIt] of Object.entries(waits)) {
  green(`${name}: killed, finally blocks run and nothing comes back`, () => {
    const log: unknown[] = [];
    const task = spawn(() => {
      try {
        waitForIt();
        log.push('went on');
      } catch (error) {
        log.push(error);
        throw error;
      } finally {
        sleep(1);
        log.push('cleaned up');
      }
    });
    begin();
    task.kill();
    expect(log).toEqual([expect.any(GreenletExit), 'cleaned up']);
    expect(task.value).toBe(log[0]);
  });

  green(`${name}: another error is thrown there, and may be caught`, () => {
    const task = spawn(() => {
      const error = thrownBy(waitForIt);
      sleep(1);
      return error;
    });
    begin();
    const boom = new Error('boom');
    task.kill(boom);
    expect(task.value).toBe(boom);
  });
}

green('a timeout ends the child', () => {
  const folder = mkdtempSync(join(tmpdir(), 'greenc-kill-'));
  const left = join(folder, 'left');
  const timeout = new Timeout(30).start();
  expect(thrownBy(() => spawnSync('sh', ['-c', `sleep 0.2; echo > '${left}'`], { killSignal: 'SIGKILL' }))).toBe(
    timeout,
  );
  sleep(300);
  expect(existsSync(left)).toBe(false);
  rmSync(folder, { recursive: true });
});

green('what nobody waits for any more is closed', () => {
  const count = () => readdirSync('/proc/self/fd').length;
  const before = count();
  const tasks = Array.from({ length: 20 }, (_, n) => spawn(n % 2 ? waits.openSync : waits.opendirSync));
  begin();
  for (const task of tasks) task.kill();
  for (let tries = 0; count() > before && tries < 100; tries++) sleep(5);
  expect(count()).toBe(before);
});

green('a waiter that is killed passes on what has woken it', () => {
  const array = new Int32Array(new SharedArrayBuffer(4));
  const [first, second] = [spawn(() => atomics.wait(array, 0, 0)), spawn(() => atomics.wait(array, 0, 0))];
  begin();
  first.kill();
  expect(atomics.notify(array, 0, 1)).toBe(1);
  expect(second.get(1000)).toBe('ok');
});

test('in main, where nothing can wait, names are not looked up', () => {
  expect(() => dns.lookup('localhost')).toThrow(/dns\.lookup\(\) has to wait, and only a greenlet can/);
});

green('names are looked up', () => {
  expect(['127.0.0.1', '::1']).toContain(dns.lookup('localhost').address);
  expect(dns.lookup('localhost', { all: true })[0]).toEqual({
    address: expect.any(String),
    family: expect.any(Number),
  });
  expect(thrownBy(() => dns.lookup(5 as never)).code).toBe('ERR_INVALID_ARG_TYPE');
});

green('all of dns/promises is there, with functions that return the answer', () => {
  const { default: _, ...named } = dnsModule;
  expect(Object.keys(dns).sort()).toEqual(Object.keys(nodeDns).sort());
  expect(dns).toMatchObject(named);
  const resolver = new dnsModule.Resolver({ timeout: 100, tries: 1 });
  expect(resolver).toBeInstanceOf(nodeDns.Resolver);
  resolver.setServers(['127.0.0.1:1']);
  expect(resolver.getServers()).toEqual(['127.0.0.1:1']);
  for (const ask of [() => resolver.resolve4('a.invalid'), () => resolver.resolve('a.invalid', 'MX')])
    expect(thrownBy(ask)).toMatchObject({ code: expect.stringMatching(/^E/), hostname: 'a.invalid' });
  expect(dnsModule.NOTFOUND).toBe('ENOTFOUND');
  const waits = [
    spawn(() => resolver.resolveTxt('b.invalid')),
    spawn(() => Timeout.run(5000, () => resolver.reverse('::1'))),
  ];
  begin();
  for (const task of waits) task.kill();
  expect(waits.every(task => task.value instanceof GreenletExit)).toBe(true);
});
