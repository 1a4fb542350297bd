'use greenlet';
import { GreenletExit, getCurrent } from 'greenc';
import { Event, Full, Group, joinAll, killAll, Pool, Queue, sleep, spawn, Task, Timeout } from 'greenc/hub';
import { green, thrownBy } from './green.js';

const boom = new Error('boom');
const fail = (): never => {
  throw boom;
};

describe('joinAll and killAll', () => {
  green('those that have ended, in that order', () => {
    const events = [new Event(), new Event(), new Event()];
    const tasks = events.map((event, index) => spawn(() => event.wait() && index));
    expect(joinAll(tasks, 0)).toEqual([]);
    events[1].set();
    expect(joinAll(tasks, undefined, 1)).toEqual([tasks[1]]);
    const all = spawn(() => joinAll([...tasks, tasks[0]]).map(task => task.value));
    sleep();
    for (const index of [2, 0]) events[index].set(), sleep();
    expect([all.get(), joinAll(tasks), joinAll([])]).toEqual([[1, 2, 0], tasks, []]);
    const failed = spawn(fail);
    expect(joinAll([failed])).toEqual([failed]);
    expect([joinAll(tasks, 0, 2), joinAll([tasks[0], failed], 0, 1, true)]).toEqual([tasks.slice(0, 2), [tasks[0]]]);
  });

  green('an error is handled; or thrown, if that is asked for', () => {
    const [failing, late] = [spawn(fail), spawn(() => sleep(1000))];
    expect(joinAll([failing, late], 2)).toEqual([failing]);
    expect(thrownBy(() => joinAll([late, spawn(fail)], undefined, undefined, true))).toBe(boom);
    expect(thrownBy(() => joinAll([late, failing], undefined, undefined, true))).toBe(boom);
    killAll([late, failing]);
    expect([late.ready, late.value]).toEqual([true, expect.any(GreenletExit)]);
  });

  green('killAll waits for finally blocks, and ends the current task last', () => {
    const log: string[] = [];
    const clean = (name: string) => {
      try {
        sleep(1000);
      } finally {
        sleep(1);
        log.push(name);
      }
    };
    const tasks = [spawn(clean, 'a'), spawn(clean, 'b')];
    sleep();
    killAll(tasks);
    expect(log).toEqual(['a', 'b']);
    const others = [spawn(clean, 'c')];
    const self: Task = spawn(() => killAll([self, ...others], boom));
    sleep();
    expect(thrownBy(() => self.get())).toBe(boom);
    others[0].join();
    expect(log).toEqual(['a', 'b', 'c']);
  });

  test('in main nothing is waited for', () => {
    const task = new Task(() => sleep(1000));
    task.switch();
    killAll([task, new Task(fail)]);
    expect(joinAll([task])).toEqual([task]);
  });
});

