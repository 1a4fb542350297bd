'use greenlet';
import { EventEmitter, on } from 'node:events';
import { Readable } from 'node:stream';
import { iterate, sleep, spawn, Timeout, wait } from 'greenc/hub';
import { green, thrownBy } from './green.js';

const boom = new Error('boom');

/** Numbers, and what is done to their iterator. */
function numbers(count: number, log: unknown[], others: object = {}): AsyncIterable<number> {
  let n = 0;
  return {
    [Symbol.asyncIterator]: () => ({
      async next(...sent: unknown[]) {
        log.push(['next', ...sent]);
        return n < count ? { done: false as const, value: ++n } : { done: true as const, value: 'end' as any };
      },
      async return(...given: unknown[]) {
        log.push(['return', ...given]);
        return { done: true as const, value: undefined as any };
      },
      ...others,
    }),
  };
}

/** The same loop as an async function writes it. */
const loops = {
  'to its end': [
    async (source: AsyncIterable<number>, log: unknown[]) => {
      for await (const n of source) log.push(n);
    },
    (source: AsyncIterable<number>, log: unknown[]) => {
      for (const n of iterate(source)) log.push(n);
    },
  ],
  'with break': [
    async (source: AsyncIterable<number>, log: unknown[]) => {
      for await (const n of source) if (log.push(n) && n === 2) break;
      log.push('after');
    },
    (source: AsyncIterable<number>, log: unknown[]) => {
      for (const n of iterate(source)) if (log.push(n) && n === 2) break;
      log.push('after');
    },
  ],
  'with return': [
    async (source: AsyncIterable<number>) => {
      for await (const n of source) return n;
    },
    (source: AsyncIterable<number>) => {
      for (const n of iterate(source)) return n;
    },
  ],
  'with an error': [
    async (source: AsyncIterable<number>) => {
      for await (const _ of source) throw boom;
    },
    (source: AsyncIterable<number>) => {
      for (const _ of iterate(source)) throw boom;
    },
  ],
} as const;

const sources: Record<string, (log: unknown[]) => AsyncIterable<number>> = {
  'that ends': log => numbers(3, log),
  'whose return fails': log =>
    numbers(3, log, {
      async return() {
        log.push('return');
        throw new Error('return');
      },
    }),
  'whose return throws at once': log =>
    numbers(3, log, {
      return() {
        throw new Error('return');
      },
    }),
  'whose return gives no object': log => numbers(3, log, { return: async () => 5 }),
  'without return': log => numbers(3, log, { return: undefined }),
  'whose return is null': log => numbers(3, log, { return: null }),
  'whose return cannot be called': log => numbers(3, log, { return: 5 }),
  'whose next fails': log =>
    numbers(3, log, {
      async next() {
        throw new Error('next');
      },
    }),
  'whose next throws at once': log =>
    numbers(3, log, {
      next() {
        throw new Error('next');
      },
    }),
  'whose next gives no object': log => numbers(3, log, { next: async () => 5 }),
  'whose next gives no promise': log => {
    let n = 0;
    return numbers(3, log, { next: () => ({ done: n === 3, value: ++n }) });
  },
  'that is an async generator': log =>
    (async function* () {
      try {
        yield 1;
        yield 2;
        yield 3;
      } finally {
        log.push('finally');
        await null;
        log.push('closed');
      }
    })(),
};

for (const [kind, [awaiting, waiting]] of Object.entries(loops)) {
  describe(`a loop ${kind} does what for await does`, () => {
    for (const [name, make] of Object.entries(sources)) {
      green(`with an iterator ${name}`, () => {
        const ran = (loop: (source: AsyncIterable<number>, log: unknown[]) => unknown) => {
          const log: unknown[] = [];
          try {
            log.push(wait(loop(make(log), log)));
          } catch (error) {
            log.push(error === boom ? boom : (error as Error).name, error instanceof TypeError ? '' : String(error));
          }
          return log;
        };
        expect(ran(waiting)).toEqual(ran(awaiting));
      });
    }
  });
}

green('what is no async iterable', () => {
  expect([...iterate([1, Promise.resolve(2), 3])]).toEqual([1, 2, 3]);
  expect([...iterate(new Set(['a']))]).toEqual(['a']);
  expect(thrownBy(() => iterate(5 as any))).toBeInstanceOf(TypeError);
  expect(thrownBy(() => iterate({ [Symbol.asyncIterator]: () => 5 } as any))).toBeInstanceOf(TypeError);
  let closed = false;
  const closing = function* () {
    try {
      yield Promise.resolve(1);
      yield 2;
    } finally {
      closed = true;
    }
  };
  for (const value of iterate(closing())) {
    expect(value).toBe(1);
    break;
  }
  expect(closed).toBe(true);
});

green('what iterates can be given to whatever iterates', () => {
  const log: unknown[] = [];
  const [first, ...others] = iterate(numbers(4, log));
  expect([first, others]).toEqual([1, [2, 3, 4]]);
  expect(Array.from(iterate(numbers(2, log)), n => n * 2)).toEqual([2, 4]);
  const delegating = function* (): Generator<number, unknown, unknown> {
    return yield* iterate(numbers(1, log)) as IterableIterator<number>;
  };
  const generator = delegating();
  expect([generator.next(), generator.next('sent'), generator.next()]).toEqual([
    { done: false, value: 1 },
    { done: true, value: 'end' },
    { done: true, value: undefined },
  ]);
  expect(log.at(-1)).toEqual(['next', 'sent']);
});

green('next may wait before it gives a promise', () => {
  const slow = numbers(2, [], {
    next() {
      sleep(1);
      return Promise.resolve({ done: true, value: undefined });
    },
  });
  expect([...iterate(slow)]).toEqual([]);
});

describe('streams of Node', () => {
  green('are read chunk by chunk, and destroyed by a loop that is left', () => {
    const stream = Readable.from(['a', 'b', 'c']);
    expect([...iterate(stream)]).toEqual(['a', 'b', 'c']);
    const other = Readable.from(['a', 'b', 'c']);
    for (const chunk of iterate(other)) {
      expect(chunk).toBe('a');
      break;
    }
    expect(other.destroyed).toBe(true);
  });

  green('throw their errors', () => {
    const failing = new Readable({
      read() {
        this.destroy(boom);
      },
    });
    expect(thrownBy(() => [...iterate(failing)])).toBe(boom);
  });

  const silent = () => new Readable({ read() {} });

  green('are destroyed where a wait for the next chunk is cut short', () => {
    const stream = silent();
    expect(thrownBy(() => [...iterate(stream, 1)])).toBeInstanceOf(Timeout);
    sleep(1);
    expect(stream.destroyed).toBe(true);
    const other = silent();
    const task = spawn(() => [...iterate(other)]);
    sleep(1);
    task.kill();
    sleep(1);
    expect(other.destroyed).toBe(true);
  });

  green('events.on', () => {
    const emitter = new EventEmitter();
    spawn(() => {
      for (const n of [1, 2, 3]) {
        sleep(1);
        emitter.emit('x', n);
      }
    });
    const seen: number[] = [];
    for (const [n] of iterate(on(emitter, 'x'))) {
      seen.push(n);
      if (n === 3) break;
    }
    expect(seen).toEqual([1, 2, 3]);
    expect(emitter.listenerCount('x')).toBe(0);
  });
});
