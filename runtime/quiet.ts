/**
 * Functions that cannot have passed on what a callee of theirs has returned, since they call nothing. Told by their text, or
 * by what the language says of them; where that is not plain, they may.
 *
 * Nothing of the program's runs here, which may have put methods of its own in `RegExp.prototype`, and others on arrays.
 */

const { apply, getOwnPropertyDescriptor, ownKeys } = Reflect;
const { toString: textMethod } = Function.prototype;
const { exec } = RegExp.prototype;
const { slice } = String.prototype;

/** `(a, b) =>`, `function name(a)`, `name(a)`, `a =>`. */
const head = /^(function\b\s*)?[\w$]*\s*(\([\w$\s,]*\)|(?==>))\s*(=>)?/;
/** What looks like the name of a function, but is a word of the language; if it is not a method. */
const words = 'if|while|for|switch|catch|return|typeof|void|in|of|throw';
/** Some of the engine's functions that call nothing: such calls are no suspension points, and leave no mark. */
const harmless =
  '(?:Math|Number|Date|String|Symbol|BigInt)\\.\\w+|Object\\.(?:keys|values|entries|create|freeze|is|hasOwn)|' +
  'Array\\.(?:isArray|of)|parseInt|parseFloat|isNaN|isFinite|Boolean|Symbol|BigInt|RegExp|Array|Object|\\w*Error';
const classes = '\\w*Error|Date|Array|Map|Set|WeakMap|WeakSet|WeakRef|RegExp|Object';
/** A call, a tagged template, `new`. */
const call = new RegExp(
  `(?:[\\])}."'?]|(?<=[\\w$])(?<!(?<![.#\\w$])(?:${words}|${harmless})))\\s*\\(|\`|\\bnew\\b(?!\\s+(?:${classes})\\b)`,
);
/** Gives a promise or a generator, whatever it calls. */
const made = /^(?:async\b\s*(?:function\b|\([^)]*\)\s*=>|[\w$]+\s*=>|[\w$#*[]+.*?\()|function\s*\*|\*)/;
const native = /\{\s*\[native code\]\s*\}\s*$/;

let quietNatives: Set<unknown> | undefined;

/** Whether it is a function of the engine's, or a bound one. */
export const isNative = (callee: object): boolean => apply(exec, native, [apply(textMethod, callee, [])]) !== null;

/** Whether calling `callee` calls nothing else; but for accessors. */
export function isQuiet(callee: object): boolean {
  if (isNative(callee)) {
    quietNatives ??= natives();
    return quietNatives.has(callee);
  }
  const text = apply(textMethod, callee, []);
  if (apply(exec, made, [text]) !== null) return true;
  const found = apply(exec, head, [text]);
  return found !== null && apply(exec, call, [apply(slice, text, [found[0].length])]) === null;
}

/** The engine's that programs put in the place of a method which is done: whatever they run, they give something else. */
function natives(): Set<unknown> {
  const all = new Set<unknown>();
  const functions = [Function.prototype, Object, Boolean, Number, String, Symbol, BigInt, Date];
  for (let i = 0; i < functions.length; i++) all.add(functions[i]);
  const homes: object[] = [Math, Number, (globalThis as { console?: object }).console ?? {}];
  for (let i = 0; i < homes.length; i++) {
    const home = homes[i] as object;
    const keys = ownKeys(home);
    for (let k = 0; k < keys.length; k++) all.add(getOwnPropertyDescriptor(home, keys[k] as PropertyKey)?.value);
  }
  return all;
}
