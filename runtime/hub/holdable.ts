'use greenlet';
/** What locks have in common: to be held for the time of a block, or of a function. */
import { Suspending } from '../suspending.js';
import { checkFunction } from './checks.js';
import { dispose } from './disposable.js';
import { Timeout } from './timeout.js';

/** A lock that is held until the end of a block: `using held = lock.hold()`. */
export class Hold {
  #lock: Holdable | null;

  /** @internal */
  constructor(lock: Holdable) {
    this.#lock = lock;
  }

  /** Releases the lock, unless that has been done. */
  release(): void {
    const lock = this.#lock;
    this.#lock = null;
    lock?.release();
  }

  /** The same, at the end of a block with `using`. */
  [dispose](): void {
    this.release();
  }
}

export abstract class Holdable extends Suspending {
  abstract acquire(timeout?: number): boolean;
  abstract release(): void;

  /**
   * Acquires it until the end of the block: `using held = lock.hold()`.
   * @param timeout milliseconds; 0: does not wait. By default as long as it takes
   * @returns what is disposed of, or `release`d, to release the lock
   * @throws Timeout when the time is up; GreenletError in main if it would have to wait
   */
  hold(timeout?: number): Hold {
    if (!this.acquire(timeout)) throw new Timeout(timeout);
    return new Hold(this);
  }

  /**
   * Calls `fn` while the lock is held, and releases it however that ends.
   * @param timeout milliseconds to wait for the lock; 0: does not wait. By default as long as it takes
   * @returns what `fn` returns
   * @throws what `fn` throws; Timeout when the time is up; GreenletError in main if it would have to wait
   */
  run<Result>(fn: () => Result, timeout?: number): Result {
    checkFunction(fn, 'run()', 'run(fn)');
    if (!this.acquire(timeout)) throw new Timeout(timeout);
    try {
      return fn();
    } finally {
      this.release();
    }
  }
}
