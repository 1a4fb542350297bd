'use greenlet';
/** The futures that node-fibers brings along, with their quirks, which other programs rely on. */
import type { FutureConstructor, FutureFunction, Future as FutureType } from './future-types.js';
import Fiber from './index.js';

type Callback = [callback: any, withValue: ((value: any) => void) | undefined];

/** A future as its own methods see it. */
interface State extends FutureType {
  value?: any;
  error?: unknown;
  resolved?: boolean;
  callbacks?: Callback[];
}

declare const process: { nextTick?(task: () => void): void } | undefined;
declare function queueMicrotask(task: () => void): void;

/** Runs a task outside of fibers, soon; where there is no process, it is no Node either. */
function soon(task: () => void): void {
  if (typeof process === 'object' && process.nextTick) process.nextTick(task);
  else queueMicrotask(task);
}

// Not by the name that the entry gives it: the bundler would rename one of them, and programs see the function's.
export const FutureClass = function Future(): void {};

FutureClass.task = function task(...fns: (() => unknown)[]): FutureType {
  if (fns.length === 1) return fns[0].future()();
  const all = newFuture();
  const values = new Array(fns.length);
  let pending = fns.length;
  let failure: unknown;
  fns.forEach((fn, index) => {
    fn.future()().resolve((error, value) => {
      if (error) failure = error;
      values[index] = value;
      pending--;
      if (pending > 0) return;
      if (failure) all.throw(failure);
      else all.return(values);
    });
  });
  return all;
};

FutureClass.wrap = function wrap(target: any, multi?: boolean, suffix = 'Future', isInherited = false): any {
  if (typeof target === 'object') {
    const wrapped = Object.create(target);
    for (const key in target) {
      if (wrapped[key] instanceof Function)
        wrapped[key + suffix] = FutureClass.wrap(wrapped[key], multi, suffix, isInherited);
    }
    return wrapped;
  }
  if (typeof target !== 'function') return undefined;
  function wrapper(this: unknown, ...args: unknown[]): FutureType {
    const future = newFuture();
    const resolver = future.resolver();
    const callback = (error?: unknown, ...values: unknown[]) => resolver(error, values);
    (future as { _?: unknown })._ = target.call(this, ...args, multi ? callback : resolver);
    return future;
  }
  if (!isInherited) {
    // Some packages export a function with others as its properties.
    const methods = Object.create(target);
    for (const key of Object.keys(target)) {
      if (target[key] instanceof Function) methods[key] = target[key];
    }
    Object.setPrototypeOf(wrapper, FutureClass.wrap(methods, multi, suffix, true));
  }
  return wrapper;
};

FutureClass.wait = function wait(...given: unknown[]): void {
  const waitedFor: FutureType[] = [];
  /** One that has not begun yet: the fiber that waits can just as well run it itself. */
  let own: FiberFuture | undefined;
  for (const one of given) {
    for (const future of Array.isArray(one) ? one : [one]) {
      if (!(future instanceof (FutureClass as unknown as FutureConstructor)))
        throw new Error(`${future} is not a future`);
      if (future.isResolved()) continue;
      if (own === undefined && future instanceof FiberFutureClass && !future.started) own = future;
      else waitedFor.push(future);
    }
  }
  const fiber = Fiber.current;
  if (fiber === undefined) throw new Error("Can't wait without a fiber");
  let pending = waitedFor.length;
  if (own !== undefined) pending++;
  for (const future of waitedFor) {
    future.resolve(() => {
      pending--;
      if (pending === 0) fiber.run();
    });
  }
  if (own !== undefined) {
    own.started = true;
    complete(own);
    pending--;
  }
  if (pending > 0) Fiber.yield();
};

FutureClass.fromPromise = function fromPromise(promise: PromiseLike<unknown>): FutureType {
  const future = newFuture();
  promise.then(
    value => future.return(value),
    error => future.throw(error),
  );
  return future;
};

const newFuture = () => new (FutureClass as unknown as FutureConstructor)();

/** Calls back who has asked for a future, in the order in which they have asked. What they throw is nobody's to catch. */
function callBack(future: State, tell: (callback: Callback) => void): void {
  const { callbacks } = future;
  if (callbacks === undefined) return;
  delete future.callbacks;
  for (const callback of callbacks) {
    try {
      tell(callback);
    } catch (error) {
      soon(() => {
        throw error;
      });
    }
  }
}

