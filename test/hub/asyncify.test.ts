'use greenlet';
import { Greenlet, GreenletExit, getCurrent, setTrace } from 'greenc';
import { asyncify, currentSignal, sleep, spawn, Task, Timeout, wait } from 'greenc/hub';
import { green, thrownBy } from './green.js';

const boom = new Error('boom');
const reason = new Error('aborted');

describe('asyncify', () => {
  test('passes this and arguments, and looks like the function', async () => {
    const counter = {
      count: 1,
      add: asyncify(function add(this: { count: number }, n: number, m: number) {
        sleep(1);
        this.count += n + m;
        return this;
      }),
    };
    await expect(counter.add(2, 3)).resolves.toBe(counter);
    expect([counter.count, counter.add.name, counter.add.length]).toEqual([6, 'add', 2]);
    expect(() => asyncify(5 as never)).toThrow(TypeError);
  });

  test('begins at once in main, and settles when it ends', async () => {
    const log: string[] = [];
    const both = [
      asyncify(() => void log.push('runs'))().then(() => log.push('asyncified')),
      (async () => void log.push('runs'))().then(() => log.push('async')),
    ];
    log.push('called');
    await Promise.all(both);
    expect(log).toEqual(['runs', 'runs', 'called', 'asyncified', 'async']);
  });

  test('may call itself as deep as memory lasts', async () => {
    const sum: (n: number) => Promise<number> = asyncify(n => (n === 0 ? 0 : n + wait(sum(n - 1))));
    await expect(sum(20_000)).resolves.toBe(200_010_000);
  });

  test('follows a promise, and takes other results as they are', async () => {
    await expect(asyncify(() => Promise.resolve(5))()).resolves.toBe(5);
    await expect(asyncify(async () => Promise.reject(boom))()).rejects.toBe(boom);
    const exit = new GreenletExit();
    await expect(asyncify(() => exit)()).resolves.toBe(exit);
  });

  test('is rejected by whatever is thrown', async () => {
    for (const thrown of [boom, undefined, new GreenletExit()]) {
      const failing = (isLate: boolean) => {
        if (isLate) sleep(1);
        throw thrown;
      };
      for (const isLate of [false, true])
        await expect((asyncify(failing)(isLate) as Promise<never>).then(() => 'none')).rejects.toBe(thrown);
    }
  });

  green('begins at once in a greenlet, on top of it', () => {
    const log: unknown[] = [];
    const begun = spawn(() => log.push('spawned'));
    const inner = getCurrent();
    const promise = asyncify((n: number) => {
      log.push(n, getCurrent() === inner);
      const nested = asyncify(() => {
        log.push('nested');
        sleep(1);
        return 'late';
      })();
      log.push('after');
      return wait(nested);
    })(1);
    log.push('called', getCurrent() === inner);
    expect(log).toEqual([1, false, 'nested', 'after', 'called', true]);
    expect(wait(promise)).toBe('late');
    begun.join();
    const failing = asyncify(() => {
      throw boom;
    })();
    expect(thrownBy(() => wait(failing))).toBe(boom);
    expect(wait(asyncify(() => 5)())).toBe(5);
  });

  green('a task that has begun on top of a greenlet may switch to others, and be killed at its start', () => {
    const log: unknown[] = [];
    const main = getCurrent().parent as Greenlet;
    const other = new Greenlet((n: number) => {
      log.push(n);
      main.switch();
      log.push('again');
    }, main);
    const promise = asyncify(() => {
      other.switch(1);
      return 'never: nobody switches back';
    })();
    log.push('called');
    sleep(1);
    expect(log).toEqual(['called', 1]);
    promise.catch(() => {});
    const signal = AbortSignal.abort(reason);
    expect(thrownBy(() => wait(asyncify(() => log.push('never'), { signal })()))).toBe(reason);
    expect(thrownBy(() => wait(asyncify(() => sleep(1000), { timeout: 1 })()))).toBeInstanceOf(Timeout);
  });

  green('with a trace callback it begins when it is its turn', () => {
    const log: string[] = [];
    setTrace(event => log.push(event));
    const promise = asyncify(() => log.push('begins'))();
    expect(log).toEqual([]);
    wait(promise);
    setTrace(null);
    expect(log).toContain('begins');
  });

  green('calls one another', () => {
    const fibonacci = (n: number): number => (n < 2 ? n : wait(later(n - 1)) + wait(later(n - 2)));
    const later: (n: number) => Promise<number> = asyncify(fibonacci);
    expect(wait(later(8))).toBe(21);
  });

  test('with limits', async () => {
    const ends: unknown[] = [];
    const long = (): string => {
      try {
        sleep(1000);
      } finally {
        sleep(1);
        ends.push(currentSignal()?.aborted);
      }
      return 'never';
    };
    await expect(asyncify(long, { timeout: 1 })()).rejects.toBeInstanceOf(Timeout);
    const controller = new AbortController();
    const { signal } = controller;
    const limited = asyncify(long, { timeout: 1000, signal });
    const running = [limited(), limited()];
    controller.abort(reason);
    for (const promise of running) await expect(promise).rejects.toBe(reason);
    await expect(limited()).rejects.toBe(reason);
    expect(ends).toHaveLength(3);
    await expect(asyncify(() => 5, { timeout: 1000, signal: new AbortController().signal })()).resolves.toBe(5);
  });

  test('a task that aborts its own signal is killed where it waits next', async () => {
    const controller = new AbortController();
    const log: string[] = [];
    const promise = asyncify(
      () => {
        controller.abort(reason);
        log.push('goes on');
        sleep(1000);
      },
      { signal: controller.signal },
    )();
    await expect(promise).rejects.toBe(reason);
    expect(log).toEqual(['goes on']);
  });
});

describe('currentSignal', () => {
  green('is one for each task, and aborted with what kills it', () => {
    const signals: AbortSignal[] = [];
    const work = () => {
      const signal = currentSignal();
      expect(signal).toBe(currentSignal());
      if (signal !== undefined) signals.push(signal);
      sleep(1000);
    };
    const tasks = [spawn(work), spawn(work)];
    sleep();
    tasks[0].kill(boom);
    expect(signals.map(signal => signal.aborted)).toEqual([true, false]);
    expect(signals[0].reason).toBe(boom);
    setTimeout(() => tasks[1].kill());
    tasks[1].join();
    expect(signals[1].reason).toBeInstanceOf(GreenletExit);
  });

  green('ends what works for the task', () => {
    let ended: unknown;
    const task = spawn(() => {
      const signal = currentSignal() as AbortSignal;
      const working = new Promise((_, fail) =>
        signal.addEventListener('abort', () => {
          ended = signal.reason;
          fail(signal.reason);
        }),
      );
      return wait(working);
    });
    sleep();
    task.kill(boom);
    expect([ended, task.error]).toEqual([boom, boom]);
  });

  green('is not aborted by a timeout, nor by the end', () => {
    let signal: AbortSignal | undefined;
    const task = spawn(() => {
      signal = currentSignal();
      return thrownBy(() => wait(new Promise(() => {}), 1));
    });
    expect(task.get()).toBeInstanceOf(Timeout);
    expect(signal?.aborted).toBe(false);
  });

  test('in main there is none', () => {
    expect(getCurrent()).not.toBeInstanceOf(Task);
    expect(currentSignal()).toBe(undefined);
  });
});
