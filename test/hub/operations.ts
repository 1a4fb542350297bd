'use greenlet';
/** All that greenlets can wait for here, for waiting-points.test.ts: how a greenlet waits, and how it is woken from main. */
import { GreenletExit } from 'greenc';
import {
  AsyncResult,
  Channel,
  Condition,
  Empty,
  Event,
  Full,
  Group,
  joinAll,
  LifoQueue,
  Lock,
  Pool,
  PriorityQueue,
  Queue,
  RLock,
  Semaphore,
  select,
  sleep,
  Task,
  Timeout,
} from 'greenc/hub';

export interface Waiting {
  /** Waits; `index` is that of the greenlet. */
  block(index: number, timeout?: number): unknown;
  /** Called in main: has the first one that waits go on, or all. */
  wake(): void;
  /** How many greenlets wait. */
  waiting(): number;
  /** What has been granted by `wake` and is to be had still, taken out; of sources that keep that. */
  left?(): unknown[];
  /** Called at the end: whatever else must not be left over. */
  check?(): void;
}

export interface Operation {
  name: string;
  make(): Waiting;
  /**
   * - one: `wake` is for one greenlet, and what it grants is kept or goes to another if that is killed
   * - given: the same for what the greenlet gives; it has happened by then
   * - all: `wake` is for all, and is called once
   * - chain: `wake` is for one, and is called once, since those that go on wake the next
   */
  wakes: 'one' | 'given' | 'all' | 'chain';
  /** What the call comes to when its time is up: returned, or the class of what is thrown. */
  expires: { returns: unknown } | { throws: new (...args: any[]) => Error };
  /** What it comes to when it is woken: compared by `toEqual`. By default whatever `wake` grants. */
  gives?: unknown;
  throws?: unknown;
}

const failure = new Error('failure');

function taken(queue: Queue): unknown[] {
  const items: unknown[] = [];
  while (!queue.empty) items.push(queue.getNowait());
  return items;
}

/** A task that ends when it is killed. */
function sleeper(): Task {
  const task = new Task(() => sleep(100_000));
  task.switch();
  return task;
}

function units(semaphore: Semaphore): unknown[] {
  return new Array(semaphore.counter).fill(true);
}

function counted(): () => number {
  let count = 0;
  return () => count++;
}

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

