'use greenlet';
import { AsyncResult, Channel, Event, Lock, Queue, RLock, Semaphore, ShutDown, select, sleep, spawn } from 'greenc/hub';
import { green, thrownBy } from './green.js';

const boom = new Error('boom');

green('what need not be waited for; the first of them', () => {
  const [queue, event, result] = [new Queue([].length || 2, ['item']), new Event(), new AsyncResult<number>()];
  expect(select({ event, queue })).toEqual({ which: 'queue', value: 'item' });
  event.set();
  result.set(5);
  expect(select({ event, result })).toEqual({ which: 'event', value: true });
  expect(select([queue, result, event])).toEqual({ which: 1, value: 5 });
  expect(select({ put: queue.putting('another') })).toEqual({ which: 'put', value: undefined });
  expect(queue.get()).toBe('another');
  expect(select([queue], 0)).toBe(undefined);
  expect(select([queue, new Channel()], 1)).toBe(undefined);
});

green('what comes first, and nothing else', () => {
  const [jobs, others] = [new Queue<number>(), new Queue<number>()];
  const task = spawn(() => select({ jobs, others }));
  sleep();
  jobs.put(1);
  others.put(2);
  jobs.put(3);
  expect(task.get()).toEqual({ which: 'jobs', value: 1 });
  expect([jobs.size, others.size, jobs.getters, others.getters]).toEqual([1, 1, 0, 0]);
});

green('tasks, results and promises give what they come to', () => {
  const never = new Event();
  const fails = () => {
    sleep(1);
    throw boom;
  };
  expect(select({ never, task: spawn(() => sleep(1) ?? 5) })).toEqual({ which: 'task', value: 5 });
  expect(thrownBy(() => select({ never, task: spawn(fails) }))).toBe(boom);
  expect(select([never, Promise.resolve(6)])).toEqual({ which: 1, value: 6 });
  expect(thrownBy(() => select([never, Promise.reject(boom)]))).toBe(boom);
  // biome-ignore lint/suspicious/noThenProperty: a thenable that settles at once.
  expect(select([never, { then: (done: any) => done(7) } as PromiseLike<number>])).toEqual({ which: 1, value: 7 });
  const result = new AsyncResult();
  spawn(() => result.setError(boom));
  expect(thrownBy(() => select([result, never]))).toBe(boom);
  expect([never.waiting, result.waiting]).toEqual([0, 0]);
});

green('locks are acquired', () => {
  const [lock, rlock, semaphore] = [new Lock(), new RLock(), new Semaphore(0)];
  expect(select({ semaphore, lock })).toEqual({ which: 'lock', value: true });
  expect(select({ lock, rlock })?.which).toBe('rlock');
  expect([lock.locked, rlock.count]).toEqual([true, 1]);
  const task = spawn(() => (select([rlock, lock, semaphore]), rlock.owner));
  sleep();
  rlock.release();
  expect([task.get(), rlock.owner, lock.waiting, semaphore.waiting]).toEqual([task, task, 0, 0]);
});

green('two that offer one another what they want', () => {
  const channel = new Channel<string>();
  const swap = (name: string) => select({ got: channel, gave: channel.putting(name) });
  const [one, other] = [spawn(swap, 'one'), spawn(swap, 'other')];
  expect([one.get(), other.get()]).toEqual([
    { which: 'gave', value: undefined },
    { which: 'got', value: 'one' },
  ]);
  expect([channel.getters, channel.putters]).toEqual([0, 0]);
});

green('it waits in line with others', () => {
  const queue = new Queue<number>();
  const tasks = [spawn(() => queue.get()), spawn(() => select([queue]).value), spawn(() => queue.get())];
  sleep();
  for (const item of [1, 2, 3]) queue.put(item);
  expect(tasks.map(task => task.get())).toEqual([1, 2, 3]);
});

green('what is shut down, and what cannot be waited for', () => {
  const [queue, full] = [new Queue(), new Queue(1, [1])];
  const tasks = [spawn(() => select([queue])), spawn(() => select([full.putting(2)]))];
  sleep();
  for (const each of [queue, full]) each.shutdown();
  for (const task of tasks) expect(thrownBy(() => task.get())).toBeInstanceOf(ShutDown);
  expect(thrownBy(() => select([queue]))).toBeInstanceOf(ShutDown);
  expect(thrownBy(() => select([]))).toBeInstanceOf(TypeError);
  expect(thrownBy(() => select([5 as never]))).toBeInstanceOf(TypeError);
});

test('in main', () => {
  const queue = new Queue();
  expect(select([queue], 0)).toBe(undefined);
  expect(() => select([queue])).toThrow(/select\(\) has to wait/);
  queue.put(1);
  expect(select([queue])).toEqual({ which: 0, value: 1 });
});
