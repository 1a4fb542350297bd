'use greenlet';
import { append } from '../protocol.js';
/**
 * The methods of arrays that call back (ECMA-262, 23.1.3), for anything array-like. What they refuse is left to the
 * engine's own to refuse, in its words.
 */
import { isMissing, lengthOf, put } from './elements.js';
import { isConstructor } from './is-constructor.js';
import { sorted } from './sort.js';

/** The engine's `f.call(self, ...args)`; the call site links with `f`. */
declare function $greenc1call(f: unknown, self: unknown, ...args: unknown[]): any;

const native = Array.prototype as any;
const { isArray } = Array;

export function forEach(this: any, f: unknown, self?: unknown): unknown {
  if (typeof f !== 'function' || isMissing(this)) return $greenc1call(native.forEach, this, f);
  const list = Object(this);
  const length = lengthOf(list);
  for (let at = 0; at < length; at++) if (at in list) $greenc1call(f, self, list[at], at, list);
  return undefined;
}

export function map(this: any, f: unknown, self?: unknown): unknown {
  if (typeof f !== 'function' || isMissing(this)) return $greenc1call(native.map, this, f);
  const list = Object(this);
  const length = lengthOf(list);
  const type = speciesOf(list);
  const made = create(type, length);
  const isOwn = type === Array;
  for (let at = 0; at < length; at++) if (at in list) put(made, at, $greenc1call(f, self, list[at], at, list), isOwn);
  return made;
}

export function filter(this: any, f: unknown, self?: unknown): unknown {
  if (typeof f !== 'function' || isMissing(this)) return $greenc1call(native.filter, this, f);
  const list = Object(this);
  const length = lengthOf(list);
  const type = speciesOf(list);
  const made = create(type, 0);
  let to = 0;
  for (let at = 0; at < length; at++) {
    if (!(at in list)) continue;
    const value = list[at];
    if ($greenc1call(f, self, value, at, list)) put(made, to++, value, type === Array);
  }
  return made;
}

export function some(this: any, f: unknown, self?: unknown): unknown {
  if (typeof f !== 'function' || isMissing(this)) return $greenc1call(native.some, this, f);
  const list = Object(this);
  const length = lengthOf(list);
  for (let at = 0; at < length; at++) if (at in list && $greenc1call(f, self, list[at], at, list)) return true;
  return false;
}

export function every(this: any, f: unknown, self?: unknown): unknown {
  if (typeof f !== 'function' || isMissing(this)) return $greenc1call(native.every, this, f);
  const list = Object(this);
  const length = lengthOf(list);
  for (let at = 0; at < length; at++) if (at in list && !$greenc1call(f, self, list[at], at, list)) return false;
  return true;
}

export function reduce(this: any, f: unknown, ...initial: unknown[]): unknown {
  if (typeof f !== 'function' || isMissing(this)) return refuse(native.reduce, this, f, initial);
  const list = Object(this);
  const length = lengthOf(list);
  let at = 0;
  let value = initial[0];
  if (initial.length === 0) {
    while (at < length && !(at in list)) at++;
    // The engine says so.
    if (at === length) return $greenc1call(native.reduce, [], f);
    value = list[at++];
  }
  for (; at < length; at++) if (at in list) value = $greenc1call(f, undefined, value, list[at], at, list);
  return value;
}

export function reduceRight(this: any, f: unknown, ...initial: unknown[]): unknown {
  if (typeof f !== 'function' || isMissing(this)) return refuse(native.reduceRight, this, f, initial);
  const list = Object(this);
  let at = lengthOf(list) - 1;
  let value = initial[0];
  if (initial.length === 0) {
    while (at >= 0 && !(at in list)) at--;
    if (at < 0) return $greenc1call(native.reduceRight, [], f);
    value = list[at--];
  }
  for (; at >= 0; at--) if (at in list) value = $greenc1call(f, undefined, value, list[at], at, list);
  return value;
}

export function find(this: any, f: unknown, self?: unknown): unknown {
  if (typeof f !== 'function' || isMissing(this)) return $greenc1call(native.find, this, f);
  const list = Object(this);
  const length = lengthOf(list);
  for (let at = 0; at < length; at++) {
    const value = list[at];
    if ($greenc1call(f, self, value, at, list)) return value;
  }
  return undefined;
}

