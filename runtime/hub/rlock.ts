/** The lock that a greenlet may acquire again. */
import { type Greenlet, GreenletError, getCurrent } from '../index.js';
import { type Branching, CASE } from './case.js';
import { Holdable } from './holdable.js';
import { park, passingWait, type Source } from './wait.js';
import { WaitList } from './wait-list.js';

let handOn: (lock: RLock) => void;

class Acquirers extends WaitList implements Source {
  constructor(readonly lock: RLock) {
    super();
  }

  expired(): boolean {
    return false;
  }

  giveBack(): void {
    handOn(this.lock);
  }
}

/**
 * A lock that belongs to the greenlet that has acquired it: that may acquire it again, and nobody else can release it. Where it is released
 * while greenlets wait, it is the first one's. A greenlet that ends without releasing it keeps it locked for ever (as in gevent), which `run`
 * and `hold` are there to prevent.
 */
export class RLock extends Holdable {
  #owner: Greenlet | null = null;
  #count = 0;
  readonly #waits = new Acquirers(this);

  static {
    handOn = lock => lock.#pass();
  }

  /** The greenlet that has it, or null. */
  get owner(): Greenlet | null {
    return this.#owner;
  }

  /** How often its owner has acquired it without releasing it. */
  get count(): number {
    return this.#count;
  }

  /** Whether a greenlet has it. */
  get locked(): boolean {
    return this.#owner !== null;
  }

  /** How many greenlets wait. */
  get waiting(): number {
    return this.#waits.size;
  }

  /**
   * Acquires it, after all who wait already; at once, if the current greenlet has it.
   * @param timeout milliseconds; 0: does not wait. By default as long as it takes
   * @returns whether it has been acquired; false when the time is up
   * @throws GreenletError in main if it would have to wait
   */
  acquire(timeout?: number): boolean {
    const current = getCurrent();
    if (this.#owner === null || this.#owner === current) {
      this.#owner = current;
      this.#count++;
      return true;
    }
    if (timeout !== undefined && timeout <= 0) return false;
    return park(passingWait('lock.acquire()', this.#waits), acquire, timeout);
  }

  /**
   * Releases it once. When that has been done as often as it was acquired, it is the first one's who waits.
   * @throws GreenletError if the current greenlet does not have it
   */
  release(): void {
    this.#check();
    if (--this.#count === 0) this.#pass();
  }

  #check(): void {
    if (this.#owner !== getCurrent()) throw new GreenletError('another greenlet has the lock, or none');
  }

  #pass(): void {
    const wait = this.#waits.shift();
    this.#owner = wait === null ? null : wait.greenlet;
    this.#count = wait === null ? 0 : 1;
    wait?.grant(true);
  }

  /** For conditions: releases it altogether, and gives how often it had been acquired. @internal */
  releaseAll(): number {
    this.#check();
    const count = this.#count;
    this.#pass();
    return count;
  }

  /** For conditions: the count, once it has been acquired again. @internal */
  restore(count: number): void {
    this.#count = count;
  }

  [CASE](): Branching<true> {
    const isReady = this.#owner === null || this.#owner === getCurrent();
    return { isReady, take: () => this.acquire() as true, source: this.#waits };
  }
}

const { acquire } = RLock.prototype;
