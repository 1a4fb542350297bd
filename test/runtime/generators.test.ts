import {
  asyncGenerator,
  asyncParametrised,
  generator,
  held,
  parametrised,
  SUSPENDED,
  yielded,
} from '../../runtime/abi.js';
import { ForeignFrameError, Greenlet, getCurrent } from '../../runtime/index.js';
import { green, switchTo } from './green.js';

const main = getCurrent();
const info = (): [string, string] => ['src/numbers.ts', 'numbers,3.9,2.5;later,4.7'];
const here = { file: 'src/numbers.ts', name: 'numbers' };

/** What greenc makes of `function* numbers(sink) { for (let i = 0; i < 3; i++) yield sink(i); return sink('end'); }`. */
const numbers = generator(function* numbers(sink: any): Generator<unknown, unknown, any> {
  let t: unknown;
  try {
    for (let i = 0; i < 3; i++) {
      t = sink(i);
      if (t === SUSPENDED) t = yield* held(sink, info, 'greenc1:0', 1);
      yield t;
    }
  } finally {
    t = sink('end');
    if (t === SUSPENDED) t = yield* held(sink, info, 'greenc1:0', 2);
  }
  return t;
} as never) as (sink: unknown) => Generator<any, any, any>;

const native = Object.getPrototypeOf(function* () {}).prototype;

const toMain = green(function* (value) {
  return yield switchTo(main, value);
});

/** A greenlet that asks a generator for results, one after the other; `how` says how. */
function asking(it: Generator<unknown>, ...hows: ('next' | 'return' | 'throw')[]): Greenlet {
  return new Greenlet(
    green(function* () {
      const results: unknown[] = [];
      for (const how of hows) results.push(yield [it[how], it, how]);
      return results;
    }),
  );
}

describe('a generator whose body is suspended', () => {
  test('goes on where it was, and next gives what it yields', () => {
    const g = asking(numbers(toMain), 'next', 'next', 'next', 'next');
    expect([g.switch(), g.switch('a'), g.switch('b'), g.switch('c')]).toEqual([0, 1, 2, 'end']);
    expect(g.switch('d')).toEqual([
      { value: 'a', done: false },
      { value: 'b', done: false },
      { value: 'c', done: false },
      { value: 'd', done: true },
    ]);
  });

  test('has one frame, with the place in its body', () => {
    const g = asking(numbers(toMain), 'next', 'return');
    g.switch();
    expect(g.frames).toEqual([
      { name: 'green', file: 'test/green.ts', line: 1, column: 1 },
      { ...here, line: 3, column: 9 },
      { name: 'green', file: 'test/green.ts', line: 1, column: 1 },
    ]);
    g.switch('a');
    expect(g.frames[1]).toEqual({ ...here, line: 5, column: 5 });
    expect(g.switch('b')).toEqual([
      { value: 'a', done: false },
      { value: 'return', done: true },
    ]);
  });

  test('throws what is thrown in, where the call stands', () => {
    const it = numbers(toMain);
    const g = asking(it, 'next');
    g.switch();
    expect(g.throw(new RangeError('in'))).toBe('end');
    expect(() => g.switch()).toThrow('in');
    expect(it.next()).toEqual({ value: undefined, done: true });
  });

  test('is ended with its greenlet', () => {
    const said: unknown[] = [];
    const it = numbers(
      green(function* (x) {
        return x === 'end' ? said.push(x) : yield [toMain, undefined, x];
      }),
    );
    const g = asking(it, 'next');
    g.switch();
    g.throw();
    expect([said, g.dead, it.next()]).toEqual([['end'], true, { value: undefined, done: true }]);
  });

  test('rule 33: is running to everybody else, and its caller is the current greenlet', () => {
    let seen: unknown;
    const it = numbers(
      green(function* (x) {
        seen = getCurrent();
        return yield [toMain, undefined, x];
      }),
    );
    const g = asking(it, 'next');
    g.switch();
    expect(seen).toBe(g);
    for (const how of ['next', 'return', 'throw'] as const)
      expect(() => it[how](0)).toThrow(new TypeError('Generator is already running'));
    expect(() => [...it]).toThrow('already running');
    const other = asking(it, 'next');
    expect(() => other.switch()).toThrow('already running');
    expect(g.switch('a')).toEqual([{ value: 'a', done: false }]);
  });

  test.each(['next', 'return', 'throw'] as const)(
    'does not go on for a native %s, of which nothing is to be had',
    how => {
      const it = numbers(toMain);
      const g = asking(it, 'next');
      g.switch();
      for (const field of ['value', 'done'] as const)
        expect(() => native[how].call(it, 'wrong')[field]).toThrow(new TypeError('Generator is already running'));
      const iterable = { [Symbol.iterator]: () => ({ next: () => native.next.call(it) }) };
      expect(() => [...iterable]).toThrow('already running');
      expect(g.switch('right')).toEqual([{ value: 'right', done: false }]);
    },
  );

  test('may be asked by main, whose switches are ordinary calls', () => {
    const it = numbers(
      green(function* (x) {
        const echo = new Greenlet((y: unknown) => y);
        return yield switchTo(echo, x);
      }),
    );
    expect([...it]).toEqual([0, 1, 2]);
  });
});

