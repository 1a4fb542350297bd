'use greenlet';
/** What the greenlets of stress.ts share, what they can do with it, and what must be true of it in the end. */
import { getCurrent } from 'greenc';
import {
  AsyncResult,
  BoundedSemaphore,
  Channel,
  Condition,
  Empty,
  Event,
  Full,
  Group,
  JoinableQueue,
  joinAll,
  killAll,
  LifoQueue,
  Local,
  Lock,
  Pool,
  PriorityQueue,
  Queue,
  RLock,
  Semaphore,
  select,
  sleep,
  spawn,
  type Task,
  Timeout,
  wait,
  withTimeout,
} from 'greenc/hub';

/** What became of an item by the one who put it in. */
const TRYING = 0;
/** `put` has returned. */
const IN = 1;
/** `put` has said that there was no room. */
const REFUSED = 2;
/** `put` has thrown what was thrown into its greenlet: either may be. */
const UNKNOWN = 3;

export const ROOM = 3;
const PRICE = 1000;
/** Milliseconds: some turns of the event loop, in each of which a few pass. */
const LATE = 20;

/** What a promise is rejected with, or a result has for an error. */
class Failure extends Error {
  constructor(readonly index: number) {
    super('failed');
  }
}

export class World {
  readonly wrong: string[] = [];
  /** Milliseconds that have passed. */
  time = 0;
  readonly queues = [
    new Queue(),
    new Queue(ROOM),
    new LifoQueue(),
    new LifoQueue(ROOM),
    new PriorityQueue(),
    new PriorityQueue(undefined, ROOM),
  ];
  readonly stores: (Queue | Channel)[] = [...this.queues, new Channel(), new Channel()];
  readonly jobs = new JoinableQueue<number>(ROOM);
  readonly bounded = new BoundedSemaphore(ROOM);
  readonly semaphore = new Semaphore(0);
  readonly lock = new Lock();
  readonly rlock = new RLock();
  readonly conditions = [new Condition(new Lock()), new Condition()];
  readonly event = new Event();
  readonly pool = new Pool(ROOM);
  readonly group = new Group();
  readonly local = new Local(() => ({ sum: 0, count: 0 }));
  readonly #puts: number[] = [];
  readonly #gots: number[] = [];
  readonly #inside = new Map<object, number>();
  /** Units that have been released, less those that have been acquired. */
  #units = 0;
  /** How often all jobs have been done. */
  #emptied = 0;
  /** Greenlets in `group.join`, and, in the order in which they came, in `lock.run`. */
  #joiners = 0;
  readonly #queuing: object[] = [];
  #results = { index: 0, result: new AsyncResult<number>() };
  #promises = { index: 0, ...resolvers() };

  constructor(
    readonly die: (below: number) => number,
    /** The greenlets that do things. */
    readonly workers: readonly Task[],
    /** Does anything. */
    readonly act: () => void,
  ) {}

  check(isRight: boolean, what: () => string): void {
    if (!isRight && this.wrong.length < 20) this.wrong.push(what());
  }

  get anyStore(): Queue | Channel {
    return this.stores[this.die(this.stores.length)];
  }

  /** Not one in which much would pile up: nobody would ever wait for an item. */
  get storeForMore(): Queue | Channel {
    const store = this.anyStore;
    return store instanceof Queue && store.size > this.die(5 * ROOM) ? this.stores[this.stores.length - 1] : store;
  }

  get anyTimeout(): number | undefined {
    return [undefined, undefined, 0, 0, 1, 2][this.die(6)];
  }

  got(item: number): void {
    this.#gots.push(item);
  }

  put(how: (item: number) => boolean): void {
    const puts = this.#puts;
    const item = puts.push(TRYING) - 1;
    try {
      puts[item] = how(item) ? IN : REFUSED;
    } catch (error) {
      puts[item] = error instanceof Full ? REFUSED : UNKNOWN;
      if (!(error instanceof Full)) throw error;
    }
  }

  /** Waits for a while, or not at all. */
  pause(): void {
    const how = this.die(8);
    if (how < 2) wait(Promise.resolve());
    else if (how === 2) {
      const ms = this.die(3);
      const due = this.time + ms;
      sleep(ms);
      this.check(this.time < due + LATE, () => `slept for ${ms + this.time - due} ms, and not ${ms}`);
    }
  }

  /** What a task does that may have to wait when it is killed, too. */
  readonly stay = (): void => {
    try {
      this.pause();
    } finally {
      this.pause();
    }
  };

