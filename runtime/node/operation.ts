/**
 * An operation of the host's that a greenlet waits for: it is begun, and calls back when it is done. Functions of Node's that block
 * become functions that suspend the greenlet that calls them, and are the originals wherever no greenlet runs.
 */
import type { Greenlet } from '../greenlet.js';
import { park, type Source, Wait, waiting } from '../hub/wait.js';
import { realm } from '../realm.js';
import { isBlocking } from './blocking.js';
import { isCalledByNode } from './called-by-node.js';

const { now, refuse } = realm;

type Function = (...args: any[]) => any;

/** What not every version of Node has: its type where the types of Node have it, and undefined elsewhere. */
export type Perhaps<Module, Name extends string> = Module extends Readonly<Record<Name, infer Type>> ? Type : undefined;

/** Called once, with what the operation comes to. */
export type Done = (error: unknown, value?: any) => void;

/** What an operation does if the greenlet goes on without it. */
export interface Abandoned {
  /** Ends it before its time. */
  cancel?(): void;
  /** Gives back what it has come to in spite of that: a file that is open now, say. */
  discard?(value: any): void;
}

/** Begins the operation; throws where it cannot even begin. `this` is that of the function. */
export type Begin<Args extends unknown[]> = (this: any, args: Args, done: Done) => Abandoned | undefined;

class Operation implements Source {
  readonly wait: Wait;
  /** Who suspends is asked what to do only when the operation has begun. */
  abandoned: Abandoned | undefined;
  isDone = false;
  isForgotten = false;
  isParked = false;
  error: unknown = null;
  value: unknown = undefined;

  constructor(greenlet: Greenlet) {
    this.wait = new Wait(greenlet, this);
  }

  readonly done: Done = (error, value) => {
    if (this.isDone) return;
    this.isDone = true;
    if (this.isForgotten) {
      if (error == null) this.abandoned?.discard?.(value);
    } else if (this.isParked) {
      if (error == null) this.wait.goWith(value);
      else this.wait.throwAtOnce(error);
    } else {
      this.error = error ?? null;
      this.value = value;
    }
  };

  add(): void {
    this.isParked = true;
  }

  forget(): void {
    this.isForgotten = true;
    this.abandoned?.cancel?.();
  }

  expired(): void {}
}

/** Comes to what a function comes to that blocks, where its twin would say something else. */
export function settle(done: Done, get: () => unknown): void {
  let value: unknown;
  try {
    value = get();
  } catch (error) {
    done(error);
    return;
  }
  done(null, value);
}

/** An error as the event loop has it: nobody's calls lead to it yet. */
export function withoutStack(message: string): Error {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  const error = new Error(message);
  Error.stackTraceLimit = stackTraceLimit;
  return error;
}

/**
 * Begins an operation, and suspends the current greenlet until it is done. What it returns is to be returned at once.
 * @param method the function that does so, which is what its caller has called
 * @param name what it is called in reports
 * @throws what beginning it throws
 */
function perform<Args extends unknown[]>(
  method: object,
  begin: Begin<Args>,
  args: Args,
  self: unknown,
  name: string,
): any {
  // Before there is an effect.
  if (now.target !== null) throw refuse();
  const operation = new Operation(waiting(`${name}()`));
  operation.abandoned = begin.call(self, args, operation.done);
  if (!operation.isDone) {
    try {
      return park(operation.wait, method);
    } catch (error) {
      // Who has called cannot be suspended.
      operation.forget();
      throw error;
    }
  }
  if (operation.error !== null) throw operation.error;
  return operation.value;
}

/**
 * A function that does in greenlets by `begin` what `original` does by blocking, and that is `original` everywhere else.
 * Name, length and whatever other properties it has are the original's.
 * @param name what it is called in reports
 */
export function cooperative<F extends Function>(original: F, begin: Begin<Parameters<F>>, name = original.name): F {
  function method(this: unknown, ...args: Parameters<F>): unknown {
    if (isBlocking() || isCalledByNode(method)) return Reflect.apply(original, this, args);
    return perform(method, begin, args, this, name);
  }
  const { prototype: _, ...own } = Object.getOwnPropertyDescriptors(original);
  return Object.defineProperties(method, own) as unknown as F;
}

/**
 * The same where Node has a twin that takes a callback behind the other arguments.
 * @param count how many these are
 * @param discard what becomes of a result that comes when nobody waits any more
 */
export function byCallback<F extends Function>(
  original: F,
  twin: Function,
  count: number,
  discard?: (value: ReturnType<F>) => void,
  name?: string,
): F {
  const abandoned = discard && { discard };
  const begin: Begin<Parameters<F>> = (args, done) => {
    const given: unknown[] = args.slice(0, count);
    given.length = count;
    twin(...given, done);
    return abandoned;
  };
  return cooperative(original, begin, name);
}
