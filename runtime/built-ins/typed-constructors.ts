'use greenlet';
/** `new Int8Array(…)` and its like (ECMA-262, 23.2.5.1), and their `from` (23.2.2.1), of iterables. */
import type { Make } from './collections.js';
import { isMissing, isUsable, lengthOf, refuseResult, validated } from './elements.js';
import { isConstructor } from './is-constructor.js';
import { collected } from './iterated.js';
import { constructNative, isReadByEngine } from './native.js';

/** The engine's `f.call(self, ...args)`; the call site links with `f`. */
declare function $greenc1call(f: unknown, self: unknown, ...args: unknown[]): any;

const { from: native } = Object.getPrototypeOf(Int8Array) as { from: unknown };

const wrongMethod =
  'requires that the property of the first argument, items[Symbol.iterator], when exists, be a function';

/** The equivalent of one of the constructors. */
export function typedArrayOf(built: unknown): Make {
  return function typedArray(target, args) {
    const source: any = args[0];
    if (isReadByEngine(source)) return constructNative(built, args, target);
    const method = source[Symbol.iterator];
    let values = source;
    if (!isMissing(method)) {
      if (typeof method !== 'function') throw new TypeError(`TypedArray's constructor ${wrongMethod}`);
      values = collected(source, method);
    }
    const length = lengthOf(values);
    const made: any = constructNative(built, [length], target);
    for (let at = 0; at < length; at++) made[at] = values[at];
    return made;
  };
}

export function from(this: any, source: any, map?: unknown, self?: unknown): unknown {
  const isWrong = !isConstructor(this) || (map !== undefined && typeof map !== 'function');
  if (isWrong || isMissing(source)) return $greenc1call(native, this, source, map, self);
  const method = source[Symbol.iterator];
  let values: any = Object(source);
  if (!isMissing(method)) {
    if (typeof method !== 'function') throw new TypeError(`%TypedArray%.from ${wrongMethod}`);
    values = collected(source, method);
  }
  const length = lengthOf(values);
  // A number: nothing that a built-in would iterate.
  const made: any = new this(+length);
  if (!isUsable(made)) refuseResult(native, made);
  validated(made, length);
  for (let at = 0; at < length; at++) {
    const value = values[at];
    made[at] = map === undefined ? value : $greenc1call(map, self, value, at);
  }
  return made;
}