export const operations: Operation[] = [
  {
    name: 'event.wait',
    wakes: 'all',
    expires: { returns: false },
    gives: true,
    make: () => {
      const event = new Event();
      return { block: (_, timeout) => event.wait(timeout), wake: () => event.set(), waiting: () => event.waiting };
    },
  },
  {
    name: 'result.get',
    wakes: 'all',
    expires: { throws: Timeout },
    gives: 5,
    make: () => {
      const result = new AsyncResult();
      return { block: (_, timeout) => result.get(timeout), wake: () => result.set(5), waiting: () => result.waiting };
    },
  },
  {
    name: 'result.get of an error',
    wakes: 'all',
    expires: { throws: Timeout },
    throws: failure,
    make: () => {
      const result = new AsyncResult();
      return {
        block: (_, timeout) => result.get(timeout),
        wake: () => result.setError(failure),
        waiting: () => result.waiting,
      };
    },
  },
  {
    name: 'result.wait',
    wakes: 'all',
    expires: { returns: undefined },
    gives: undefined,
    make: () => {
      const result = new AsyncResult();
      return {
        block: (_, timeout) => result.wait(timeout),
        wake: () => result.setError(failure),
        waiting: () => result.waiting,
      };
    },
  },
  {
    name: 'semaphore.acquire',
    wakes: 'one',
    expires: { returns: false },
    make: () => {
      const semaphore = new Semaphore(0);
      return {
        block: (_, timeout) => semaphore.acquire(timeout),
        wake: () => semaphore.release(),
        waiting: () => semaphore.waiting,
        left: () => units(semaphore),
      };
    },
  },
  {
    name: 'semaphore.wait',
    wakes: 'all',
    expires: { returns: 0 },
    gives: 1,
    make: () => {
      const semaphore = new Semaphore(0);
      return {
        block: (_, timeout) => semaphore.wait(timeout),
        wake: () => semaphore.release(),
        waiting: () => semaphore.waiting,
        check: () => expect(semaphore.counter).toBe(1),
      };
    },
  },
  {
    name: 'lock.hold',
    wakes: 'one',
    expires: { throws: Timeout },
    make: () => {
      const lock = new Lock();
      lock.acquire();
      return {
        block: (_, timeout) => lock.hold(timeout) && true,
        wake: () => lock.release(),
        waiting: () => lock.waiting,
        left: () => units(lock),
      };
    },
  },
  {
    name: 'lock.run',
    wakes: 'chain',
    expires: { throws: Timeout },
    gives: 5,
    make: () => {
      const lock = new Lock();
      lock.acquire();
      return {
        block: (_, timeout) => lock.run(() => 5, timeout),
        wake: () => lock.release(),
        waiting: () => lock.waiting,
        check: () => expect(lock.locked).toBe(false),
      };
    },
  },
  {
    name: 'rlock.run',
    wakes: 'chain',
    expires: { throws: Timeout },
    gives: 5,
    make: () => {
      const lock = new RLock();
      lock.acquire();
      return {
        block: (_, timeout) => lock.run(() => lock.run(() => 5), timeout),
        wake: () => lock.release(),
        waiting: () => lock.waiting,
        check: () => expect([lock.owner, lock.count]).toEqual([null, 0]),
      };
    },
  },
  ...[() => new RLock(), () => new Lock()].map(
    (makeLock): Operation => ({
      name: `condition.wait, of a ${makeLock().constructor.name}`,
      wakes: 'one',
      expires: { returns: false },
      make: () => {
        const condition = new Condition(makeLock());
        return {
          block: (_, timeout) => condition.lock.run(() => condition.wait(timeout)),
          wake: () => condition.lock.run(() => condition.notify()),
          waiting: () => condition.waiting,
          check: () => expect([condition.lock.locked, condition.lock.waiting]).toEqual([false, 0]),
        };
      },
    }),
  ),
  {
    name: 'condition.waitFor',
    wakes: 'all',
    expires: { returns: 0 },
    gives: 1,
    make: () => {
      const condition = new Condition();
      let changed = 0;
      return {
        block: (_, timeout) => condition.lock.run(() => condition.waitFor(() => changed, timeout)),
        wake: () =>
          condition.lock.run(() => {
            condition.notifyAll();
            changed = 1;
          }),
        waiting: () => condition.waiting,
        check: () => expect([condition.lock.locked, condition.lock.waiting]).toEqual([false, 0]),
      };
    },
  },
  { name: 'queue.get', wakes: 'one', expires: { throws: Empty }, make: gets(() => new Queue()) },
  {
    name: 'queue.get where there is little room',
    wakes: 'one',
    expires: { throws: Empty },
    make: gets(() => new Queue(1)),
  },
  { name: 'lifoQueue.get', wakes: 'one', expires: { throws: Empty }, make: gets(() => new LifoQueue()) },
  { name: 'priorityQueue.get', wakes: 'one', expires: { throws: Empty }, make: gets(() => new PriorityQueue()) },
  {
    name: 'a loop over a queue',
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
    wakes: 'one',
    expires: { throws: Empty },
    make: () => {
      const channel = new Channel();
      const item = counted();
      return {
        block: (_, timeout) => channel.get(timeout),
        wake: () => channel.putNowait(item()),
        waiting: () => channel.getters,
        left: () => {
          const items: unknown[] = [];
          for (;;) {
            try {
              items.push(channel.getNowait());
            } catch {
              return items;
            }
          }
        },
      };
    },
  },
  {
    name: 'channel.put',
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
  ...(
    [
      ['task.join', task => (_, timeout) => task.join(timeout), { returns: undefined }, undefined],
      ['task.get', task => (_, timeout) => task.get(timeout), { throws: Timeout }, expect.any(GreenletExit)],
      ['joinAll', task => (_, timeout) => joinAll([task], timeout).length, { returns: 0 }, 1],
      ['group.join', task => with1(new Group([task])), { returns: false }, true],
      ['pool.waitAvailable', task => pooled(task), { returns: 0 }, 1],
    ] as [string, (task: Task) => Waiting['block'], Operation['expires'], unknown][]
  ).map(
    ([name, blockOn, expires, gives]): Operation => ({
      name,
      wakes: 'all',
      expires,
      gives,
      make: () => {
        const task = sleeper();
        const block = blockOn(task);
        let waiting = 0;
        return {
          block: (index, timeout) => {
            waiting++;
            try {
              return block(index, timeout);
            } finally {
              waiting--;
            }
          },
          wake: () => task.kill(),
          waiting: () => waiting,
        };
      },
    }),
  ),
  {
    name: 'pool.start',
    wakes: 'one',
    expires: { throws: Full },
    make: () => {
      const pool = new Pool(3);
      const members = [sleeper(), sleeper(), sleeper()];
      for (const member of members) pool.add(member);
      return {
        block: (_, timeout) => pool.start(new Task(() => sleep(100_000)), timeout) ?? true,
        wake: () => members.pop()?.kill(),
        waiting: () => pool.waiting,
        left: () => new Array(pool.freeCount).fill(true),
        check: () => pool.kill(),
      };
    },
  },
];

function with1(group: Group): Waiting['block'] {
  return (_, timeout) => group.join(timeout);
}

function pooled(task: Task): Waiting['block'] {
  const pool = new Pool(1);
  pool.add(task);
  return (_, timeout) => pool.waitAvailable(timeout);
}
