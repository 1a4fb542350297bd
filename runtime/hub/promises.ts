/** Between greenlets and promises. */
import { type Limits, timeoutOf } from './limits.js';
import { Outcome } from './outcome.js';
import { goesOn } from './ready.js';
import { Timeout } from './timeout.js';
import { isMain, park, passingWait, type Source, type Wait } from './wait.js';

const { then } = Promise.prototype;
const EnginesPromise = Promise;
const ignore = (): void => {};

/** The wait for a promise that no signal may give up. */
class Settling implements Source {
  constructor(readonly timeout: number | undefined) {}
  add(): void {}
  forget(): void {}
  expired(): never {
    throw new Timeout(this.timeout);
  }
}
const settling = new Settling(undefined);

/** What `then` is to be called on in the engine's way, once; null: it is no thenable. Reads `then` once, as the engine would. */
function promiseOf(value: any): Promise<unknown> | null {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return null;
  const { then: method } = value;
  if (typeof method !== 'function') return null;
  if (method === then && value.constructor === EnginesPromise) return value;
  return new EnginesPromise((resolve, reject) => {
    // In a turn of its own, and whatever it does the first call counts.
    const call = () => {
      try {
        method.call(value, resolve, reject);
      } catch (error) {
        reject(error);
      }
    };
    void then.call(EnginesPromise.resolve(), call);
  });
}

/** Has `outcome` be what a promise comes to; or the value itself, if it is no thenable. */
export function follow(outcome: Outcome, value: unknown): void {
  const promise = promiseOf(value);
  if (promise === null) outcome.give(value);
  else
    then.call(
      promise,
      given => outcome.give(given),
      error => outcome.fail(error),
    );
}

/**
 * Suspends the current greenlet until a promise settles: what `await` is in an async function. What a thenable does is its own
 * business: its first answer counts, and if it never answers the wait lasts.
 *
 * @param promise a promise or another thenable
 * @param limit milliseconds at most; or these and a signal. The promise does not learn that it is given up
 * @returns what it is fulfilled with; anything but a thenable, as it is and at once
 * @throws what it is rejected with: the error itself, whose `stack` also tells where the greenlet waited, if nobody has waited for it
 *   before; Timeout; the signal's reason; GreenletError in main
 */
export function wait<T>(promise: T, limit?: number | Limits): Awaited<T> {
  if (limit !== undefined || isMain()) return waitOtherwise(promise, limit);
  const native = promiseOf(promise);
  return native === null ? (promise as Awaited<T>) : listen(native, passingWait('wait()', settling), wait, undefined);
}

/** Apart, so that the engine inlines what is more frequent. */
function waitOtherwise<T>(promise: T, limit: number | Limits | undefined): Awaited<T> {
  // What is thrown here is to be seen, rather than the rejection of a promise that nobody can look at now.
  if (isMain() && promise instanceof EnginesPromise) void then.call(promise, undefined, ignore);
  if (typeof limit === 'object') {
    const outcome = new Outcome('wait()', limit);
    follow(outcome, promise);
    return outcome.get(wait);
  }
  const native = promiseOf(promise);
  if (native === null) return promise as Awaited<T>;
  const timeout = timeoutOf(limit);
  return listen(native, passingWait('wait()', timeout === undefined ? settling : new Settling(timeout)), wait, timeout);
}

/** The same for compiled functions that have to know how it ends: `source` does. `what` is how they are named in errors. */
export function waitFor(promise: unknown, what: string, source: Source, timeout: number | undefined): any {
  const native = promiseOf(promise);
  return native === null ? promise : listen(native, passingWait(what, source), waitFor, timeout);
}

function listen(native: Promise<unknown>, w: Wait, method: object, timeout: number | undefined): never {
  const suspended = park(w, method, timeout);
  w.listener ??= new Listener(w);
  then.call(native, w.listener.fulfilled, w.listener.rejected);
  return suspended;
}

/** What a promise of the engine's calls, exactly once: so the wait is not kept for another before that. */
export class Listener {
  readonly fulfilled: (value: unknown) => void;
  readonly rejected: (error: unknown) => void;

  constructor(wait: Wait) {
    this.fulfilled = value => {
      if (!wait.isOpen) return;
      if (goesOn()) wait.goWith(value);
      else wait.grant(value);
    };
    this.rejected = error => {
      if (!wait.isOpen) return;
      if (goesOn()) wait.throwAtOnce(error);
      else wait.fail(error);
    };
  }
}
