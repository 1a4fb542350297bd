'use greenlet';
/**
 * Methods of promises that call code of the program's at once: a constructor (of a class that extends Promise, say), or
 * the `then` of another object (ECMA-262, 27.2.4, 27.2.5). Plain promises are left to the engine.
 */
import { isObject, notCallable } from '../protocol.js';
import { isMissing } from './elements.js';
import { isConstructor } from './is-constructor.js';
import { capabilityOf } from './promise.js';
import { type Capability, isEnginesPromise, isLendable, isPlain, listen } from './promise-values.js';
import { speciesConstructor } from './species.js';

/** The engine's `f.call(self, ...args)`; the call site links with `f`. */
declare function $greenc1call(f: unknown, self: unknown, ...args: unknown[]): any;

const own = Promise as unknown as Record<string, unknown>;
const { resolve: resolveNative, reject: rejectNative, try: tryNative, withResolvers: withResolversNative } = own;
const { then: thenNative, catch: catchNative, finally: finallyNative } = Promise.prototype;

export const statics = { resolve, reject, withResolvers, try: attempt };
export const methods = { then, catch: caught, finally: lastly };

function resolve(this: unknown, value: unknown): unknown {
  return this === Promise || !isConstructor(this) ? $greenc1call(resolveNative, this, value) : resolved(this, value);
}

/** PromiseResolve */
function resolved(maker: unknown, value: any): unknown {
  if (isEnginesPromise(value) && value.constructor === maker) return value;
  const capability = capabilityOf(maker) as Capability;
  $greenc1call(capability.resolve, undefined, value);
  return capability.promise;
}

function reject(this: unknown, reason: unknown): unknown {
  if (this === Promise || !isConstructor(this)) return $greenc1call(rejectNative, this, reason);
  const capability = capabilityOf(this) as Capability;
  $greenc1call(capability.reject, undefined, reason);
  return capability.promise;
}

function withResolvers(this: unknown): unknown {
  if (this === Promise || !isConstructor(this)) return $greenc1call(withResolversNative, this);
  const { promise, resolve, reject } = capabilityOf(this) as Capability;
  return { promise, resolve, reject };
}

function attempt(this: unknown, f: unknown, ...args: unknown[]): unknown {
  if (!isConstructor(this)) return $greenc1call(tryNative, this, f);
  const capability = capabilityOf(this) as Capability;
  let settle = capability.resolve;
  let outcome: unknown;
  try {
    if (typeof f !== 'function') notCallable(f);
    outcome = $greenc1call(f, undefined, ...args);
  } catch (error) {
    settle = capability.reject;
    outcome = error;
  }
  $greenc1call(settle, undefined, outcome);
  return capability.promise;
}

function then(this: any, fulfilled: unknown, rejected: unknown): unknown {
  if (isPlain(this) || !isEnginesPromise(this) || !isLendable(this))
    return $greenc1call(thenNative, this, fulfilled, rejected);
  const maker = speciesConstructor(this, Promise);
  const capability = maker === Promise ? null : capabilityOf(maker);
  return listen(this, capability as Capability | null, fulfilled, rejected);
}

function caught(this: any, rejected: unknown): unknown {
  if (isPlain(this) || isMissing(this)) return $greenc1call(catchNative, this, rejected);
  const method = this.then;
  if (typeof method !== 'function') notCallable(method);
  return callThen(method, this, undefined, rejected);
}

/** Calls a `resolve`, which may be the engine's own. */
export function callResolve(method: unknown, maker: unknown, value: unknown): unknown {
  if (method === resolveNative) return $greenc1call(resolve, maker, value);
  return $greenc1call(method, maker, value);
}

/** Calls a `then`, which may be the engine's own. */
export function callThen(method: unknown, promise: unknown, fulfilled: unknown, rejected: unknown): unknown {
  if (method === thenNative) return $greenc1call(then, promise, fulfilled, rejected);
  return $greenc1call(method, promise, fulfilled, rejected);
}

function lastly(this: any, f: unknown): unknown {
  if (isPlain(this) || !isObject(this)) return $greenc1call(finallyNative, this, f);
  const maker = speciesConstructor(this, Promise);
  let fulfilled = f;
  let rejected = f;
  if (typeof f === 'function') {
    fulfilled = passingOn(maker, f);
    rejected = failing(maker, f);
  }
  const method = (this as { then?: unknown }).then;
  if (typeof method !== 'function') notCallable(method);
  return callThen(method, this, fulfilled, rejected);
}

// Functions without a name, as the engine's have none.

const passingOn = (maker: unknown, f: unknown) => (value: unknown) => afterwards(maker, f, () => value);

const failing = (maker: unknown, f: unknown) => (reason: unknown) =>
  afterwards(maker, f, () => {
    throw reason;
  });

/** Calls `f`, and gives what promises `outcome` when the promise of what it gives is fulfilled. */
function afterwards(maker: unknown, f: unknown, outcome: () => unknown): unknown {
  const given = $greenc1call(f, undefined);
  const promise: any = resolved(maker, given);
  const method = promise.then;
  if (typeof method !== 'function') notCallable(method);
  return $greenc1call(method, promise, outcome);
}
