'use greenlet';
/** Waits for what is outside the hub: each in every way that it may end. */
import { EventEmitter } from 'node:events';
import { type Greenlet, GreenletExit } from 'greenc';
import {
  callback,
  InvalidSwitchError,
  idle,
  iterate,
  joinAll,
  sleep,
  spawn,
  type Task,
  Timeout,
  wait,
  waitEvent,
} from 'greenc/hub';
import { folderWith } from '../cli/support.js';
import { green, thrownBy } from './green.js';

const boom = new Error('boom');
const reason = new Error('aborted');

type Limit = number | { timeout?: number; signal?: AbortSignal };

interface Trial {
  /** What the greenlet waits in. */
  wait(limit?: Limit): unknown;
  /** Has the wait give 5. */
  give(): void;
  fail?(error: Error): void;
  /** Listeners that are left. */
  left?(): number;
}

const trials: Record<string, () => Trial> = {
  'wait of a promise': () => {
    const { promise, resolve, reject } = resolvers();
    return { wait: limit => wait(promise, limit), give: () => resolve(5), fail: reject };
  },
  'wait of a thenable': () => {
    const { promise, resolve, reject } = resolvers();
    // biome-ignore lint/suspicious/noThenProperty: a thenable.
    const thenable = { then: (done: () => void, fail: () => void) => void promise.then(done, fail) };
    return { wait: limit => wait(thenable, limit), give: () => resolve(5), fail: reject };
  },
  callback: () => {
    let done = (_error?: unknown, _value?: unknown): void => {};
    return {
      wait: limit =>
        callback(called => {
          done = called;
        }, limit),
      give: () => done(null, 5),
      fail: error => done(error),
    };
  },
  'waitEvent of an emitter': () => {
    const emitter = new EventEmitter();
    return {
      wait: limit => waitEvent(emitter, 'ready', limit),
      give: () => void emitter.emit('ready', 5),
      fail: error => void (emitter.listenerCount('error') > 0 && emitter.emit('error', error)),
      left: () => emitter.listenerCount('ready') + emitter.listenerCount('error'),
    };
  },
  'waitEvent of a target': () => {
    const target = new EventTarget();
    let left = 0;
    const counting = {
      addEventListener(type: string, listener: (event: Event) => void) {
        left++;
        target.addEventListener(type, listener);
      },
      removeEventListener(type: string, listener: (event: Event) => void) {
        left--;
        target.removeEventListener(type, listener);
      },
    };
    return {
      wait: limit => waitEvent(counting, 'ready', limit).detail,
      give: () => void target.dispatchEvent(Object.assign(new Event('ready'), { detail: 5 })),
      left: () => left,
    };
  },
  iterate: () => {
    const { promise, resolve, reject } = resolvers();
    let closed = 0;
    const iterable = {
      [Symbol.asyncIterator]: () => ({
        next: () => promise.then(value => ({ done: false as const, value })),
        async return() {
          closed++;
          return { done: true as const, value: undefined };
        },
      }),
    };
    return {
      wait: limit => iterate(iterable, limit).next().value,
      give: () => resolve(5),
      fail: reject,
      left: () => closed,
    };
  },
};

function resolvers() {
  let resolve = (_: unknown): void => {};
  let reject = (_: unknown): void => {};
  const promise = new Promise<unknown>((...both) => {
    [resolve, reject] = both;
  });
  return { promise, resolve, reject };
}

/** A task that waits, what it says of that, and whether it goes on afterwards. */
function waiter({ wait: begin }: Trial, limit?: Limit): Task {
  const task = spawn(() => {
    let outcome: unknown;
    try {
      outcome = begin(limit);
    } catch (error) {
      outcome = error;
    }
    sleep();
    return outcome;
  });
  sleep();
  return task;
}

