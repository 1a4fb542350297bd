'use greenlet';
/** Steps that the methods of iterators have in common (ECMA-262, 7.4). */
import { checkedResult, isObject, notCallable } from '../protocol.js';
import { closeFailed } from './closing.js';
import { isMissing } from './elements.js';
import { type Source, sourceOf, wrongMethod } from './iterator-state.js';

/** The engine's `f.call(self, ...args)`; the call site links with `f`. */
declare function $greenc1call(f: unknown, self: unknown, ...args: unknown[]): any;

/** Whether there is another value: it is in the source then. */
export function step(source: Source): boolean {
  const { next } = source;
  if (typeof next !== 'function') notCallable(next);
  const result = checkedResult($greenc1call(next, source.iterator));
  if (result.done) return false;
  source.value = result.value;
  return true;
}

/** The same, for a value that nobody wants to see. */
export function skip(source: Source): boolean {
  const { next } = source;
  if (typeof next !== 'function') notCallable(next);
  const result = checkedResult($greenc1call(next, source.iterator));
  return !result.done;
}

/** `f(...)` for the value of the source; if it throws, the iterator is closed. */
export function callBack(source: Source, f: unknown, count: number): unknown {
  try {
    return $greenc1call(f, undefined, source.value, count);
  } catch (error) {
    closeFailed(source.iterator);
    throw error;
  }
}

/** GetIteratorFlattenable. */
export function flattened(value: any, takesText: boolean, name: string): Source {
  if (!isObject(value) && !(takesText && typeof value === 'string'))
    throw new TypeError(`${name} called on non-object`);
  const method = (value as any)[Symbol.iterator];
  if (isMissing(method)) return sourceOf(value as object);
  if (typeof method !== 'function') wrongMethod(method);
  const iterator = $greenc1call(method, value);
  if (!isObject(iterator)) throw new TypeError('#<Object> is not iterable');
  return sourceOf(iterator);
}
