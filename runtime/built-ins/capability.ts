/** A promise of the engine's with the functions that settle it. */

type Settle = (value: unknown) => void;

export function newCapability(): { promise: unknown; resolve: Settle; reject: Settle } {
  let resolve: unknown;
  let reject: unknown;
  const promise = new Promise((fulfil, refuse) => {
    resolve = fulfil;
    reject = refuse;
  });
  return { promise, resolve: resolve as Settle, reject: reject as Settle };
}

/** Has the engine refuse what is no executor. */
export const misused = (executor: unknown): unknown => new Promise(executor as never);