for (const [name, make] of Object.entries(trials)) {
  const isIteration = name === 'iterate';
  const ends = (task: Task, trial: Trial, cutShort = true): unknown => {
    const outcome = task.get();
    sleep(1);
    if (trial.left !== undefined) expect(trial.left()).toBe(isIteration && cutShort ? 1 : 0);
    // Whatever comes now is nobody's.
    trial.give();
    trial.fail?.(boom);
    sleep(1);
    return outcome;
  };

  describe(name, () => {
    green('is woken, once', () => {
      const trial = make();
      const task = waiter(trial);
      trial.give();
      expect(ends(task, trial, false)).toBe(5);
    });

    green('is woken in time', () => {
      const trial = make();
      const controller = new AbortController();
      const task = waiter(trial, { timeout: 1000, signal: controller.signal });
      trial.give();
      expect(ends(task, trial, false)).toBe(5);
      controller.abort(reason);
    });

    green('fails', () => {
      const trial = make();
      if (trial.fail === undefined) return;
      const error = new Error('fails');
      const task = waiter(trial);
      trial.fail(error);
      expect(ends(task, trial, false)).toBe(error);
      expect(error.stack).toMatch(
        /^Error: fails\n(?: {4}at .*\n)+ {4}--- waited for by\n(?: {4}at .*\n)* {4}at .*outside\.test\.ts/,
      );
    });

    green('times out', () => {
      const trial = make();
      const error = ends(waiter(trial, 1), trial);
      expect(error).toBeInstanceOf(Timeout);
      expect((error as Error).stack).toMatch(/--- waited for by\n(?: {4}at .*\n)* {4}at .*outside\.test\.ts/);
    });

    green('is killed', () => {
      const trial = make();
      const task = waiter(trial);
      task.kill();
      expect(ends(task, trial)).toBeInstanceOf(GreenletExit);
    });

    green('is killed after it has been woken', () => {
      const trial = make();
      const task = waiter(trial);
      trial.give();
      task.kill(boom);
      task.join();
      // Either where it has waited, or at its sleep afterwards.
      expect([task.value, task.error]).toContain(boom);
    });

    green('is thrown into', () => {
      const trial = make();
      const task = waiter(trial);
      spawn(() => void setTimeout(() => (task as Greenlet).throw(boom)));
      expect(ends(task, trial)).toBe(boom);
    });

    green('refuses what is no signal, and no time', () => {
      for (const limit of [{ signal: 5 }, { signal: null }, { timeout: '5' }, '5']) {
        const error = waiter(make(), limit as unknown as Limit).get();
        expect(String(error)).toMatch(/^TypeError: .*(to be an AbortSignal$|a number of milliseconds, )/);
      }
    });

    green('is given up by a signal', () => {
      const trial = make();
      const controller = new AbortController();
      const task = waiter(trial, { timeout: 1000, signal: controller.signal });
      controller.abort(reason);
      trial.give();
      expect(ends(task, trial)).toBe(reason);
    });

    green('does not wait for a signal that is aborted already', () => {
      const trial = make();
      expect(thrownBy(() => trial.wait({ signal: AbortSignal.abort(reason) }))).toBe(reason);
      sleep(1);
      if (trial.left !== undefined) expect(trial.left()).toBe(isIteration ? 1 : 0);
      trial.fail?.(boom);
      sleep(1);
    });

    test('cannot wait in main, and begins nothing', () => {
      const trial = make();
      expect(() => trial.wait()).toThrow(/has to wait, and only a greenlet can.*spawn\(\), or to asyncify\(\)/);
      if (trial.left !== undefined) expect(trial.left()).toBe(0);
    });
  });
}