FutureClass.prototype = {
  get(this: State): unknown {
    if (!this.resolved) throw new Error('Future must resolve before value is ready');
    if (!this.error) return this.value;
    showWaiter(this.error);
    throw this.error;
  },

  return(this: State, value: unknown): void {
    if (this.resolved) throw new Error('Future resolved more than once');
    this.value = value;
    this.resolved = true;
    callBack(this, ([callback, withValue]) => {
      if (withValue) withValue(value);
      else callback(undefined, value);
    });
  },

  throw(this: State, error: unknown): void {
    if (this.resolved) throw new Error('Future resolved more than once');
    if (!error) throw new Error('Must throw non-empty error');
    this.error = error;
    this.resolved = true;
    callBack(this, ([callback, withValue]) => {
      if (withValue) callback.throw(error);
      else callback(error);
    });
  },

  detach(this: State): void {
    this.resolve(error => {
      if (error) throw error;
    });
  },

  isResolved(this: State): boolean {
    return this.resolved === true;
  },

  resolver(this: State): (error?: unknown, value?: unknown) => void {
    return (error, value) => {
      if (error) this.throw(error);
      else this.return(value);
    };
  },

  resolve(this: State, callback: any, withValue?: (value: unknown) => void): State {
    if (!this.resolved) {
      this.callbacks ??= [];
      this.callbacks.push([callback, withValue]);
    } else if (!withValue) callback(this.error, this.value);
    else if (this.error) callback.throw(this.error);
    else withValue(this.value);
    return this;
  },

  resolveSuccess(this: State, callback: (value: unknown) => void): State {
    this.resolve((error, value) => {
      if (!error) callback(value);
    });
    return this;
  },

  proxy(this: State, future: FutureType): void {
    this.resolve((error, value) => {
      if (error) future.throw(error);
      else future.return(value);
    });
  },

  proxyErrors(this: State, futures: FutureType | FutureType[]): State {
    this.resolve(error => {
      if (!error) return;
      for (const future of Array.isArray(futures) ? futures : [futures]) future.throw(error);
    });
    return this;
  },

  promise(this: State): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.resolve((error, value) => {
        if (error) reject(error);
        else resolve(value);
      });
    });
  },

  wait(this: State): unknown {
    if (!this.isResolved()) FutureClass.wait(this);
    return this.get();
  },
};

/**
 * Where an engine has accessors for stacks: shows in an error's who has waited for it as well. The stack it was made with is its
 * `futureStack`.
 */
function showWaiter(error: any): void {
  const waiter: { stack?: string } = {};
  (Error as { captureStackTrace?(on: object, above: unknown): void }).captureStackTrace?.(
    waiter,
    FutureClass.prototype.get,
  );
  let made = Object.getOwnPropertyDescriptor(error, 'futureStack');
  if (made === undefined) {
    made = Object.getOwnPropertyDescriptor(error, 'stack');
    if (made !== undefined) Object.defineProperty(error, 'futureStack', made);
  }
  const read = made?.get;
  if (read === undefined) return;
  Object.defineProperty(error, 'stack', {
    get(): string | undefined {
      const stack: string | undefined = read.call(error);
      if (!stack) return waiter.stack;
      const [message, ...lines] = stack.split('\n');
      return [message, ...(waiter.stack ?? '').split('\n').slice(1), '    - - - - -', ...lines].join('\n');
    },
    set(stack: unknown): void {
      Object.defineProperty(error, 'stack', { value: stack, configurable: true, enumerable: false, writable: true });
    },
    configurable: true,
    enumerable: false,
  });
}

/** The future of a call that is made in a fiber of its own, unless somebody waits for it before that begins. */
interface FiberFuture extends FutureType {
  fn: (...args: unknown[]) => unknown;
  context: unknown;
  args: unknown[];
  started: boolean;
}

function FiberFuture(this: FiberFuture, fn: (...args: unknown[]) => unknown, context: unknown, args: unknown[]): void {
  this.fn = fn;
  this.context = context;
  this.args = args;
  this.started = false;
  soon(() => {
    if (this.started) return;
    this.started = true;
    Fiber(() => complete(this)).run();
  });
}

const FiberFutureClass = FiberFuture as unknown as {
  new (fn: (...args: unknown[]) => unknown, context: unknown, args: unknown[]): FiberFuture;
};
Object.setPrototypeOf(FiberFuture.prototype, FutureClass.prototype);

/** Makes the call of a future. */
function complete(future: FiberFuture): void {
  try {
    future.return(future.fn.apply(future.context, future.args));
  } catch (error) {
    future.throw(error);
  }
}

/** `Function.prototype.future` */
export function futureOf(this: (...args: unknown[]) => unknown, detach?: boolean): FutureFunction {
  const fn = this;
  function inFiber(this: unknown, ...args: unknown[]): FutureType {
    const future = new FiberFutureClass(fn, this, args);
    if (detach) future.detach();
    return future;
  }
  inFiber.toString = () => `<<Future ${fn}.future()>>`;
  return inFiber;
}
