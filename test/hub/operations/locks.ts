'use greenlet';
/** Events, results and locks. */
import { AsyncResult, Condition, Event, Lock, RLock, Semaphore, Timeout } from 'greenc/hub';
import { type Operation, units } from './operation.js';

const failure = new Error('failure');

export const locks: Operation[] = [
  {
    name: 'event.wait',
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
    name: 'semaphore.wait',
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
  ...[() => new RLock(), () => new Lock()].map(
    (makeLock): Operation => ({
      name: `condition.wait, of a ${makeLock().constructor.name}`,
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
