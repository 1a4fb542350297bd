/**
 * Tells functions compiled by greenc from others, so that no switch passes silently through a function that
 * cannot be suspended. Asked only while frames are being suspended; the driver keeps the state.
 */
import { ForeignFrameError } from './errors.js';
import { Frame } from './frame.js';
import { describe, type FramePosition, innermost } from './positions.js';

/** The function that hands a sentinel over is green, but has no constant binding to name itself by. */
export const UNNAMED = 0;
/** No sentinel is on its way from a callee to the call site that will link it. As a frame's callee: it has been linked. */
export const NOBODY = -1;
/** Who returned the sentinel just now. */
export type Handed = object | typeof UNNAMED | typeof NOBODY;

const { call: callMethod, toString: textMethod } = Function.prototype;

/** `call(f, self, …args)` is `f.call(self, …args)`, whatever became of `f.call`. */
export const call = callMethod.bind(callMethod) as (f: unknown, self: unknown, ...args: unknown[]) => unknown;

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
 * What is known of bound functions and proxies: their target, or undefined. Filled in by callees.ts, which programs that
 * only switch greenlets need not load.
 */
export const known: { targetOf(callee: object, handed: Handed): unknown } = { targetOf: () => undefined };

/**
 * The error for a foreign function, `what`: `callee`, or if that is undefined the caller of `last`. advice.ts, which compiled
 * code loads, knows more.
 */
export const advice: { of(what: string, callee: unknown, last: Frame | null): ForeignFrameError } = {
  of: what =>
    new ForeignFrameError(
      `${what} cannot be suspended: it is not compiled by greenc; put "use greenlet" at the top of its module, or \`include\` it`,
    ),
};

/** Whether a call site may take the sentinel that `callee` returned for a suspension of `callee`. */
export function accepts(callee: unknown, handed: Handed, last: Frame | null): boolean {
  if (handed === NOBODY) return false;
  // greenc knows it to be compiled, or what it calls is a global that has changed during the call.
  if (typeof callee !== 'function') return true;
  const id = idOf(callee);
  // Who hands over without a name must be the callee, and not a getter, say, whose sentinel the callee has passed on.
  if (id !== undefined) return handed === UNNAMED && id === last?.id;
  const target = known.targetOf(callee, handed);
  return target !== undefined && (target === handed || accepts(target, handed, last));
}

/** Whether a function is compiled, as far as its text tells. */
export const isGreen = (callee: object): boolean => idOf(callee) !== undefined;

/** Whether the function is of another realm, by what it inherits from. */
function isElsewhere(callee: object): boolean {
  let last = callee;
  for (let next: object | null = callee; next !== null; next = Object.getPrototypeOf(next)) last = next;
  return last !== Object.prototype && Object.hasOwn(last, '__lookupGetter__');
}

/** The id of a compiled function, with which its text ends; undefined for others. */
function idOf(callee: object): string | undefined {
  const known = Green.idOf(callee);
  if (known !== undefined) return known;
  const text = textMethod.call(callee);
  const id = mark.exec(text.slice(-400))?.[1];
  // What another realm has compiled returns another sentinel; a class may have its parent from there.
  if (id === undefined || (!text.startsWith('class') && isElsewhere(callee))) return undefined;
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

/** A foreign function returned the sentinel as if it were its result. `site`: where it is called, or how. */
export function passedOn(
  callee: unknown,
  site: FramePosition | string | undefined,
  last: Frame | null,
): ForeignFrameError {
  // It is green itself: it had the sentinel from somebody whom it does not call, a getter, say.
  if (typeof callee === 'function' && isGreen(callee)) return swallowed(last);
  const name = (typeof callee === 'function' && callee.name) || '(anonymous)';
  const called = typeof site === 'string' ? site : site ? calledAt(site, last) : 'by the runtime';
  // An anonymous function that is bound is called "bound ".
  return advice.of(`${name}${name.endsWith(' ') ? '(anonymous)' : ''}, called ${called},`, callee, last);
}

/** A place in the runtime says nothing to anybody: there a built-in has called what it was given. */
function calledAt(site: FramePosition, last: Frame | null): string {
  return site.file.startsWith('greenc/runtime/') ? `by ${site.name} around ${shown(last)}` : `at ${describe(site)}`;
}

/** A foreign function dropped the sentinel, or went on while a switch was pending. `last` is its green callee's frame. */
export function swallowed(last: Frame | null): ForeignFrameError {
  return advice.of(`the caller of ${shown(last)}`, undefined, last);
}

export function shown(last: Frame | null): string {
  // A constructor's is followed by one that only turns what it returns into what `new` gives.
  const inner = innermost(last !== null && last.b instanceof Frame ? last.b : last);
  return inner ? `${inner.name || '(anonymous)'} (suspended at ${describe(inner)})` : 'switch';
}
