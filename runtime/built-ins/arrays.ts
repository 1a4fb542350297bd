'use greenlet';
/**
 * The methods of arrays that call back (ECMA-262, 23.1.3), for anything array-like. What they refuse is left to the
 * engine's own to refuse, in its words.
 */
import { fewestToCopy, fewestToSort, isMissing, lengthOf, put, refuseReduction, valuesIn } from './elements.js';
import {
  every as everyLoop,
  filterTo,
  findIndex as findIndexLoop,
  find as findLoop,
  forEach as forEachLoop,
  mapTo,
  reduce as reduceLoop,
  some as someLoop,
} from './loops.js';
import { sorted } from './sort.js';
import { speciesOf } from './species.js';

/** The engine's `f.call(self, ...args)`; the call site links with `f`. */
declare function $greenc1call(f: unknown, self: unknown, ...args: unknown[]): any;

const native = Array.prototype as any;
const { isArray } = Array;

export function forEach(this: any, f: unknown, self?: unknown): unknown {
  if (typeof f !== 'function' || isMissing(this)) return $greenc1call(native.forEach, this, f);
  const list = Object(this);
  const length = lengthOf(list);
  return forEachLoop(list, f, self, length);
}

export function map(this: any, f: unknown, self?: unknown): unknown {
  if (typeof f !== 'function' || isMissing(this)) return $greenc1call(native.map, this, f);
  const list = Object(this);
  const length = lengthOf(list);
  return mapTo(speciesOf(list), list, f, self, length);
}

export function filter(this: any, f: unknown, self?: unknown): unknown {
  if (typeof f !== 'function' || isMissing(this)) return $greenc1call(native.filter, this, f);
  const list = Object(this);
  const length = lengthOf(list);
  return filterTo(speciesOf(list), list, f, self, length);
}

export function some(this: any, f: unknown, self?: unknown): unknown {
  if (typeof f !== 'function' || isMissing(this)) return $greenc1call(native.some, this, f);
  const list = Object(this);
  const length = lengthOf(list);
  return someLoop(list, f, self, length);
}

export function every(this: any, f: unknown, self?: unknown): unknown {
  if (typeof f !== 'function' || isMissing(this)) return $greenc1call(native.every, this, f);
  const list = Object(this);
  const length = lengthOf(list);
  return everyLoop(list, f, self, length);
}

export function reduce(this: any, f: unknown, ...initial: unknown[]): unknown {
  if (typeof f !== 'function' || isMissing(this)) return refuseReduction(native.reduce, this, f, initial);
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
  return reduceLoop(list, f, length, at, value);
}

export function reduceRight(this: any, f: unknown, ...initial: unknown[]): unknown {
  if (typeof f !== 'function' || isMissing(this)) return refuseReduction(native.reduceRight, this, f, initial);
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
  return findLoop(list, f, self, length);
}

export function findIndex(this: any, f: unknown, self?: unknown): unknown {
  if (typeof f !== 'function' || isMissing(this)) return $greenc1call(native.findIndex, this, f);
  const list = Object(this);
  const length = lengthOf(list);
  return findIndexLoop(list, f, self, length);
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
  // A number: nothing that a built-in would iterate.
  const made = type === Array ? [] : new type(+0);
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
  const values = valuesIn(list, length);
  const count = values.length;
  const result = sorted(values, f as any, fewestToSort);
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
  return sorted(values, f as any, fewestToCopy);
}