export function findIndex(this: any, f: unknown, self?: unknown): unknown {
  if (typeof f !== 'function' || isMissing(this)) return $greenc1call(native.findIndex, this, f);
  const list = Object(this);
  const length = lengthOf(list);
  for (let at = 0; at < length; at++) if ($greenc1call(f, self, list[at], at, list)) return at;
  return -1;
}

export function findLast(this: any, f: unknown, self?: unknown): unknown {
  if (typeof f !== 'function' || isMissing(this)) return $greenc1call(native.findLast, this, f);
  const list = Object(this);
  for (let at = lengthOf(list) - 1; at >= 0; at--) {
    const value = list[at];
    if ($greenc1call(f, self, value, at, list)) return value;
  }
  return undefined;
}

export function findLastIndex(this: any, f: unknown, self?: unknown): unknown {
  if (typeof f !== 'function' || isMissing(this)) return $greenc1call(native.findLastIndex, this, f);
  const list = Object(this);
  for (let at = lengthOf(list) - 1; at >= 0; at--) if ($greenc1call(f, self, list[at], at, list)) return at;
  return -1;
}

export function flatMap(this: any, f: unknown, self?: unknown): unknown {
  if (typeof f !== 'function' || isMissing(this)) return $greenc1call(native.flatMap, this, f);
  const list = Object(this);
  const length = lengthOf(list);
  const type = speciesOf(list);
  const made = create(type, 0);
  let to = 0;
  for (let at = 0; at < length; at++) {
    if (!(at in list)) continue;
    const given = $greenc1call(f, self, list[at], at, list);
    if (!isArray(given)) {
      put(made, to++, given, type === Array);
      continue;
    }
    const many = lengthOf(given);
    for (let i = 0; i < many; i++) if (i in given) put(made, to++, given[i], type === Array);
  }
  return made;
}

export function sort(this: any, f?: unknown): unknown {
  if (typeof f !== 'function' || isMissing(this)) return $greenc1call(native.sort, this, f);
  const list = Object(this);
  const length = lengthOf(list);
  // As engines do: the specification would have it read and written.
  if (length < 2) return list;
  const values: unknown[] = [];
  for (let at = 0; at < length; at++) if (at in list) append(values, list[at]);
  const count = values.length;
  const result = sorted(values, f);
  for (let at = 0; at < count; at++) list[at] = result[at];
  for (let at = count; at < length; at++) delete list[at];
  return list;
}

export function toSorted(this: any, f?: unknown): unknown {
  if (typeof f !== 'function' || isMissing(this)) return $greenc1call(native.toSorted, this, f);
  const list = Object(this);
  const length = lengthOf(list);
  // Throws the engine's error if there are too many for an array.
  const values: unknown[] = new Array(length);
  for (let at = 0; at < length; at++) put(values, at, list[at], true);
  return sorted(values, f);
}

/** Has the engine refuse to reduce. */
function refuse(reduction: unknown, list: unknown, f: unknown, initial: unknown[]): unknown {
  return initial.length === 0 ? $greenc1call(reduction, list, f) : $greenc1call(reduction, list, f, initial[0]);
}

/** What ArraySpeciesCreate would construct. */
function speciesOf(original: any): any {
  if (!isArray(original)) return Array;
  let type: any = original.constructor;
  if (type === Array && Array[Symbol.species] === Array) return Array;
  // Another realm's Array counts as none.
  if (isConstructor(type) && type !== Array && isForeignArray(type)) type = undefined;
  if ((typeof type === 'object' && type !== null) || typeof type === 'function') {
    type = type[Symbol.species];
    if (type === null) type = undefined;
  }
  if (type === undefined) return Array;
  if (!isConstructor(type)) throw new TypeError('object.constructor[Symbol.species] is not a constructor');
  return type;
}

function create(type: any, length: number): any {
  // A number: nothing that a built-in would iterate.
  return type === Array ? new Array(length) : new type(+length);
}

/** Functions that only engines make, named so: a class of the program's has a text. */
function isForeignArray(type: any): boolean {
  return (
    type.name === 'Array' && type.isArray !== isArray && /^function Array\(\) \{\s*\[native code\]/.test(textOf(type))
  );
}

const textOf = (f: unknown): string => $greenc1call(Function.prototype.toString, f);
