'use greenlet';
/** Promise.all, allSettled, any and race (ECMA-262, 27.2.4). */
import { append, checkedIterator, checkedResult, notCallable, notIterable } from '../protocol.js';
import { closeFailed } from './closing.js';
import { setErrors, withoutErrors } from './native.js';
import { capabilityOf } from './promise.js';
import { callResolve, callThen } from './promise-methods.js';
import { type Capability, isJoinedByEngine } from './promise-values.js';

/** The engine's `f.call(self, ...args)`; the call site links with `f`. */
declare function $greenc1call(f: unknown, self: unknown, ...args: unknown[]): any;

type Name = 'all' | 'allSettled' | 'any' | 'race';
type Listener = (value: unknown) => unknown;

/** One call of a combinator. */
interface Join {
  readonly name: Name;
  readonly capability: Capability;
  readonly values: unknown[];
  /** How many promises have not reported yet; the iteration counts as one. */
  waiting: number;
}

const names: Name[] = ['all', 'allSettled', 'any', 'race'];

/** The equivalents, by name. */
export const combinators: Record<string, unknown> = {};
for (let i = 0; i < names.length; i++)
  combinators[names[i] as Name] = combinator(names[i] as Name, Promise[names[i] as Name]);

function combinator(name: Name, builtIn: unknown): unknown {
  return function combine(this: unknown, iterable: unknown): unknown {
    if (isJoinedByEngine(this, iterable)) return $greenc1call(builtIn, this, iterable);
    const capability = capabilityOf(this) as Capability;
    const join = { name, capability, values: [], waiting: 1 };
    try {
      listenToAll(join, this, iterable);
      if (name !== 'any') report(join);
    } catch (error) {
      $greenc1call(capability.reject, undefined, error);
      return capability.promise;
    }
    // It may reject, and what that throws is not given to `reject` again.
    if (name === 'any') report(join);
    return capability.promise;
  };
}

function listenToAll(join: Join, maker: any, iterable: any): void {
  const resolver = maker.resolve;
  if (typeof resolver !== 'function') throw new TypeError('Promise resolve or reject function is not callable');
  const method = iterable === undefined || iterable === null ? undefined : iterable[Symbol.iterator];
  if (typeof method !== 'function') notIterable(iterable, 0);
  const iterator: any = checkedIterator($greenc1call(method, iterable));
  const { next } = iterator;
  for (let index = 0; ; index++) {
    if (typeof next !== 'function') notCallable(next);
    const result = checkedResult($greenc1call(next, iterator));
    if (result.done) return;
    const { value } = result;
    try {
      append(join.values, undefined);
      const promise = callResolve(resolver, maker, value);
      listen(join, promise, index);
    } catch (error) {
      closeFailed(iterator);
      throw error;
    }
  }
}

function listen(join: Join, promise: any, index: number): void {
  const { name, capability } = join;
  let fulfilled: unknown = capability.resolve;
  let rejected: unknown = capability.reject;
  const reported = { is: false };
  if (name === 'all') fulfilled = reporter(join, index, reported, itself);
  else if (name === 'any') rejected = reporter(join, index, reported, itself);
  else if (name === 'allSettled') {
    fulfilled = reporter(join, index, reported, value => ({ status: 'fulfilled', value }));
    rejected = reporter(join, index, reported, reason => ({ status: 'rejected', reason }));
  }
  join.waiting++;
  const { then } = promise;
  if (typeof then !== 'function') notCallable(then);
  callThen(then, promise, fulfilled, rejected);
}

const itself = (value: unknown): unknown => value;

/** A listener that reports the outcome of the promise at `index`, unless that has been `reported`. */
function reporter(join: Join, index: number, reported: { is: boolean }, outcome: Listener): Listener {
  return value => {
    if (reported.is) return undefined;
    reported.is = true;
    join.values[index] = outcome(value);
    return report(join);
  };
}

/** The iteration, or a promise, has reported. */
function report(join: Join): unknown {
  const { name, capability, values } = join;
  if (--join.waiting > 0 || name === 'race') return undefined;
  if (name !== 'any') return $greenc1call(capability.resolve, undefined, values);
  const error = withoutErrors(AggregateError, [undefined, 'All promises were rejected']);
  setErrors(error, values);
  return $greenc1call(capability.reject, undefined, error);
}
