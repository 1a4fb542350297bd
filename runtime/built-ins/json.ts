'use greenlet';
import { lengthOf } from './elements.js';
/** JSON.parse and JSON.stringify (ECMA-262, 25.5) with a function that revives or replaces. */
import { Converted, contextOf, dropOrPut, keysOf, type Parsed, parsed, unwrapped, written } from './json-values.js';

/** The engine's `f.call(self, ...args)`; the call site links with `f`. */
declare function $greenc1call(f: unknown, self: unknown, ...args: unknown[]): any;

const { isArray } = Array;
const { parse: parseNative, stringify: stringifyNative } = JSON;

export function parse(this: unknown, text: unknown, reviver?: unknown): unknown {
  if (typeof reviver !== 'function') return $greenc1call(parseNative, this, text, reviver);
  const source = parsed(text);
  return revive(source, { '': source.value }, '', reviver);
}

function revive(source: Parsed, holder: any, key: string, reviver: unknown): unknown {
  const value = holder[key];
  const context = contextOf(source, holder, key, value);
  if (typeof value === 'object' && value !== null) {
    const keys: string[] | null = isArray(value) ? null : keysOf(value);
    const length = keys ? keys.length : lengthOf(value);
    for (let i = 0; i < length; i++) {
      const name: string = keys ? keys[i] : `${i}`;
      const revived = revive(source, value, name, reviver);
      dropOrPut(value, name, revived);
    }
  }
  return context === null
    ? $greenc1call(reviver, holder, key, value)
    : $greenc1call(reviver, holder, key, value, context);
}

export function stringify(this: unknown, value: unknown, replacer?: unknown, space?: unknown): unknown {
  if (typeof replacer !== 'function') return $greenc1call(stringifyNative, this, value, replacer, space);
  const made = convert({ '': value }, '', replacer, null);
  return made === undefined ? undefined : written(made, space);
}

/** A copy that the engine writes as it would write `holder[key]`; undefined: not at all. */
function convert(holder: any, key: string, replacer: unknown, around: Converted | null): unknown {
  let value = holder[key];
  if ((typeof value === 'object' && value !== null) || typeof value === 'function' || typeof value === 'bigint') {
    const { toJSON } = value;
    if (typeof toJSON === 'function') value = $greenc1call(toJSON, value, key);
  }
  value = $greenc1call(replacer, holder, key, value);
  value = unwrapped(value);
  if (typeof value === 'function' || typeof value === 'symbol') return undefined;
  if (typeof value !== 'object' || value === null) return value;
  const made = new Converted(value, key, around);
  const { list } = made;
  const keys: string[] | null = list ? null : keysOf(value);
  const length = keys ? keys.length : lengthOf(value);
  for (let i = 0; i < length; i++) {
    const name: string = keys ? keys[i] : `${i}`;
    const part = convert(value, name, replacer, made);
    made.add(name, part);
  }
  return made.copy;
}
