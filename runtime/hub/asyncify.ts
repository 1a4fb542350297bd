/** Functions that wait, for those who await. */
import { killWhen } from './abort.js';
import { checkFunction, checkMilliseconds, checkOptions } from './checks.js';
import { Method, mayBeginHere, type Settle } from './ending.js';
import { checkSignal, type Limits } from './limits.js';
import { endingOf, taskOf } from './task.js';
import { isMain } from './wait.js';

/**
 * A version of a function that gives a promise, as an async function would: each call runs it in a task of its own, where it may wait.
 * It begins at once, and gives the promise when it first waits. (In a greenlet, while a trace callback is set or beneath a hundred such
 * calls, it begins when it is its turn.)
 *
 * @param fn is called with the same `this` and arguments
 * @param limits for each call: the task is killed, by Timeout or the signal's reason, when the time is up or the signal aborted.
 *   With a signal that is aborted already it does not begin
 * @returns a function. Its promise is fulfilled with what `fn` returns, or follows that if it is a promise; it is rejected with whatever
 *   ends the task otherwise, be it a GreenletExit
 * @throws TypeError if `fn` is not a function, or for limits that are none
 */
export function asyncify<This, Args extends unknown[], Result>(
  fn: (this: This, ...args: Args) => Result,
  limits?: Limits,
): (this: This, ...args: Args) => Promise<Awaited<Result>> {
  checkFunction(fn, 'asyncify()', 'asyncify(fn)');
  if (limits !== undefined) {
    checkOptions(limits, ['timeout', 'signal'], 'asyncify()');
    if (limits.timeout !== undefined) checkMilliseconds(limits.timeout, 'asyncify()');
  }
  function asyncified(this: This, ...args: Args): Promise<Awaited<Result>> {
    return new Promise((resolve, reject) => {
      checkSignal(limits);
      const task = taskOf(fn as (...args: Args) => Result, args);
      const ending = endingOf(task);
      if (this !== undefined) ending.work = new Method(fn, this);
      ending.isObserved = true;
      ending.promise =
        limits === undefined ? { resolve, reject } : new Limited(killWhen(task, limits), resolve, reject);
      if (isMain()) task.switch();
      else if (mayBeginHere()) ending.beginHere(fn);
      else task.start();
    });
  }
  for (const name of ['name', 'length'] as const)
    Object.defineProperty(asyncified, name, { value: fn[name], configurable: true });
  return asyncified;
}

/** What settles a promise, once the limits no longer matter. */
class Limited implements Settle {
  constructor(
    readonly stop: () => void,
    readonly settle: (value: any) => void,
    readonly fail: (error: unknown) => void,
  ) {}

  resolve(value: unknown): void {
    this.stop();
    this.settle(value);
  }

  reject(error: unknown): void {
    this.stop();
    this.fail(error);
  }
}
