/**
 * Sync iterators that are used as if they were async, and have failed: whether they are closed is up to the engine. Who calls `return`
 * then is compiled code, so that it may suspend.
 */
import { checkedResult } from './protocol.js';

/** An iteration of async-iteration.ts, as far as it may fail. */
export interface Failing {
  readonly i: any;
  /** What fails now does not close it. */
  isClosing: boolean;
  /** Its `return` has been looked up, in place of the engine's doing so. */
  isClosed: boolean;
  /** What is to be called to close it. */
  c: unknown;
}

/**
 * Whether they are closed: where what they give is no promise to be had or is rejected, or they lack a `throw`, as ECMA-262 wants it since 2025;
 * and where `next` or `throw` fail, as V8 does it then. The engine itself is asked.
 */
export const closes = { rejected: false, failed: false };
async function ask(what: keyof typeof closes, next: () => any): Promise<void> {
  const close = (): any => {
    closes[what] = true;
    return {};
  };
  for await (const value of { [Symbol.iterator]: () => ({ next, return: close }) }) void value;
}
const fail = (): never => {
  throw undefined;
};
// A rejection would say it later than a program may want to know. Not by a property of the promise's own: from then on V8 looks at the constructor
// of each promise in the process.
const refused = Object.setPrototypeOf(Promise.resolve(), Object.defineProperty({}, 'constructor', { get: fail }));
ask('rejected', () => ({ value: refused, done: false })).catch(() => {});
ask('failed', fail).catch(() => {});

/** A method of the iterator has failed, or what it gave. Whatever comes of closing it, that error is what counts. */
export function fails(iteration: Failing): void {
  if (!closes.failed || iteration.isClosing) return;
  iteration.isClosed = true;
  try {
    const method: unknown = iteration.i.return;
    if (typeof method === 'function') iteration.c = method;
  } catch {}
}

/** What a result says, read once and in the engine's order. */
export function read(result: unknown): { done: unknown; value: any } {
  const { done } = checkedResult(result);
  return { done, value: (result as { value: unknown }).value };
}
