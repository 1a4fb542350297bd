'use greenlet';
/**
 * The methods of typed arrays that call back (ECMA-262, 23.2.3). A typed array that loses its elements meanwhile is read
 * to its former end, and gives `undefined`.
 */
import { append } from '../protocol.js';
import { checkedResultOf, classOf, isUsable, refuseReduction, typedLength } from './elements.js';
import { mergeSorted } from './sort-typed.js';
import { speciesConstructor } from './species.js';

/** The engine's `f.call(self, ...args)`; the call site links with `f`. */
declare function $greenc1call(f: unknown, self: unknown, ...args: unknown[]): any;

const native = Object.getPrototypeOf(Int8Array.prototype) as any;

export function forEach(this: any, f: unknown, self?: unknown): unknown {
  if (typeof f !== 'function' || !isUsable(this)) return $greenc1call(native.forEach, this, f);
  const length = typedLength(this);
  for (let at = 0; at < length; at++) $greenc1call(f, self, this[at], at, this);
  return undefined;
}

export function map(this: any, f: unknown, self?: unknown): unknown {
  if (typeof f !== 'function' || !isUsable(this)) return $greenc1call(native.map, this, f);
  const length = typedLength(this);
  const made = create(this, length, native.map);
  for (let at = 0; at < length; at++) made[at] = $greenc1call(f, self, this[at], at, this);
  return made;
}

export function filter(this: any, f: unknown, self?: unknown): unknown {
  if (typeof f !== 'function' || !isUsable(this)) return $greenc1call(native.filter, this, f);
  const length = typedLength(this);
  const kept: unknown[] = [];
  for (let at = 0; at < length; at++) {
    const value = this[at];
    if ($greenc1call(f, self, value, at, this)) append(kept, value);
  }
  const made = create(this, kept.length, native.filter);
  for (let at = 0; at < kept.length; at++) made[at] = kept[at];
  return made;
}

export function some(this: any, f: unknown, self?: unknown): unknown {
  if (typeof f !== 'function' || !isUsable(this)) return $greenc1call(native.some, this, f);
  const length = typedLength(this);
  for (let at = 0; at < length; at++) if ($greenc1call(f, self, this[at], at, this)) return true;
  return false;
}

export function every(this: any, f: unknown, self?: unknown): unknown {
  if (typeof f !== 'function' || !isUsable(this)) return $greenc1call(native.every, this, f);
  const length = typedLength(this);
  for (let at = 0; at < length; at++) if (!$greenc1call(f, self, this[at], at, this)) return false;
  return true;
}

export function reduce(this: any, f: unknown, ...initial: unknown[]): unknown {
  if (typeof f !== 'function' || !isUsable(this)) return refuseReduction(native.reduce, this, f, initial);
  const length = typedLength(this);
  // The engine says what is wrong.
  if (initial.length === 0 && length === 0) return $greenc1call(native.reduce, this, f);
  let at = initial.length === 0 ? 1 : 0;
  let value = at === 0 ? initial[0] : this[0];
  for (; at < length; at++) value = $greenc1call(f, undefined, value, this[at], at, this);
  return value;
}

export function reduceRight(this: any, f: unknown, ...initial: unknown[]): unknown {
  if (typeof f !== 'function' || !isUsable(this)) return refuseReduction(native.reduceRight, this, f, initial);
  let at = typedLength(this) - 1;
  if (initial.length === 0 && at < 0) return $greenc1call(native.reduceRight, this, f);
  let value = initial.length === 0 ? this[at--] : initial[0];
  for (; at >= 0; at--) value = $greenc1call(f, undefined, value, this[at], at, this);
  return value;
}

export function find(this: any, f: unknown, self?: unknown): unknown {
  if (typeof f !== 'function' || !isUsable(this)) return $greenc1call(native.find, this, f);
  const length = typedLength(this);
  for (let at = 0; at < length; at++) {
    const value = this[at];
    if ($greenc1call(f, self, value, at, this)) return value;
  }
  return undefined;
}

export function findIndex(this: any, f: unknown, self?: unknown): unknown {
  if (typeof f !== 'function' || !isUsable(this)) return $greenc1call(native.findIndex, this, f);
  const length = typedLength(this);
  for (let at = 0; at < length; at++) if ($greenc1call(f, self, this[at], at, this)) return at;
  return -1;
}

export function findLast(this: any, f: unknown, self?: unknown): unknown {
  if (typeof f !== 'function' || !isUsable(this)) return $greenc1call(native.findLast, this, f);
  for (let at = typedLength(this) - 1; at >= 0; at--) {
    const value = this[at];
    if ($greenc1call(f, self, value, at, this)) return value;
  }
  return undefined;
}

export function findLastIndex(this: any, f: unknown, self?: unknown): unknown {
  if (typeof f !== 'function' || !isUsable(this)) return $greenc1call(native.findLastIndex, this, f);
  for (let at = typedLength(this) - 1; at >= 0; at--) if ($greenc1call(f, self, this[at], at, this)) return at;
  return -1;
}

export function sort(this: any, f?: unknown): unknown {
  if (typeof f !== 'function' || !isUsable(this)) return $greenc1call(native.sort, this, f);
  const values = mergeSorted(valuesOf(this), f);
  const length = Math.min(values.length, typedLength(this));
  for (let at = 0; at < length; at++) this[at] = values[at];
  return this;
}

export function toSorted(this: any, f?: unknown): unknown {
  if (typeof f !== 'function' || !isUsable(this)) return $greenc1call(native.toSorted, this, f);
  const type: any = classOf(this);
  const made = new type(+typedLength(this));
  const values = mergeSorted(valuesOf(this), f);
  for (let at = 0; at < values.length; at++) made[at] = values[at];
  return made;
}

function valuesOf(list: any): unknown[] {
  const length = typedLength(list);
  const values: unknown[] = [];
  for (let at = 0; at < length; at++) append(values, list[at]);
  return values;
}

/** TypedArraySpeciesCreate */
function create(original: any, length: number, method: () => unknown): any {
  const type: any = speciesConstructor(original, classOf(original));
  // A number: nothing that a built-in would iterate.
  const made = new type(+length);
  return checkedResultOf(made, original, length, method);
}
