'use greenlet';
import { Greenlet, GreenletError, getCurrent } from 'greenc';
import { BoundedSemaphore, Condition, Lock, RLock, Semaphore, sleep, spawn, Timeout } from 'greenc/hub';
import { green, thrownBy } from './green.js';

const boom = new Error('boom');

describe('Semaphore', () => {
  green('units go to those who came first; nobody who comes later takes them', () => {
    const semaphore = new Semaphore(2);
    const log: unknown[] = [];
    semaphore.acquire();
    semaphore.acquire();
    const tasks = [1, 2, 3].map(name => spawn(() => log.push([name, semaphore.acquire()])));
    sleep();
    expect([semaphore.counter, semaphore.locked, semaphore.waiting, log]).toEqual([0, true, 3, []]);
    semaphore.release();
    // It has been handed to somebody: even who runs already cannot have it.
    expect([semaphore.counter, semaphore.acquire(0), semaphore.waiting]).toEqual([0, false, 2]);
    sleep();
    expect(log).toEqual([[1, true]]);
    semaphore.release();
    semaphore.release();
    for (const task of tasks) task.join();
    expect(log).toEqual([1, 2, 3].map(name => [name, true]));
    semaphore.release();
    expect([semaphore.counter, semaphore.locked]).toEqual([1, false]);
  });

  green('wait takes nothing', () => {
    const semaphore = new Semaphore(0);
    const tasks = [spawn(() => semaphore.wait()), spawn(() => semaphore.acquire()), spawn(() => semaphore.wait(2))];
    sleep();
    semaphore.release();
    expect([tasks[0].get(), tasks[1].get(), tasks[2].get(), semaphore.counter]).toEqual([1, true, 0, 0]);
    semaphore.release();
    expect([semaphore.wait(), semaphore.counter]).toEqual([1, 1]);
  });

  test('in main', () => {
    const semaphore = new Semaphore();
    expect([semaphore.acquire(), semaphore.acquire(0)]).toEqual([true, false]);
    expect(() => semaphore.acquire()).toThrow(/has to wait, and only a greenlet can/);
    expect(() => new Semaphore(-1)).toThrow(RangeError);
    expect(() => new Semaphore(0.5)).toThrow(RangeError);
  });

  test('a bounded one is not released too often', () => {
    const semaphore = new BoundedSemaphore(2);
    expect(() => semaphore.release()).toThrow(/more often than it was acquired/);
    semaphore.acquire();
    semaphore.release();
    expect(() => semaphore.release()).toThrow(GreenletError);
    expect(new Lock()).toBeInstanceOf(BoundedSemaphore);
  });
});

describe('a lock that is held', () => {
  green('for a function, whatever comes of it', () => {
    for (const lock of [new Lock(), new RLock(), new Semaphore()]) {
      expect(lock.run(() => lock.locked)).toBe(true);
      expect(thrownBy(() => lock.run(() => fail()))).toBe(boom);
      const task = spawn(() => lock.run(() => sleep(1000)));
      sleep();
      expect(thrownBy(() => lock.run(fail, 1))).toBeInstanceOf(Timeout);
      task.kill();
      expect(lock.locked).toBe(false);
    }
  });

  green('for a block, by using', () => {
    for (const lock of [new Lock(), new RLock()]) {
      const use = () => {
        using _held = lock.hold();
        sleep();
        return lock.locked;
      };
      const tasks = [spawn(use), spawn(use)];
      expect(tasks.map(task => task.get())).toEqual([true, true]);
      expect(lock.locked).toBe(false);
      const hold = lock.hold();
      expect(spawn(() => thrownBy(() => lock.hold(1))).get()).toBeInstanceOf(Timeout);
      hold.release();
      hold.release();
      expect(lock.locked).toBe(false);
    }
  });

  const fail = (): never => {
    throw boom;
  };
});

