/**
 * What stands in the bodies of async generators, which are sync ones (see async-generators.ts): the marks of what they
 * yield, `yield*`, and the steps of a `for await`.
 *
 * The trap: a sync iterator is used as if it were async (ECMA-262, 27.1.6), and then its errors are rejections.
 */
import { caught } from './caught.js';
import type { Info } from './frame.js';
import { held } from './holds.js';
import { realm } from './realm.js';

// The realm's: this copy of the runtime may not be its first.
const { SUSPENDED, call } = realm;
const { TypeError: NativeTypeError } = globalThis;

/** What a body has yielded: something to be awaited, something for the consumer, or the same from a delegate. */
export const AWAIT = 0;
export const YIELD = 1;
export const PASS = 2;
export const yields = { what: AWAIT };

/** Marks what the body is about to yield as its own `yield`. */
export function yielded(value: unknown): unknown {
  yields.what = YIELD;
  return value;
}

/** What `yield*` gives when its generator has been asked to return: the generator must do so. */
class Returned {
  constructor(readonly v: unknown) {}
}

/** Whether the outcome of a `yield*` is that the generator must return its `v`. */
export function returned(outcome: unknown): boolean {
  return outcome instanceof Returned;
}

/** An iteration of async-iteration.ts, as far as generators need it: the iterator, its `next`, and whether it is async. */
interface AsyncIteration {
  readonly i: any;
  readonly n: unknown;
  readonly isSync: boolean;
  /** What fails now does not close it. */
  isClosing?: boolean;
}

/**
 * Whether sync iterators that are used as if they were async are closed: where they give a promise that is rejected or lack a `throw`,
 * as ECMA-262 wants it since 2025; and where `next` or `throw` fail, as V8 does it then. The engine itself is asked, and its answer
 * takes as many microtasks as the first such failure of a program's.
 */
const closes = { rejected: false, failed: false };
async function ask(what: keyof typeof closes, next: () => any): Promise<void> {
  const close = (): any => {
    closes[what] = true;
    return {};
  };
  for await (const value of { [Symbol.iterator]: () => ({ next, return: close }) }) void value;
}
ask('rejected', () => ({ value: Promise.reject(), done: false })).catch(() => {});
ask('failed', () => {
  throw undefined;
}).catch(() => {});

/** What a sync iterator without `return` is taken to return. */
const CLOSED = Object.freeze({ value: undefined, done: true });

/**
 * What is to be awaited once a method of the iterator has given `result`. A sync iterator is used as if it were async
 * (ECMA-262, 27.1.6): the value in its result is awaited.
 */
export function asyncStep(iteration: AsyncIteration, result: unknown): unknown {
  return iteration.isSync && result !== CLOSED ? settled(result, iteration) : result;
}

async function settled(result: any, iteration: AsyncIteration): Promise<unknown> {
  let isRead = false;
  let done: unknown;
  try {
    ({ done } = checked(result));
    const { value } = result;
    isRead = true;
    return { value: await value, done: !!done };
  } catch (error) {
    if (iteration.isClosing !== true && (isRead ? closes.rejected && !done : closes.failed)) close(iteration.i);
    throw error;
  }
}

/** After an error, which is what counts. */
function close(iterator: any): void {
  try {
    const method: unknown = iterator.return;
    if (method !== undefined && method !== null) call(method, iterator);
  } catch {}
}

/** The same for a method that has thrown. */
export function asyncFailure(iteration: AsyncIteration, error: unknown): unknown {
  if (!iteration.isSync) throw error;
  const reason = caught(error);
  if (closes.failed && iteration.isClosing !== true) close(iteration.i);
  return rejected(reason);
}

async function rejected(error: unknown): Promise<never> {
  throw error;
}

/** Whether a result that has been awaited is the last. */
export function asyncArrived(result: any): boolean {
  return checked(result).done;
}

function checked(result: any): any {
  if ((typeof result !== 'object' || result === null) && typeof result !== 'function')
    throw new NativeTypeError(`Iterator result ${String(result)} is not an object`);
  return result;
}

/** The method that closes the iterator; undefined if there is none. */
export function asyncReturn(iteration: AsyncIteration): unknown {
  const { i, isSync } = iteration;
  iteration.isClosing = true;
  let method: unknown;
  try {
    method = i.return;
  } catch (error) {
    if (!isSync) throw error;
    return () => {
      throw error;
    };
  }
  return method ?? (isSync ? () => CLOSED : undefined);
}

/** `yield*` in an async generator: its body yields for as long as this does. */
export function* delegateAsync(
  iteration: AsyncIteration,
  info: Info,
  id: string,
  pc: number,
): Generator<unknown, unknown, any> {
  const { i, n, isSync } = iteration;
  let how: 'next' | 'return' | 'throw' = 'next';
  let value: unknown;
  for (;;) {
    let result: any;
    let isMissing = false;
    iteration.isClosing = true;
    try {
      const method: unknown = how === 'next' ? n : i[how];
      isMissing = method === undefined || method === null;
      if (isMissing && how === 'return') return new Returned(yield value);
      iteration.isClosing = isMissing || how === 'return';
      if (isMissing && isSync && !closes.rejected) throw value;
      // Nobody can be told of the error, so the iterator is closed.
      const callee: unknown = isMissing ? i.return : method;
      if (callee === undefined || callee === null) result = CLOSED;
      else {
        result = isMissing ? call(callee, i) : call(callee, i, value);
        if (result === SUSPENDED) result = yield* held(callee, info, id, pc, false, 2);
        if (isMissing && isSync) checked(result);
        else result = asyncStep(iteration, result);
      }
      if (isMissing && isSync) throw new NativeTypeError("The iterator does not provide a 'throw' method.");
    } catch (error) {
      result = asyncFailure(iteration, error);
    }
    if (result !== CLOSED) result = checked(yield result);
    if (isMissing) throw new NativeTypeError("The iterator does not provide a 'throw' method.");
    if (result.done) return how === 'return' ? new Returned(result.value) : result.value;
    const { value: passed } = result;
    yields.what = PASS;
    ({ how, value } = yield passed);
  }
}
