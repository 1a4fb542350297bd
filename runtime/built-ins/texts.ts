/** The steps of `replace` in which nothing of the program's is called but by accessors and conversions. */
import { append, isObject } from '../protocol.js';
import { isMissing, toLength } from './elements.js';

const { indexOf, replace, replaceAll, slice } = String.prototype;
const { exec } = RegExp.prototype;
const { apply, getOwnPropertyDescriptor, getPrototypeOf } = Reflect;
const isGlobalOf = getOwnPropertyDescriptor(RegExp.prototype, 'global')?.get as () => unknown;

export const native = { replace, replaceAll, slice, byRegExp: RegExp.prototype[Symbol.replace] as unknown };

/** What says how to replace `pattern`. */
export const replacerOf = (pattern: unknown): unknown =>
  isObject(pattern) ? (pattern as { [Symbol.replace]?: unknown })[Symbol.replace] : undefined;

/** Whether replacing calls nothing of the program's: with a text, and by no methods but the engine's. */
export function isForEngine(pattern: unknown, replacement: unknown): boolean {
  if (typeof replacement === 'function') return false;
  return (
    !isObject(pattern) ||
    (isRegExp(pattern) && keepsMethod(pattern, 'exec', exec) && keepsMethod(pattern, Symbol.replace, native.byRegExp))
  );
}

function isRegExp(value: object): boolean {
  try {
    return apply(isGlobalOf, value, []) !== undefined;
  } catch {
    return false;
  }
}

/** Whether a regular expression inherits this method; it is not read, as that might run a getter. */
function keepsMethod(pattern: object, name: PropertyKey, method: unknown): boolean {
  return (
    getPrototypeOf(pattern) === RegExp.prototype &&
    getOwnPropertyDescriptor(pattern, name) === undefined &&
    getOwnPropertyDescriptor(RegExp.prototype, name)?.value === method
  );
}

/** Throws what the engine does if `replaceAll` does not take the pattern. */
export function checkNumbered(pattern: unknown): void {
  if (!isObject(pattern)) return;
  const matches: unknown = (pattern as { [Symbol.match]?: unknown })[Symbol.match];
  const isMatcher = matches === undefined ? isRegExp(pattern) : Boolean(matches);
  if (!isMatcher) return;
  const { flags } = pattern as RegExp;
  if (isMissing(flags) || !`${flags}`.includes('g')) apply(replaceAll, '', [{ [Symbol.match]: true, flags }]);
}

interface Parts {
  text: string;
  searched: string;
  /** Where it is found first; below 0: nowhere. */
  at: number;
  /** Where it is found, from left to right. */
  readonly places: readonly number[];
}

/** Where a text is found in another. */
export function textParts(self: unknown, pattern: unknown): Parts {
  const text = `${self}`;
  const searched = `${pattern}`;
  const find = (from: number): number => apply(indexOf, text, [searched, from]) as number;
  return {
    text,
    searched,
    at: find(0),
    get places() {
      const places: number[] = [];
      const step = Math.max(searched.length, 1);
      for (let at = find(0); at >= 0; at = at + step > text.length ? -1 : find(at + step)) append(places, at);
      return places;
    },
  };
}

/** Begins a search. */
export function restart(pattern: RegExp): { isGlobal: boolean; isUnicode: boolean } {
  const flags = `${pattern.flags}`;
  const isGlobal = flags.includes('g');
  if (isGlobal) pattern.lastIndex = 0;
  return { isGlobal, isUnicode: flags.includes('u') || flags.includes('v') };
}

/** What is to be called for the next match. */
export function execOf(pattern: RegExp): unknown {
  const own: unknown = pattern.exec;
  return typeof own === 'function' ? own : exec;
}

/** Goes on behind an empty match. */
export function skipEmpty(pattern: RegExp, result: unknown, text: string, isUnicode: boolean): void {
  checkedMatch(result);
  if (`${(result as string[])[0]}` !== '') return;
  const at = toLength(pattern.lastIndex);
  pattern.lastIndex = at + (isUnicode && at + 1 < text.length && (text.codePointAt(at) as number) > 0xffff ? 2 : 1);
}

function checkedMatch(result: unknown): void {
  if (!isObject(result)) throw new TypeError('RegExp exec method returned something other than an Object or null');
}

interface Match {
  /** The text that matched, then what its groups did. */
  readonly captured: string[];
  readonly at: number;
  readonly groups: unknown;
}

export function matchOf(result: any, text: string): Match {
  checkedMatch(result);
  const count = Math.max(toLength(result.length), 1);
  const captured = [`${result[0]}`];
  const index = Math.trunc(+(result.index as number)) || 0;
  for (let n = 1; n < count; n++) {
    const capture: unknown = result[n];
    append(captured, capture === undefined ? capture : `${capture}`);
  }
  return { captured, at: Math.max(Math.min(index, text.length), 0), groups: result.groups };
}

/** What the function that replaces is called with; the match gives its own list away. */
export function argumentsFor({ captured, at, groups }: Match, text: string): unknown[] {
  const args: unknown[] = captured;
  append(args, at);
  append(args, text);
  if (groups !== undefined) append(args, groups);
  return args;
}

/** GetSubstitution (ECMA-262, 22.1.3.19.1): the engine's, which is given this match for a regular expression's only one. */
export function substituted({ captured, at, groups }: Match, text: string, template: string): string {
  const match = { ...captured, length: captured.length, index: at, groups };
  const matcher = { flags: '', global: false, lastIndex: 0, exec: () => match };
  const replaced = apply(native.byRegExp as () => unknown, matcher, [text, template]) as string;
  const behind = text.length - Math.min(at + (captured[0] as string).length, text.length);
  return apply(slice, replaced, [at, replaced.length - behind]) as string;
}
