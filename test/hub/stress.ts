'use greenlet';
/**
 * Greenlets that do at random whatever they can wait for, while others kill them, switch to them, and let their time run out: a schedule that a
 * seed decides. Whatever goes in has to come out once, and in the end nobody has anything that is not theirs.
 */
import { Empty, Full, InvalidSwitchError, idle, killAll, sleep, spawn, type Task, Timeout } from 'greenc/hub';
import { random } from './random.js';
import { World } from './stress-world.js';

const WORKERS = 24;

class Disturbance extends Error {}

/** What has happened. */
export interface Outcome {
  /** What is not as it is to be. */
  readonly wrong: string[];
  /** How often each action has returned, and how often something was thrown in it. */
  readonly tally: Readonly<Record<string, { returned: number; threw: number }>>;
  /** Of all that was done, in order: the same for the same seed. */
  readonly hash: number;
}

/**
 * Has as much happen as `operations` calls that may wait.
 * @param pass has so many milliseconds be over; called in main
 */
export function stress(seed: number, operations: number, pass: (ms: number) => void): Outcome {
  beginTurn();
  const die = random(seed);
  const tally: Record<string, { returned: number; threw: number }> = {};
  const workers: Task[] = [];
  let count = 0;
  let hash = 0;

  const act = (): void => {
    const index = die(names.length);
    const name = names[index];
    count++;
    hash = Math.imul(hash ^ index, 0x01000193);
    let hasThrown = true;
    try {
      world.actions[name]();
      hasThrown = false;
    } finally {
      hash = Math.imul(hash ^ (index + (hasThrown ? 100 : 200)), 0x01000193);
      tally[name][hasThrown ? 'threw' : 'returned']++;
    }
  };
  const world = new World(die, workers, act);
  const names = Object.keys(world.actions);
  for (const name of names) tally[name] = { returned: 0, threw: 0 };

  const work = () => {
    while (count < operations) {
      try {
        act();
      } catch (error) {
        const isExpected = [Empty, Full, Timeout, Disturbance].some(kind => error instanceof kind);
        if (!isExpected && !(error instanceof InvalidSwitchError && disturb.switches-- > 0)) throw error;
      }
    }
  };
  /** Lets the event loop turn, and time pass. */
  const turn = (ms: number): void => {
    setImmediate(() => {
      world.time += ms;
      pass(ms);
    });
    idle();
  };
  const disturb = new Disturbances(world, die);
  for (let index = 0; index < WORKERS; index++) workers.push(spawn(work));
  while (count < operations && world.wrong.length === 0) {
    for (let times = 0; times < 3; times++) disturb.next();
    for (const [index, worker] of workers.entries()) {
      if (!worker.ready) continue;
      // It may have been disturbed before it began.
      if (!worker.successful() && !(worker.error instanceof Disturbance))
        world.wrong.push(`a worker failed: ${(worker.error as Error).stack}`);
      workers[index] = spawn(work);
    }
    // All may be waiting for one another, or for a time: whoever is killed makes room for somebody who does something else.
    turn(die(3));
    world.look();
  }
  const end = spawn(() => {
    killAll(workers);
    world.pool.kill();
    world.group.kill();
    disturb.end();
  });
  // Some take their time, and there are tasks that nobody waits for.
  while (!end.ready) turn(1);
  for (let ms = 0; ms < 10; ms++) turn(1);
  return { wrong: world.audit(), tally, hash };
}

/**
 * After so many things in a row the hub has the event loop turn, and begins to count again. From there on all is decided by the seed, and not by
 * what has been before.
 */
function beginTurn(): void {
  let hasTurned = false;
  setImmediate(() => {
    hasTurned = true;
  });
  while (!hasTurned) spawn(() => {}).join();
}

/** Calls in main what it is given. */
function inMain(call: () => unknown): void {
  spawn(() => {}).link(() => void call());
}

class Disturbances {
  /** What main has, to give it back when somebody may wait for it. */
  readonly #held: { release(): void }[] = [];
  /** How often somebody has been switched to by hand, and has not been told so. */
  switches = 0;

  constructor(
    readonly world: World,
    readonly die: (below: number) => number,
  ) {}

  next(): void {
    const { workers, pool } = this.world;
    const victim = workers[this.die(WORKERS)];
    const ifActive = (call: () => unknown) => inMain(() => victim.active && call());
    const kinds = [
      () => victim.kill(undefined, 0),
      () => ifActive(() => victim.kill()),
      () => victim.kill(new Disturbance(), 0),
      () => ifActive(() => victim.throw(new Disturbance())),
      () => ifActive(() => this.switchTo(victim)),
      () => inMain(() => this.shake()),
      () => inMain(() => this.shake()),
      () => [...pool][0]?.kill(undefined, 0),
    ];
    kinds[this.die(kinds.length)]();
  }

  private switchTo(victim: Task): void {
    this.switches++;
    victim.switch();
  }

  /** In main: has some go on, and kills some before they can. */
  private shake(): void {
    const { die, world } = this;
    for (let round = 0; round < world.stores.length; round++) {
      try {
        if (die(2) === 0) world.put(item => world.anyStore.put(item, 0) ?? true);
        else world.got(world.anyStore.getNowait() as number);
      } catch (error) {
        if (!(error instanceof Empty || error instanceof Full)) throw error;
      }
    }
    for (const each of this.#held.splice(0)) each.release();
    world.actions['semaphore.release']();
    for (const name of ['event.set', 'result.set', 'settling a promise']) if (die(2) === 0) world.actions[name]();
    for (const condition of world.conditions) {
      if (!condition.acquire(0)) continue;
      condition.notify(2);
      condition.release();
    }
    for (let victim = 0; victim < WORKERS / 4; victim++) {
      const worker = world.workers[die(WORKERS)];
      if (worker.active) worker.throw(new Disturbance());
    }
    const { bounded, lock, rlock } = world;
    for (const each of [bounded, bounded, bounded, lock, rlock]) if (each.acquire(0)) this.#held.push(each);
  }

  end(): void {
    inMain(() => {
      for (const each of this.#held.splice(0)) each.release();
    });
    sleep();
  }
}
