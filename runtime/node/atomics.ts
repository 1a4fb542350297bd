/** `Atomics` with a `wait` that suspends the greenlet that calls it, by the engine's `waitAsync`. */
import { share } from '../realm.js';
import { type Begin, cooperative } from './operation.js';

type Waiting =
  | { readonly async: false; readonly value: string }
  | { readonly async: true; readonly value: Promise<string> };
type WaitAsync = (array: unknown, index: unknown, value: unknown, timeout: unknown) => Waiting;

const { Atomics: own } = globalThis;
const { waitAsync } = own as unknown as { readonly waitAsync?: WaitAsync };

/** The longest time that a timer takes. */
const LONGEST = 2 ** 31 - 1;

const begin: Begin<any[]> = ([array, index, value, timeout], done) => {
  const waiting = (waitAsync as WaitAsync)(array, index, value, timeout);
  if (!waiting.async) {
    done(null, waiting.value);
    return undefined;
  }
  // Of itself it would not keep the process from ending.
  const alive = setInterval(() => {}, LONGEST);
  waiting.value.then(outcome => {
    clearInterval(alive);
    done(null, outcome);
  });
  return {
    cancel: () => clearInterval(alive),
    // The engine cannot be told that nobody waits any more: so another is woken instead.
    discard: (outcome: string) => outcome === 'ok' && own.notify(array, index, 1),
  };
};

function make(): { wait: typeof own.wait } {
  return { wait: waitAsync === undefined ? own.wait : (cooperative(own.wait as any, begin) as typeof own.wait) };
}

export const functions = share('node.atomics', make);

/** `Atomics`, whose `wait` suspends the greenlet that calls it. In main it blocks as ever. */
export const atomics: typeof globalThis.Atomics = Object.defineProperties(Object.create(Object.getPrototypeOf(own)), {
  ...Object.getOwnPropertyDescriptors(own),
  ...Object.getOwnPropertyDescriptors(functions),
});
