/** Timeouts: an error that is thrown in a greenlet when its time is up. */
import { type Greenlet, GreenletError, getCurrent } from '../index.js';
import { realm } from '../realm.js';
import type { Core } from '../state.js';
import { checkFunction, checkMilliseconds } from './checks.js';
import { dispose } from './disposable.js';
import { finishing } from './finishing.js';
import { addTimer, removeTimer, type Timed } from './timers.js';
import { withWaiter } from './waiter-stack.js';

const { coreOf } = realm;

/** A timeout among the timers. */
class Expiry implements Timed {
  at = 0;
  order = 0;
  index = -1;
  /** Whose time runs. */
  greenlet: Greenlet | null = null;

  constructor(readonly error: unknown) {}

  fire(): void {
    const { greenlet } = this;
    this.greenlet = null;
    if (greenlet?.active) greenlet.throw(withWaiter(this.error, (coreOf(greenlet) as Core).frame));
  }
}

/**
 * Thrown by calls that have waited too long; and what throws itself in a greenlet that has started it, wherever that waits when the time is
 * up:
 *
 *     new Timeout(1000).run(() => …);
 *     using timeout = new Timeout(1000).start();
 *
 * Timeouts may be nested: whichever is up first is thrown. Who catches one sees by `error === timeout` whether it is their own.
 */
export class Timeout extends Error {
  /** Milliseconds; undefined: never. */
  readonly ms: number | undefined;
  readonly #expiry: Expiry;

  /**
   * @param ms milliseconds; undefined: never
   * @param error what is thrown in its place; or a string: its message
   * @throws TypeError if `ms` is no number
   */
  constructor(ms?: number, error?: unknown) {
    super(typeof error === 'string' ? error : `timed out after ${ms} ms`);
    if (ms !== undefined) checkMilliseconds(ms, 'a timeout');
    this.ms = ms;
    this.#expiry = new Expiry(error === undefined || typeof error === 'string' ? this : error);
  }

  /** A timeout that has been started: `using timeout = Timeout.startNew(1000)`. */
  static startNew(ms?: number, error?: unknown): Timeout {
    return new Timeout(ms, error).start();
  }

  /** Calls `fn`, for at most `ms` milliseconds: see `run`. */
  static run<Result>(ms: number | undefined, fn: () => Result): Result {
    return runFor(new Timeout(ms), fn, runStatic);
  }

  /** Whether its time runs. */
  get pending(): boolean {
    return this.#expiry.index >= 0;
  }

  /**
   * Its time begins, for the current greenlet. If it has been running, it begins again.
   * @throws GreenletError in main, into which nothing can be thrown
   */
  start(): this {
    this.cancel();
    const current = getCurrent();
    if (current.parent === null) throw new GreenletError('timeouts are for greenlets, and no greenlet runs here');
    if (this.ms === undefined) return this;
    this.#expiry.greenlet = current;
    addTimer(this.#expiry, this.ms);
    return this;
  }

  /** It will not be thrown, unless it is started again. */
  cancel(): void {
    removeTimer(this.#expiry);
    this.#expiry.greenlet = null;
  }

  /** The same, at the end of a block with `using`. */
  [dispose](): void {
    this.cancel();
  }

  /**
   * Calls `fn`, for as long as its time lasts.
   * @returns what `fn` returns
   * @throws this timeout when its time is up; what `fn` throws; GreenletError in main
   */
  run<Result>(fn: () => Result): Result {
    return runFor(this, fn, run);
  }
}

const { run: runStatic } = Timeout;
const { run } = Timeout.prototype;

function runFor(timeout: Timeout, fn: () => unknown, method: object, otherwise: readonly unknown[] = []): any {
  checkFunction(fn, 'a timeout', 'run(fn)');
  timeout.start();
  const finish = (hasFailed: boolean, result: unknown): unknown => {
    timeout.cancel();
    if (!hasFailed) return result;
    if (result === timeout && otherwise.length > 0) return otherwise[0];
    throw result;
  };
  return finishing(method, finish, fn);
}
Object.defineProperty(Timeout.prototype, 'name', { value: 'Timeout', writable: true, configurable: true });

/**
 * Calls `fn`, for at most `ms` milliseconds.
 * @param timeoutValue what it gives when its own time is up. If that is not given, the Timeout is thrown
 * @returns what `fn` returns
 * @throws what `fn` throws, other timeouts too; GreenletError in main
 */
export function withTimeout<Result, Otherwise = never>(
  ms: number | undefined,
  fn: () => Result,
  timeoutValue?: Otherwise,
): Result | Otherwise;
export function withTimeout(ms: number | undefined, fn: () => unknown, ...timeoutValue: unknown[]): unknown {
  return runFor(new Timeout(ms), fn, withTimeout, timeoutValue);
}
