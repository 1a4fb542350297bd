'use greenlet';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Greenlet, GreenletError, GreenletExit } from 'greenc';
import { sleep, spawn, Task, Timeout, wait } from 'greenc/hub';
import { ThreadError, ThreadPool, type ThreadPoolOptions } from 'greenc/node/threads';
import { green, thrownBy } from '../hub/green.js';

const file = join(__dirname, 'programs', 'thread-work.mts');
const pools: ThreadPool[] = [];

function poolOf(size: number, options: ThreadPoolOptions = {}): ThreadPool {
  const pool = new ThreadPool(file, { size, execArgv: ['--import', 'greenc/register'], ...options });
  pools.push(pool);
  return pool;
}

const pool = poolOf(2);
afterAll(() => {
  for (const one of pools) one.kill();
});

const reason = new Error('aborted');
const shared = () => new Int32Array(new SharedArrayBuffer(4));
const begun = (state: Int32Array): void => {
  while (Atomics.load(state, 0) === 0) sleep(1);
};

green('a function is called on another thread, in a greenlet', () => {
  expect(pool.run(21)).toBe(42);
  expect(pool.run([1, 2, 3], { name: 'sum' })).toBe(12);
  expect(pool.run({ deep: new Map([[1, 'one']]) }, { name: 'later' })).toEqual({ deep: new Map([[1, 'one']]) });
  const one = poolOf(1, { workerData: { mine: 1 } });
  const { isMain, data, thread } = one.run(undefined, { name: 'about' });
  expect([isMain, data]).toEqual([false, { mine: 1 }]);
  expect(thread).not.toBe((require('node:worker_threads') as typeof import('node:worker_threads')).threadId);
});

green('as many threads as there are to be, and the rest in turn', () => {
  const two = poolOf(2);
  expect(two.size).toBe(0);
  const tasks = [1, 2, 3, 4].map(n => spawn(() => two.run(n)));
  sleep();
  expect([two.size, two.waiting]).toEqual([2, 2]);
  two.join();
  expect([two.size, two.waiting, ...tasks.map(task => task.get())]).toEqual([2, 0, 2, 4, 6, 8]);
  expect(two.map([1, 2, 3])).toEqual([2, 4, 6]);
  expect(two.map(new Set())).toEqual([]);
});

green('errors are thrown where they are waited for', () => {
  const error = thrownBy(() => pool.run('error', { name: 'fail' }));
  expect(error).toMatchObject({ name: 'RangeError', message: 'fails', code: 'E_FAILS', detail: { at: 5 } });
  expect(error.stack).toMatch(/at fail .*thread-work[\s\S]*--- waited for by\n[\s\S]*threads\.test\.ts/);
  expect(Object.keys(error)).toEqual(['code', 'detail']);
  expect(thrownBy(() => pool.run('value', { name: 'fail' }))).toBe('a text');
  expect(thrownBy(() => pool.run('field', { name: 'fail' })).message).toBe('has a function');
  const uncloned = thrownBy(() => pool.run('result', { name: 'fail' }));
  expect(uncloned).toMatchObject({
    name: 'DataCloneError',
    message: expect.stringMatching(/could not be cloned/),
    code: 25,
    stack: expect.stringMatching(/^DataCloneError.*\n {4}at /),
  });
  // Newer versions of Node can send a DOMException.
  expect(['[object Error]', '[object DOMException]']).toContain(Object.prototype.toString.call(uncloned));
  expect(thrownBy(() => pool.run('other', { name: 'fail' })).message).toBe('rejected');
  expect(thrownBy(() => pool.run(() => {})).name).toBe('DataCloneError');
  expect(thrownBy(() => pool.run(1, { name: 'missing' })).message).toMatch(/exports no function missing/);
  const absent = new ThreadPool(pathToFileURL(`${file}.none`), { size: 1 });
  expect(thrownBy(() => absent.run(1)).message).toMatch(/Cannot find module/);
  absent.kill();
  expect(pool.run(1)).toBe(2);
});

green('a thread that ends is one less, and another takes its place', () => {
  const one = poolOf(1);
  const tasks = ['exit', 'uncaught'].map(kind => spawn(() => one.run(kind, { name: 'fail' })));
  const last = spawn(() => one.run(4));
  const [exit, uncaught] = tasks.map(task => thrownBy(() => task.get()));
  expect(exit).toBeInstanceOf(ThreadError);
  expect(exit.message).toMatch(/exit code 3/);
  expect(uncaught).toMatchObject({ name: 'TypeError', message: 'uncaught' });
  expect(last.get()).toBe(8);
});