describe('wait', () => {
  green('reads then once, calls it once and later, and takes the first answer', () => {
    const log: unknown[] = [];
    const thenable = {
      // biome-ignore lint/suspicious/noThenProperty: a thenable.
      get then() {
        log.push('read');
        return (done: (value: unknown) => void, fail: (error: unknown) => void) => {
          log.push('called');
          done(1);
          done(2);
          fail(boom);
          throw boom;
        };
      },
    };
    spawn(() => log.push('meanwhile'));
    expect(wait(thenable)).toBe(1);
    expect(log).toEqual(['read', 'meanwhile', 'called']);
  });

  green('throws what then throws, when read or called', () => {
    const unreadable = Object.defineProperty({}, 'then', {
      get() {
        throw boom;
      },
    });
    expect(thrownBy(() => wait(unreadable))).toBe(boom);
    const bad = {
      // biome-ignore lint/suspicious/noThenProperty: a thenable.
      then() {
        throw boom;
      },
    };
    expect(thrownBy(() => wait(bad))).toBe(boom);
    // biome-ignore lint/suspicious/noThenProperty: a thenable.
    const nested = { then: (done: (value: unknown) => void) => done(Promise.reject(boom)) };
    expect(thrownBy(() => wait(nested))).toBe(boom);
  });

  green('takes what is no thenable as it is', () => {
    // biome-ignore lint/suspicious/noThenProperty: no thenable.
    const named = { then: 5 };
    for (const value of [null, undefined, 0, 'text', named, () => {}]) expect(wait<unknown>(value)).toBe(value);
  });

  green('calls the then of a class that extends Promise, whatever that makes of it', () => {
    class Doubled<T> extends Promise<T> {
      // biome-ignore lint/suspicious/noThenProperty: a thenable.
      override then(done: any, fail: any): any {
        return super.then(value => done((value as number) * 2), fail);
      }
    }
    class Plain<T> extends Promise<T> {}
    expect(wait(Doubled.resolve(4))).toBe(8);
    expect(wait(Plain.resolve(4))).toBe(4);
  });

  green('leaves what it throws the same, and tells of the first who waited only', () => {
    const frozen = Object.freeze(new Error('frozen'));
    expect(thrownBy(() => wait(Promise.reject(frozen)))).toBe(frozen);
    for (const value of [undefined, null, 'text', 5]) expect(thrownBy(() => wait(Promise.reject(value)))).toBe(value);
    const error = new Error('twice');
    for (const _ of [1, 2]) expect(thrownBy(() => wait(Promise.reject(error)))).toBe(error);
    expect(error.stack?.match(/--- waited for by/g)).toHaveLength(1);
    expect(Object.keys(error)).toEqual([]);
    error.stack = 'mine';
    expect(error.stack).toBe('mine');
  });
});

describe('callback', () => {
  green('gives none, one or several values', () => {
    expect(callback<[]>(done => done())).toBe(undefined);
    expect(callback<[number]>(done => done(null, 1))).toBe(1);
    expect(callback<[number, string]>(done => setTimeout(() => done(null, 1, 'two')))).toEqual([1, 'two']);
  });

  green('takes the first call, also before it waits', () => {
    const late = callback<[number]>(done => {
      done(null, 1);
      done(boom);
      setTimeout(() => done(null, 2));
    });
    expect(late).toBe(1);
    sleep(2);
    expect(thrownBy(() => callback<[]>(done => done(boom)))).toBe(boom);
  });

  green('begins with what may wait itself, and may fail', () => {
    const value = callback<[number]>(done => {
      sleep(1);
      done(undefined, 5);
      sleep(1);
    });
    expect(value).toBe(5);
    const failing = () =>
      callback<[]>(() => {
        sleep(1);
        throw boom;
      });
    expect(thrownBy(failing)).toBe(boom);
  });
});

describe('waitEvent', () => {
  green('gives what listeners are called with', () => {
    const emitter = new EventEmitter();
    const later = (...args: unknown[]) => void setTimeout(() => emitter.emit('x', ...args));
    later();
    expect(waitEvent(emitter, 'x')).toBe(undefined);
    later(1);
    expect(waitEvent(emitter, 'x')).toBe(1);
    later(1, 2);
    expect(waitEvent(emitter, 'x')).toEqual([1, 2]);
    setTimeout(() => emitter.emit('error', boom));
    expect(waitEvent(emitter, 'error')).toBe(boom);
  });

  green('takes events that are emitted by greenlets, or as soon as it listens', () => {
    const emitter = new EventEmitter();
    spawn(() => void emitter.emit('x', 1));
    expect(waitEvent(emitter, 'x')).toBe(1);
    emitter.once('newListener', () => queueMicrotask(() => emitter.emit('x', 2)));
    expect(waitEvent(emitter, 'x')).toBe(2);
    const eager = {
      on: (name: string, listener: (value: number) => void) => name === 'x' && listener(3),
      removeListener: () => {},
    };
    expect(waitEvent(eager, 'x')).toBe(3);
    expect(thrownBy(() => waitEvent({} as EventEmitter, 'x'))).toBeInstanceOf(TypeError);
  });
});