describe('RLock', () => {
  green('its owner acquires it again, and nobody else releases it', () => {
    const lock = new RLock();
    lock.acquire();
    lock.acquire();
    expect([lock.owner, lock.count, lock.locked]).toEqual([getCurrent(), 2, true]);
    const other = spawn(() => {
      expect(thrownBy(() => lock.release())).toBeInstanceOf(GreenletError);
      expect(lock.acquire(0)).toBe(false);
      lock.acquire();
      lock.release();
      return 'had it';
    });
    sleep();
    lock.release();
    sleep();
    expect([other.ready, lock.waiting]).toEqual([false, 1]);
    lock.release();
    expect([lock.owner, lock.count]).toEqual([other, 1]);
    expect(other.get()).toBe('had it');
    expect([lock.owner, lock.count]).toEqual([null, 0]);
  });

  green('stays with a greenlet that ends without releasing it', () => {
    const lock = new RLock();
    const dead = spawn(() => lock.acquire());
    dead.join();
    expect([lock.owner, lock.acquire(1)]).toEqual([dead, false]);
  });
});

describe('Condition', () => {
  green('who waits is notified in order, and has the lock again', () => {
    const condition = new Condition();
    const log: unknown[] = [];
    const tasks = [1, 2, 3].map(name =>
      spawn(() => {
        using _held = condition.lock.hold();
        log.push([name, condition.wait(), (condition.lock as RLock).owner === getCurrent()]);
      }),
    );
    sleep();
    expect([condition.waiting, condition.lock.locked]).toEqual([3, false]);
    condition.lock.run(() => {
      condition.notify();
      sleep(1);
      expect(log).toEqual([]);
    });
    sleep(1);
    expect(log).toEqual([[1, true, true]]);
    condition.lock.run(() => condition.notifyAll());
    for (const task of tasks) task.join();
    expect(log).toEqual([1, 2, 3].map(name => [name, true, true]));
  });

  green('an RLock that was acquired several times is released altogether, and restored', () => {
    const lock = new RLock();
    const condition = new Condition(lock);
    const task = spawn(() => lock.run(() => lock.run(() => [condition.wait(), lock.count])));
    sleep();
    lock.run(() => condition.notify());
    expect(task.get()).toEqual([true, 2]);
    expect(lock.locked).toBe(false);
  });

  green('what is thrown into it is thrown once it has the lock, however often', () => {
    const condition = new Condition(new Lock());
    const task = spawn(() =>
      condition.lock.run(() => {
        try {
          condition.wait();
        } catch (error) {
          return [error, condition.lock.locked];
        }
      }),
    );
    sleep();
    condition.acquire();
    task.kill(new Error('first'), 0);
    sleep(1);
    task.kill(boom, 0);
    sleep(1);
    expect([task.ready, condition.lock.waiting]).toEqual([false, 1]);
    condition.release();
    expect(task.get()).toEqual([boom, true]);
    expect(condition.lock.locked).toBe(false);
  });

  green('waitFor', () => {
    const condition = new Condition();
    let level = 0;
    const task = spawn(() => condition.lock.run(() => condition.waitFor(() => level > 1 && `level ${level}`)));
    for (level = 1; level < 3; level++) {
      sleep();
      condition.lock.run(() => condition.notify());
    }
    expect(task.get()).toBe('level 2');
    expect(condition.lock.run(() => condition.waitFor(() => 0, 2))).toBe(0);
  });

  green('without the lock', () => {
    for (const condition of [new Condition(), new Condition(new Lock())]) {
      expect(thrownBy(() => condition.wait())).toBeInstanceOf(GreenletError);
      expect(thrownBy(() => condition.notify())).toBeInstanceOf(GreenletError);
    }
  });

  test('in main, and under a function that cannot be suspended', () => {
    const condition = new Condition();
    condition.acquire();
    expect(() => condition.wait()).toThrow(/condition\.wait\(\) has to wait/);
    expect(condition.lock.locked).toBe(true);
    condition.release();
    const greenlet = new Greenlet(() => condition.lock.run(() => foreignly(() => condition.wait())));
    expect(() => greenlet.switch()).toThrow(/foreignly, called at .* cannot be suspended/);
    expect(condition.lock.locked).toBe(false);
    // Neither where the lock cannot be had again.
    const other = new Greenlet(() => condition.lock.run(() => (condition.lock as RLock).owner));
    const unlucky = new Greenlet(() => {
      condition.acquire();
      other.switch();
      return foreignly(() => condition.wait());
    });
    unlucky.switch();
    expect(() => unlucky.switch()).toThrow(/cannot be suspended/);
  });

  function foreignly(call: () => unknown): unknown {
    'no greenlet';
    return call();
  }
});
