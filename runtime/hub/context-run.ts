'use greenlet';
/**
 * `run` and `exit` of AsyncLocalStorage, whose callback may wait. In a greenlet they enter the store and leave it, which is what the
 * engine's do to the context that the greenlet is in; in main they are the engine's.
 */

/** The engine's `f.call(self, ...args)`; the call site links with `f`. */
declare function $greenc1call(f: unknown, self: unknown, ...args: unknown[]): any;

type Callback = (...args: unknown[]) => unknown;

/** @param begins says whether a greenlet runs */
export function runOf(native: unknown, begins: () => boolean): unknown {
  return function run(this: any, store: unknown, callback: Callback, ...args: unknown[]): unknown {
    return begins() ? within(this, store, callback, args) : $greenc1call(native, this, store, callback, ...args);
  };
}

export function exitOf(native: unknown, begins: () => boolean): unknown {
  return function exit(this: any, callback: Callback, ...args: unknown[]): unknown {
    return begins() ? within(this, undefined, callback, args) : $greenc1call(native, this, callback, ...args);
  };
}

function within(storage: any, store: unknown, callback: Callback, args: unknown[]): unknown {
  const before = storage.getStore();
  storage.enterWith(store);
  try {
    return $greenc1call(callback, null, ...args);
  } finally {
    storage.enterWith(before);
  }
}