green('idle lets everything else happen first', () => {
  const log: string[] = [];
  for (let i = 0; i < 3; i++)
    spawn(() => {
      wait(Promise.resolve());
      log.push('task');
      Promise.resolve().then(() => log.push('microtask'));
    });
  idle();
  expect(log).toHaveLength(6);
  expect(thrownBy(() => idle({ signal: AbortSignal.abort(reason) }))).toBe(reason);
  const task = spawn(() => idle());
  wait(Promise.resolve());
  task.kill();
  expect(task.value).toBeInstanceOf(GreenletExit);
});

const ends: [string, (task: Task, abort: (reason: Error) => void) => unknown][] = [
  ['killed', task => (task.kill(), expect.any(GreenletExit))],
  ['killed by an error', task => (task.kill(boom), boom)],
  ['thrown into', task => (inMain(() => task.throw(boom)), boom)],
  ['switched to', task => (inMain(() => task.switch()), expect.any(InvalidSwitchError))],
  ['given up by a signal', (_, abort) => (abort(reason), reason)],
];

/** Soon, and before the event loop turns. */
function inMain(call: () => unknown): void {
  void Promise.resolve().then(call);
}

const asleep: [string, (signal: AbortSignal) => unknown][] = [
  ['sleep', signal => sleep(100_000, { signal })],
  ['idle', signal => idle({ signal })],
];
for (const [name, begin] of asleep) {
  for (const [way, end] of ends)
    green(`${name}: ${way}`, () => {
      const controller = new AbortController();
      const task = spawn(() => {
        try {
          return begin(controller.signal);
        } catch (error) {
          return error;
        }
      });
      wait(Promise.resolve());
      expect(task.ready).toBe(false);
      const expected = end(task, error => controller.abort(error));
      expect(task.get()).toEqual(expected);
    });
}

green('sleep takes a signal', () => {
  const controller = new AbortController();
  const { signal } = controller;
  expect(sleep(1, { signal })).toBe(undefined);
  const task = spawn(() => sleep(1000, { signal }));
  sleep();
  controller.abort(reason);
  expect(thrownBy(() => task.get())).toBe(reason);
});

test('a wait in main is the error that is reported, and not the promise', () => {
  for (const limit of ['', ', { timeout: 5 }']) {
    const text = `import { wait } from 'greenc/hub';\nwait(Promise.reject(new Error('boom'))${limit});\n`;
    const { stderr } = folderWith({ 'main.mjs': text }).greenc('run', 'main.mjs');
    expect(stderr).toContain('GreenletError: wait() has to wait, and only a greenlet can');
    expect(stderr).not.toContain('Error: boom');
  }
});

green('greenlets that promises wake all the time let the event loop turn', () => {
  const MANY = 100_000;
  const turnsOf = (loop: (isOver: () => boolean) => void) => {
    let isOver = false;
    let count = 0;
    setTimeout(() => {
      isOver = true;
    });
    loop(() => isOver || ++count > MANY);
    return count;
  };
  const endless = (isOver: () => boolean) => {
    while (!isOver()) wait(Promise.resolve());
  };
  expect(turnsOf(endless)).toBeLessThan(MANY);
  const rejected = (isOver: () => boolean) => {
    while (!isOver()) expect(thrownBy(() => wait(Promise.reject(boom)))).toBe(boom);
  };
  expect(turnsOf(rejected)).toBeLessThan(MANY);
  const several = (isOver: () => boolean) => joinAll([1, 2, 3].map(() => spawn(endless, isOver)));
  expect(turnsOf(several)).toBeLessThan(MANY);
  async function* numbers() {
    for (let n = 0; ; n++) yield n;
  }
  const iterated = (isOver: () => boolean) => {
    for (const n of iterate(numbers())) if (isOver()) return n;
  };
  expect(turnsOf(iterated)).toBeLessThan(MANY);
});

green(
  'an iterator is closed, too, if its value has come and the greenlet is killed before the event loop has turned',
  () => {
    const closed: number[] = [];
    async function* numbers() {
      let n = 0;
      try {
        for (; ; n++) yield n;
      } finally {
        closed.push(n);
      }
    }
    let got = 0;
    const task = spawn(() => {
      for (const n of iterate(numbers())) got = n;
    });
    setImmediate(() => task.kill());
    task.join();
    wait(Promise.resolve());
    expect(got).toBeGreaterThan(0);
    expect(closed).toEqual([got + 1]);
  },
);
