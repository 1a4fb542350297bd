/** Events: a flag that greenlets wait for. */
import { Suspending } from '../suspending.js';
import { type Branching, CASE } from './case.js';
import { park, passingWait, type Source } from './wait.js';
import { WaitList } from './wait-list.js';

/** Waits that all end at the same time. */
export class Waits extends WaitList implements Source {
  grantAll(): void {
    for (let wait = this.shift(); wait !== null; wait = this.shift()) wait.grant(true);
  }

  expired(): boolean {
    return false;
  }
}

/**
 * A flag, down at first. Who waits goes on once it has been up, in the order in which they came, even if it is down again by then.
 */
export class Event extends Suspending {
  #isSet = false;
  readonly #waits = new Waits();

  /** Whether the flag is up. */
  isSet(): boolean {
    return this.#isSet;
  }

  /** Whether the flag is up: what other things to wait for call it. */
  get ready(): boolean {
    return this.#isSet;
  }

  /** How many greenlets wait. */
  get waiting(): number {
    return this.#waits.size;
  }

  /** Puts the flag up. All who wait go on soon. */
  set(): void {
    this.#isSet = true;
    this.#waits.grantAll();
  }

  /** Puts the flag down again, for those who wait from now on. */
  clear(): void {
    this.#isSet = false;
  }

  /**
   * Waits until the flag is up; if it is already, returns at once.
   * @param timeout milliseconds; 0: does not wait. By default as long as it takes
   * @returns whether it has been up; false when the time is up
   * @throws GreenletError in main if it would have to wait
   */
  wait(timeout?: number): boolean {
    if (this.#isSet) return true;
    if (timeout !== undefined && timeout <= 0) return false;
    return park(passingWait('event.wait()', this.#waits), wait, timeout);
  }

  [CASE](): Branching<true> {
    return { isReady: this.#isSet, take: () => true, source: this.#waits };
  }
}

const { wait } = Event.prototype;
