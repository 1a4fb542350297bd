'use greenlet';
import { GreenletError } from 'greenc';
import {
  Channel,
  Empty,
  Full,
  JoinableQueue,
  LifoQueue,
  PriorityQueue,
  Queue,
  ShutDown,
  StopIteration,
  sleep,
  spawn,
} from 'greenc/hub';
import { green, thrownBy } from './green.js';

describe('Queue', () => {
  test('has another name', () => expect(new JoinableQueue(2, [1]).get()).toBe(1));

  green('first in, first out, for items and for those who wait', () => {
    const queue = new Queue<number>();
    const early = [1, 2, 3].map(() => spawn(() => queue.get()));
    sleep();
    expect([queue.getters, queue.empty, queue.size]).toEqual([3, true, 0]);
    for (const item of [1, 2, 3, 4, 5]) queue.put(item);
    // Handed to those who wait: it cannot be had by somebody else.
    expect([queue.size, queue.get()]).toEqual([2, 4]);
    expect(early.map(task => task.get())).toEqual([1, 2, 3]);
    expect([queue.peek(), queue.size, queue.get(), queue.size]).toEqual([5, 1, 5, 0]);
  });

  green('who puts items in waits for room, in order', () => {
    const queue = new Queue(2, [1, 2]);
    const tasks = [3, 4].map(item => spawn(() => queue.put(item)));
    sleep();
    expect([queue.full, queue.putters, queue.maxsize]).toEqual([true, 2, 2]);
    expect(queue.get()).toBe(1);
    // Its room is taken by the first who waits, and not by who runs.
    expect(thrownBy(() => queue.putNowait(5))).toBeInstanceOf(Full);
    expect(thrownBy(() => queue.put(5, 1))).toBeInstanceOf(Full);
    expect([queue.get(), queue.get(), queue.get()]).toEqual([2, 3, 4]);
    for (const task of tasks) task.join();
    expect(thrownBy(() => queue.getNowait())).toBeInstanceOf(Empty);
    expect(thrownBy(() => queue.get(1))).toMatchObject({ name: 'Empty', message: 'the queue is empty' });
    expect(thrownBy(() => queue.peekNowait())).toBeInstanceOf(Empty);
  });

  green('an item that was handed to a greenlet which is killed is the first again', () => {
    const queue = new Queue(1);
    const task = spawn(() => queue.get());
    sleep();
    const ends = spawn(() => {});
    ends.link(() => {
      queue.put('a');
      queue.put('b');
      task.kill();
    });
    sleep(1);
    expect([queue.size, queue.full, queue.get(), queue.get()]).toEqual([2, true, 'a', 'b']);
  });

  green('many items', () => {
    const queue = new Queue<number>();
    let [last, next] = [0, 0];
    for (let round = 1; round < 60; round++) {
      for (let n = 0; n < round; n++) queue.put(last++);
      for (let n = 0; n < round / 2; n++) expect(queue.get()).toBe(next++);
    }
    while (!queue.empty) expect(queue.get()).toBe(next++);
    expect(next).toBe(last);
  });

  green('a loop ends with StopIteration', () => {
    const queue = new Queue<number>();
    const sums = [1, 2].map(() =>
      spawn(() => {
        let sum = 0;
        for (const item of queue) sum += item;
        return sum;
      }),
    );
    for (const item of [1, 2, 3]) queue.put(item), sleep();
    queue.put(StopIteration);
    queue.put(StopIteration);
    expect(sums[0].get() + sums[1].get()).toBe(6);
    expect([...new Queue(undefined, [1, 2, StopIteration])]).toEqual([1, 2]);
  });

  green('join waits until all is done', () => {
    const queue = new Queue();
    expect(queue.join()).toBe(true);
    for (const item of [1, 2]) queue.put(item);
    const log: unknown[] = [];
    spawn(() => {
      for (const item of queue) {
        sleep(1);
        log.push(item);
        queue.taskDone();
      }
    });
    expect([queue.unfinishedTasks, queue.join(0)]).toEqual([2, false]);
    expect(queue.join()).toBe(true);
    expect(log).toEqual([1, 2]);
    expect(thrownBy(() => queue.taskDone())).toBeInstanceOf(GreenletError);
    queue.shutdown();
  });

  green('shutdown', () => {
    const [full, empty] = [new Queue(1, [1]), new Queue()];
    const tasks = [spawn(() => full.put(2)), spawn(() => empty.get()), spawn(() => [...empty])];
    sleep();
    full.shutdown();
    empty.shutdown();
    expect(thrownBy(() => tasks[0].get())).toBeInstanceOf(ShutDown);
    expect(thrownBy(() => tasks[1].get())).toBeInstanceOf(ShutDown);
    expect(tasks[2].get()).toEqual([]);
    expect(thrownBy(() => full.put(3))).toBeInstanceOf(ShutDown);
    expect(full.get()).toBe(1);
    expect(thrownBy(() => full.get(1))).toBeInstanceOf(ShutDown);

    const dropping = new Queue(undefined, [1, 2]);
    dropping.shutdown(true);
    expect([dropping.size, dropping.join()]).toEqual([0, true]);
  });

  test('in main', () => {
    const queue = new Queue(1);
    queue.put(1);
    expect(() => queue.put(2)).toThrow(/queue\.put\(\) has to wait/);
    expect(queue.get()).toBe(1);
    expect(() => queue.get()).toThrow(/queue\.get\(\) has to wait/);
    expect(() => new Queue(0)).toThrow(/a Channel has none/);
  });
});

