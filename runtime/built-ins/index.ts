/**
 * Green equivalents of built-ins that iterate. Compiled code asks for them where its callee *is* that built-in; nothing
 * global is changed.
 *
 *     Array.from(xs)   →  $1 = Array.from; $c(green($1), Array, xs)          new Map(xs)   →  made(Map, xs)
 *
 * Each looks first whether the engine can do it without running code of the program's, as it mostly can.
 *
 * The trap: to the call site they must be the built-in itself, so that is whom they name when they suspend.
 */
import { arrayFrom } from './array-from.js';
import { collections, objectFromEntries } from './collections.js';
import { combinators } from './combinators.js';

const functions = new Map<unknown, unknown>([
  [Array.from, arrayFrom],
  [Object.fromEntries, objectFromEntries],
  ...combinators,
]);

/** What to call in place of `callee`. */
export function green(callee: unknown): unknown {
  return functions.get(callee) ?? callee;
}

const { construct } = Reflect;

/** `new callee(...args)`. */
export function made(callee: new (...args: unknown[]) => object, ...args: unknown[]): unknown {
  const make = collections.get(callee);
  return make === undefined ? construct(callee, args) : make(args[0]);
}
