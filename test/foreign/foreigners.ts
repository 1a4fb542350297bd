/**
 * The foreign half of the matrix: code that greenc does not compile, and that stands between a green function and the
 * green callback `cb` it is given. Each of them does with the callback what `use` says; the table `kinds` in kinds.ts
 * says how green code comes to call it.
 */
import { EventEmitter } from 'node:events';
import { runInNewContext } from 'node:vm';

export type Callback = (x: number) => any;
export type Log = (...values: unknown[]) => void;
type Use = (cb: Callback) => unknown;

/** Nobody else may look at it. */
function handled<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => {});
  return promise;
}

/** What foreign code may do with the value that its callee returns, which may be the sentinel. */
export const uses: Record<string, (log: Log) => Use> = {
  'returns it': () => cb => cb(1),
  'drops it': () => cb => {
    cb(1);
    return 'dropped';
  },
  'stores it and returns it later': () => {
    let stored: unknown;
    let isStored = false;
    return cb => {
      if (isStored) return stored;
      stored = cb(1);
      isStored = true;
      return 'stored';
    };
  },
  'returns another value made of it': () => cb => ({ within: [cb(1)] }),
  throws: () => cb => {
    cb(1);
    throw new TypeError('of foreign code');
  },
  'calls back again and returns the last': () => cb => {
    cb(1);
    return cb(2);
  },
  'calls back again and returns all': () => cb => [1, 2].map(x => cb(x)),
  'coerces it': () => cb => `${cb(1)}`,
  'awaits it': log => cb =>
    handled(
      (async () => {
        const value = await cb(1);
        log('awaited', value);
        return value;
      })(),
    ),
  'catches and runs on': log => cb => {
    try {
      return cb(1);
    } catch (error) {
      log('foreign code caught', error);
      return 'caught';
    } finally {
      log('foreign finally');
    }
  },
};

const realm = runInNewContext('(function realm(use, cb) { return use(cb); })');

/** An arrow function without a name. */
const unnamed = <T>(f: T): T => f;

/** One of each kind, all doing the same. */
export function makeForeigners(useName: string, log: Log) {
  const use = (uses[useName] as (log: Log) => Use)(log);
  const memory = new Map<string, unknown>();
  const emitter = new EventEmitter();
  let cbNow: Callback = () => 0;

  function plain(cb: Callback) {
    return use(cb);
  }
  function wrapper(cb: Callback) {
    try {
      return use(cb);
    } finally {
      log('wrapper finally');
    }
  }
  async function asyncly(cb: Callback) {
    const value = await use(cb);
    log('foreign async got', value);
    return value;
  }
  class Foreign {
    got: unknown;
    constructor(cb: Callback) {
      // What a constructor returns is the result of `new`, if it is an object.
      const value = use(cb);
      if (useName === 'returns it') Object.assign(this, { got: 'unused' });
      // biome-ignore lint/correctness/noConstructorReturn: such is foreign code.
      return value as Foreign;
    }
    inherited(cb: Callback) {
      return use(cb);
    }
  }
  class Keeping {
    got: unknown;
    constructor(cb: Callback) {
      this.got = use(cb);
    }
  }
  const iterable = {
    [Symbol.iterator]() {
      let rounds = 0;
      return {
        next() {
          return rounds++ > 0 ? { done: true, value: undefined } : { done: false, value: use(cbNow) };
        },
      };
    },
  };
  const passing = {
    [Symbol.iterator]: () => {
      let rounds = 0;
      return {
        next: function next() {
          // Without an end, what is no sentinel would go on for ever.
          return rounds++ > 0 ? { done: true, value: undefined } : use(cbNow);
        },
      };
    },
  };
  const named = {
    callback: function callback(cb: Callback) {
      return use(cb);
    },
    recovering: function recovering(cb: Callback) {
      return use(cb);
    },
  };

  return {
    plain,
    wrapper,
    Foreign,
    Keeping,
    iterable,
    passing,
    /** For those that are given no arguments. */
    set cb(cb: Callback) {
      cbNow = cb;
      emitter.removeAllListeners();
      emitter.on('event', cb);
    },
    anonymous: unnamed((cb: Callback) => use(cb)),
    bound: plain.bind(null),
    boundAnonymous: unnamed((cb: Callback) => use(cb)).bind(null),
    binding: (cb: Callback) => cb.bind(null, 1),
    boundTwice: plain.bind(null).bind(null),
    /** A wrapper of the callback with the callback's own name, bound. */
    namesake: (cb: Callback) => named[cb.name as keyof typeof named].bind(null),
    boundCall: Function.prototype.call.bind(plain),
    object: {
      method(cb: Callback) {
        return use(cb);
      },
    },
    key: 'method',
    found: (_cb: Callback) => plain,
    get served() {
      return plain;
    },
    reads: 0,
    get counted() {
      this.reads++;
      return plain;
    },
    proxied: new Proxy({ plain }, { get: (target, key) => Reflect.get(target, key) }),
    /** Gone by the time somebody looks for the callee. */
    fleeting: {
      method(this: { method?: unknown }, cb: Callback) {
        const { method } = this;
        delete this.method;
        try {
          return use(cb);
        } finally {
          queueMicrotask(() => {
            this.method = method;
          });
        }
      },
    },
    /** Something else by then. */
    replaced: {
      method(this: { method?: unknown; other?: unknown }, cb: Callback) {
        const { method } = this;
        this.method = this.other;
        try {
          return use(cb);
        } finally {
          queueMicrotask(() => {
            this.method = method;
          });
        }
      },
    },
    giving: {
      get cb() {
        return cbNow;
      },
    },
    memo(cb: Callback) {
      if (!memory.has('value')) memory.set('value', use(cb));
      return memory.get('value');
    },
    tag: (_strings: unknown, cb: Callback) => use(cb),
    trapped: new Proxy(plain, { apply: (target, self, given) => Reflect.apply(target, self, given) }),
    around: (cb: Callback) => new Proxy(cb, { apply: (target, _self, [x]) => use(() => target(x)) }),
    transparentProxy: (cb: Callback) => new Proxy(cb, {}),
    get value(): unknown {
      return use(cbNow);
    },
    set value(cb: Callback) {
      use(cb);
    },
    trap: new Proxy({} as Record<string, unknown>, {
      get: () => use(cbNow),
      has: () => !!use(cbNow),
      set: () => (use(cbNow), true),
      deleteProperty: () => (use(cbNow), true),
      ownKeys: () => (use(cbNow), []),
    }),
    text: { toString: () => use(cbNow) },
    number: { valueOf: () => use(cbNow) },
    primitive: { [Symbol.toPrimitive]: () => use(cbNow) },
    type: { [Symbol.hasInstance]: () => use(cbNow) },
    // biome-ignore lint/correctness/useYield: foreign code may well end at once.
    *generator(cb: Callback): Generator<unknown, unknown> {
      return use(cb);
    },
    *yielding(cb: Callback): Generator<unknown> {
      yield use(cb);
    },
    asyncly: (cb: Callback) => handled(asyncly(cb)),
    derive: (Base: new (cb: Callback) => object) =>
      class Derived extends Base {
        later = 'field';
        constructor(cb: Callback) {
          super(cb);
          log('derived');
        }
      },
    realm,
    use,
    made: new Function('use', 'return function made(cb) { return use(cb); }')(use),
    each: Array.prototype.map.bind([1, 2]) as (cb: Callback) => unknown,
    map: 'map' as const,
    later(cb: Callback) {
      queueMicrotask(() => log('later', cb(7)));
      return 'later';
    },
    emitter,
  };
}

export type Foreigners = ReturnType<typeof makeForeigners>;