green('LifoQueue: last in, first out', () => {
  const queue = new LifoQueue(2, [1, 2]);
  const task = spawn(() => queue.put(3));
  sleep();
  expect([queue.peek(), queue.get(), queue.get(), queue.get(), task.join()]).toEqual([2, 2, 3, 1, undefined]);
});

describe('PriorityQueue', () => {
  green('the least is first; among equals, the first', () => {
    const random = [5, 3, 9, 1, 7, 3, 8, 2, 6, 4, 0, 3];
    expect([...new PriorityQueue(undefined, undefined, [...random, StopIteration as never])]).toEqual(
      [...random].sort(),
    );
    const queue = new PriorityQueue<[number, string]>((one, other) => one[0] - other[0]);
    for (const name of 'abcdefghij') queue.put([name.charCodeAt(0) % 3, name]);
    queue.put(StopIteration);
    expect([...queue].map(([, name]) => name).join('')).toBe('cfiadgjbeh');
  });

  green('arrays are compared by what they hold, as tuples are in Python', () => {
    const items = [[10, 'a'], [9, 'c'], [9, 'b'], [9], [-1, [2, 30]], [-1, [2, 4]], [1, { any: 1 }], [1, { any: 0 }]];
    expect([...new PriorityQueue(undefined, undefined, [...items, StopIteration as never])]).toEqual(
      [5, 4, 6, 7, 3, 2, 1, 0].map(index => items[index]),
    );
  });

  green('what cannot be compared is the fault of who puts it in', () => {
    const queue = new PriorityQueue<number>((one, other) => {
      if (one < 0 || other < 0) throw new RangeError('negative');
      return one - other;
    }, 3);
    for (const item of [2, 3, 1]) queue.put(item);
    const [bad, good] = [spawn(() => queue.put(-1)), spawn(() => queue.put(0))];
    sleep();
    expect(queue.get()).toBe(1);
    expect(thrownBy(() => bad.get())).toBeInstanceOf(RangeError);
    good.get();
    expect([queue.get(), queue.get(), queue.get(), queue.size, queue.unfinishedTasks]).toEqual([0, 2, 3, 0, 4]);
  });
});

describe('Channel', () => {
  green('who puts an item in waits until somebody gets it', () => {
    const channel = new Channel<number>();
    const log: unknown[] = [];
    const puts = [1, 2].map(item => spawn(() => (channel.put(item), log.push(`${item} is got`))));
    sleep();
    expect([channel.putters, channel.balance, log]).toEqual([2, 2, []]);
    expect([channel.get(), channel.getNowait()]).toEqual([1, 2]);
    for (const task of puts) task.join();
    expect(log).toEqual(['1 is got', '2 is got']);
    const gets = [1, 2].map(() => spawn(() => channel.get()));
    sleep();
    expect([channel.getters, channel.balance]).toEqual([2, -2]);
    for (const item of [3, 4]) channel.putNowait(item);
    expect(gets.map(task => task.get())).toEqual([3, 4]);
    expect(thrownBy(() => channel.putNowait(5))).toBeInstanceOf(Full);
    expect(thrownBy(() => channel.put(5, 1))).toBeInstanceOf(Full);
    expect(thrownBy(() => channel.getNowait())).toBeInstanceOf(Empty);
    expect(thrownBy(() => channel.get(1))).toBeInstanceOf(Empty);
  });

  green('a loop over it', () => {
    const channel = new Channel<number>();
    const squares = spawn(() => {
      const list: number[] = [];
      for (const n of channel) list.push(n * n);
      return list;
    });
    for (const n of [1, 2, 3]) channel.put(n);
    channel.put(StopIteration);
    expect(squares.get()).toEqual([1, 4, 9]);
  });
});
