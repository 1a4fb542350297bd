/** Between greenlets and promises. */

import { Task } from './task.js';
import { Timeout } from './timeout.js';
import { isMain, park, type Source, Wait, waiting } from './wait.js';

const { then } = Promise.prototype;

class Settling implements Source {
  constructor(readonly timeout: number | undefined) {}
  add(): void {}
  forget(): void {}
  expired(): never {
    throw new Timeout(this.timeout);
  }
  giveBack(): void {}
}
const settling = new Settling(undefined);

export function sleep(ms = 0): undefined {
  return park(new Wait(waiting('sleep()'), null), sleep, ms);
}

/**
 * Suspends the current greenlet until a promise settles.
 * @returns what it is fulfilled with; anything but a thenable, as it is and at once
 */
export function wait<T>(promise: T, timeout?: number): Awaited<T> {
  if ((typeof promise !== 'object' && typeof promise !== 'function') || promise === null) return promise as never;
  const thenable = promise as any;
  const { then: method } = thenable;
  if (typeof method !== 'function') return promise as never;
  const native = method === then ? thenable : Promise.resolve(thenable);
  const w = new Wait(waiting('wait()'), timeout === undefined ? settling : new Settling(timeout));
  const suspended = park(w, wait, timeout);
  then.call(
    native,
    value => {
      if (w.isOpen) w.goWith(value);
    },
    error => {
      if (w.isOpen) w.throwAtOnce(error);
    },
  );
  return suspended;
}

export function asyncify<Args extends unknown[], Result>(
  fn: (...args: Args) => Result,
): (...args: Args) => Promise<Awaited<Result>> {
  return (...args) =>
    new Promise((resolve, reject) => {
      const task = new Task(fn as any, ...args);
      task.link(() => (task.successful() ? resolve(task.value as any) : reject(task.error)));
      if (isMain()) task.switch();
      else task.start();
    });
}
