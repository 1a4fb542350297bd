'use greenlet';
import { type Greenlet, GreenletExit, getCurrent } from 'greenc';
import { asyncify, InvalidSwitchError, sleep, spawn, spawnLater, Task, Timeout, wait } from 'greenc/hub';
import { green, thrownBy } from './green.js';

const boom = new Error('boom');

green('a subclass may have a method in the place of a function', () => {
  class Doubling extends Task<number> {
    constructor(readonly value0: number) {
      super();
    }
    override run(): number {
      sleep(1);
      return 2 * this.value0;
    }
  }
  class Late extends Doubling {
    override run(): number {
      sleep(1);
      return super.run() + 1;
    }
  }
  const tasks = [new Doubling(4), new Late(5)].map(task => task.start());
  const killed = new Late(6).start();
  killed.kill(boom);
  expect([...tasks.map(task => task.get()), thrownBy(() => killed.get())]).toEqual([8, 11, boom]);
  // One that has both calls the function.
  class Named extends Task<string> {}
  class Both extends Task<string> {
    override run(): string {
      return 'method';
    }
  }
  expect(new Both(() => 'function').start().get(100)).toBe('function');
  expect(String(thrownBy(() => new Named()))).toMatch(/^TypeError: a task needs a function, and got undefined/);
});

green('a task begins when it is its turn, and is waited for', () => {
  const log: unknown[] = [];
  const tasks = [1, 2].map(n =>
    spawn(
      (a: number, b: string) => {
        log.push(`${a}${b}`);
        sleep(60 - 30 * n);
        log.push(`${a} ends`);
        return a;
      },
      n,
      'x',
    ),
  );
  expect(tasks.map(task => [task.started, task.ready])).toEqual([
    [false, false],
    [false, false],
  ]);
  expect(tasks.map(task => task.get())).toEqual([1, 2]);
  expect(log).toEqual(['1x', '2x', '2 ends', '1 ends']);
  expect(tasks.map(task => [task.value, task.error, task.ready, task.dead, task.successful()])).toEqual([
    [1, undefined, true, true, true],
    [2, undefined, true, true, true],
  ]);
});

green('very many tasks at once begin in their order, and so do the next ones', () => {
  for (let round = 0; round < 3; round++) {
    const begun: number[] = [];
    const tasks = Array.from({ length: 20_000 }, (_, n) => spawn(() => begun.push(n)));
    tasks.at(-1)?.join();
    expect(begun.every((n, index) => n === index)).toBe(true);
    expect(begun.length).toBe(20_000);
    sleep();
  }
});

green('an error is thrown by get, and kept', () => {
  const task = spawn(() => {
    wait(Promise.resolve());
    throw boom;
  });
  expect(thrownBy(() => task.get())).toBe(boom);
  expect(thrownBy(() => task.get())).toBe(boom);
  expect([task.value, task.error, task.successful(), task.ready]).toEqual([undefined, boom, false, true]);
  task.join();
});

green('join and get give up when their time is up', () => {
  const task = spawn(() => sleep(1000));
  task.join(1);
  expect(task.ready).toBe(false);
  expect(thrownBy(() => task.get(1))).toBeInstanceOf(Timeout);
  task.kill();
  expect(task.value).toBeInstanceOf(GreenletExit);
});

green('kill runs finally blocks, and waits for them', () => {
  const log: string[] = [];
  const task = spawn(() => {
    try {
      sleep(1000);
    } finally {
      sleep(1);
      log.push('cleaned up');
    }
  });
  sleep();
  task.kill();
  log.push('killed');
  expect(log).toEqual(['cleaned up', 'killed']);
  expect(task.successful()).toBe(true);
});

green('a task that is killed before it begins never does', () => {
  const log: string[] = [];
  const exits = spawn(() => log.push('exits'));
  const fails = spawn(() => log.push('fails'));
  const kept = [exits, fails, spawnLater(5, () => log.push('late')), new Task(() => log.push('not even started'))];
  exits.kill();
  for (const task of kept.slice(1)) task.kill(boom);
  expect(kept.map(task => [task.dead, task.ready])).toEqual(kept.map(() => [true, true]));
  kept[3].start();
  sleep(10);
  expect(log).toEqual([]);
  expect([exits.successful(), fails.error]).toEqual([true, boom]);
});

green('a task may catch what it is killed with, and go on', () => {
  const task = spawn(() => {
    try {
      sleep(1000);
    } catch (error) {
      return error;
    }
  });
  sleep();
  task.kill(boom);
  expect(task.value).toBe(boom);
});

test('in main, kill does not wait, and nothing else can', () => {
  const task = new Task(() => sleep(1000));
  task.switch();
  expect(() => task.join()).toThrow(/task\.join\(\) has to wait, and only a greenlet can/);
  expect(() => task.get()).toThrow(/spawn\(\), or to asyncify\(\)/);
  expect(() => sleep(1)).toThrow(/sleep\(\) has to wait/);
  task.kill();
  expect(task.dead).toBe(true);
  expect(task.get()).toBeInstanceOf(GreenletExit);
});

