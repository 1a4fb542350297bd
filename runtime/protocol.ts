/**
 * What everything that iterates has in common (ECMA-262, 7.4): which iterations are the engine's own, the checks on
 * what an iterator gives, and the engine's words when they fail.
 */
import { lookupGetter } from './foreign.js';
import { isProxy } from './proxies.js';

export const isObject = (value: unknown): value is object =>
  (typeof value === 'object' && value !== null) || typeof value === 'function';

const nextOf = (iterator: object): { next: unknown } => Object.getPrototypeOf(iterator) as { next: unknown };

const arrayValues = Array.prototype[Symbol.iterator];
const arrayIterators = nextOf([][Symbol.iterator]());
const arrayNext = arrayIterators.next;

/** Whether iterating with `method` is reading indices below `length`, as it is for arrays nobody has tampered with. */
export const isIndexed = (method: unknown): boolean => method === arrayValues && arrayIterators.next === arrayNext;

/** Whether `[...array]` reads just the elements of an array, whatever it holds. */
export const isArrayIntact = (): boolean =>
  Array.prototype[Symbol.iterator] === arrayValues && arrayIterators.next === arrayNext;

// Other iterations that run nothing but the engine's code.
const setValues = Set.prototype[Symbol.iterator];
const setIterators = nextOf(new Set()[Symbol.iterator]());
export const setNext = setIterators.next;
const mapEntries = Map.prototype[Symbol.iterator];
const mapIterators = nextOf(new Map()[Symbol.iterator]());
export const mapNext = mapIterators.next;
const stringCharacters = String.prototype[Symbol.iterator];
const stringIterators = nextOf(''[Symbol.iterator]());
export const stringNext = stringIterators.next;

/** Whether the engine may iterate the set, map or string itself: no line of the program's would run. */
export function isHarmless(value: unknown, method: unknown): boolean {
  if (method === setValues) return setIterators.next === setNext;
  if (method === mapEntries) return mapIterators.next === mapNext;
  return method === stringCharacters && stringIterators.next === stringNext && typeof value === 'string';
}

/** Whether a built-in may be left to iterate `value`, or to complain of it. Looking must not be noticed. */
export function isIteratedByEngine(value: any): boolean {
  if (value === null || value === undefined) return true;
  if (typeof value === 'string') return isHarmless(value, String.prototype[Symbol.iterator]);
  if (typeof value !== 'object' || isProxy?.(value)) return false;
  if (!Array.isArray(value) && !(value instanceof Map) && !(value instanceof Set)) return false;
  if (lookupGetter.call(value, Symbol.iterator) !== undefined) return false;
  const method: unknown = value[Symbol.iterator];
  return isIndexed(method) || isHarmless(value, method);
}

/** A value as the engine names it where it has no expression of the author's to show. */
export function described(value: unknown): string {
  if (typeof value === 'string') return `string "${value}"`;
  return value === null || typeof value === 'boolean' || typeof value === 'number'
    ? `${typeof value} ${value}`
    : typeof value;
}

/** Throws the engine's error for a value without an iterator. `text` is the message; 0: one that shows the value. */
export function notIterable(value: unknown, text: string | 0): never {
  throw new TypeError(text || `${described(value)} is not iterable (cannot read property Symbol(Symbol.iterator))`);
}

/** The same for the value of a property, where the engine names the object, `owner`, instead. */
export function propertyNotIterable(value: unknown, owner: string): never {
  throw new TypeError(
    value === null || value === undefined
      ? `Cannot destructure property 'Symbol(Symbol.iterator)' of '${owner}' as it is ${value}.`
      : `${owner} is not iterable (cannot read property Symbol(Symbol.iterator))`,
  );
}

export function notCallable(value: unknown): never {
  throw new TypeError(`${described(value)} is not a function`);
}

/** The iterator that a method named by Symbol.iterator gave. */
export function checkedIterator(iterator: unknown): object {
  if (!isObject(iterator)) throw new TypeError('Result of the Symbol.iterator method is not an object');
  return iterator;
}

/** What `next` or `return` gave. */
export function checkedResult(result: unknown): IteratorResult<unknown> {
  // Branch by branch: this is asked for every value of every loop.
  if (typeof result === 'object' ? result === null : typeof result !== 'function')
    throw new TypeError(`Iterator result ${String(result)} is not an object`);
  return result as IteratorResult<unknown>;
}

/** How compiled code was left: 1 is a throw. 0 in its place: normally. */
export interface Completion {
  k: number;
  v?: unknown;
}

export const isThrow = (left: Completion | 0): boolean => left !== 0 && left.k === 1;

/** `return` has failed: that is the outcome, unless the iteration was left by a throw. */
export function failed(error: unknown, left: Completion | 0): void {
  if (!isThrow(left)) throw error;
}

/** The method of this name, or undefined if there is none. */
export function methodOf(object: object, name: 'return'): unknown {
  const method: unknown = (object as Record<string, unknown>)[name];
  if (method === null || method === undefined) return undefined;
  return typeof method === 'function' ? method : notCallable(method);
}

/** CreateDataPropertyOrThrow (7.3.7). */
export function define(object: object, name: PropertyKey, value: unknown): void {
  Object.defineProperty(object, name, { value, writable: true, enumerable: true, configurable: true });
}

/** Appends to a list of our own, whatever has become of Array.prototype. */
export function append(list: unknown[], item: unknown): void {
  const at = list.length;
  if (at in Array.prototype) define(list, at, item);
  else list[at] = item;
}
