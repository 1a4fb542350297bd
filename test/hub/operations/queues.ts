'use greenlet';
/** Queues, channels and select. */
import {
  Channel,
  Empty,
  Event,
  Full,
  LifoQueue,
  PriorityQueue,
  Queue,
  Semaphore,
  select,
  Timeout,
  withTimeout,
} from 'greenc/hub';
import { counted, type Operation, sleeper, taken, units, type Waiting } from './operation.js';

function gets(make: () => Queue): () => Waiting {
  return () => {
    const queue = make();
    const item = counted();
    return {
      block: (_, timeout) => queue.get(timeout),
      wake: () => queue.put(item()),
      waiting: () => queue.getters,
      left: () => taken(queue),
    };
  };
}

/** What was handed to greenlets that were killed. */
function returned(channel: Channel): unknown[] {
  const items: unknown[] = [];
  for (;;) {
    try {
      items.push(channel.getNowait());
    } catch {
      return items;
    }
  }
}

export const queues: Operation[] = [
  {
    name: 'queue.get',
    calls: [Queue.prototype.get],
    wakes: 'one',
    expires: { throws: Empty },
    make: gets(() => new Queue()),
  },
  {
    name: 'queue.get where there is little room',
    calls: [Queue.prototype.get],
    wakes: 'one',
    expires: { throws: Empty },
    make: gets(() => new Queue(1)),
  },
  {
    name: 'lifoQueue.get',
    calls: [LifoQueue.prototype.get],
    wakes: 'one',
    expires: { throws: Empty },
    make: gets(() => new LifoQueue()),
  },
  {
    name: 'priorityQueue.get',
    calls: [PriorityQueue.prototype.get],
    wakes: 'one',
    expires: { throws: Empty },
    make: gets(() => new PriorityQueue()),
  },
  {
    name: 'a loop over a queue',
    calls: [Queue.prototype[Symbol.iterator], Timeout.run, Timeout.prototype.run],
    wakes: 'one',
    expires: { throws: Timeout },
    make: () => {
      const queue = new Queue();
      const item = counted();
      return {
        block: (_, timeout) =>
          Timeout.run(timeout, () => {
            for (const got of queue) return got;
          }),
        wake: () => queue.put(item()),
        waiting: () => queue.getters,
        left: () => taken(queue),
      };
    },
  },
  {
    name: 'queue.peek',
    calls: [Queue.prototype.peek],
    wakes: 'all',
    expires: { throws: Empty },
    gives: 5,
    make: () => {
      const queue = new Queue();
      return {
        block: (_, timeout) => queue.peek(timeout),
        wake: () => queue.put(5),
        waiting: () => queue.getters,
        check: () => expect(taken(queue)).toEqual([5]),
      };
    },
  },
  ...[() => new Queue(1), () => new LifoQueue(1), () => new PriorityQueue(undefined, 1)].map(
    (make): Operation => ({
      name: `put of a ${make().constructor.name}`,
      calls: [make().put],
      wakes: 'given',
      expires: { throws: Full },
      make: () => {
        const queue: Queue = make();
        queue.put(-1);
        const got: unknown[] = [];
        return {
          block: (index, timeout) => queue.put(index, timeout),
          wake: () => got.push(queue.getNowait()),
          waiting: () => queue.putters,
          left: () => [...got, ...taken(queue)].filter(item => item !== -1),
        };
      },
    }),
  ),
  {
    name: 'queue.join',
    calls: [Queue.prototype.join],
    wakes: 'all',
    expires: { returns: false },
    gives: true,
    make: () => {
      const queue = new Queue();
      queue.put(1);
      let waiting = 0;
      return {
        block: (_, timeout) => {
          waiting++;
          try {
            return queue.join(timeout);
          } finally {
            waiting--;
          }
        },
        wake: () => queue.taskDone(),
        waiting: () => waiting,
      };
    },
  },
  {
    name: 'channel.get',
    calls: [Channel.prototype.get],
    wakes: 'one',
    expires: { throws: Empty },
    make: () => {
      const channel = new Channel();
      const item = counted();
      return {
        block: (_, timeout) => channel.get(timeout),
        wake: () => channel.putNowait(item()),
        waiting: () => channel.getters,
        left: () => returned(channel),
      };
    },
  },
  {
    name: 'a loop over a channel',
    calls: [Channel.prototype[Symbol.iterator], withTimeout],
    wakes: 'one',
    expires: { returns: 'late' },
    make: () => {
      const channel = new Channel();
      const item = counted();
      return {
        block: (_, timeout) => {
          const first = () => {
            for (const got of channel) return got;
          };
          return timeout === undefined ? first() : withTimeout(timeout, first, 'late');
        },
        wake: () => channel.putNowait(item()),
        waiting: () => channel.getters,
        left: () => returned(channel),
      };
    },
  },
  {
    name: 'channel.put',
    calls: [Channel.prototype.put],
    wakes: 'given',
    expires: { throws: Full },
    make: () => {
      const channel = new Channel();
      const got: unknown[] = [];
      return {
        block: (index, timeout) => channel.put(index, timeout),
        wake: () => got.push(channel.getNowait()),
        waiting: () => channel.putters,
        left: () => got,
      };
    },
  },
  {
    name: 'select of an item or an event',
    calls: [select],
    wakes: 'one',
    expires: { returns: undefined },
    make: () => {
      const [queue, event, channel, full] = [new Queue(), new Event(), new Channel(), new Queue(1, [0])];
      const item = counted();
      return {
        block: (_, timeout) => {
          const selected = select({ event, channel, queue, other: queue, full: full.putting(0) }, timeout);
          return selected && (expect(selected.which).toBe('queue'), selected.value);
        },
        wake: () => queue.put(item()),
        // Twice in the list of the queue.
        waiting: () => queue.getters / 2,
        left: () => taken(queue),
        check: () => expect([event.waiting, channel.getters, full.putters, full.size]).toEqual([0, 0, 0, 1]),
      };
    },
  },
  {
    name: 'select of a lock, a task or a promise',
    calls: [select],
    wakes: 'one',
    expires: { returns: undefined },
    make: () => {
      const [semaphore, task, promise] = [new Semaphore(0), sleeper(), new Promise(() => {})];
      return {
        block: (_, timeout) => {
          const selected = select([task, promise, semaphore], timeout);
          return selected && (expect(selected.which).toBe(2), selected.value);
        },
        wake: () => semaphore.release(),
        waiting: () => semaphore.waiting,
        left: () => units(semaphore),
        check: () => task.kill(),
      };
    },
  },
  {
    name: 'select of an item to put in',
    calls: [select],
    wakes: 'given',
    expires: { returns: undefined },
    make: () => {
      const [channel, queue] = [new Channel(), new Queue()];
      const got: unknown[] = [];
      return {
        block: (index, timeout) => {
          const selected = select([queue, channel.putting(index)], timeout);
          return selected?.value;
        },
        wake: () => got.push(channel.getNowait()),
        waiting: () => channel.putters,
        left: () => got,
        check: () => expect(queue.getters).toBe(0),
      };
    },
  },
];
