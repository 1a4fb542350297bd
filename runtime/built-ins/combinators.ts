/** Promise.all, allSettled, any and race (ECMA-262, 27.2.4). */
import { consume, type Sink } from '../consume.js';
import { append, isIteratedByEngine, notCallable } from '../protocol.js';
import { realm } from '../realm.js';
import { isConstructor } from './is-constructor.js';

const { call } = realm;

type Settle = (value: unknown) => unknown;
type Maker = new (executor: (resolve: Settle, reject: Settle) => void) => unknown;

interface Listeners {
  fulfilled: Settle;
  rejected: Settle;
}

/** What a combinator does with the promises. */
interface Rule {
  /** The listeners for the promise at `index`. */
  listeners(join: Join, index: number): Listeners;
  /** All promises have reported. */
  settle?(join: Join): unknown;
}

const rules: Record<'all' | 'allSettled' | 'any' | 'race', Rule> = {
  all: {
    listeners: (join, index) => ({ fulfilled: join.reporter(index, value => value), rejected: join.reject }),
    settle: join => join.resolve(join.values),
  },
  allSettled: {
    listeners: (join, index) => {
      const reported = { is: false };
      return {
        fulfilled: join.reporter(index, value => ({ status: 'fulfilled', value }), reported),
        rejected: join.reporter(index, reason => ({ status: 'rejected', reason }), reported),
      };
    },
    settle: join => join.resolve(join.values),
  },
  any: {
    listeners: (join, index) => ({ fulfilled: join.resolve, rejected: join.reporter(index, reason => reason) }),
    settle: join => join.reject(new AggregateError(join.values, 'All promises were rejected')),
  },
  race: { listeners: join => ({ fulfilled: join.resolve, rejected: join.reject }) },
};

/** The built-ins, each with its equivalent. */
export const combinators = (Object.keys(rules) as (keyof typeof rules)[]).map(name => {
  const builtIn: unknown = Promise[name];
  const equivalent = function (this: unknown, value: unknown): unknown {
    const isLeft = isIntact(this) ? isIteratedByEngine(value) : !isConstructor(this);
    return isLeft
      ? call(builtIn, this, value)
      : consume(value, new Join(this as Maker, rules[name]), builtIn as object);
  };
  return [builtIn, equivalent] as const;
});

const { resolve } = Promise;
const { then } = Promise.prototype;
const { getOwnPropertyDescriptor } = Object;

/** What the property holds, without calling a getter. */
const dataOf = (object: object, name: string): unknown => getOwnPropertyDescriptor(object, name)?.value;

/** Whether a combinator of this class calls no code of the program's, if the iterator and the promises do not. */
function isIntact(maker: unknown): boolean {
  return maker === Promise && dataOf(Promise, 'resolve') === resolve && dataOf(Promise.prototype, 'then') === then;
}

/** One call of a combinator. */
class Join implements Sink {
  callee: unknown;
  readonly values: unknown[] = [];
  /** How many promises have not reported yet; the iteration counts as one. */
  waiting = 1;
  promise: unknown;
  /** `then` of the last promise is being called. */
  isListening = false;
  /** Makes promises of values. */
  resolver: unknown;
  resolve!: Settle;
  reject!: Settle;

  constructor(
    readonly maker: Maker,
    readonly rule: Rule,
  ) {}

  create(): unknown {
    this.callee = this.maker;
    return new this.maker((resolve, reject) => {
      if (this.resolve !== undefined || this.reject !== undefined)
        throw new TypeError('Promise executor has already been invoked with non-undefined arguments');
      this.resolve = resolve;
      this.reject = reject;
    });
  }

  created(given: unknown): void {
    if (typeof this.resolve !== 'function' || typeof this.reject !== 'function')
      throw new TypeError('Promise resolve or reject function is not callable');
    this.promise = given;
    this.resolver = (this.maker as { resolve?: unknown }).resolve;
    if (typeof this.resolver !== 'function') throw new TypeError('resolve is not a function');
  }

  take(value: unknown): unknown {
    append(this.values, undefined);
    this.callee = this.resolver;
    return call(this.resolver, this.maker, value);
  }

  taken(given: unknown): (() => unknown) | undefined {
    // What `then` gives matters to nobody.
    if (this.isListening) {
      this.isListening = false;
      return undefined;
    }
    this.isListening = true;
    const { fulfilled, rejected } = this.rule.listeners(this, this.values.length - 1);
    this.waiting++;
    return () => {
      this.callee = (given as { then?: unknown }).then;
      return typeof this.callee === 'function'
        ? call(this.callee, given, fulfilled, rejected)
        : notCallable(this.callee);
    };
  }

  /** A listener that reports the outcome of the promise at `index`, unless that has been `reported`. */
  reporter(index: number, outcome: (value: unknown) => unknown, reported = { is: false }): Settle {
    return value => {
      if (reported.is) return undefined;
      reported.is = true;
      this.values[index] = outcome(value);
      return this.report();
    };
  }

  report(): unknown {
    return --this.waiting === 0 ? this.rule.settle?.(this) : undefined;
  }

  finish(): unknown {
    this.report();
    return this.promise;
  }

  fail(error: unknown): unknown {
    if (this.promise === undefined) throw error;
    this.reject(error);
    return this.promise;
  }
}
