/**
 * What compiled code calls for constructs of the language that the compiler takes apart: TDZ checks, the
 * iterator protocol, destructuring, `for…in`. Each does what the engine would do at that place, and its
 * errors read as the engine's (V8's wording) with the author's expression in them.
 */

import { isConstructor } from './built-ins/is-constructor.js';
import { append, define } from './protocol.js';

/** The value of a variable before its declaration has run. */
export const TDZ: unique symbol = Symbol('TDZ');

export function tdz(name: string): never {
  throw new ReferenceError(`Cannot access '${name}' before initialization`);
}

/** An assignment to a constant; its right side has been evaluated. */
export function constant(_value?: unknown): never {
  throw new TypeError('Assignment to constant variable.');
}

/** Its `v` cannot be assigned: it stands for a constant in a pattern, or for the variable `early` before its declaration. */
export function fixed(early: string | 0): { v: unknown } {
  return {
    set v(_value: unknown) {
      if (early !== 0) tdz(early);
      constant();
    },
  };
}

/** Checks what a call site of the author's, `text`, is about to call. */
export function callable(callee: unknown, text: string): void {
  if (typeof callee !== 'function') fail(`${text} is not a function`);
}

/** Calls a method of the author's, `text`, that has been read before its arguments were evaluated. */
export function invoke(method: unknown, text: string, self: unknown, ...args: unknown[]): unknown {
  callable(method, text);
  return Reflect.apply(method as () => unknown, self, args);
}

export function constructible(callee: unknown, text: string): void {
  if (!isConstructor(callee)) fail(`${text} is not a constructor`);
}

function fail(message: string): never {
  throw new TypeError(message);
}

/** The value of an assignment, after a check that comes between value and assignment. */
export const first = <T>(value: T, _check: unknown): T => value;

/** The tag that gives a template's strings object itself. */
export const strings = (site: TemplateStringsArray): TemplateStringsArray => site;

/** ToPropertyKey. */
export function key(value: unknown): PropertyKey {
  if (typeof value === 'symbol' || typeof value === 'string') return value;
  // A computed name converts exactly once, by the rules for keys and not those for strings.
  return Reflect.ownKeys({ [value as string]: 0 })[0] as PropertyKey;
}

/** The rest of an object pattern: own enumerable properties but those `taken`. */
export function rest(value: object, taken: readonly PropertyKey[]): object {
  // Not a spread with deletions: a getter among the taken must not be read again.
  const skipped = new Set(taken);
  const own: Record<PropertyKey, unknown> = {};
  for (const name of Reflect.ownKeys(Object(value))) {
    if (skipped.has(name) || !Object.prototype.propertyIsEnumerable.call(value, name)) continue;
    define(own, name, (value as Record<PropertyKey, unknown>)[name]);
  }
  return own;
}

/** `text` is what the engine calls the value: null where it does not say. */
export function notDestructurable(value: unknown, text: string | null, name: string | null): never {
  // Where there is no expression to name, a parameter say, the engine shows the value.
  if (text === 'undefined' && value === null) text = 'object null';
  throw new TypeError(
    text === null
      ? `Cannot read properties of ${value}`
      : name === null
        ? `Cannot destructure '${text}' as it is ${value}.`
        : `Cannot destructure property '${name}' of '${text}' as it is ${value}.`,
  );
}

/** `value`, if there is something to take apart. */
export function destructurable<T>(value: T, text: string | null, name: string | null): T {
  return value ?? notDestructurable(value, text, name);
}

interface Keys {
  object: object;
  list: string[];
  at: number;
}

/** The keys a `for…in` visits, listed once at the start. */
export function keysOf(value: unknown): Keys {
  const list: string[] = [];
  for (const name in value as object) append(list, name);
  return { object: Object(value), list, at: 0 };
}

/** The next key that is still there; undefined at the end. */
export function nextKey(keys: Keys): string | undefined {
  for (;;) {
    const name = keys.list[keys.at++];
    if (name === undefined || name in keys.object) return name;
  }
}
