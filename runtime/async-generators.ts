/**
 * Async generators. The engine can only suspend one by an `await`, that is for good as far as its caller is concerned.
 * So a green one is a sync generator, its *body*, which yields what is to be awaited and what is to be yielded, and
 * this file, which queues the requests of its consumers (ECMA-262, 27.6.3) and drives the body.
 *
 *     await x → yield x      yield x → yield yielded(x)      return x → return yield x
 *     y = yield* xs → if (returned(y = yield* delegateAsync(record, …))) return y.v
 *
 * What runs before the first `await` after a request runs in the greenlet of whoever made it, and may be held there as
 * in any generator: `next`, `return` and `throw` link a frame then. What runs later runs in the main greenlet.
 *
 * The trap: who observes the order of microtasks must find it as the engine has it. Every `await` here is a native
 * one, and there is one for each that the language prescribes.
 */
import { AWAIT, YIELD, yields } from './async-bodies.js';
import { caught } from './caught.js';
import { Adopt } from './foreign.js';
import type { Frame as FrameClass } from './frame.js';
import { defineMethods, dressed, evaluated, type GeneratorFunction } from './generators.js';
import {
  type AnyGenerator,
  generatorPrototype,
  isHold,
  keepPlace,
  link,
  type Method,
  RESUMED,
  released,
} from './holds.js';
import { realm } from './realm.js';

// The realm's: this copy of the runtime may not be its first.
const { Frame, SUSPENDED, call } = realm;
type Frame = FrameClass;

type How = 'next' | 'return' | 'throw';

const { next: nativeNext, return: nativeReturn, throw: nativeThrow } = generatorPrototype;
const asyncKind = Object.getPrototypeOf(async function* () {});
const asyncPrototype = asyncKind.prototype as Record<How, (value?: unknown) => Promise<unknown>>;
const { create } = Object;
const { apply } = Reflect;
const { Promise: NativePromise } = globalThis;

/** A consumer asks for the next result. */
class Request {
  declare resolve: (result: unknown) => void;
  declare reject: (error: unknown) => void;
  /** Who asked next. */
  next: Request | null = null;

  constructor(
    readonly how: How,
    readonly value: unknown,
  ) {}
}

const START = 0;
const SUSPENDED_AT_YIELD = 1;
const EXECUTING = 2;
const ENDED = 3;

class Activation {
  state = START;
  /** Who waits for a result. A list of our own, for programs can change what arrays do. */
  first: Request | null = null;
  last: Request | null = null;
  /** Suspended at a `yield*`, which receives requests rather than the values of them. */
  isDelegating = false;
  /** An `await` is beginning: it may fail at once. */
  isBeginning = false;
  failure: { error: unknown } | null = null;

  constructor(readonly body: AnyGenerator) {}
}

/** Gives an object the activation that it stands for. */
class Instance extends Adopt {
  #activation: Activation;

  constructor(object: object, activation: Activation) {
    super(object);
    this.#activation = activation;
  }

  static of(value: unknown): Activation | null {
    return typeof value === 'object' && value !== null && #activation in value ? value.#activation : null;
  }
}

// ── requests ────────────────────────────────────────────────────────────────

/** Stands between the prototypes of green async generators and that of all async generators. */
const greenAsyncGenerator = /* @__PURE__ */ defineMethods(create(asyncPrototype), {
  next(this: unknown, value?: unknown) {
    return request(this, 'next', value);
  },
  return(this: unknown, value?: unknown) {
    return request(this, 'return', value);
  },
  throw(this: unknown, error?: unknown) {
    return request(this, 'throw', error);
  },
});

function request(self: unknown, how: How, value: unknown): unknown {
  const activation = Instance.of(self);
  // Perhaps a native one; if not, the engine says so.
  if (activation === null) return call(asyncPrototype[how], self, value);
  const asked = new Request(how, value);
  const promise = new NativePromise((resolve, reject) => {
    asked.resolve = resolve;
    asked.reject = reject;
  });
  if (how === 'throw' && activation.state === START) activation.state = ENDED;
  if (how !== 'return' && activation.state === ENDED) {
    if (how === 'next') asked.resolve({ value: undefined, done: true });
    else asked.reject(value);
    return promise;
  }
  const { state } = activation;
  if (activation.last === null) activation.first = asked;
  else activation.last.next = asked;
  activation.last = asked;
  if (state === EXECUTING) return promise;
  activation.state = EXECUTING;
  const result = how === 'return' && state !== SUSPENDED_AT_YIELD ? awaitReturn(activation) : resume(activation, asked);
  return result === SUSPENDED ? hold(activation, promise, greenAsyncGenerator[how]) : promise;
}

function hold(activation: Activation, promise: unknown, method: object): unknown {
  return link(new Frame(0, undefined, activation, promise), resumeHeld, method);
}

function resumeHeld(frame: Frame): unknown {
  released(frame);
  if (drive(frame.a, nativeNext, RESUMED) !== SUSPENDED) return frame.b;
  keepPlace(frame);
  return SUSPENDED;
}