  /** Each of them, or not. */
  private some<Cases extends object>(cases: Cases): Partial<Cases> {
    return Object.fromEntries(Object.entries(cases).filter(() => this.die(4) === 0)) as Partial<Cases>;
  }

  /** What may be done while one has what only so many may have. */
  within(of: object, limit: number): () => void {
    return () => {
      const inside = this.#inside;
      const entered = (inside.get(of) ?? 0) + 1;
      this.check(entered <= limit, () => `${entered} at once in ${of.constructor.name}`);
      inside.set(of, entered);
      try {
        this.pause();
      } finally {
        inside.set(of, (inside.get(of) as number) - 1);
      }
    };
  }

  /** Asks for what somebody settles later, by a value or an error that tells what was asked for. */
  expects(index: number, ask: () => unknown): void {
    try {
      const value = ask();
      this.check(value === index * PRICE, () => `${value} came, and not ${index * PRICE}`);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      this.check(error.index === index, () => `the error of ${error.index} came, and not that of ${index}`);
    }
  }

  readonly actions: Record<string, () => unknown> = {
    'queue.put': () => this.put(item => this.storeForMore.put(item, this.anyTimeout) ?? true),
    'channel.put': () => this.put(item => this.stores.at(-1)?.put(item, this.anyTimeout) ?? true),
    'queue.get': () => this.got(this.anyStore.get(this.anyTimeout) as number),
    'channel.get': () => this.got(this.stores.at(-1)?.get(this.anyTimeout) as number),
    'for of a queue': () => {
      for (const item of this.anyStore) {
        this.got(item);
        if (this.die(2) === 0) break;
      }
    },
    'queue.peek': () => this.queues[this.die(this.queues.length)].peek(this.anyTimeout),
    'queue.put of a job': () => this.jobs.put(1, this.anyTimeout),
    'queue.taskDone': () => {
      this.jobs.get(this.anyTimeout);
      try {
        this.pause();
      } finally {
        this.jobs.taskDone();
        if (this.jobs.unfinishedTasks === 0) this.#emptied++;
      }
    },
    'queue.join': () => {
      const before = this.#emptied;
      const isEmpty = this.jobs.unfinishedTasks === 0;
      const isJoined = this.jobs.join(this.anyTimeout);
      this.check(!isJoined || isEmpty || this.#emptied > before, () => 'joined before all jobs were done');
    },
    'select to get': () => {
      const { event, bounded, semaphore, anyStore: from, anyStore: other } = this;
      const selected = select({ from, ...this.some({ other, event, bounded, semaphore }) }, this.anyTimeout);
      if (selected?.which === 'bounded') bounded.release();
      else if (selected?.which === 'semaphore') this.#units--;
      else if (selected?.which === 'from' || selected?.which === 'other') this.got(selected.value as number);
    },
    'select to put': () =>
      this.put(item => {
        const { anyStore: from, storeForMore: store, lock, rlock } = this;
        const into = store.putting(item);
        // Who waits at both sides of a channel does not wait for anybody else.
        const others = from === store ? { lock, rlock } : { from, lock, rlock };
        const selected = select(
          { into, ...this.some<{ from?: typeof from; lock: Lock; rlock: RLock }>(others) },
          this.anyTimeout,
        );
        if (selected?.which === 'lock') lock.release();
        else if (selected?.which === 'rlock') rlock.release();
        else if (selected?.which === 'from') this.got(selected.value as number);
        return selected?.which === 'into';
      }),
    'select of what is settled': () => {
      const { index, result } = this.#results;
      const task = spawn(() => this.pause());
      const { promise } = this.#promises;
      this.expects(index, () => {
        const selected = select({ result, task, promise: promise.catch(() => {}) }, this.anyTimeout);
        return selected?.which === 'result' ? selected.value : index * PRICE;
      });
    },
    'boundedSemaphore.run': () => this.bounded.run(this.within(this.bounded, ROOM), this.anyTimeout),
    'semaphore.acquire': () => {
      if (this.semaphore.acquire(this.anyTimeout)) this.#units--;
    },
    'semaphore.release': () => {
      if (this.semaphore.counter > 1) return;
      this.#units++;
      this.semaphore.release();
    },
    'semaphore.wait': () => this.semaphore.wait(this.anyTimeout),
    'lock.run': () => {
      const queuing = this.#queuing;
      const me = {};
      queuing.push(me);
      const leave = () => queuing.includes(me) && queuing.splice(queuing.indexOf(me), 1);
      try {
        this.lock.run(() => {
          this.check(queuing[0] === me, () => 'somebody has the lock before who came first');
          leave();
          this.within(this.lock, 1)();
        }, this.anyTimeout);
      } finally {
        leave();
      }
    },
    'lock.hold': () => {
      using _held = this.lock.hold(this.anyTimeout);
      this.within(this.lock, 1)();
    },
    'rlock.run': () => this.rlock.run(() => this.rlock.run(this.within(this.rlock, 1)), this.anyTimeout),
    'condition.wait': () => {
      const condition = this.conditions[this.die(2)];
      const critical = this.within(condition, 1);
      condition.lock.run(() => {
        critical();
        condition.wait(this.anyTimeout);
        critical();
      });
    },
    'condition.notify': () => {
      const condition = this.conditions[this.die(2)];
      condition.lock.run(() => condition.notify(1 + this.die(3)));
    },
    'event.wait': () => this.event.wait(this.anyTimeout),
    'event.set': () => (this.die(2) === 0 ? this.event.set() : this.event.clear()),
    'result.get': () => {
      const { index, result } = this.#results;
      this.expects(index, () => result.get(this.anyTimeout));
    },
    'result.set': () => {
      const { index, result } = this.#results;
      this.#results = { index: index + 1, result: new AsyncResult() };
      if (this.die(3) === 0) result.setError(new Failure(index));
      else result.set(index * PRICE);
    },
    'wait for a promise': () => {
      const { index, promise } = this.#promises;
      this.expects(index, () => wait(promise, this.anyTimeout));
    },
    'settling a promise': () => {
      const { index, resolve, reject } = this.#promises;
      this.#promises = { index: index + 1, ...resolvers() };
      if (this.die(3) === 0) reject(new Failure(index));
      else resolve(index * PRICE);
    },
    'pool.spawn': () => {
      const { pool } = this;
      pool.spawn(this.stay);
      this.check(pool.size <= ROOM, () => `${pool.size} members`);
    },
    'pool.waitAvailable': () => this.pool.waitAvailable(this.anyTimeout),
    'pool.imap': () => {
      let next = 0;
      for (const double of this.pool.imap(number => (this.pause(), 2 * number), [0, 1, 2, 3])) {
        const expected = 2 * next++;
        // A member may have been killed.
        this.check(double === expected || typeof double !== 'number', () => `${double} from imap, and not ${expected}`);
      }
    },
    'group.spawn': () => {
      for (let count = this.die(4); count >= 0; count--) this.group.spawn(this.stay);
    },
    'group.join': () => {
      this.#joiners++;
      try {
        this.group.join(this.anyTimeout);
      } finally {
        this.#joiners--;
      }
    },
    'group.kill': () => this.group.kill(undefined, this.anyTimeout),
    'task.get': () => {
      const value = this.die(100);
      const task = spawn(() => (this.pause(), value));
      this.check(task.get(this.anyTimeout) === value, () => 'a task gave what another one was to give');
    },
    joinAll: () => {
      const others = [0, 1, 2].map(() => spawn(() => this.pause()));
      const [timeout, count] = [this.anyTimeout, 1 + this.die(3)];
      const done = joinAll(others, timeout, count);
      const areAll = timeout !== undefined || done.length >= count;
      this.check(areAll && done.every(task => task.ready), () => `joinAll gave ${done.length}, and not ${count}`);
    },
    'joinAll of workers': () => {
      const { workers } = this;
      const some = [workers[this.die(workers.length)], workers[this.die(workers.length)]];
      joinAll(
        some.filter(worker => worker !== getCurrent()),
        this.anyTimeout,
        1,
      );
    },
    killAll: () => {
      const victims = [() => this.event.wait(), this.stay, this.stay, () => sleep(5)].map(fn => spawn(fn));
      try {
        // Who has not begun ends without a wait.
        wait(Promise.resolve());
      } finally {
        killAll(victims, undefined, this.anyTimeout);
      }
    },
    withTimeout: () => withTimeout(1, () => this.act(), 'late'),
    'Timeout.run': () => {
      const timeout = new Timeout(1 + this.die(2));
      try {
        timeout.run(() => this.act());
      } finally {
        this.check(!timeout.pending, () => 'the time runs on of what is over');
      }
    },
    'using a timeout': () => {
      using _timeout = new Timeout(1).start();
      this.act();
    },
    'many tasks': () => {
      if (this.die(200) > 0) return;
      let count = 0;
      joinAll(Array.from({ length: 1500 }, () => spawn(() => count++)));
      this.check(count === 1500, () => `${count} of 1500 tasks have run`);
    },
    local: () => {
      const { local } = this;
      const before = { ...local };
      this.pause();
      local.sum += this.die(10);
      local.count++;
      const isOwn = local.count === before.count + 1 && local.sum >= before.sum;
      this.check(isOwn, () => 'a local has what another greenlet has set');
    },
    pause: () => this.pause(),
  };

  /** When nobody is ready: nobody waits for what is there. */
  look(): void {
    const { bounded, semaphore, lock, rlock, event, group } = this;
    const never = (isSo: boolean, what: () => string) => this.check(!isSo, what);
    for (const queue of [...this.queues, this.jobs]) {
      never(queue.getters > 0 && !queue.empty, () => `somebody waits for an item of a ${queue.constructor.name}`);
      never(queue.putters > 0 && !queue.full, () => `somebody waits for room in a ${queue.constructor.name}`);
    }
    for (const store of this.stores)
      never(store instanceof Channel && store.getters * store.putters > 0, () => 'both sides wait at a channel');
    for (const each of [bounded, semaphore])
      never(each.waiting > 0 && each.counter > 0, () => 'somebody waits for a unit that is there');
    for (const each of [lock, rlock])
      never(each.waiting > 0 && !each.locked, () => 'somebody waits for a lock that is free');
    never(event.waiting > 0 && event.isSet(), () => 'somebody waits for an event that is set');
    never(this.#joiners > 0 && group.size === 0, () => 'somebody waits for an empty group');
  }

  /** In the end, when all greenlets have ended: what is not as it is to be. */
  audit(): string[] {
    const { bounded, semaphore, lock, rlock, conditions, event, pool, group, jobs } = this;
    for (const store of [...this.stores, jobs])
      this.check(store.getters + store.putters === 0, () => `somebody waits at a ${store.constructor.name}`);
    for (const store of this.stores) for (const item of leftIn(store)) this.got(item as number);
    for (const _job of leftIn(jobs)) jobs.taskDone();
    this.check(jobs.unfinishedTasks === 0, () => `${jobs.unfinishedTasks} jobs are not done`);
    for (const source of [bounded, semaphore, lock, rlock, ...conditions, event, pool])
      this.check(source.waiting === 0, () => `somebody waits at a ${source.constructor.name}`);
    this.check(bounded.counter === ROOM, () => `the bounded semaphore has ${bounded.counter} units`);
    this.check(semaphore.counter === this.#units, () => `the semaphore has ${semaphore.counter}, not ${this.#units}`);
    for (const each of [lock, rlock, ...conditions.map(condition => condition.lock)])
      this.check(!each.locked, () => `a ${each.constructor.name} is held by the dead`);
    this.check(pool.size === 0 && pool.freeCount === ROOM, () => `the pool has room for ${pool.freeCount}`);
    this.check(group.size === 0, () => `the group has ${group.size} members`);
    this.#auditItems();
    return this.wrong;
  }

  #auditItems(): void {
    const times = new Uint8Array(this.#puts.length);
    for (const item of this.#gots) times[item]++;
    for (const [item, became] of this.#puts.entries()) {
      this.check(times[item] <= 1, () => `item ${item} was got ${times[item]} times`);
      this.check(became !== IN || times[item] > 0, () => `item ${item} is lost`);
      this.check(became !== REFUSED || times[item] === 0, () => `item ${item} was refused, and got`);
      this.check(became !== TRYING, () => `item ${item} is still being put`);
    }
  }
}

/** What is in a queue, or was handed to greenlets that were killed, taken out. */
function leftIn(store: Queue | Channel): unknown[] {
  const items: unknown[] = [];
  try {
    for (;;) items.push(store.getNowait());
  } catch (error) {
    if (!(error instanceof Empty)) throw error;
  }
  return items;
}

function resolvers(): { promise: Promise<number>; resolve(value: number): void; reject(error: unknown): void } {
  let settle: Pick<ReturnType<typeof resolvers>, 'resolve' | 'reject'> | undefined;
  const promise = new Promise<number>((resolve, reject) => {
    settle = { resolve, reject };
  });
  // Perhaps nobody waits for it.
  promise.catch(() => {});
  return { promise, ...(settle as Pick<ReturnType<typeof resolvers>, 'resolve' | 'reject'>) };
}
