/**
 * What stands in the bodies of async generators, which are sync ones (see async-generators.ts): the marks of what they
 * yield, `yield*`, and the steps of a `for await`.
 *
 * The trap: a sync iterator is used as if it were async (ECMA-262, 27.1.6), and then its errors are rejections.
 */
import { closes, type Failing, fails, read } from './async-closing.js';
import { caught } from './caught.js';
import type { Info } from './frame.js';
import { held } from './holds.js';
import { checkedResult } from './protocol.js';
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
interface AsyncIteration extends Failing {
  readonly n: unknown;
  readonly isSync: boolean;
}

/** What a sync iterator without `return` is taken to return. */
const CLOSED = Object.freeze({ value: undefined, done: true });

/**
 * What is to be awaited once a method of the iterator has given `result`. A sync iterator is used as if it were async
 * (ECMA-262, 27.1.6): the value in its result is awaited.
 */
export function asyncStep(iteration: AsyncIteration, result: unknown): unknown {
  if (!iteration.isSync || result === CLOSED) return result;
  let said: ReturnType<typeof read>;
  try {
    said = read(result);
  } catch (error) {
    return asyncFailure(iteration, error);
  }
  return settled(said, iteration);
}

async function settled({ done, value }: ReturnType<typeof read>, iteration: AsyncIteration): Promise<unknown> {
  try {
    return { value: await value, done: !!done };
  } catch (error) {
    if (closes.rejected && !done && !iteration.isClosing) close(iteration.i);
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
  fails(iteration);
  const failure = rejected(reason);
  // It is awaited, but closing may take a while before.
  if (iteration.c !== null) ignored(failure);
  return failure;
}

async function ignored(failure: Promise<never>): Promise<void> {
  try {
    await failure;
  } catch {}
}

async function rejected(error: unknown): Promise<never> {
  throw error;
}

/** Whether a result that has been awaited is the last. */
export function asyncArrived(result: unknown): boolean | undefined {
  return checkedResult(result).done;
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
        if (isMissing && isSync) checkedResult(result);
        else result = asyncStep(iteration, result);
      }
      if (isMissing && isSync) throw new NativeTypeError("The iterator does not provide a 'throw' method.");
    } catch (error) {
      result = asyncFailure(iteration, error);
    }
    const { c } = iteration;
    if (c !== null) {
      try {
        if (call(c, i) === SUSPENDED) yield* held(c, info, id, pc, false, 2);
      } catch {}
    }
    if (result !== CLOSED) result = checkedResult(yield result);
    if (isMissing) throw new NativeTypeError("The iterator does not provide a 'throw' method.");
    if (result.done) return how === 'return' ? new Returned(result.value) : result.value;
    const { value: passed } = result;
    yields.what = PASS;
    ({ how, value } = yield passed);
  }
}
