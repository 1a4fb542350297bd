/**
 * `for await` as compiled functions do it (ECMA-262, 7.4 and 27.1.6). What gets the iterator, and its first `next`, run
 * before the loop has awaited anything and may suspend: compiled code calls them itself. In an async function nothing
 * after that can, so the engine's own loop goes on from there, over what `replayed` gives.
 */
import { closes, fails, read } from './async-closing.js';
import { caught } from './caught.js';
import { type Completion, checkedResult, isHarmless, isIndexed, isObject, isThrow, notCallable } from './protocol.js';
import { realm } from './realm.js';

// The realm's: this copy of the runtime may not be its first.
const { call } = realm;

/** No result of `next` is kept. */
const NONE = Symbol('none');

/** The first `next` has thrown. */
class Thrown {
  constructor(readonly error: unknown) {}
}

/**
 * `o.m()` gives the iterator `i`, whose next is `n`: compiled code reads these. To the engine it is an iterator, the
 * same but for the first result, which is there already.
 */
class AsyncIteration {
  i: object;
  n: unknown = null;
  isClosing = false;
  isClosed = false;
  /** What is to be called to close it once it has failed. */
  c: unknown = null;
  first: unknown = NONE;

  constructor(
    readonly o: object,
    readonly m: unknown,
    /** The iterator's results are no promises: values in them are awaited, and errors of `next` are rejections. */
    readonly isSync: boolean,
    /** No line of the program's would run in the iteration, and the engine may do it all. */
    readonly isNative: boolean,
  ) {
    this.i = o;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): unknown {
    const { first } = this;
    if (first === NONE) return call(this.n, this.i);
    this.first = NONE;
    if (first instanceof Thrown) throw first.error;
    return first;
  }

  /** Read by the engine when the loop is left early. */
  get return(): unknown {
    const { i } = this;
    if (this.isClosed) {
      // Once: Array.fromAsync of V8 closes it another time.
      this.isClosed = false;
      return undefined;
    }
    const method = (i as { return?: unknown }).return;
    return typeof method === 'function' ? (...args: unknown[]) => call(method, i, ...args) : method;
  }
}

class SyncIteration extends AsyncIteration {
  [Symbol.iterator](): unknown {
    return this.isNative ? call(this.m, this.o) : this;
  }
}

// Neither may be taken for the other, whatever has become of Object.prototype.
Object.setPrototypeOf(AsyncIteration.prototype, null);
Object.defineProperty(SyncIteration.prototype, Symbol.asyncIterator, { value: undefined });

/** The iteration of a value whose Symbol.asyncIterator names `method`. */
export const asyncIterationBy = (value: object, method: unknown): AsyncIteration =>
  new AsyncIteration(value, method, false, false);

/** The same for one that has none, and whose Symbol.iterator names `method`. */
export function syncIterationBy(value: object, method: unknown): AsyncIteration {
  return new SyncIteration(
    value,
    method,
    true,
    (isIndexed(method) && Array.isArray(value)) || isHarmless(value, method),
  );
}

/** Begins to iterate. `text` is the engine's error if there is nothing to iterate. */
export function asyncIterate(value: any, text: string): AsyncIteration {
  const method: unknown = value[Symbol.asyncIterator];
  if (typeof method === 'function') return asyncIterationBy(value, method);
  const other: unknown = method === undefined || method === null ? value[Symbol.iterator] : undefined;
  if (typeof other !== 'function') throw new TypeError(text);
  return syncIterationBy(value, other);
}

/** The method has given the iterator. */
export function asyncOpened(iteration: AsyncIteration, iterator: unknown): void {
  if (!isObject(iterator)) {
    const name = iteration.isSync ? 'iterator' : 'asyncIterator';
    throw new TypeError(`Result of the Symbol.${name} method is not an object`);
  }
  const { next } = iterator as { next?: unknown };
  iteration.i = iterator;
  // Whether it can be called matters only once it is.
  iteration.n = typeof next === 'function' ? next : () => notCallable(next);
}

/** Checks what the promise of `return` gave; after a throw nobody cares. */
export function asyncClosed(result: unknown, left: Completion | 0): void {
  if (!isThrow(left)) checkedResult(result);
}

/** The first `next` has thrown: for an async iterator that is the loop's error, for another a rejection to come. */
export function asyncFailed(iteration: AsyncIteration, error: unknown): Thrown {
  if (!iteration.isSync) throw error;
  return failing(caught(error));
}

/** In place of what the first `next` has given: it has thrown. */
export const failing = (error: unknown): Thrown => new Thrown(error);

/** The first `next` has been called: whether it has failed so that the iterator must be closed, by what is in `c` then. */
export function asyncCloses(iteration: AsyncIteration, first: unknown): boolean {
  iteration.first = first;
  if (!closes.failed || !iteration.isSync) return false;
  if (!(first instanceof Thrown)) {
    try {
      iteration.first = read(first);
      return false;
    } catch (error) {
      iteration.first = failing(caught(error));
    }
  }
  fails(iteration);
  return iteration.c !== null;
}

/** What the engine iterates in place of the value: the same iterator, whose `next` has been called once. */
export function replayed(iteration: AsyncIteration, first: unknown): AsyncIteration {
  if (!iteration.isNative && iteration.first === NONE) iteration.first = first;
  return iteration;
}
