/** The steps of `JSON.parse` and `JSON.stringify` in which nothing of the program's is called but by accessors. */
import { append, isObject } from '../protocol.js';
import { types } from '../proxies.js';
import { share } from '../realm.js';
import { lengthOf } from './elements.js';

const { parse, stringify } = JSON as unknown as {
  parse(text: unknown, reviver?: (this: object, key: string, value: unknown, context?: Context) => unknown): unknown;
  stringify(value: unknown, replacer?: readonly string[] | null, space?: unknown): string;
};
const isRaw = (JSON as { isRawJSON?(value: unknown): boolean }).isRawJSON;

export interface Context {
  source?: string;
}

/** What `JSON.parse` gives, and, if the engine's says so to revivers, the text that each primitive came of. */
export interface Parsed {
  value: unknown;
  sources: Map<object, Map<string, { source: string; value: unknown }>> | null;
}

const tellsSource = ((): boolean => {
  let tells = false;
  parse('1', (_key, value, context) => {
    tells = context !== undefined;
    return value;
  });
  return tells;
})();

export function parsed(text: unknown): Parsed {
  if (!tellsSource) return { value: parse(text), sources: null };
  const sources: Parsed['sources'] = new Map();
  const value = parse(text, function (key, value, context) {
    if (context?.source !== undefined) {
      const known = sources.get(key === '' && !sources.has(this) && isRoot(this, value) ? root : this) ?? new Map();
      sources.set(isRoot(this, value) && key === '' ? root : this, known.set(key, { source: context.source, value }));
    }
    return value;
  });
  return { value, sources };
}

/** Stands for the object that holds the whole value, of which each parse has its own. */
const root = {};
const isRoot = (holder: object, value: unknown): boolean => {
  const keys = Object.keys(holder);
  return keys.length === 1 && keys[0] === '' && (holder as { '': unknown })[''] === value;
};

/** What a reviver is told besides; null: nothing. */
export function contextOf({ sources }: Parsed, holder: object, key: string, value: unknown): Context | null {
  if (sources === null) return null;
  const known = (sources.get(holder) ?? (key === '' ? sources.get(root) : undefined))?.get(key);
  // Unless the reviver has changed it meanwhile.
  return known !== undefined && Object.is(known.value, value) ? { source: known.source } : {};
}

export function dropOrPut(holder: object, key: string, value: unknown): void {
  if (value === undefined) Reflect.deleteProperty(holder, key);
  else Reflect.defineProperty(holder, key, { value, writable: true, enumerable: true, configurable: true });
}

export const keysOf = (value: object): string[] => Object.keys(value);

type Test = (value: unknown) => boolean;

/** Number objects and their like: how to tell them, and the primitives that are written for them. */
const wrappers: [Test, (value: any) => unknown][] = [
  [types?.isNumberObject ?? (value => value instanceof Number), value => +value],
  [types?.isStringObject ?? (value => value instanceof String), value => `${value}`],
  [types?.isBooleanObject ?? (value => value instanceof Boolean), value => Boolean.prototype.valueOf.call(value)],
  [types?.isBigIntObject ?? (value => value instanceof BigInt), value => BigInt.prototype.valueOf.call(value)],
];

/** What is written for a value. */
export function unwrapped(value: unknown): unknown {
  let given = value;
  if (typeof value === 'object' && value !== null && types?.isBoxedPrimitive(value) !== false) {
    for (let i = 0; i < wrappers.length; i++) {
      const [isIt, unwrap] = wrappers[i] as (typeof wrappers)[number];
      if (isIt(value)) given = unwrap(value);
    }
  }
  // The engine would ask once more for a method `toJSON`.
  if (typeof given === 'bigint') throw new TypeError('Do not know how to serialize a BigInt');
  return given;
}

/** An object or array that is being copied. What it looks like to the engine is all that is written of it. */
export class Converted {
  readonly list: unknown[] | null;
  readonly copy: object;

  constructor(
    readonly original: object,
    readonly key: string,
    readonly around: Converted | null,
  ) {
    for (let one = around; one !== null; one = one.around) if (one.original === original) throw circular(this, one);
    this.list = Array.isArray(original) ? [] : null;
    this.copy = isRaw?.(original) ? original : (this.list ?? {});
    // Neither `toJSON` nor anything else is to be inherited.
    if (this.copy !== original) Object.setPrototypeOf(this.copy, null);
  }

  add(name: string, value: unknown): void {
    if (this.copy === this.original) return;
    if (this.list) append(this.list, value === undefined ? null : value);
    else if (value !== undefined) dropOrPut(this.copy, name, value);
  }
}

export const written = (copy: unknown, names: readonly string[] | null, space: unknown): string =>
  stringify(copy, names, space);

const conversions = share('toJSON', () => Object.seal({ areGreen: false }));

/** Called by compiled modules that mention `toJSON`: without one, all of them are foreign. */
export function greenToJSON(): void {
  conversions.areGreen = true;
}

/** Whether writing `value` might call a compiled `toJSON`. */
export const mayBeConverted = (value: unknown): boolean => conversions.areGreen && isConvertible(value);

/** What it names by `toJSON`, if that is asked for. */
export const conversionOf = (value: any): unknown => (isConvertible(value) ? value.toJSON : undefined);

const isConvertible = (value: unknown): boolean => isObject(value) || typeof value === 'bigint';

/** The names of the properties to write, if the replacer is a list of them. */
export function namesIn(replacer: unknown): string[] | null {
  if (!Array.isArray(replacer)) return null;
  const names: string[] = [];
  const length = lengthOf(replacer);
  for (let at = 0; at < length; at++) {
    const item: unknown = replacer[at];
    const isName =
      typeof item === 'string' || typeof item === 'number' || item instanceof String || item instanceof Number;
    if (isName && !has(names, `${item}`)) append(names, `${item}`);
  }
  return names;
}

function has(names: readonly string[], name: string): boolean {
  for (let at = 0; at < names.length; at++) if (names[at] === name) return true;
  return false;
}

/** V8's words for an object that contains itself. */
function circular(last: Converted, first: Converted): TypeError {
  const named = (object: object): string =>
    `object with constructor '${(object.constructor as { name?: string } | undefined)?.name ?? 'Object'}'`;
  const property = ({ key, around }: Converted): string => (around?.list ? `index ${key}` : `property '${key}'`);
  const between: string[] = [];
  for (let one = last.around; one !== null && one !== first; one = one.around)
    between.unshift(`\n    |     ${property(one)} -> ${named(one.original)}`);
  if (between.length > 2) between.splice(1, between.length - 2, '\n    |     ...');
  return new TypeError(
    `Converting circular structure to JSON\n    --> starting at ${named(first.original)}${between.join('')}\n    --- ${property(last)} closes the circle`,
  );
}
