/** A promise of the engine's, or of a class that extends it, with the functions that settle it. */

type Settle = (value: unknown) => void;

export function newCapability(target: unknown): { promise: unknown; resolve: Settle; reject: Settle } {
  let resolve: unknown;
  let reject: unknown;
  const executor = (fulfil: unknown, refuse: unknown): void => {
    resolve = fulfil;
    reject = refuse;
  };
  const promise: unknown = Reflect.construct(Promise, [executor], target as PromiseConstructor);
  return { promise, resolve: resolve as Settle, reject: reject as Settle };
}

/** Has the engine refuse what is no executor. */
export const misused = (executor: unknown): unknown => new Promise(executor as never);
