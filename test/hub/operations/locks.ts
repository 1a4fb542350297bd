'use greenlet';
/** Events, results and locks. */
import { AsyncResult, BoundedSemaphore, Condition, Event, Lock, RLock, Semaphore, Timeout } from 'greenc/hub';
import { type Operation, units } from './operation.js';

const failure = new Error('failure');

export const locks: Operation[] = [
  {
    name: 'event.wait',
    calls: [Event.prototype.wait],
    wakes: 'all',
    expires: { returns: false },
    gives: true,
    make: () => {
      const event = new Event();
      return { block: (_, timeout) => event.wait(timeout), wake: () => event.set(), waiting: () => event.waiting };
    },
  },
  {
    name: 'result.get',
    calls: [AsyncResult.prototype.get],
    wakes: 'all',
    expires: { throws: Timeout },
    gives: 5,
    make: () => {
      const result = new AsyncResult();
      return { block: (_, timeout) => result.get(timeout), wake: () => result.set(5), waiting: () => result.waiting };
    },
  },
  {
    name: 'result.get of an error',
    calls: [AsyncResult.prototype.get],
    wakes: 'all',
    expires: { throws: Timeout },
    throws: failure,
    make: () => {
      const result = new AsyncResult();
      return {
        block: (_, timeout) => result.get(timeout),
        wake: () => result.setError(failure),
        waiting: () => result.waiting,
      };
    },
  },
  {
    name: 'result.wait',
    calls: [AsyncResult.prototype.wait],
    wakes: 'all',
    expires: { returns: undefined },
    gives: undefined,
    make: () => {
      const result = new AsyncResult();
      return {
        block: (_, timeout) => result.wait(timeout),
        wake: () => result.setError(failure),
        waiting: () => result.waiting,
      };
    },
  },
  {
    name: 'semaphore.acquire',
    calls: [Semaphore.prototype.acquire],
    wakes: 'one',
    expires: { returns: false },
    make: () => {
      const semaphore = new Semaphore(0);
      return {
        block: (_, timeout) => semaphore.acquire(timeout),
        wake: () => semaphore.release(),
        waiting: () => semaphore.waiting,
        left: () => units(semaphore),
      };
    },
  },
  {
    name: 'boundedSemaphore.acquire',
    calls: [BoundedSemaphore.prototype.acquire],
    wakes: 'one',
    expires: { returns: false },
    make: () => {
      const semaphore = new BoundedSemaphore(3);
      while (semaphore.acquire(0));
      return {
        block: (_, timeout) => semaphore.acquire(timeout),
        wake: () => semaphore.release(),
        waiting: () => semaphore.waiting,
        left: () => units(semaphore),
      };
    },
  },
  {
    name: 'semaphore.wait',
    calls: [Semaphore.prototype.wait],
    wakes: 'all',
    expires: { returns: 0 },
    gives: 1,
    make: () => {
      const semaphore = new Semaphore(0);
      return {
        block: (_, timeout) => semaphore.wait(timeout),
        wake: () => semaphore.release(),
        waiting: () => semaphore.waiting,
        check: () => expect(semaphore.counter).toBe(1),
      };
    },
  },
  {
    name: 'lock.hold',
    calls: [Lock.prototype.hold],
    wakes: 'one',
    expires: { throws: Timeout },
    make: () => {
      const lock = new Lock();
      lock.acquire();
      return {
        block: (_, timeout) => lock.hold(timeout) && true,
        wake: () => lock.release(),
        waiting: () => lock.waiting,
        left: () => units(lock),
      };
    },
  },
  {
    name: 'lock.run',
    calls: [Lock.prototype.run],
    wakes: 'chain',
    expires: { throws: Timeout },
    gives: 5,
    make: () => {
      const lock = new Lock();
      lock.acquire();
      return {
        block: (_, timeout) => lock.run(() => 5, timeout),
        wake: () => lock.release(),
        waiting: () => lock.waiting,
        check: () => expect(lock.locked).toBe(false),
      };
    },
  },
  {
    name: 'rlock.run',
    calls: [RLock.prototype.run],
    wakes: 'chain',
    expires: { throws: Timeout },
    gives: 5,
    make: () => {
      const lock = new RLock();
      lock.acquire();
      return {
        block: (_, timeout) => lock.run(() => lock.run(() => 5), timeout),
        wake: () => lock.release(),
        waiting: () => lock.waiting,
        check: () => expect([lock.owner, lock.count]).toEqual([null, 0]),
      };
    },
  },
  ...(
    [
      ['rlock.acquire', lock => lock, RLock.prototype.acquire],
      ['condition.acquire', lock => new Condition(lock), Condition.prototype.acquire],
    ] as [string, (lock: RLock) => RLock | Condition, Operation['calls'][number]][]
  ).map(
    ([name, of, call]): Operation => ({
      name,
      calls: [call],
      wakes: 'chain',
      expires: { returns: false },
      gives: true,
      make: () => {
        const lock = new RLock();
        const acquired = of(lock);
        lock.acquire();
        return {
          block: (_, timeout) => acquired.acquire(timeout) && (acquired.release(), true),
          wake: () => lock.release(),
          waiting: () => lock.waiting,
          check: () => expect([lock.owner, lock.count]).toEqual([null, 0]),
        };
      },
    }),
  ),
  {
    name: 'rlock.hold',
    calls: [RLock.prototype.hold],
    wakes: 'chain',
    expires: { throws: Timeout },
    gives: 5,
    make: () => {
      const lock = new RLock();
      lock.acquire();
      return {
        block: (_, timeout) => {
          using _held = lock.hold(timeout);
          return lock.run(() => 5);
        },
        wake: () => lock.release(),
        waiting: () => lock.waiting,
        check: () => expect([lock.owner, lock.count]).toEqual([null, 0]),
      };
    },
  },
  ...[() => new RLock(), () => new Lock()].map(
    (makeLock): Operation => ({
      name: `condition.wait, of a ${makeLock().constructor.name}`,
      calls: [Condition.prototype.wait],
      wakes: 'one',
      expires: { returns: false },
      make: () => {
        const condition = new Condition(makeLock());
        return {
          block: (_, timeout) => condition.lock.run(() => condition.wait(timeout)),
          wake: () => condition.lock.run(() => condition.notify()),
          waiting: () => condition.waiting,
          check: () => expect([condition.lock.locked, condition.lock.waiting]).toEqual([false, 0]),
        };
      },
    }),
  ),
  {
    name: 'condition.waitFor',
    calls: [Condition.prototype.waitFor],
    wakes: 'all',
    expires: { returns: 0 },
    gives: 1,
    make: () => {
      const condition = new Condition();
      let changed = 0;
      return {
        block: (_, timeout) => condition.lock.run(() => condition.waitFor(() => changed, timeout)),
        wake: () =>
          condition.lock.run(() => {
            condition.notifyAll();
            changed = 1;
          }),
        waiting: () => condition.waiting,
        check: () => expect([condition.lock.locked, condition.lock.waiting]).toEqual([false, 0]),
      };
    },
  },
];
