/**
 * Tells functions compiled by greenc from others, so that no switch passes silently through a function that
 * cannot be suspended. Asked only while frames are being suspended; the driver keeps the state.
 */
import { ForeignFrameError } from './errors.js';
import type { Frame } from './frame.js';
import { describe, type FramePosition, innermost } from './positions.js';

/** The function that hands a sentinel over is green, but has no constant binding to name itself by. */
export const UNNAMED = 0;
/** No sentinel is on its way from a callee to the call site that will link it. As a frame's callee: it has been linked. */
export const NOBODY = -1;
/** Who returned the sentinel just now. */
export type Handed = object | typeof UNNAMED | typeof NOBODY;

/** Stands for a callee that cannot be found again without running code of the program's. */
export const UNKNOWN: object = Object.freeze({ __proto__: null });

const { apply: applyMethod, call: callMethod, toString: textMethod } = Function.prototype;

/** `call(f, self, …args)` is `f.call(self, …args)`, whatever became of `f.call`. */
export const call = callMethod.bind(callMethod) as (f: unknown, self: unknown, ...args: unknown[]) => unknown;

/** They only call what they are called on, which is whom call sites name, but for calls of `call` itself. */
const transparent: unknown[] = [callMethod, applyMethod];

/** A class whose constructor returns its argument: what extends it can add private fields to any object. */
export const Adopt = class {
  constructor(object: object) {
    // biome-ignore lint/correctness/noConstructorReturn: this is what the class is for.
    return object;
  }
};

/** Remembers which functions are green, and by what id: faster to ask than a WeakMap, and as invisible. */
class Green extends Adopt {
  #id: string;

  constructor(object: object, id: string) {
    // Written out: V8's own constructor would iterate its arguments by what the program has made of arrays.
    super(object);
    this.#id = id;
  }

  static idOf(callee: object): string | undefined {
    return #id in callee ? callee.#id : undefined;
  }
}

// The tail call's last argument, at the very end of the function. Looking for it anywhere in the text would
// take a foreign function around a compiled closure for compiled. Minifiers may put the call in parentheses.
const mark = /["'`](greenc1:\d+)["'`]\)+[\s;]*\}\s*$/;

/**
 * What is known of bound functions: their target, or undefined. Filled in by bound.ts, which programs that only switch
 * greenlets need not load.
 */
export const bound: { targetOf(callee: object, handed: Handed): unknown } = { targetOf: () => undefined };

/** Whether a call site may take the sentinel that `callee` returned for a suspension of `callee`. */
export function accepts(callee: unknown, handed: Handed, last: Frame | null): boolean {
  if (handed === NOBODY) return false;
  // No function any more: the variable or property changed during the call.
  if (typeof callee !== 'function' || transparent.includes(callee)) return true;
  const id = idOf(callee);
  // Who hands over without a name must be the callee, and not a getter, say, whose sentinel the callee has passed on.
  if (id !== undefined) return handed === UNNAMED && id === last?.id;
  const target = bound.targetOf(callee, handed);
  return target !== undefined && (target === handed || accepts(target, handed, last));
}

/** Whether a function is compiled, as far as its text tells. */
export const isGreen = (callee: object): boolean => idOf(callee) !== undefined;

/** The id of a compiled function, with which its text ends; undefined for others. */
function idOf(callee: object): string | undefined {
  const known = Green.idOf(callee);
  if (known !== undefined) return known;
  const id = mark.exec(textMethod.call(callee).slice(-400))?.[1];
  if (id === undefined) return undefined;
  try {
    new Green(callee, id);
  } catch {
    // An engine that keeps private fields off frozen objects: the text is read again next time.
  }
  return id;
}

/** `lookupGetter.call(object, key)` is the getter behind a property, its own or inherited. */
export const { __lookupGetter__: lookupGetter } = Object.prototype as unknown as {
  __lookupGetter__(this: unknown, key: PropertyKey): unknown;
};
/** Whether a value is a proxy, where the platform can tell. */
export const isProxy: ((value: unknown) => boolean) | undefined = (
  globalThis as { process?: { getBuiltinModule?(name: string): any } }
).process?.getBuiltinModule?.('util')?.types.isProxy;

/** A getter that only names a variable, as bundlers write for what modules export: to run it again does nothing. */
const namesOnly = /^[\w$ ]*\(\)\s*(=>\s*[\w$.]+|(=>\s*)?{\s*return [\w$.]+;?\s*})$/;

/**
 * The callee of `object[key](…)`, without calling a getter; UNKNOWN if only that would tell. For `f.call` and
 * `f.apply` it is `f`, since they would hide a foreign `f`.
 */
export function calleeOf(object: unknown, key: unknown): unknown {
  const callee = valueAt(object, key);
  return callee === callMethod || callee === applyMethod ? object : callee;
}

/** `object[key]`, or UNKNOWN. */
export function valueAt(object: unknown, key: unknown): unknown {
  if (object === null || object === undefined) return UNKNOWN;
  const primitive = key === null || (typeof key !== 'object' && typeof key !== 'function');
  // A setter alone has no value that could have been called: reading the property runs nothing.
  if (!primitive || isProxy?.(object)) return UNKNOWN;
  const getter = lookupGetter.call(object, key as PropertyKey);
  if (getter !== undefined && !namesOnly.test(textMethod.call(getter))) return UNKNOWN;
  return (object as Record<PropertyKey, unknown>)[key as PropertyKey];
}

/** A foreign function returned the sentinel as if it were its result. `site`: where it is called, or how. */
export function passedOn(
  callee: unknown,
  site: FramePosition | string | undefined,
  last: Frame | null,
): ForeignFrameError {
  // It is green itself: it had the sentinel from somebody whom it does not call, a getter, say.
  if (typeof callee === 'function' && isGreen(callee)) return swallowed(last);
  const name = (typeof callee === 'function' && callee.name) || '(anonymous)';
  const called = typeof site === 'string' ? site : site ? `at ${describe(site)}` : 'by the runtime';
  const how = name.startsWith('bound ') ? ' (bound by code that is not compiled)' : '';
  return foreign(`${name.trimEnd()}${how}, called ${called},`);
}

/** A foreign function dropped the sentinel, or went on while a switch was pending. `last` is its green callee's frame. */
export function swallowed(last: Frame | null): ForeignFrameError {
  const inner = innermost(last);
  return foreign(
    `the caller of ${inner ? `${inner.name || '(anonymous)'} (suspended at ${describe(inner)})` : 'switch'}`,
  );
}

function foreign(what: string): ForeignFrameError {
  const remedy = 'mark its module "use greenlet", or `include` it; write out what a built-in does';
  return new ForeignFrameError(`${what} cannot be suspended: it is not compiled by greenc; ${remedy}`);
}
