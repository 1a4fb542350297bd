/**
 * Iteration as compiled `for…of` loops do it (ECMA-262, 7.4). An array whose iterator is the
 * engine's own is walked by index, which is what that iterator does; anything else by the protocol, whose
 * methods may suspend.
 */

import { bodies } from './bodies.js';
import { caught } from './caught.js';
import { lookupGetter } from './foreign.js';
import {
  type Completion,
  checkedIterator,
  checkedResult,
  failed,
  isIndexed,
  isThrow,
  mapNext,
  methodOf,
  notCallable,
  notIterable,
  setNext,
  stringNext,
} from './protocol.js';
import { isProxy } from './proxies.js';
import { realm } from './realm.js';

// The realm's: this copy of the runtime may not be its first.
const { SUSPENDED, call, take } = realm;
const { greenNext } = bodies;

/** An iterator that no call site may ask by itself. */
const untamed = Object.freeze({ next: null });

/**
 * The fields are read by compiled code: the array that is walked, or null, and the index; `next`, or whatever else the
 * loop has called; the iterator, if reading its `next` again runs nothing; what has arrived; how the body was left.
 */
class Iteration {
  declare x: number;
  declare v: unknown;
  declare k: number;
  declare t: { next?: unknown };

  // Assignments rather than initialisers: those are a call of their own, in a constructor that should be inlined.
  constructor(
    public a: unknown[] | null,
    readonly i: object | null,
    public n: unknown,
  ) {
    this.x = 0;
    this.v = undefined;
    this.k = 0;
    this.t = untamed;
  }
}

/** Begins to iterate: an Iteration, or SUSPENDED. */
export function iterate(value: any, text: string | 0): unknown {
  const method: unknown = value == null ? undefined : value[Symbol.iterator];
  if (isIndexed(method) && Array.isArray(value)) return new Iteration(value, null, null);
  if (typeof method !== 'function') notIterable(value, text);
  const iterator = call(method, value);
  return iterator === SUSPENDED ? iterator : open(iterator);
}

/** What `iterate` gives, once the iterator is delivered. */
export function opened(_running: number): Iteration {
  return open(take());
}

function open(iterator: unknown): Iteration {
  const { next } = checkedIterator(iterator) as { next?: unknown };
  // Whether it can be called matters only once it is.
  const advance = typeof next === 'function' ? next : () => notCallable(next);
  const iteration = new Iteration(null, iterator as object, advance);
  if (!isKnown(next) && isProxy?.(iterator) === false && lookupGetter.call(iterator, 'next') === undefined)
    iteration.t = iterator as object;
  return iteration;
}

/** `advance` calls them by name, and the engine inlines that. */
const isKnown = (next: unknown): boolean =>
  next === greenNext || next === setNext || next === mapNext || next === stringNext;

/**
 * Advances the iteration: gives it if a value has arrived, null at the end, or SUSPENDED. Booleans would do, but to compare
 * one with the sentinel costs a call wherever the engine does not know the sentinel for a constant: in a loop that is
 * optimised while it runs, for one. If the body has been left, this closes the iterator, and then throws what the body
 * has thrown. For other iterators than these the call site calls `next` itself: what the engine learns of a call it
 * learns for each place in the text.
 */
export function advance(iteration: Iteration): unknown {
  if (iteration.k !== 0) return ending(iteration);
  const { i, n } = iteration;
  if (n === greenNext) return arrived(iteration, call(greenNext, i));
  if (n === setNext) return arrived(iteration, call(setNext, i));
  if (n === mapNext) return arrived(iteration, call(mapNext, i));
  if (n === stringNext) return arrived(iteration, call(stringNext, i));
  return arrived(iteration, call(n, i));
}

/** The same for a result that `next` has given: takes the next value into `v`. */
export function arrived(iteration: Iteration, result: unknown): unknown {
  const checked = checkedResult(result);
  const { done } = checked;
  // The sentinel is shaped like a result that is over. Compared any earlier, every result would have to exist.
  if (done !== false && done) return result === SUSPENDED ? result : null;
  iteration.v = checked.value;
  return iteration;
}

/** What `advance` gives, once the result of the method is delivered. */
export function advanced(iteration: Iteration, _running: number): unknown {
  if (iteration.k === 0) return arrived(iteration, take());
  try {
    checkedResult(take());
  } catch (error) {
    if (iteration.k !== THROWN) throw error;
  }
  return end(iteration);
}

const THROWN = 1;

/** The body is left: by a throw, or by a jump whose number is `kind`. The iteration ends when it would advance. */
export function leave(iteration: Iteration, kind: number, value?: unknown): void {
  iteration.a = null;
  iteration.n = iteration;
  iteration.k = kind;
  iteration.v = kind === THROWN ? caught(value) : value;
}

function ending(iteration: Iteration): unknown {
  const { i, k } = iteration;
  if (i !== null) {
    try {
      const method = methodOf(i, 'return');
      if (method !== undefined) {
        iteration.n = method;
        const result = call(method, i);
        if (result === SUSPENDED) return result;
        checkedResult(result);
      }
    } catch (error) {
      if (k !== THROWN) throw error;
    }
  }
  return end(iteration);
}

function end({ k, v }: Iteration): null {
  if (k === THROWN) throw v;
  return null;
}

/** Calls the iterator's `return`, if it has one, then throws what the body has thrown; or SUSPENDED. */
export function close({ a, i }: Iteration, left: Completion | 0): unknown {
  if (a !== null) return settled(left);
  try {
    const method = methodOf(i as object, 'return');
    if (method !== undefined) {
      const result = call(method, i);
      if (result === SUSPENDED) return result;
      checkedResult(result);
    }
  } catch (error) {
    failed(error, left);
  }
  return settled(left);
}

/** What `close` does after `return`, once its result is delivered. */
export function closed(left: Completion | 0, _running: number): void {
  try {
    checkedResult(take());
  } catch (error) {
    failed(error, left);
  }
  settled(left);
}

function settled(left: Completion | 0): void {
  if (isThrow(left)) throw (left as Completion).v;
}