describe('Group', () => {
  green('members are members until they end', () => {
    const group = new Group([spawn(() => sleep(1))]);
    const end = new Event();
    const task = group.spawn(n => end.wait() && n, 5);
    expect([group.size, group.has(task), [...group].length, group.full]).toEqual([2, true, 2, false]);
    expect(group.join(0)).toBe(false);
    group.discard(task);
    expect([group.size, group.join(), task.ready, group.size]).toEqual([1, true, false, 0]);
    group.add(task);
    group.add(task);
    expect(group.size).toBe(1);
    end.set();
    expect([task.get(), group.size]).toEqual([5, 0]);
    group.add(task);
    expect(group.size).toBe(0);
  });

  green('join with raiseError', () => {
    const group = new Group();
    group.spawn(fail);
    expect(thrownBy(() => group.join(undefined, true))).toBe(boom);
    expect(group.join(undefined, true)).toBe(true);
    // While another one is still at work: nobody else is told of the error.
    const release = new Event();
    group.spawn(() => sleep(1) ?? fail());
    group.spawn(() => release.wait());
    const joiner = spawn(() => thrownBy(() => group.join(undefined, true)));
    sleep(5);
    release.set();
    expect(joiner.get()).toBe(boom);
  });

  green('kill ends all, also those that are started meanwhile, and none twice', () => {
    const group = new Group();
    const log: string[] = [];
    const clean = (name: string) => {
      try {
        sleep(1000);
      } finally {
        if (name === 'first') group.spawn(clean, 'second');
        sleep(2);
        log.push(name);
      }
    };
    const first = group.spawn(clean, 'first');
    sleep();
    const killer = spawn(() => group.kill());
    sleep();
    group.killOne(first);
    expect(log).toEqual(['first']);
    group.kill(boom, 0);
    killer.join();
    expect([log, group.size]).toEqual([['first', 'second'], 0]);
  });

  green('kill by a member ends that one, too', () => {
    const group = new Group();
    const other = group.spawn(() => sleep(1000));
    const member = group.spawn(() => group.kill());
    expect([group.join(), other.successful(), member.value]).toEqual([true, true, expect.any(GreenletExit)]);
  });

  green('map, and its errors', () => {
    const group = new Group();
    expect(group.map(ms => (sleep(ms), 10 * ms), [3, 1, 2])).toEqual([30, 10, 20]);
    const fails = (n: number) => (sleep(n), n === 2 ? fail() : n);
    expect(thrownBy(() => group.map(fails, [3, 2, 2]))).toBe(boom);
    expect(group.apply((a, b) => a + b, [1, 2])).toBe(3);
    expect(thrownBy(() => group.apply(fail))).toBe(boom);
    const log: unknown[] = [];
    group.applyAsync(
      n => n,
      [5],
      value => log.push(value, getCurrent().parent),
    );
    expect(
      group
        .mapAsync(
          n => -n,
          [1, 2],
          values => log.push(values),
        )
        .get(),
    ).toEqual([-1, -2]);
    sleep();
    expect(log).toEqual([5, null, [-1, -2]]);
  });

  green('imap gives results in order, imapUnordered as they come', () => {
    const group = new Group();
    const events = [new Event(), new Event(), new Event()];
    // Each ends when it has been told so by the one that is to end before.
    const late = (n: number) => ((n === 1 || events[n - 1].wait()) && events[n % 3].set(), n);
    expect([...group.imap(late, [3, 1, 2])]).toEqual([3, 1, 2]);
    for (const event of events) event.clear();
    expect([...group.imapUnordered(late, [3, 1, 2])]).toEqual([1, 2, 3]);
    expect([...group.imap(late, [])]).toEqual([]);
    expect([...group.imapUnordered(late, [])]).toEqual([]);
    const fails = (n: number) => (n === 2 ? fail() : n);
    for (const method of ['imap', 'imapUnordered'] as const) {
      const results: number[] = [];
      const loop = () => {
        for (const result of group[method](fails, [1, 2, 3])) results.push(result);
      };
      expect([thrownBy(loop), results]).toEqual([boom, [1]]);
      const iterator = new Pool(1)[method](fails, [1, 2, 3]);
      expect([iterator.next().value, thrownBy(() => iterator.next())]).toEqual([1, boom]);
      expect(iterator.next()).toEqual({ done: true, value: undefined });
    }
  });

  green('imap asks for items as they are needed, and for no more once the loop has ended', () => {
    const group = new Group();
    let [asked, closed] = [0, false];
    function* items() {
      try {
        for (;;) yield asked++;
      } finally {
        closed = true;
      }
    }
    for (const result of group.imap(n => n, items(), { maxsize: 3 })) {
      expect(asked).toBeLessThanOrEqual(result + 5);
      if (result === 10) break;
    }
    const together: number[] = [];
    let running = 0;
    const counting = () => (together.push(++running), sleep(1), running--);
    for (const _ of group.imap(counting, [1, 2, 3], { maxsize: 1 }));
    // The one whose result is asked for, and one that has not been.
    expect(Math.max(...together)).toBe(2);
    const release = new Event();
    for (const result of group.imapUnordered(n => (n === 0 || release.wait()) && n, [1, 0, 2])) {
      expect(result).toBe(0);
      break;
    }
    release.set();
    expect(group.join()).toBe(true);
    const before = asked;
    sleep(2);
    expect([asked, closed]).toEqual([before, true]);
    function* broken() {
      yield 1;
      throw boom;
    }
    const results: number[] = [];
    const loop = () => {
      for (const result of group.imapUnordered(n => n, broken())) results.push(result);
    };
    expect([thrownBy(loop), results]).toEqual([boom, [1]]);
    const iterator = group.imap(n => n, broken());
    expect([iterator.next().value, thrownBy(() => iterator.next()), iterator.next().done]).toEqual([1, boom, true]);
  });
});

