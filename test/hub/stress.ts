'use greenlet';
/**
 * Greenlets that do at random whatever they can wait for, while others kill them, switch to them, and let their time run out: a schedule that a
 * seed decides. Whatever goes in has to come out once, and in the end nobody has anything that is not theirs.
 */
import { getCurrent } from 'greenc';
import {
  BoundedSemaphore,
  Channel,
  Condition,
  Empty,
  Event,
  Full,
  idle,
  joinAll,
  killAll,
  LifoQueue,
  Lock,
  Pool,
  PriorityQueue,
  Queue,
  RLock,
  select,
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

const WORKERS = 24;
const ROOM = 3;

class Disturbance extends Error {}

/** Numbers from 0 to `below`, the same ones for the same seed. */
export function random(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return below => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

/** Has as much happen as `operations` calls that may wait; gives what is wrong in the end. */
export function stress(seed: number, operations: number): string[] {
  const wrong: string[] = [];
  const check = (isRight: boolean, what: string) => isRight || wrong.push(what);
  const die = random(seed);
  let count = 0;

  const queues = [new Queue(), new Queue(ROOM), new LifoQueue(ROOM), new PriorityQueue(undefined, ROOM)];
  const stores: (Queue | Channel)[] = [...queues, new Channel(), new Channel()];
  const puts: number[] = [];
  const gots: number[] = [];
  const semaphore = new BoundedSemaphore(ROOM);
  const [lock, rlock] = [new Lock(), new RLock()];
  const condition = new Condition(new Lock());
  const event = new Event();
  const pool = new Pool(ROOM);
  const inside = new Map<object, number>();

  const anyStore = () => stores[die(stores.length)];
  const anyTimeout = () => [undefined, undefined, 0, 0, 1][die(5)];
  const got = (item: number) => gots.push(item);
  const pause = () => die(3) === 0 && wait(Promise.resolve());

  const put = (how: (item: number) => boolean) => {
    const item = puts.push(TRYING) - 1;
    try {
      puts[item] = how(item) ? IN : REFUSED;
    } catch (error) {
      puts[item] = error instanceof Full ? REFUSED : UNKNOWN;
      if (!(error instanceof Full)) throw error;
    }
  };
  const exclusively = (of: object, limit: number) => () => {
    const entered = (inside.get(of) ?? 0) + 1;
    check(entered <= limit, `${entered} at once in ${of.constructor.name}`);
    inside.set(of, entered);
    try {
      pause();
    } finally {
      inside.set(of, (inside.get(of) as number) - 1);
    }
  };

  const actions: (() => unknown)[] = [
    () => put(item => anyStore().put(item, anyTimeout()) ?? true),
    () => put(item => anyStore().put(item, anyTimeout()) ?? true),
    () => got(anyStore().get(anyTimeout()) as number),
    () => got(anyStore().get(anyTimeout()) as number),
    () => {
      for (const item of anyStore()) {
        got(item);
        if (die(2) === 0) break;
      }
    },
    () => queues[die(4)].peek(anyTimeout()),
    () => {
      const [from, other] = [anyStore(), anyStore()];
      const selected = select({ event, from, other, semaphore }, anyTimeout());
      if (selected?.which === 'semaphore') semaphore.release();
      else if (selected?.which === 'from' || selected?.which === 'other') got(selected.value);
    },
    () =>
      put(item => {
        const from = anyStore();
        const selected = select({ from, into: anyStore().putting(item), lock }, anyTimeout());
        if (selected?.which === 'lock') lock.release();
        else if (selected?.which === 'from') got(selected.value);
        return selected?.which === 'into';
      }),
    () => semaphore.run(exclusively(semaphore, ROOM), anyTimeout()),
    () => lock.run(exclusively(lock, 1), anyTimeout()),
    () => rlock.run(() => rlock.run(exclusively(rlock, 1)), anyTimeout()),
    () => {
      using _held = lock.hold(anyTimeout());
      exclusively(lock, 1)();
    },
    () =>
      condition.lock.run(() => {
        exclusively(condition, 1)();
        condition.wait(anyTimeout());
        exclusively(condition, 1)();
      }),
    () => condition.lock.run(() => condition.notify(1 + die(3))),
    () => event.wait(anyTimeout()),
    () => (die(2) === 0 ? event.set() : event.clear()),
    () => {
      pool.spawn(pause);
      check(pool.size <= ROOM, `${pool.size} members`);
    },
    () => pool.waitAvailable(anyTimeout()),
    () => {
      let next = 0;
      for (const double of pool.imap(number => (pause(), 2 * number), [0, 1, 2, 3]))
        check(double === 2 * next++, 'imap out of order');
    },
    () => {
      const some = [workers[die(WORKERS)], workers[die(WORKERS)]];
      joinAll(
        some.filter(worker => worker !== getCurrent()),
        anyTimeout(),
        1,
      );
    },
    () => withTimeout(1, () => act(), 'late'),
    () => Timeout.run(1, () => act()),
    pause,
  ];
  const act = (): void => {
    count++;
    actions[die(actions.length)]();
  };

  const work = () => {
    while (count < operations) {
      try {
        act();
      } catch (error) {
        const isExpected = [Empty, Full, Timeout, Disturbance].some(kind => error instanceof kind);
        if (isExpected || (error as Error).name === 'InvalidSwitchError') continue;
        throw error;
      }
    }
  };
  const workers: Task[] = Array.from({ length: WORKERS }, () => spawn(work));

  /** What main has, to give it back when somebody may wait for it. */
  const held: { release(): void }[] = [];
  /** In main: has some go on, and kills some before they can. */
  const shake = () => {
    for (let store = 0; store < stores.length; store++) {
      try {
        if (die(2) === 0) put(item => anyStore().put(item, 0) ?? true);
        else got(anyStore().getNowait() as number);
      } catch {}
    }
    for (const each of held.splice(0)) each.release();
    if (condition.acquire(0)) {
      condition.notify(2);
      condition.release();
    }
    for (let victim = 0; victim < WORKERS / 4; victim++) {
      const worker = workers[die(WORKERS)];
      if (worker.active) worker.throw(new Disturbance());
    }
    for (const each of [semaphore, semaphore, semaphore, lock, rlock]) if (each.acquire(0)) held.push(each);
  };

  const disturb = (index: number) => {
    const victim = workers[index];
    const inMain = (call: () => unknown) => spawn(() => {}).link(() => victim.active && call());
    switch (die(8)) {
      case 0:
        return victim.kill(undefined, 0);
      case 1:
        return inMain(() => victim.kill());
      case 2:
        return victim.kill(new Disturbance(), 0);
      case 3:
        return inMain(() => victim.throw(new Disturbance()));
      case 4:
        return inMain(() => victim.switch());
      case 5:
      case 6:
        return void spawn(() => {}).link(shake);
      default:
        return [...pool][0]?.kill(undefined, 0);
    }
  };
  while (count < operations) {
    disturb(die(WORKERS));
    for (const [index, worker] of workers.entries()) {
      if (!worker.ready) continue;
      // It may have been disturbed before it began.
      if (!worker.successful() && !(worker.error instanceof Disturbance))
        wrong.push(`a worker failed: ${(worker.error as Error).stack}`);
      workers[index] = spawn(work);
    }
    if (wrong.length > 0) break;
    // All may be waiting for one another, or for a time: whoever is killed makes room for somebody who does something else.
    idle();
  }
  killAll(workers);
  pool.kill();
  for (const each of held) spawn(() => {}).link(() => each.release());
  idle();

  for (const store of stores) {
    check(store.getters === 0 && store.putters === 0, `somebody waits at a ${store.constructor.name}`);
    try {
      for (;;) got(store.getNowait());
    } catch {}
  }
  for (const source of [semaphore, lock, rlock, condition, event, pool])
    check(source.waiting === 0, `somebody waits at a ${source.constructor.name}`);
  check(semaphore.counter === ROOM, `the semaphore has ${semaphore.counter} units`);
  check(!lock.locked && !rlock.locked && !condition.lock.locked, 'a lock is held by the dead');
  check(pool.size === 0 && pool.freeCount === ROOM, `the pool has room for ${pool.freeCount}`);

  const times = new Uint8Array(puts.length);
  for (const item of gots) times[item]++;
  for (const [item, became] of puts.entries()) {
    if (times[item] > 1) wrong.push(`item ${item} was got ${times[item]} times`);
    if (became === IN && times[item] === 0) wrong.push(`item ${item} is lost`);
    if (became === REFUSED && times[item] > 0) wrong.push(`item ${item} was refused, and got`);
    if (became === TRYING) wrong.push(`item ${item} is still being put`);
  }
  return wrong;
}
