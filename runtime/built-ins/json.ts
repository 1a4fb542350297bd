'use greenlet';
/** JSON.parse and JSON.stringify (ECMA-262, 25.5) with a function that revives or replaces, or converts an object. */
import { lengthOf } from './elements.js';
import {
  Converted,
  contextOf,
  conversionOf,
  dropOrPut,
  keysOf,
  mayBeConverted,
  namesIn,
  type Parsed,
  parsed,
  unwrapped,
  written,
} from './json-values.js';

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
  const isReplaced = typeof replacer === 'function';
  if (!isReplaced && !mayBeConverted(value)) return $greenc1call(stringifyNative, this, value, replacer, space);
  const names = namesIn(replacer);
  const made = convert({ '': value }, '', { replacer: isReplaced ? replacer : null, names }, null);
  return made === undefined ? undefined : written(made, names, space);
}

interface Choice {
  readonly replacer: unknown;
  /** Null: all. */
  readonly names: string[] | null;
}

/** A copy that the engine writes as it would write `holder[key]`; undefined: not at all. */
function convert(holder: any, key: string, choice: Choice, around: Converted | null): unknown {
  let value = holder[key];
  const convertValue = conversionOf(value);
  if (typeof convertValue === 'function') value = $greenc1call(convertValue, value, key);
  const { replacer, names } = choice;
  if (replacer !== null) value = $greenc1call(replacer, holder, key, value);
  value = unwrapped(value);
  if (typeof value === 'function' || typeof value === 'symbol') return undefined;
  if (typeof value !== 'object' || value === null) return value;
  const made = new Converted(value, key, around);
  const { list } = made;
  const keys: string[] | null = list ? null : (names ?? keysOf(value));
  const length = keys ? keys.length : lengthOf(value);
  for (let i = 0; i < length; i++) {
    const name: string = keys ? keys[i] : `${i}`;
    const part = convert(value, name, choice, made);
    made.add(name, part);
  }
  return made.copy;
}
