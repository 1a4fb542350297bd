/**
 * `run` and `exit` of AsyncLocalStorage, whose callback may wait. In a greenlet they enter the store and leave it, which is what the
 * engine's do to the context that the greenlet is in; in main they are the engine's.
 */
import { finishing } from './finishing.js';

type Callback = (...args: unknown[]) => unknown;

type Native = (this: any, ...args: any[]) => unknown;

/** @param begins says whether a greenlet runs */
export function runOf(native: Native, begins: () => boolean): Native {
  return function run(this: any, store: unknown, callback: Callback, ...args: unknown[]): unknown {
    return begins() ? within(run, this, store, callback, args) : native.call(this, store, callback, ...args);
  };
}

export function exitOf(native: Native, begins: () => boolean): Native {
  return function exit(this: any, callback: Callback, ...args: unknown[]): unknown {
    return begins() ? within(exit, this, undefined, callback, args) : native.call(this, callback, ...args);
  };
}

function within(method: Native, storage: any, store: unknown, callback: Callback, args: unknown[]): unknown {
  const before = storage.getStore();
  storage.enterWith(store);
  const leave = (hasFailed: boolean, result: unknown): unknown => {
    storage.enterWith(before);
    if (hasFailed) throw result;
    return result;
  };
  return finishing(method, leave, callback, null, args);
}
