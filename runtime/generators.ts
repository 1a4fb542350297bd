/**
 * Generators. A green generator is a native one, and needs no frame of its own to be suspended: its body is *held* where
 * it stands (see holds.ts), and a frame of the runtime's stands for it among the caller's.
 *
 * Its instances inherit `next`, `return` and `throw` from `greenGenerator`, which tell a hold from a result: on a hold
 * they link the frame and return the sentinel in their turn. Resuming the frame resumes the body, whose result is what
 * the method would have returned.
 */

import type { Frame as FrameClass } from './frame.js';
import { type AnyGenerator, generatorKind, generatorPrototype, isHold, link, resumeBody } from './holds.js';
import { realm } from './realm.js';

// The realm's: this copy of the runtime may not be its first.
const { Frame, SUSPENDED, call } = realm;
type Frame = FrameClass;

export type GeneratorFunction = ((...args: unknown[]) => AnyGenerator) & { prototype: unknown };

const { next: nativeNext, return: nativeReturn, throw: nativeThrow } = generatorPrototype;
const { create, setPrototypeOf, defineProperty, getPrototypeOf } = Object;
const { apply } = Reflect;

function hold(generator: AnyGenerator, method: object): unknown {
  return link(new Frame(0, undefined, generator), resumeBody, method);
}

/** Stands between the prototypes of green generators and that of all generators. */
export const greenGenerator = defineMethods(create(generatorPrototype), {
  next(this: AnyGenerator, value?: unknown) {
    const result = call(nativeNext, this, value);
    return isHold(result) ? hold(this, greenNext) : result;
  },
  return(this: AnyGenerator, value?: unknown) {
    const result = call(nativeReturn, this, value);
    return isHold(result) ? hold(this, greenReturn) : result;
  },
  throw(this: AnyGenerator, error?: unknown) {
    const result = call(nativeThrow, this, error);
    return isHold(result) ? hold(this, greenThrow) : result;
  },
});

const { next: greenNext, return: greenReturn, throw: greenThrow } = greenGenerator;

/** Defines methods as built-ins have them. */
export function defineMethods<M extends Record<string, object>>(target: object, methods: M): M {
  for (const [name, value] of Object.entries(methods))
    defineProperty(target, name, { value, writable: true, configurable: true });
  return target as M;
}

/**
 * Makes the instances of a generator function green, and gives the function. `name`: for one whose place in the text
 * gives it none.
 */
export function generator<F extends GeneratorFunction>(fn: F, name?: string): F {
  // A new object rather than a new prototype for the old one, which is made only when somebody looks at it.
  fn.prototype = create(greenGenerator);
  if (name !== undefined) defineProperty(fn, 'name', { value: name, configurable: true });
  return fn;
}

/**
 * A generator function whose parameters may suspend: they are evaluated when it is called, and its body when somebody
 * calls `next`. `body` evaluates the parameters up to its first `yield`.
 */
export function parametrised(body: GeneratorFunction, name?: string): object {
  // A method, because it must not be a constructor either.
  const { fn } = {
    fn(this: unknown, ...args: unknown[]): unknown {
      const { prototype } = fn as unknown as GeneratorFunction;
      if (body.prototype !== prototype) body.prototype = prototype;
      const instance = apply(body, this, args);
      return evaluated(instance, instance, fn);
    },
  };
  return dressed(fn, body, name, generatorKind, create(greenGenerator));
}

/** Has the parameters of a call of `fn` evaluated, by the first step of its body; gives `instance` then. */
export function evaluated(body: AnyGenerator, instance: object, fn: object): unknown {
  const result = call(nativeNext, body);
  return isHold(result) ? link(new Frame(0, undefined, body, instance), resumeParameters, fn) : instance;
}

function resumeParameters(frame: Frame): unknown {
  const result = resumeBody(frame);
  return result === SUSPENDED ? result : frame.b;
}

/** Gives `fn` the kind and the properties of the generator function that the author wrote, of which `body` is made. */
export function dressed(
  fn: object,
  body: GeneratorFunction,
  name = body.name,
  kind: object,
  prototype: object,
): object {
  setPrototypeOf(fn, kind);
  // One by one: programs can change what iterating an array does.
  defineProperty(fn, 'length', { value: body.length, configurable: true });
  defineProperty(fn, 'name', { value: name, configurable: true });
  return defineProperty(fn, 'prototype', { value: prototype, writable: true });
}

/** Converts the method `key` of `home`, unless something else has taken its place; gives `home`. */
export function method<H extends object>(home: H, key: PropertyKey, convert: (fn: GeneratorFunction) => object): H {
  const { value } = Object.getOwnPropertyDescriptor(home, key) as PropertyDescriptor;
  if (typeof value !== 'function' || getPrototypeOf(value) !== generatorKind) return home;
  const converted = convert(value);
  if (converted !== value) defineProperty(home, key, { value: converted });
  return home;
}

const privateMethods = new WeakMap<object, object>();

/** The same for a private method: its successor, which is made when somebody first asks for it. */
export function privately(
  fn: GeneratorFunction,
  convert: (fn: GeneratorFunction, name: string) => object,
  name: string,
): object {
  let converted = privateMethods.get(fn);
  if (converted === undefined) {
    converted = convert(fn, name);
    privateMethods.set(fn, converted);
  }
  return converted;
}
