/** The steps of the methods of promises in which nothing of the program's is called but by accessors. */
import { Adopt } from '../foreign.js';
import { isIteratedByEngine, isObject } from '../protocol.js';
import { isProxy, types } from '../proxies.js';
import { isConstructor } from './is-constructor.js';

type Settle = (value: unknown) => unknown;

/** A promise, or what else a constructor makes of an executor, with the functions that settle it. */
export interface Capability {
  promise: unknown;
  resolve: Settle;
  reject: Settle;
}

const { apply, construct, defineProperty, deleteProperty, getOwnPropertyDescriptor, getPrototypeOf, isExtensible } =
  Reflect;
const { resolve } = Promise;
const { prototype } = Promise;
const { then } = prototype;
const speciesGetter = getOwnPropertyDescriptor(Promise, Symbol.species)?.get;

/** A promise of the engine's, or of a class that extends it, with the functions that settle it. */
export function nativeCapability(target: unknown): Capability {
  const given = new Given();
  const promise: unknown = construct(Promise, [given.executor], target as PromiseConstructor);
  return { promise, resolve: given.resolve as Settle, reject: given.reject as Settle };
}

/** Marks a function as the runtime's. */
class Own extends Adopt {
  readonly #own = true;

  constructor(callee: object) {
    // Written out, as in foreign.ts.
    super(callee);
  }

  static has(callee: object): boolean {
    return #own in callee && callee.#own;
  }
}

/** What an executor is given (GetCapabilitiesExecutor Functions). */
export class Given {
  resolve: unknown;
  reject: unknown;
  readonly executor: (resolve: unknown, reject: unknown) => void;

  constructor() {
    this.executor = (resolve, reject) => {
      if (this.resolve !== undefined || this.reject !== undefined)
        throw new TypeError('Promise executor has already been invoked with non-undefined arguments');
      this.resolve = resolve;
      this.reject = reject;
    };
    new Own(this.executor);
  }

  /** Whether it is one of these that a constructor has been given. */
  static owns(executor: object): boolean {
    return Own.has(executor);
  }

  /** The capability, when the executor has been given to what has made `promise`. */
  of(promise: unknown): Capability {
    const { resolve, reject } = this;
    if (typeof resolve !== 'function' || typeof reject !== 'function')
      throw new TypeError('Promise resolve or reject function is not callable');
    return { promise, resolve: resolve as Settle, reject: reject as Settle };
  }
}

export const reject = (capability: Capability, error: unknown): unknown => capability.reject(error);

/** Has the engine refuse what is no executor. */
export const misused = (executor: unknown): unknown => new Promise(executor as never);

/** What the property holds, without calling a getter. */
const dataOf = (object: object, name: string): unknown => getOwnPropertyDescriptor(object, name)?.value;

/** Whether the engine's promises have the methods that the engine has given them. */
const isIntact = (): boolean =>
  dataOf(Promise, 'resolve') === resolve &&
  dataOf(prototype, 'then') === then &&
  dataOf(prototype, 'constructor') === Promise &&
  getOwnPropertyDescriptor(Promise, Symbol.species)?.get === speciesGetter;

/** Whether `value` is a promise with nothing of the program's about it: looking does not show. */
export function isPlain(value: unknown): boolean {
  return (
    isObject(value) &&
    !isProxy?.(value) &&
    getPrototypeOf(value) === prototype &&
    getOwnPropertyDescriptor(value, 'then') === undefined &&
    getOwnPropertyDescriptor(value, 'constructor') === undefined &&
    isIntact()
  );
}

/** Whether a combinator of `maker` calls no code of the program's, or has something to refuse. */
export function isJoinedByEngine(maker: unknown, iterable: any): boolean {
  if (maker !== Promise || !isIntact()) return !isConstructor(maker);
  if (!Array.isArray(iterable)) return iterable === null || iterable === undefined || typeof iterable === 'string';
  if (!isIteratedByEngine(iterable)) return false;
  for (let at = 0; at < iterable.length; at++) {
    const value = getOwnPropertyDescriptor(iterable, at)?.value;
    if (isObject(value) && !isPlain(value)) return false;
  }
  return true;
}

export const isEnginesPromise = types?.isPromise ?? ((value: unknown): boolean => value instanceof Promise);

/**
 * Whether `listen` can lend the promise a constructor. Of any other the engine reads the constructor itself: it would be read
 * twice, and called twice, if it had been called here before.
 */
export function isLendable(promise: object): boolean {
  const own = getOwnPropertyDescriptor(promise, 'constructor');
  return own === undefined ? isExtensible(promise) : own.configurable === true;
}

/**
 * PerformPromiseThen, of a promise that is lendable. The engine asks it for the constructor of what it is to give: for that
 * moment the promise has one that gives what has been made already.
 */
export function listen(promise: object, made: Capability | null, fulfilled: unknown, rejected: unknown): unknown {
  const own = getOwnPropertyDescriptor(promise, 'constructor');
  function giver(executor: (resolve: Settle, reject: Settle) => void): unknown {
    const { resolve, reject, promise } = made as Capability;
    executor(resolve, reject);
    return promise;
  }
  const value = { [Symbol.species]: made === null ? Promise : giver };
  defineProperty(promise, 'constructor', { value, configurable: true });
  try {
    return apply(then, promise, [fulfilled, rejected]);
  } finally {
    if (own) defineProperty(promise, 'constructor', own);
    else deleteProperty(promise, 'constructor');
  }
}
