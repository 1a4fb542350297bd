'use greenlet';
/** Conditions: to wait, with a lock, until somebody has changed what it protects. */
import { GreenletError, getCurrent } from '../index.js';
import { misuse } from './checks.js';
import { Deadline } from './deadline.js';
import { Notices } from './notices.js';
import { RLock } from './rlock.js';
import type { Lock } from './semaphore.js';
import { InvalidSwitchError, waiting } from './wait.js';

/**
 * A condition that greenlets wait for, which has a lock: who waits, and who notifies, has acquired it. `wait` releases it and has it again
 * when it returns or throws, whatever for. Those who came first are notified first; a notice to a greenlet that is killed before it goes on is
 * the next one's.
 */
export class Condition {
  /** The lock, acquired by who calls the methods below. */
  readonly lock: RLock | Lock;
  readonly #notices = new Notices();

  /** @param lock may be shared with other conditions; by default a new RLock */
  constructor(lock: RLock | Lock = new RLock()) {
    if (typeof lock?.acquire !== 'function') throw misuse('a condition', 'a lock', lock, 'new Condition(new RLock())');
    this.lock = lock;
  }

  /** How many greenlets wait to be notified. */
  get waiting(): number {
    return this.#notices.size;
  }

  /** Acquires the lock: see there. */
  acquire(timeout?: number): boolean {
    return this.lock.acquire(timeout);
  }

  /** Releases the lock: see there. */
  release(): void {
    this.lock.release();
  }

  /**
   * Releases the lock, waits to be notified, and acquires the lock again, which may take longer than `timeout`. What is thrown into the
   * greenlet meanwhile (that it is killed, say) is thrown by this call, but not before it has the lock.
   * @param timeout milliseconds; by default as long as it takes
   * @returns whether it has been notified; false when the time is up
   * @throws GreenletError if the lock is not acquired, or in main
   */
  wait(timeout?: number): boolean {
    waiting('condition.wait()');
    this.#check();
    const { lock } = this;
    let count = 1;
    if (lock instanceof RLock) count = lock.releaseAll();
    else lock.release();
    try {
      return this.#notices.pause(timeout);
    } finally {
      reacquire(lock, count);
    }
  }

  /**
   * Waits until `predicate()`, called with the lock acquired, is true; notified again and again, if need be.
   * @param timeout milliseconds for all of it; by default as long as it takes
   * @returns what `predicate` has returned last
   * @throws GreenletError if the lock is not acquired, or in main if it would have to wait
   */
  waitFor<T>(predicate: () => T, timeout?: number): T {
    const deadline = new Deadline(timeout);
    let result = predicate();
    while (!result) {
      const { left } = deadline;
      if (left === 0) break;
      this.wait(left);
      result = predicate();
    }
    return result;
  }

  /**
   * Has greenlets that wait go on, once they can have the lock.
   * @param count how many, those who came first
   * @throws GreenletError if the lock is not acquired
   */
  notify(count = 1): void {
    this.#check();
    this.#notices.tell(count);
  }

  /** The same with all that wait. */
  notifyAll(): void {
    this.notify(Infinity);
  }

  #check(): void {
    const { lock } = this;
    if (lock instanceof RLock ? lock.owner !== getCurrent() : !lock.locked)
      throw new GreenletError('the lock of the condition has not been acquired');
  }
}

/** Whatever is thrown into the greenlet while it waits for the lock is thrown once it has it: what follows relies on that. */
function reacquire(lock: RLock | Lock, count: number): void {
  let failure: { error: unknown } | null = null;
  for (;;) {
    try {
      lock.acquire();
      break;
    } catch (error) {
      // It could not even begin to wait, and never will.
      if (error instanceof GreenletError && !(error instanceof InvalidSwitchError)) throw error;
      failure = { error };
    }
  }
  if (lock instanceof RLock) lock.restore(count);
  if (failure !== null) throw failure.error;
}
