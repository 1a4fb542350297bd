/**
 * Iteration as compiled `for…of` loops do it (ECMA-262, 7.4). An array whose iterator is the
 * engine's own is walked by index, which is what that iterator does; anything else by the protocol, whose
 * methods may suspend.
 */

import { bodies } from './bodies.js';
import {
  type Completion,
  checkedIterator,
  checkedResult,
  failed,
  isIndexed,
  isThrow,
  methodOf,
  notCallable,
  notIterable,
} from './protocol.js';
import { realm } from './realm.js';

// The realm's: this copy of the runtime may not be its first.
const { SUSPENDED, call, take } = realm;
const { greenNext } = bodies;

/** The fields are read by compiled code: array or null, index, value, iterator, next. */
class Iteration {
  x = 0;
  v: unknown;

  constructor(
    readonly a: unknown[] | null,
    readonly i: object,
    readonly n: unknown,
  ) {}
}

/** Begins to iterate: an Iteration, or SUSPENDED. */
export function iterate(value: any, text: string | 0): unknown {
  const method: unknown = value == null ? undefined : value[Symbol.iterator];
  if (isIndexed(method) && Array.isArray(value)) return new Iteration(value, value, null);
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
  return new Iteration(null, iterator as object, advance);
}

/** What the iterator's `next` gives. */
export function advance({ i, n }: Iteration): unknown {
  // Named, the method of green generators is inlined by the engine.
  return n === greenNext ? call(greenNext, i) : call(n, i);
}

/** Takes the next value into `v`; true at the end. `result` is what the iterator's `next` gave. */
export function arrived(iteration: Iteration, result: unknown): boolean {
  const { a } = iteration;
  if (a !== null) {
    if (iteration.x >= a.length) return true;
    iteration.v = a[iteration.x++];
    return false;
  }
  const checked = checkedResult(result);
  if (checked.done) return true;
  iteration.v = checked.value;
  return false;
}

/** Calls the iterator's `return`, if it has one, then throws what the body has thrown; or SUSPENDED. */
export function close({ a, i }: Iteration, left: Completion | 0): unknown {
  if (a !== null) return settled(left);
  try {
    const method = methodOf(i, 'return');
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