describe('a foreign function that asks for the next result', () => {
  test('is named, and what it cut off has ended', () => {
    const it = numbers(toMain);
    const foreign = () => it.next();
    const g = new Greenlet(
      green(function* () {
        return yield [foreign];
      }),
    );
    let error: any;
    try {
      g.switch();
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(ForeignFrameError);
    expect(error.message).toMatch(/^foreign, called at test\/green\.ts:1:1,/);
    expect([g.dead, it.next()]).toEqual([true, { value: undefined, done: true }]);
  });

  test('a callee of the body that is foreign is named with its place in the body', () => {
    const g = asking(
      numbers(function legacy(x: unknown) {
        return main.switch(x);
      }),
      'next',
    );
    expect(() => g.switch()).toThrow(/^legacy, called at src\/numbers\.ts:[35]:\d,/);
  });
});

describe('the native methods', () => {
  /** What becomes of a greenlet that makes something of the result of a native `how` that meets a switch. */
  function natively(it: Generator<any, any, any>, how: 'next' | 'return', use: (result: any) => unknown): unknown {
    const g = new Greenlet(() => use(native[how].call(it)));
    try {
      return g.switch();
    } catch (error) {
      return error;
    }
  }
  const message = /^a method of %GeneratorPrototype%, called in place of the generator's own, cannot be suspended/;

  test.each(['done', 'value'] as const)('fail as foreign functions do where the %s of the result is read', field => {
    const seen: unknown[] = [];
    const sink = green(function* (x) {
      try {
        return yield [toMain, undefined, x];
      } catch (error) {
        seen.push(error);
        throw error;
      }
    });
    const it = numbers(sink);
    const error = natively(it, 'next', result => result[field]) as Error;
    expect(error).toBeInstanceOf(ForeignFrameError);
    expect(error.message).toMatch(message);
    // At the switch as well, and in the body, once somebody asks for more.
    expect(seen).toEqual([error]);
    const g = asking(it, 'next');
    expect(g.switch()).toBe('end');
    expect(() => g.switch()).toThrow(message);
    expect(it.next()).toEqual({ value: undefined, done: true });
  });

  test('fail even if nobody reads it', () => {
    const it = numbers(toMain);
    expect(natively(it, 'next', () => 'unread')).toBeInstanceOf(ForeignFrameError);
    expect(() => it.return(1)).toThrow(ForeignFrameError);
  });

  test('do so for a `return` whose finally block switches', () => {
    const it = numbers((x: unknown) => (x === 'end' ? toMain(x) : x));
    it.next();
    expect(natively(it, 'return', ({ done }) => done)).toBeInstanceOf(ForeignFrameError);
  });
});

describe('parameters that suspend', () => {
  const body = function* pair(a: unknown): Generator<unknown, void, any> {
    let b: any = toMain(a);
    if (b === SUSPENDED) b = yield* held(toMain, info, 'greenc1:0', 1);
    yield;
    yield [a, b];
  };

  test('suspend the call, which gives the generator', () => {
    const pair = parametrised(body as never) as any;
    const g = new Greenlet(
      green(function* () {
        const it = yield [pair, undefined, 1];
        return [it instanceof pair, (yield [it.next, it]).value];
      }),
    );
    expect(g.switch()).toBe(1);
    expect(g.frames.map(({ name, line }) => [name, line])).toEqual([
      ['green', 1],
      ['numbers', 3],
      ['green', 1],
    ]);
    expect(g.switch(2)).toEqual([true, [1, 2]]);
  });

  test('the same of an async generator', async () => {
    const pair = asyncParametrised(body as never) as any;
    const g = new Greenlet(
      green(function* () {
        return yield [pair, undefined, 1];
      }),
    );
    expect(g.switch()).toBe(1);
    const it = g.switch(2);
    expect(it instanceof pair).toBe(true);
    expect(Object.prototype.toString.call(it)).toBe('[object AsyncGenerator]');
  });
});

describe('an async generator', () => {
  const later = asyncGenerator(function* later(sink: any): Generator<unknown, unknown, any> {
    let t: any = sink('start');
    if (t === SUSPENDED) t = yield* held(sink, info, 'greenc1:1', 1);
    const sent = yield yielded(t);
    const awaited = yield Promise.resolve('awaited');
    return yield [sent, awaited];
  } as never) as (sink: unknown) => AsyncGenerator<any, any, any>;

  test('suspends its caller until its first await; next gives the promise then', async () => {
    const it = later(toMain);
    const g = new Greenlet(
      green(function* () {
        return [yield [it.next, it]];
      }),
    );
    expect(g.switch()).toBe('start');
    expect(g.frames[1]).toEqual({ name: 'later', file: 'src/numbers.ts', line: 9, column: 7 });
    // Requests made meanwhile wait their turn.
    const second = it.next('sent');
    const [first] = g.switch('value') as [Promise<unknown>];
    expect(await first).toEqual({ value: 'value', done: false });
    expect(await second).toEqual({ value: ['sent', 'awaited'], done: true });
    expect(await it.next()).toEqual({ value: undefined, done: true });
  });

  test('rejects with what is thrown in', async () => {
    const it = later(toMain);
    const g = new Greenlet(
      green(function* () {
        return [yield [it.next, it]];
      }),
    );
    g.switch();
    const [promise] = g.throw(new RangeError('in')) as [Promise<unknown>];
    await expect(promise).rejects.toThrow('in');
  });

  test('leaves the requests of others to the engine', async () => {
    const { next } = Object.getPrototypeOf(Object.getPrototypeOf(later(toMain)));
    async function* native() {
      yield 1;
    }
    expect(await next.call(native())).toEqual({ value: 1, done: false });
    await expect(next.call({})).rejects.toThrow(TypeError);
  });
});
