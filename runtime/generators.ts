/**
 * Generators. A green generator is a native one, and needs no frame of its own to be suspended: at a suspension point
 * its body yields the sentinel, so that the activation is *held* where it stands, and a frame of the runtime's stands
 * for it among the caller's.
 *
 *     if ((t = f(x)) === SUSPENDED && (t = held(f, info, id, pc)) === SUSPENDED) {
 *       while ((yield SUSPENDED) !== RESUMED);
 *       t = take();
 *     }
 *
 * Its instances inherit `next`, `return` and `throw` from `greenGenerator`, which tell a hold from a result: on a hold
 * they link the frame and return the sentinel in their turn. Resuming the frame resumes the body, whose result is what
 * the method would have returned.
 */
import { Adopt } from './foreign.js';
import type { Frame as FrameClass, Info, Resume } from './frame.js';
import { listPositions } from './positions.js';
import { realm } from './realm.js';

// The realm's: this copy of the runtime may not be its first.
const { Frame, NOBODY, SUSPENDED, accepts, call, now, passedOn, push, settle, take } = realm;
type Frame = FrameClass;

export type AnyGenerator = Generator<unknown, unknown, unknown>;
export type GeneratorFunction = ((...args: unknown[]) => AnyGenerator) & { prototype: unknown };
type Method = (this: AnyGenerator, value?: any) => IteratorResult<unknown, unknown>;

const generatorKind = Object.getPrototypeOf(function* () {});
const generatorPrototype = generatorKind.prototype as Record<string, Method>;
const { next: nativeNext, return: nativeReturn, throw: nativeThrow } = generatorPrototype;
const { create, setPrototypeOf, defineProperty, getPrototypeOf } = Object;
const { apply } = Reflect;

/** What a held body receives when the runtime resumes it. To anybody else it seems to be running. */
export const RESUMED: unique symbol = Symbol('resumed');

/** Where the body stands that has just been held. */
const gate = {
  info: null as Info | null,
  id: '',
  pc: 0,
  /** The native method that will resume it: `return` if a delegate is closing, which native code must go on to do. */
  by: nativeNext,
  /** Nobody has been told yet. */
  isFresh: false,
};

/** Remembers which generators are held. */
class Holds extends Adopt {
  #held = true;

  constructor(object: object) {
    // Written out: V8's own constructor would iterate its arguments by what the program has made of arrays.
    super(object);
  }

  static has(value: unknown): boolean {
    return typeof value === 'object' && value !== null && #held in value && value.#held;
  }