green('links are called in main, in order', () => {
  const log: unknown[] = [];
  const task = spawn(() => 5);
  const never = () => log.push('never');
  task.link(({ value }) => log.push(value, getCurrent().parent));
  task.link(never);
  task.linkError(never);
  task.linkValue(({ value }) => log.push(`value ${value}`));
  task.unlink(never);
  task.get();
  sleep();
  task.link(() => log.push('late'));
  sleep();
  expect(log).toEqual([5, null, 'value 5', 'late']);
});

green('a link can be taken back until it is called, whatever it is for', () => {
  const log: string[] = [];
  for (const method of ['link', 'linkValue', 'linkError'] as const) {
    const task = spawn(() => {
      if (method === 'linkError') throw boom;
    });
    const listener = () => log.push(method);
    const other = () => task.unlink(listener);
    task[method](listener);
    task.unlink(listener);
    task[method](other);
    task[method](listener);
    task[method](() => log.push(`after ${method}`));
    task.unlink(() => {});
    task.join();
    sleep();
  }
  expect(log).toEqual(['after link', 'after linkValue', 'after linkError']);
});

green('who switches to a greenlet that waits is told of at its wait, which is over', () => {
  const task = spawn(() => {
    try {
      sleep(60_000);
    } catch (error) {
      sleep(5);
      return error;
    }
  });
  sleep();
  // From main, as from a callback.
  wait(new Promise<void>(resolve => setTimeout(() => resolve(void task.switch()))));
  expect(task.get()).toBeInstanceOf(InvalidSwitchError);
});

green('spawnLater', () => {
  const begin = performance.now();
  const late = spawnLater(300, () => performance.now());
  const soon = spawnLater(5, (n: number) => n, 5);
  expect([soon.get(), late.ready]).toEqual([5, false]);
  expect(late.get() - begin).toBeGreaterThanOrEqual(300);
});

describe('wait', () => {
  green('gives what a promise is fulfilled with, and throws what it is rejected with', () => {
    expect(wait(Promise.resolve(5))).toBe(5);
    expect(thrownBy(() => wait(Promise.reject(boom)))).toBe(boom);
    expect(wait(new Promise(resolve => setTimeout(resolve, 1, 'late')))).toBe('late');
    expect(wait(6)).toBe(6);
    // biome-ignore lint/suspicious/noThenProperty: a thenable.
    expect(wait({ then: (done: (value: number) => void) => done(7) })).toBe(7);
    expect(thrownBy(() => wait(new Promise(() => {}), 1))).toBeInstanceOf(Timeout);
  });

  green('a promise that settles in time ends the timeout, which is not for what comes later', () => {
    expect(wait(Promise.resolve(5), 5)).toBe(5);
    expect(thrownBy(() => wait(Promise.reject(boom), 5))).toBe(boom);
    expect(sleep(20)).toBe(undefined);
  });

  green('whatever becomes of the promise afterwards', () => {
    let settle = (_: number): void => {};
    const promise = new Promise<number>(resolve => {
      settle = resolve;
    });
    const task = spawn(() => {
      try {
        return wait(promise);
      } catch {
        return sleep(10) ?? 'caught';
      }
    });
    sleep();
    task.kill(boom, 0);
    settle(5);
    expect(task.get()).toBe('caught');
  });
});

describe('asyncify', () => {
  const half = (n: number): number => wait(Promise.resolve(n)) / 2;

  test('a promise of what a function returns, which begins at once', async () => {
    const log: string[] = [];
    const promise = asyncify((n: number) => {
      log.push('begins');
      return half(n);
    })(5);
    expect(log).toEqual(['begins']);
    await expect(promise).resolves.toBe(2.5);
    const failing: () => Promise<never> = asyncify(() => {
      throw boom;
    });
    await expect(failing()).rejects.toBe(boom);
  });

  green('in a greenlet too', () => {
    expect(wait(asyncify(half)(8))).toBe(4);
  });
});

green('a timeout is thrown into the greenlet that has started it', () => {
  const timeout = new Timeout(5).start();
  let caught: unknown;
  try {
    sleep(1000);
  } catch (error) {
    caught = error;
  }
  expect(caught).toBe(timeout);
  new Timeout(1).start().cancel();
  sleep(3);
});

green('greenlets of all kinds wait', () => {
  const { Greenlet } = require('greenc') as typeof import('greenc');
  const inner: Greenlet = new Greenlet((n: number) => wait(Promise.resolve(n)) + 1);
  expect(inner.switch(1)).toBe(2);
});

test('with no time nothing is waited for, in main neither', () => {
  const task = new Task(() => sleep(100_000));
  task.switch();
  expect(task.join(0)).toBe(undefined);
  expect(() => task.get(0)).toThrow(Timeout);
  expect(() => task.get(1)).toThrow(/has to wait, and only a greenlet can/);
  task.kill();
  expect([task.join(0), task.get(0)]).toEqual([undefined, expect.any(GreenletExit)]);
});
