/**
 * Iteration as compiled `for…of` loops and array patterns do it (ECMA-262, 7.4). An array whose iterator is the
 * engine's own is walked by index, which is what that iterator does; anything else by the protocol, whose
 * methods may suspend.
 */
import { realm } from './realm.js';

// The realm's: this copy of the runtime may not be its first.
const { SUSPENDED, call, take } = realm;

export const isObject = (value: unknown): value is object =>
  (typeof value === 'object' && value !== null) || typeof value === 'function';

const arrayValues = Array.prototype[Symbol.iterator];
const arrayIteratorPrototype = Object.getPrototypeOf([][Symbol.iterator]()) as { next: unknown };
const arrayNext = arrayIteratorPrototype.next;

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

/** A loop's record of how its body was left: 1 is a throw. 0 in its place: normally. */
interface Completion {
  k: number;
  v?: unknown;
}

const shown = (value: unknown): string => {
  if (typeof value === 'string') return `"${value}"`;
  return isObject(value)
    ? Object.prototype.toString.call(value).replace('[object Object]', '#<Object>')
    : String(value);
};

/** Throws the engine's error for a value without an iterator. `text` is the message; 0: one that shows the value. */
export function notIterable(value: unknown, text: string | 0): never {
  const described = isObject(value)
    ? `${typeof value === 'function' ? value : '{}'} is not iterable`
    : `${value == null ? value : `${typeof value} ${String(value)}`} is not iterable (cannot read property Symbol(Symbol.iterator))`;
  throw new TypeError(text || described);
}

function notCallable(value: unknown): never {
  throw new TypeError(`${shown(value)} is not a function`);
}

/** Begins to iterate: an Iteration, or SUSPENDED. */
export function iterate(value: any, text: string | 0): unknown {
  const method: unknown = value == null ? undefined : value[Symbol.iterator];
  if (method === arrayValues && Array.isArray(value) && arrayIteratorPrototype.next === arrayNext)
    return new Iteration(value, value, null);
  if (typeof method !== 'function') notIterable(value, text);
  const iterator = call(method, value);
  return iterator === SUSPENDED ? iterator : open(iterator);
}

/** What `iterate` gives, once the iterator is delivered. */
export function opened(_running: number): Iteration {
  return open(take());
}

function open(iterator: unknown): Iteration {
  if (!isObject(iterator)) throw new TypeError('Result of the Symbol.iterator method is not an object');
  const { next } = iterator as { next?: unknown };
  // Whether it can be called matters only once it is.
  const advance = typeof next === 'function' ? next : () => notCallable(next);
  return new Iteration(null, iterator, advance);
}

/** Takes the next value into `v`; true at the end. `result` is what the iterator's `next` gave. */
export function arrived(iteration: Iteration, result: unknown): boolean {
  const { a } = iteration;
  if (a !== null) {
    if (iteration.x >= a.length) return true;
    iteration.v = a[iteration.x++];
    return false;
  }
  if (!isObject(result)) throw new TypeError(`Iterator result ${shown(result)} is not an object`);
  if ((result as IteratorResult<unknown>).done) return true;
  iteration.v = (result as IteratorResult<unknown>).value;
  return false;
}

/** Calls the iterator's `return`, if it has one, then throws what the body has thrown; or SUSPENDED. */
export function close({ a, i }: Iteration, left: Completion | 0): unknown {
  if (a !== null) return settled(left);
  try {
    const method: unknown = (i as { return?: unknown }).return;
    if (method !== null && method !== undefined) {
      if (typeof method !== 'function') notCallable(method);
      const result = call(method, i);
      if (result === SUSPENDED) return result;
      checkClosed(result);
    }
  } catch (error) {
    failed(error, left);
  }
  return settled(left);
}

/** What `close` does after `return`, once its result is delivered. */
export function closed(left: Completion | 0, _running: number): void {
  try {
    checkClosed(take());
  } catch (error) {
    failed(error, left);
  }
  settled(left);
}

function checkClosed(result: unknown): void {
  if (!isObject(result)) throw new TypeError(`Iterator result ${shown(result)} is not an object`);
}

/** `return` has failed: that is the loop's outcome, unless its body has thrown. */
function failed(error: unknown, left: Completion | 0): void {
  if (!(left && left.k === 1)) throw error;
}

function settled(left: Completion | 0): void {
  if (left && left.k === 1) throw left.v;
}