green('a loop that is killed, or out of time, asks for no more items', () => {
  for (const method of ['imap', 'imapUnordered'] as const) {
    for (const timeout of [undefined, 2]) {
      const pool = new Pool(1);
      const begun: number[] = [];
      const end = new Event();
      const work = (n: number) => (begun.push(n), end.wait());
      const task = spawn(() => [...pool[method](work, [1, 2, 3], { timeout })]);
      while (begun.length === 0) sleep();
      if (timeout === undefined) task.kill(boom);
      expect(thrownBy(() => task.get())).toEqual(timeout === undefined ? boom : expect.any(Timeout));
      end.set();
      pool.join();
      sleep();
      expect(begun).toEqual([1]);
    }
  }
});

test('what would have to wait begins nothing in main', () => {
  const group = new Group();
  const log: string[] = [];
  const work = () => log.push('begun');
  expect(() => group.apply(work)).toThrow(/group\.apply\(\) has to wait, and only a greenlet can/);
  expect(() => group.map(work, [1, 2])).toThrow(/group\.map\(\) has to wait, and only a greenlet can/);
  expect([group.size, log]).toEqual([0, []]);
});

describe('Pool', () => {
  green('so many run at once, and who waits comes in order', () => {
    const pool = new Pool(2);
    let [running, most] = [0, 0];
    const log: number[] = [];
    const work = (n: number) => {
      log.push(n);
      most = Math.max(most, ++running);
      sleep(n % 3);
      running--;
      return n * n;
    };
    expect(pool.map(work, [1, 2, 3, 4, 5, 6])).toEqual([1, 4, 9, 16, 25, 36]);
    expect([most, log, pool.freeCount]).toEqual([2, [1, 2, 3, 4, 5, 6], 2]);
    expect([...pool.imap(work, [1, 2, 3, 4], { maxsize: 1 })]).toEqual([1, 4, 9, 16]);
    expect([...pool.imapUnordered(work, [3, 3, 3, 3])]).toEqual([9, 9, 9, 9]);
    expect(most).toBe(2);
  });

  green('room is waited for', () => {
    const pool = new Pool(1);
    const [begin, end] = [new Event(), new Event()];
    const first = pool.spawn(() => (begin.set(), end.wait()));
    begin.wait();
    expect([pool.full, pool.freeCount, pool.waitAvailable(0)]).toEqual([true, 0, 0]);
    const task = new Task(() => 5);
    expect(thrownBy(() => pool.start(task, 1))).toBeInstanceOf(Full);
    expect(thrownBy(() => pool.add(task, 0))).toBeInstanceOf(Full);
    const waiter = spawn(() => pool.start(task));
    const async = pool.applyAsync(() => 6);
    sleep();
    expect([pool.has(async), pool.waiting, task.started]).toEqual([false, 2, false]);
    end.set();
    waiter.join();
    expect([first.value, task.get(), async.get(), pool.waitAvailable(), pool.full]).toEqual([true, 5, 6, 1, false]);
    // In a member, at once: there would never be room.
    expect(pool.spawn(() => pool.apply(() => getCurrent())).get()).toBeInstanceOf(Task);
  });

  green('who is killed while it waits for room has started nothing', () => {
    const pool = new Pool(1);
    const queue = new Queue();
    pool.spawn(() => queue.get());
    const waiter = spawn(() => pool.spawn(() => queue.put('never')));
    sleep();
    waiter.kill();
    pool.kill();
    expect([pool.freeCount, pool.size, queue.size]).toEqual([1, 0, 0]);
    expect(thrownBy(() => new Pool(-1))).toBeInstanceOf(RangeError);
  });

  test('in main', () => {
    const pool = new Pool(1);
    pool.spawn(() => 1);
    expect(() => pool.spawn(() => 2)).toThrow(/has to wait, and only a greenlet can/);
    pool.kill();
    expect(pool.size).toBe(0);
  });
});

green('a pool says itself that its size is wrong', () => {
  for (const size of [-1, 1.5, Number.NaN, 'a'])
    expect(String(thrownBy(() => new Pool(size as number)))).toBe('RangeError: a pool needs a whole number of members');
});