  static set(generator: object, held: boolean): void {
    if (#held in generator) generator.#held = held;
    else if (held) new Holds(generator);
  }
}

/**
 * At a suspension point of a generator's body, which has just received the sentinel: SUSPENDED if it is to be held, or
 * else the outcome of the call, for its callee is foreign.
 */
export function held(callee: unknown, info: Info, id: string, pc: number): unknown {
  if (callee !== now.handed && !accepts(callee, now.handed, now.last)) {
    const place = new Frame(pc);
    place.info = info;
    place.id = id;
    now.value = settle(passedOn(callee, listPositions(place)[0]));
    now.count = 1;
    return now.value;
  }
  now.handed = NOBODY;
  gate.info = info;
  gate.id = id;
  gate.pc = pc;
  gate.by = nativeNext;
  gate.isFresh = true;
  return SUSPENDED;
}

/**
 * Links a frame for a generator that has just been held, on behalf of `method`, which its caller has called. One that
 * was held before has yielded the sentinel again, and nothing else has happened.
 */
function hold(generator: AnyGenerator, method: object): unknown {
  if (!gate.isFresh || now.target === null) running();
  Holds.set(generator, true);
  return linkHold(new Frame(0, undefined, generator), resumeGenerator, method);
}

/** Links `frame` for the body that has just been held, on behalf of `fn`, which its caller has called. */
export function linkHold(frame: Frame, resume: Resume, fn: object): unknown {
  keepPlace(frame);
  push(frame, resume);
  now.handed = fn;
  return SUSPENDED;
}

/** Notes where the body stands, and that `held` has checked the callee already. */
export function keepPlace(frame: Frame): void {
  gate.isFresh = false;
  frame.pc = gate.pc;
  frame.info = gate.info;
  frame.id = gate.id;
  frame.d = gate.by;
  frame.callee = NOBODY;
}

/** Resumes the body. What comes of it is the outcome of the `next`, `return` or `throw` that it was held in. */
function resumeGenerator(frame: Frame): unknown {
  const generator: AnyGenerator = frame.a;
  Holds.set(generator, false);
  const result = call(frame.d, generator, RESUMED);
  if (!isHold(result)) return result;
  Holds.set(generator, true);
  keepPlace(frame);
  return SUSPENDED;
}

/** A result of a delegate's, which nobody may read on its way to whoever asked for it. */
const passed = {
  result: undefined as unknown,
  /** The method that has returned just now has passed one on: so must whoever called it. */
  isAgain: false,
};

function isHold(result: unknown): boolean {
  return passed.result === undefined ? (result as IteratorResult<unknown>).value === SUSPENDED : isHoldOrPassed(result);
}

function isHoldOrPassed(result: unknown): boolean {
  const { result: untouched } = passed;
  passed.result = undefined;
  passed.isAgain = result === untouched;
  return !passed.isAgain && (result as IteratorResult<unknown>).value === SUSPENDED;
}

function running(): never {
  throw new TypeError('Generator is already running');
}

/** Stands between the prototypes of green generators and that of all generators. */
export const greenGenerator = defineMethods(create(generatorPrototype), {
  next(this: AnyGenerator, value?: unknown) {
    // Whether it is held already is asked where that is cheap, in `hold`.
    const result = call(nativeNext, this, value);
    return isHold(result) ? hold(this, greenNext) : result;
  },
  return(this: AnyGenerator, value?: unknown) {
    if (Holds.has(this)) running();
    const result = call(nativeReturn, this, value);
    return isHold(result) ? hold(this, greenReturn) : result;
  },
  throw(this: AnyGenerator, error?: unknown) {
    if (Holds.has(this)) running();
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
  const { value } = call(nativeNext, body) as IteratorResult<unknown>;
  return value === SUSPENDED ? linkHold(new Frame(0, undefined, body, instance), resumeParameters, fn) : instance;
}

function resumeParameters(frame: Frame): unknown {
  const result = resumeGenerator(frame);
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

/** What `opened` of iteration.ts gives, as far as delegation needs it: array or null, iterator, its `next`. */
interface Iteration {
  readonly a: unknown[] | null;
  readonly i: any;
  readonly n: unknown;
}

const arrayValues = Array.prototype[Symbol.iterator];

/** `yield* delegate(…)` is what `yield* xs` was, where the methods of the iterator of `xs` may suspend. */
export function delegate(iteration: Iteration, info: Info, id: string, pc: number): unknown {
  const { a, i, n } = iteration;
  return a === null ? new Delegation(i, n, info, id, pc) : call(arrayValues, a);
}

/** The result that a held delegate gives to `yield*`. */
const HOLD = Object.freeze({ value: SUSPENDED, done: false });

/**
 * Stands before the iterator that a `yield*` delegates to. The engine calls its methods as it would call the
 * iterator's, and what these return goes through untouched; if they suspend, the body is held.
 */
class Delegation {
  /** Held in a call of the iterator's: what is to be made of its outcome. */
  after: ((result: unknown) => unknown) | null = null;

  constructor(
    readonly iterator: any,
    readonly method: unknown,
    readonly info: Info,
    readonly id: string,
    readonly pc: number,
  ) {}

  [Symbol.iterator](): this {
    return this;
  }

  next(value: unknown): unknown {
    if (this.after !== null) return this.resumed(value);
    const { iterator, method } = this;
    if (method !== greenNext) return this.given(call(method, iterator, value), method, pass);
    // Named, the method of green generators is inlined by the engine; and its results are most often the engine's.
    const result = call(greenNext, iterator, value);
    if (result !== SUSPENDED) return passed.isAgain ? pass(result) : result;
    return this.suspended(method, pass);
  }

  get return(): unknown {
    if (this.after !== null) return this.resumed;
    const method: unknown = this.iterator.return;
    if (typeof method !== 'function') return method;
    return (value: unknown) => {
      const result = this.given(call(method, this.iterator, value), method, pass);
      if (this.after !== null) gate.by = nativeReturn;
      return result;
    };
  }

  get throw(): unknown {
    const { iterator } = this;
    const method: unknown = iterator.throw;
    if (method === undefined || method === null) return () => this.close();
    if (typeof method !== 'function') return method;
    return (error: unknown) => this.given(call(method, iterator, error), method, pass);
  }

  /** The iterator cannot be thrown into. The engine would close it, but could not be held in that. */
  close(): unknown {
    const { iterator } = this;
    const method: unknown = iterator.return;
    if (method === undefined || method === null) return noThrow({});
    return this.given(call(method, iterator), method, noThrow);
  }

  given(result: unknown, callee: unknown, then: (result: unknown) => unknown): unknown {
    return result === SUSPENDED ? this.suspended(callee, then) : then(result);
  }

  suspended(callee: unknown, then: (result: unknown) => unknown): unknown {
    const outcome = held(callee, this.info, this.id, this.pc);
    if (outcome !== SUSPENDED) return then(outcome);
    this.after = then;
    return HOLD;
  }

  resumed(token: unknown): unknown {
    if (token !== RESUMED) return HOLD;
    const { after } = this;
    this.after = null;
    return after?.(take());
  }
}

function pass(result: unknown): unknown {
  passed.result = result;
  return result;
}

function noThrow(result: unknown): never {
  if ((typeof result !== 'object' || result === null) && typeof result !== 'function')
    throw new TypeError(`Iterator result ${String(result)} is not an object`);
  throw new TypeError("The iterator does not provide a 'throw' method.");
}
