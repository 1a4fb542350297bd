'use greenlet';
/**
 * String.prototype.replace and replaceAll (ECMA-262, 22.1.3.19, 22.1.3.20), where the replacement is a function or the
 * pattern has methods of the program's.
 */
import { append, isObject } from '../protocol.js';
import { isMissing } from './elements.js';
import {
  argumentsFor,
  checkNumbered,
  execOf,
  isForEngine,
  matchOf,
  native,
  replacerOf,
  restart,
  skipEmpty,
  substituted,
  textParts,
} from './texts.js';

/** The engine's `f.call(self, ...args)`; the call site links with `f`. */
declare function $greenc1call(f: unknown, self: unknown, ...args: unknown[]): any;

export function replace(this: any, pattern: unknown, replacement: unknown): unknown {
  if (isMissing(this) || isForEngine(pattern, replacement))
    return $greenc1call(native.replace, this, pattern, replacement);
  const replacer = replacerOf(pattern);
  if (replacer === native.byRegExp) return replaceMatches(pattern, this, replacement);
  if (typeof replacer === 'function') return $greenc1call(replacer, pattern, this, replacement);
  if (!isMissing(replacer)) return $greenc1call(native.replace, this, pattern, replacement);
  const { text, searched, at } = textParts(this, pattern);
  if (typeof replacement !== 'function') return $greenc1call(native.replace, text, searched, replacement);
  if (at < 0) return text;
  const given = $greenc1call(replacement, undefined, searched, at, text);
  return joined(text, 0, at, given) + rest(text, at + searched.length);
}

export function replaceAll(this: any, pattern: unknown, replacement: unknown): unknown {
  if (isMissing(this) || isForEngine(pattern, replacement))
    return $greenc1call(native.replaceAll, this, pattern, replacement);
  checkNumbered(pattern);
  const replacer = replacerOf(pattern);
  if (replacer === native.byRegExp) return replaceMatches(pattern, this, replacement);
  if (typeof replacer === 'function') return $greenc1call(replacer, pattern, this, replacement);
  if (!isMissing(replacer)) return $greenc1call(native.replaceAll, this, pattern, replacement);
  const { text, searched, places } = textParts(this, pattern);
  if (typeof replacement !== 'function') return $greenc1call(native.replaceAll, text, searched, replacement);
  let result = '';
  let end = 0;
  for (let i = 0; i < places.length; i++) {
    const given = $greenc1call(replacement, undefined, searched, places[i], text);
    result += joined(text, end, places[i], given);
    end = places[i] + searched.length;
  }
  return result + rest(text, end);
}

/** `RegExp.prototype[Symbol.replace]` */
export function replaceByRegExp(this: any, value: unknown, replacement: unknown): unknown {
  if (!isObject(this) || isForEngine(this, replacement)) return $greenc1call(native.byRegExp, this, value, replacement);
  return replaceMatches(this, value, replacement);
}

/** RegExp.prototype[Symbol.replace] (ECMA-262, 22.2.6.11). */
function replaceMatches(pattern: any, value: unknown, replacement: unknown): unknown {
  const text = `${value}`;
  const template = typeof replacement === 'function' ? null : `${replacement}`;
  const { isGlobal, isUnicode } = restart(pattern);
  const results: unknown[] = [];
  for (;;) {
    const exec = execOf(pattern);
    const result = $greenc1call(exec, pattern, text);
    if (result === null) break;
    append(results, result);
    if (!isGlobal) break;
    skipEmpty(pattern, result, text, isUnicode);
  }
  let replaced = '';
  let end = 0;
  for (let i = 0; i < results.length; i++) {
    const match = matchOf(results[i], text);
    // Before the call: the normal form has no calls among arguments.
    const args = template === null ? argumentsFor(match, text) : [];
    const given =
      template === null ? `${$greenc1call(replacement, undefined, ...args)}` : substituted(match, text, template);
    const { at, captured } = match;
    if (at < end) continue;
    replaced += joined(text, end, at, given);
    end = at + captured[0].length;
  }
  return replaced + rest(text, end);
}

const joined = (text: string, start: number, end: number, given: unknown): string =>
  `${$greenc1call(native.slice, text, start, end)}${given}`;

const rest = (text: string, start: number): string => $greenc1call(native.slice, text, start);
