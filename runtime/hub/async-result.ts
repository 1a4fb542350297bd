/** A value or an error that comes later. */
import { Suspending } from '../suspending.js';
import { type Branching, CASE } from './case.js';
import { Getting } from './getting.js';
import { Links } from './links.js';
import { Timeout } from './timeout.js';
import { park, type Source, Wait, waiting } from './wait.js';
import { WaitList } from './wait-list.js';

const EMPTY = 0;
const VALUE = 1;
const ERROR = 2;

/** Who waits. What has a timeout, and what is not to throw, has a source of its own, which stands for this one. */
class Waits extends WaitList implements Source {
  expired(): undefined {}
}

/** The wait of `wait`, which does not throw. */
class Outliving extends Getting {
  override expired(): never {
    return undefined as never;
  }
}

/** What a result can be taken from: a task, or another result. */
interface Settled<T> {
  successful(): boolean;
  readonly value: T | undefined;
  readonly error: unknown;
}

/**
 * A value or an error that comes later, once. All who wait for it get it, in the order in which they came.
 *
 * @typeParam T the value
 */
export class AsyncResult<T = any> extends Suspending {
  #state = EMPTY;
  #value: any = undefined;
  readonly #waits = new Waits();
  #links: Links<this> | null = null;

  /** Whether there is a value or an error. */
  get ready(): boolean {
    return this.#state !== EMPTY;
  }

  /** Whether there is a value. */
  successful(): boolean {
    return this.#state === VALUE;
  }

  /** The value; undefined as long as there is none. */
  get value(): T | undefined {
    return this.#state === VALUE ? this.#value : undefined;
  }

  /** The error; undefined if there is none. */
  get error(): unknown {
    return this.#state === ERROR ? this.#value : undefined;
  }

  /** How many greenlets wait. */
  get waiting(): number {
    return this.#waits.size;
  }

  /** Sets the value. If there was one, or an error, those who ask from now on get the new one. */
  set(value: T): void {
    this.#settle(VALUE, value);
  }

  /** The same with an error, which `get` throws. */
  setError(error: unknown): void {
    this.#settle(ERROR, error);
  }

  /** Sets what a task, or another result, has come to: `task.link(ended => result.setFrom(ended))`. */
  setFrom(settled: Settled<T>): void {
    if (settled.successful()) this.set(settled.value as T);
    else this.setError(settled.error);
  }

  #settle(state: number, value: unknown): void {
    this.#state = state;
    this.#value = value;
    const waits = this.#waits;
    for (let wait = waits.shift(); wait !== null; wait = waits.shift()) {
      if (state === VALUE) wait.grant(value);
      else if (wait.source instanceof Outliving) wait.grant(undefined);
      else wait.fail(value);
    }
    this.#links?.tell();
  }

  /**
   * Waits until there is a value or an error.
   * @param timeout milliseconds; 0: does not wait. By default as long as it takes
   * @returns the value
   * @throws the error; Timeout when the time is up; GreenletError in main if it would have to wait
   */
  get(timeout?: number): T {
    if (this.#state === VALUE) return this.#value;
    if (this.#state === ERROR) throw this.#value;
    if (timeout !== undefined && timeout <= 0) throw new Timeout(timeout);
    const source = timeout === undefined ? this.#waits : new Getting(this.#waits, timeout);
    return park(new Wait(waiting('result.get()'), source), get, timeout);
  }

  /**
   * The value, if it is there.
   * @throws the error; Timeout if there is neither
   */
  getNowait(): T {
    return this.get(0);
  }

  /**
   * Waits until there is a value or an error, and throws neither the error nor a Timeout.
   * @param timeout milliseconds; 0: does not wait. By default as long as it takes
   * @returns the value; undefined if there is an error instead, or when the time is up
   * @throws GreenletError in main if it would have to wait
   */
  wait(timeout?: number): T | undefined {
    if (this.#state !== EMPTY || (timeout !== undefined && timeout <= 0)) return this.value;
    return park(new Wait(waiting('result.wait()'), new Outliving(this.#waits, timeout)), wait, timeout);
  }

  /** Has `callback` called in main with the result once there is a value or an error; soon, if there is already. */
  link(callback: (result: this) => unknown): void {
    this.#links ??= new Links(() => this);
    if (this.ready) this.#links.tellLate(callback);
    else this.#links.add(callback);
  }

  /** Takes back what `link` was given, unless it has been called already. */
  unlink(callback: (result: this) => unknown): void {
    this.#links?.remove(callback);
  }

  [CASE](): Branching<T> {
    return { isReady: this.ready, take: () => this.get(0), source: this.#waits };
  }
}

const { get, wait } = AsyncResult.prototype;
