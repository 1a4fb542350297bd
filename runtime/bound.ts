/**
 * Bound functions. Nothing tells what a bound function calls, and its name can be anybody's: so compiled code notes what it
 * binds. Of a bound function that nobody has noted, `instanceof` can be made to tell the target, unless that is one of the
 * anonymous functions with a `prototype`: then it counts as foreign.
 *
 *     f.bind(a)         →  binding(f).bind(a)
 *     bind.call(f, a)   →  bindingBy(bind).call(f, a)
 *
 * The trap: `bind` is looked up before its arguments are evaluated, once, and may be a method of the program's. So what
 * stands in for `f` is made only where that lookup would run nothing and find the engine's own.
 */
import { Adopt, isGreen } from './foreign.js';
import { valueAt } from './looking.js';

const { apply, defineProperty, deleteProperty } = Reflect;
const { apply: applyMethod, bind, call: callMethod, [Symbol.hasInstance]: hasInstance } = Function.prototype;

/** A bound function, and what it calls. */
class Bound extends Adopt {
  #target: object;

  constructor(made: object, target: object) {
    super(made);
    this.#target = target;
  }

  static targetOf(callee: object): object | undefined {
    return #target in callee ? callee.#target : undefined;
  }
}

/** Stands in for a function whose `bind` is about to be called. */
class Binding {
  readonly #target: object;

  constructor(target: object) {
    this.#target = target;
  }

  bind(...given: unknown[]): unknown {
    // What `bind` binds is of interest even if it is bound itself.
    return bound(bindingBy(this.#target), given);
  }
}

/** `target.bind(...given)` */
function bound(target: unknown, given: ArrayLike<unknown>): object {
  const made = apply(bind, target as () => unknown, given) as object;
  // Of `call.bind(f)` it is `f` that matters.
  const called = isTransparent(target) ? given[0] : target;
  if (typeof called === 'function' && !isTransparent(called)) new Bound(made, called);
  return made;
}

/** The engine's, for all that it shows of itself. */
const { bind: noting } = {
  bind(this: unknown, _self?: unknown): object {
    // biome-ignore lint/complexity/noArguments: how many there are shows in the length of what is made.
    return bound(this, arguments);
  },
};

/** What a bound function calls; undefined for anything else, and if that cannot be known. */
export function targetOfBound(callee: object, handed: unknown): unknown {
  const known = Bound.targetOf(callee);
  if (known !== undefined) return known;
  const { name } = callee as { name?: unknown };
  if (typeof name !== 'string' || !name.startsWith('bound ')) return undefined;
  const target = typeof handed === 'function' ? asked(callee, handed) : found(callee);
  if (target !== undefined) new Bound(callee, target);
  return target;
}

/**
 * `target`, if `callee` is a bound function of it: `instanceof` asks the target of a bound function. What it is asked about
 * is no object, so that the target's `prototype` is not read.
 */
function asked(callee: object, target: object): object | undefined {
  let isAsked = false;
  const value = () => {
    isAsked = true;
  };
  whileThere(target, Symbol.hasInstance, { value }, callee, 0);
  return isAsked ? target : undefined;
}

/**
 * The target, if it is a method or an arrow function: these have no `prototype` of their own, and `instanceof` reads it from
 * theirs. Once for each bound function, since engines take it ill when this object changes.
 */
function found(callee: object): object | undefined {
  let target: object | undefined;
  const descriptor = {
    get(this: object): void {
      target = this;
    },
  };
  whileThere(Function.prototype, 'prototype', descriptor, callee, {});
  return target !== undefined && isGreen(target) ? target : undefined;
}

const isTransparent = (callee: unknown): boolean => callee === callMethod || callee === applyMethod;

/** Asks whether `value` is an instance of `callee` while `object` has a property that it has not. Nothing else runs meanwhile. */
function whileThere(
  object: object,
  key: PropertyKey,
  descriptor: PropertyDescriptor,
  callee: object,
  value: unknown,
): void {
  if (Object.hasOwn(object, key) || !defineProperty(object, key, { ...descriptor, configurable: true })) return;
  try {
    apply(hasInstance, callee, [value]);
  } catch {
    // There is no prototype, or the target has an idea of its own of what its instances are.
  } finally {
    deleteProperty(object, key);
  }
}

/** What compiled code calls in place of `callee`, if that is the engine's `bind`. */
export const bindingBy = (callee: unknown): unknown => (callee === bind ? noting : callee);

/** What compiled code calls `bind` of. */
export const binding = (target: unknown): unknown =>
  typeof target === 'function' && valueAt(target, 'bind') === bind ? new Binding(target) : target;
