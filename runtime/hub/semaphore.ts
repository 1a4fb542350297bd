/** Semaphores, and the lock that is one. */
import { GreenletError } from '../index.js';
import { type Branching, CASE } from './case.js';
import { Holdable } from './holdable.js';
import { park, passingWait, type Source, Wait, waiting } from './wait.js';
import { WaitList } from './wait-list.js';

/** Who waits for a unit. */
class Acquirers extends WaitList implements Source {
  constructor(readonly semaphore: Semaphore) {
    super();
  }

  expired(): boolean {
    return false;
  }

  giveBack(): void {
    giveUnit(this.semaphore);
  }
}

/** Who waits for a unit without taking it; among those who do. */
class Onlookers implements Source {
  constructor(readonly acquirers: Acquirers) {}

  add(wait: Wait): void {
    this.acquirers.add(wait);
  }

  forget(wait: Wait): void {
    this.acquirers.forget(wait);
  }

  expired(): number {
    return 0;
  }
}

let giveUnit: (semaphore: Semaphore) => void;

/**
 * A number of units that greenlets take and give back. A unit that is given back while greenlets wait is the first one's: nobody who comes
 * later can take it. A unit belongs to nobody: any greenlet, and main, may release it; and one that ends without releasing what it has
 * acquired leaves it acquired, which `run` and `hold` are there to prevent.
 */
export class Semaphore extends Holdable {
  #counter: number;
  readonly #waits = new Acquirers(this);

  static {
    giveUnit = semaphore => semaphore.#give();
  }

  /**
   * @param value how many units there are at first
   * @throws RangeError if it is not a whole number, or negative
   */
  constructor(value = 1) {
    super();
    if (!(value >= 0 && (Number.isInteger(value) || value === Infinity)))
      throw new RangeError('a semaphore needs a whole number of units');
    this.#counter = value;
  }

  /** How many units can be had without waiting. */
  get counter(): number {
    return this.#counter;
  }

  /** Whether there is none to be had without waiting. */
  get locked(): boolean {
    return this.#counter === 0;
  }

  /** How many greenlets wait. */
  get waiting(): number {
    return this.#waits.size;
  }

  /**
   * Takes a unit, after all who wait already.
   * @param timeout milliseconds; 0: does not wait. By default as long as it takes
   * @returns whether there was one; false when the time is up
   * @throws GreenletError in main if it would have to wait
   */
  acquire(timeout?: number): boolean {
    if (this.#counter > 0) {
      this.#counter--;
      return true;
    }
    if (timeout !== undefined && timeout <= 0) return false;
    return park(
      passingWait(this instanceof Lock ? 'lock.acquire()' : 'semaphore.acquire()', this.#waits),
      acquire,
      timeout,
    );
  }

  /** Gives a unit back, or adds one; it is the first one's who waits. */
  release(): void {
    this.#give();
  }

  #give(): void {
    for (let wait = this.#waits.shift(); wait !== null; wait = this.#waits.shift()) {
      const isOnlooker = wait.source instanceof Onlookers;
      wait.grant(isOnlooker ? 1 : true);
      if (!isOnlooker) return;
    }
    this.#counter++;
  }

  /**
   * Waits until a unit could be had, and leaves it there; others may be faster to take it.
   * @param timeout milliseconds; 0: does not wait. By default as long as it takes
   * @returns how many there were; 0 when the time is up
   * @throws GreenletError in main if it would have to wait
   */
  wait(timeout?: number): number {
    if (this.#counter > 0 || (timeout !== undefined && timeout <= 0)) return this.#counter;
    return park(new Wait(waiting('semaphore.wait()'), new Onlookers(this.#waits)), wait, timeout);
  }

  [CASE](): Branching<true> {
    return { isReady: this.#counter > 0, take: () => this.acquire() as true, source: this.#waits };
  }
}

const { acquire, wait } = Semaphore.prototype;

/** A semaphore that cannot be released more often than it was acquired. */
export class BoundedSemaphore extends Semaphore {
  readonly #bound: number;

  constructor(value = 1) {
    super(value);
    this.#bound = value;
  }

  /**
   * Gives a unit back; it is the first one's who waits.
   * @throws GreenletError if none is missing
   */
  override release(): void {
    if (this.counter >= this.#bound) throw new GreenletError('released more often than it was acquired');
    super.release();
  }
}

/**
 * A lock: a semaphore with one unit. It is not for greenlets that acquire it again while they have it: those wait for ever (see RLock).
 */
export class Lock extends BoundedSemaphore {
  constructor() {
    super(1);
  }
}