/** Gives the consumer who asked first its result. */
function answer(activation: Activation, isError: boolean, value: unknown, done: boolean): void {
  const { resolve, reject, next } = activation.first as Request;
  activation.first = next;
  if (next === null) activation.last = null;
  if (isError) reject(value);
  else resolve({ value, done });
}

// ── the body ────────────────────────────────────────────────────────────────

/** Goes on with the body, which stands at a `yield` or has not begun, as the request wants it. */
function resume(activation: Activation, { how, value }: Request): unknown {
  if (how === 'return') return pause(activation, value, resumeReturn);
  return receive(activation, how, value);
}

/** The value to return has been awaited; if that failed, it is thrown. */
function resumeReturn(activation: Activation, isError: boolean, value: unknown): unknown {
  return receive(activation, isError ? 'throw' : 'return', value);
}

function receive(activation: Activation, how: How, value: unknown): unknown {
  if (activation.isDelegating) {
    activation.isDelegating = false;
    return drive(activation, nativeNext, { how, value });
  }
  return drive(activation, how === 'next' ? nativeNext : how === 'throw' ? nativeThrow : nativeReturn, value);
}

/** Runs the body until it awaits something, waits for a request, or ends; SUSPENDED if it is held. */
function drive(activation: Activation, method: Method, value: unknown): unknown {
  let result: IteratorResult<unknown, unknown>;
  try {
    result = call(method, activation.body, value) as typeof result;
  } catch (error) {
    return end(activation, true, caught(error));
  }
  if (isHold(result)) return SUSPENDED;
  const { done, value: given } = result;
  if (done) return end(activation, false, given);
  const { what } = yields;
  yields.what = AWAIT;
  if (what === AWAIT) return pause(activation, given, goOn);
  return what === YIELD ? pause(activation, given, give) : give(activation, false, given, true);
}

function goOn(activation: Activation, isError: boolean, value: unknown): unknown {
  return drive(activation, isError ? nativeThrow : nativeNext, value);
}

/** What is yielded has been awaited. */
function give(activation: Activation, isError: boolean, value: unknown, isDelegating = false): unknown {
  if (isError) return drive(activation, nativeThrow, value);
  answer(activation, false, value, false);
  activation.isDelegating = isDelegating;
  if (activation.first !== null) return resume(activation, activation.first);
  activation.state = SUSPENDED_AT_YIELD;
  return undefined;
}

function end(activation: Activation, isError: boolean, value: unknown): unknown {
  answer(activation, isError, value, true);
  return drain(activation);
}

/** Answers who is still waiting for a body that has ended. */
function drain(activation: Activation): unknown {
  for (;;) {
    const { first: next } = activation;
    if (next === null) {
      activation.state = ENDED;
      return undefined;
    }
    if (next.how === 'return') return awaitReturn(activation);
    answer(activation, next.how === 'throw', next.how === 'throw' ? next.value : undefined, true);
  }
}

/** The body has ended or will never begin: a value to return is awaited, and that is all. */
function awaitReturn(activation: Activation): unknown {
  return pause(activation, (activation.first as Request).value, end);
}

type Then = (activation: Activation, isError: boolean, value: unknown) => unknown;

/** Awaits a value. What fails before there is anything to wait for goes on at once, in whatever greenlet this is. */
function pause(activation: Activation, value: unknown, then: Then): unknown {
  activation.isBeginning = true;
  wait(activation, value, then);
  activation.isBeginning = false;
  const { failure } = activation;
  if (failure === null) return undefined;
  activation.failure = null;
  return then(activation, true, failure.error);
}

async function wait(activation: Activation, value: unknown, then: Then): Promise<void> {
  let isError = false;
  let outcome: unknown;
  try {
    outcome = await value;
  } catch (error) {
    if (activation.isBeginning) {
      activation.failure = { error };
      return;
    }
    isError = true;
    outcome = error;
  }
  then(activation, isError, outcome);
}

// ── functions ───────────────────────────────────────────────────────────────

/** The async generator function with this body. `name`: for one whose place in the text gives it none. */
export function asyncGenerator(body: GeneratorFunction, name?: string): object {
  return made(body, name, false);
}

/** The same for one whose parameters may suspend: `body` evaluates them up to its first `yield`. */
export function asyncParametrised(body: GeneratorFunction, name?: string): object {
  return made(body, name, true);
}

function made(body: GeneratorFunction, name: string | undefined, isParametrised: boolean): object {
  // A method, because it must not be a constructor either.
  const { fn } = {
    fn(this: unknown, ...args: unknown[]): unknown {
      const inner = apply(body, this, args);
      const { prototype } = fn as unknown as GeneratorFunction;
      const isObject = (typeof prototype === 'object' && prototype !== null) || typeof prototype === 'function';
      const instance = new Instance(create(isObject ? prototype : greenAsyncGenerator), new Activation(inner));
      return isParametrised ? evaluated(inner, instance, fn) : instance;
    },
  };
  return dressed(fn, body, name, asyncKind, create(greenAsyncGenerator));
}