describe('greenlets are refused', () => {
  green('by those who send them, wherever they are', () => {
    const greenlet = new Greenlet();
    for (const sent of [
      greenlet,
      [greenlet],
      { a: { b: greenlet } },
      new Map([[1, new Set([greenlet])]]),
      new Task(() => {}),
    ])
      expect(thrownBy(() => pool.run(sent, { name: 'later' }))).toMatchObject({
        name: 'GreenletError',
        message: expect.stringMatching(/belongs to the thread that has made it/),
      });
    const cyclic: { self?: unknown } = {};
    cyclic.self = cyclic;
    const copy = pool.run<typeof cyclic>(cyclic, { name: 'later' });
    expect(copy.self).toBe(copy);
  });

  test('what the engine makes of one is none', () => {
    const copy = structuredClone(new Greenlet());
    expect(() => new Greenlet(() => {}, copy)).toThrow(/parent must be a greenlet/);
  });

  green('and as results', () => {
    expect(thrownBy(() => pool.run('greenlet', { name: 'fail' })).name).toBe('GreenletError');
  });
});

describe('a task that nobody waits for any more', () => {
  const ways: Record<string, (task: Task, controller: AbortController) => unknown> = {
    kill: task => task.kill(),
    'throw into': task => wait(new Promise<void>(done => setTimeout(() => done(void task.throw(reason))))),
    abort: (_, controller) => controller.abort(reason),
  };
  for (const [way, end] of Object.entries(ways))
    green(`${way}: is killed where it waits, and its thread goes on`, () => {
      const one = poolOf(1, { grace: 10_000 });
      const { thread } = one.run(0, { name: 'about' });
      const state = shared();
      const controller = new AbortController();
      const task = spawn(() => one.run(state, { name: 'hold', signal: controller.signal }));
      begun(state);
      end(task, controller);
      task.join();
      expect([task.value instanceof GreenletExit, task.error]).toContain(way === 'kill' ? true : reason);
      one.join();
      expect(Atomics.load(state, 0)).toBe(2);
      expect(one.run(0, { name: 'about' }).thread).toBe(thread);
    });

  green('its thread is ended if it never waits', () => {
    const one = poolOf(1, { grace: 1 });
    const { thread } = one.run(0, { name: 'about' });
    const state = shared();
    expect(thrownBy(() => one.run(state, { name: 'spin', timeout: 20 }))).toBeInstanceOf(Timeout);
    begun(state);
    const next = one.run(0, { name: 'about' }).thread;
    expect(next).not.toBe(thread);
  });

  green('leaves the line', () => {
    const one = poolOf(1);
    const state = shared();
    const first = spawn(() => one.run(state, { name: 'hold' }));
    begun(state);
    const second = spawn(() => one.run(1));
    expect(thrownBy(() => one.run(1, { timeout: 1 }))).toBeInstanceOf(Timeout);
    sleep();
    expect(one.waiting).toBe(1);
    second.kill();
    expect(one.waiting).toBe(0);
    expect(thrownBy(() => one.join(1))).toBeInstanceOf(Timeout);
    first.kill();
    one.join();
    expect(one.run(1)).toBe(2);
  });

  green('of several, all are killed if one fails', () => {
    const two = poolOf(2);
    expect(thrownBy(() => two.map(['error', 'hang', 'hang', 'hang'], { name: 'fail' })).message).toBe('fails');
    two.join();
    expect([two.waiting, two.map(['a', 'b'], { name: 'later' })]).toEqual([0, ['a', 'b']]);
  });

  green('does not begin where the signal is aborted already', () => {
    const one = poolOf(1);
    expect(thrownBy(() => one.run(1, { signal: AbortSignal.abort(reason) }))).toBe(reason);
    expect([one.size, one.waiting]).toEqual([0, 0]);
  });
});

green('what is moved is gone', () => {
  const moved = new ArrayBuffer(8);
  expect(pool.run(moved, { name: 'length', transfer: [moved] })).toBe(8);
  expect(moved.byteLength).toBe(0);
});

green('a pool that is killed', () => {
  const one = poolOf(1);
  const state = shared();
  const tasks = [spawn(() => one.run(state, { name: 'hold' })), spawn(() => one.run(1))];
  begun(state);
  one.kill();
  for (const task of tasks) expect(thrownBy(() => task.get())).toBeInstanceOf(ThreadError);
  expect(thrownBy(() => one.run(1))).toBeInstanceOf(ThreadError);
  one.join();
  expect(one.size).toBe(0);
});

test('misuse', () => {
  expect(() => pool.run(1)).toThrow(GreenletError);
  expect(() => pool.map([1])).toThrow(/has to wait/);
  expect(() => pool.join()).toThrow(/has to wait/);
  for (const size of [0, 1.5, Number.NaN]) expect(() => new ThreadPool(file, { size })).toThrow(RangeError);
});
