'use greenlet';
/**
 * A task that is joined may begin on top of who joins it, and a greenlet that waits may switch to the next one without main in between. Nobody
 * is to notice: random programs log the same as with a trace callback, with which everything takes its way through main.
 */
import { ForeignFrameError, Greenlet, getCurrent, setTrace } from 'greenc';
import { asyncify, Queue, sleep, spawn, type Task, wait } from 'greenc/hub';
import { green, thrownBy } from './green.js';

const main = getCurrent();

// jest uses an AsyncLocalStorage. As soon as there is one, tasks no longer begin on top of others.
const { now } = (globalThis as any)[Symbol.for('greenc.runtime@1')];
const { around } = now;
beforeAll(() => {
  now.around = null;
});
afterAll(() => {
  now.around = around;
});

const kinds = [
  'spawn',
  'join',
  'get',
  'wait',
  'put',
  'take',
  'kill',
  'fail',
  'nest',
  'hand',
  'leave',
  'link',
  'return',
] as const;
/** How often each is taken, as many as there are kinds. */
const weights = [30, 14, 14, 12, 10, 8, 3, 3, 5, 2, 1, 4, 4];

interface Step {
  kind: (typeof kinds)[number];
  which: number;
}

/** Numbers from 0 to below `limit`, always the same ones for a seed. */
function numbers(seed: number): (limit: number) => number {
  let state = seed * 2654435761 + 1;
  return limit => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) | 0;
    return ((state ^ (state >>> 13)) >>> 0) % limit;
  };
}

/** What tasks do: the first of them is the program's. */
function program(seed: number): Step[][] {
  const next = numbers(seed);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const step = (): Step => {
    let at = next(total);
    const index = weights.findIndex(weight => (at -= weight) < 0);
    return { kind: kinds[index], which: next(100) };
  };
  return Array.from({ length: 3 + next(30) }, (_, index) => Array.from({ length: index === 0 ? 12 : next(8) }, step));
}

class World {
  readonly log: string[] = [];
  readonly tasks: Task[] = [];
  readonly names = new Map<Greenlet, string>([[main, 'main']]);
  readonly queues = [new Queue(), new Queue(1)];
  spawned = 1;

  constructor(readonly scripts: Step[][]) {}

  note(what: string, value?: unknown): void {
    const name = this.names.get(getCurrent()) ?? 'a stranger';
    const said = value instanceof Error ? `${value.name}: ${value.message}` : String(value);
    const states = this.tasks
      .map(task => Number(task.started) + 2 * Number(task.ready) + 4 * Number(task.dead))
      .join('');
    this.log.push(`${name} ${what} ${said} ${states}`);
  }

  run(script: number): string {
    this.note('begins');
    for (const { kind, which } of this.scripts[script]) {
      let result: unknown;
      try {
        result = this.step(kind, which, script);
      } catch (error) {
        this.note(`${kind} throws`, error);
        if (kind === 'fail') throw error;
        continue;
      }
      this.note(kind, result);
      if (kind === 'return') break;
    }
    this.note('ends');
    return `result of ${script}`;
  }

  step(kind: Step['kind'], which: number, script: number): unknown {
    const task = this.tasks[which % this.tasks.length] as Task | undefined;
    const other = task === getCurrent() ? undefined : task;
    const queue = this.queues[which % 2];
    if (kind === 'spawn') return this.spawn(which);
    if (kind === 'join') return this.tasks.at(-1 - (which % 2))?.join();
    if (kind === 'get') return other?.get();
    if (kind === 'wait') return wait(Promise.resolve(which));
    if (kind === 'put') return queue.put(which, which % 3 === 0 ? 0 : undefined);
    if (kind === 'take') return queue.get(which % 3 === 0 ? 0 : undefined);
    if (kind === 'kill') return other?.kill(new Error(`killed by ${script}`), which % 2 === 0 ? 0 : undefined);
    if (kind === 'fail') throw new Error(`failure of ${script}`);
    if (kind === 'nest') return this.nest(which);
    if (kind === 'hand') return other?.started === true ? other.switch('by hand') : undefined;
    if (kind === 'leave') return main.switch('from a task');
    if (kind === 'link') return other?.link(() => this.note(`is told of ${this.names.get(other)}`));
    return 'ends early';
  }

  spawn(which: number): string {
    if (this.spawned >= this.scripts.length) return 'nothing';
    const script = this.spawned++;
    const task = spawn(() => this.run(script));
    this.tasks.push(task);
    this.names.set(task, `task ${script}`);
    // Its errors are nobody's fault.
    const ignore = (): void => {};
    task.link(ignore);
    task.unlink(ignore);
    if (which % 4 === 0) task.join();
    else if (which % 4 === 1) return String(task.get());
    return `task ${script}`;
  }

  /** A greenlet within the task, which may wait itself. */
  nest(which: number): unknown {
    const inner = new Greenlet((n: number) => {
      this.names.set(getCurrent(), 'nested');
      const more: number = which % 2 === 0 ? wait(Promise.resolve(n)) : (getCurrent().parent?.switch(n) as number);
      this.note('nested', more);
      return n + more;
    });
    const first = inner.switch(which);
    return inner.dead ? first : inner.switch(1);
  }
}

async function logOf(seed: number): Promise<string[]> {
  const world = new World(program(seed));
  const rest = (): Promise<void> => new Promise(resolve => setImmediate(() => setImmediate(resolve)));
  const root = asyncify(() => world.run(0))().catch(error => world.log.push(`the program throws ${error}`));
  await rest();
  for (let round = 0; round < 100; round++) {
    const left = world.tasks.filter(task => !task.ready);
    if (left.length === 0) break;
    for (const task of left) task.kill();
    await rest();
  }
  void root;
  world.log.push(world.tasks.map(task => `${task.value} ${task.error}`).join());
  return world.log;
}

const isOnTop = (): boolean => /goHere/.test(String(new Error().stack));

green('a task that is joined begins on top of who joins it, unless its way is traced', () => {
  const inner = (): boolean => spawn(isOnTop).get();
  expect(spawn(inner).get()).toBe(true);
  setTrace(() => {});
  expect(spawn(inner).get()).toBe(false);
  setTrace(null);
});

async function logsOf(seed: number): Promise<[string[], string[]]> {
  const straight = await logOf(seed);
  setTrace(() => {});
  const traced = await logOf(seed);
  setTrace(null);
  return [straight, traced];
}

test('random programs log the same, whether their way is traced or not', async () => {
  let steps = 0;
  for (let seed = 1; seed <= 300; seed++) {
    let [straight, traced] = await logsOf(seed);
    // After every 10,000 things that were ready the event loop gets its turn, which may have been in the midst of one of the two.
    if (straight.join() !== traced.join()) [straight, traced] = await logsOf(seed);
    expect({ seed, log: straight }).toEqual({ seed, log: traced });
    steps += straight.length;
  }
  expect(steps).toBeGreaterThan(5000);
}, 60_000);

green('who joins under a foreign function fails, but the task that has begun goes on', () => {
  const foreign = new Function('call', 'return call()') as (call: () => unknown) => unknown;
  const log: unknown[] = [];
  wait(Promise.resolve());
  const stranger = new Greenlet((value: string) => log.push(value), main);
  const task = spawn(() => {
    stranger.switch('switched to');
    return 'never';
  });
  expect(thrownBy(() => foreign(() => task.join()))).toBeInstanceOf(ForeignFrameError);
  sleep();
  expect(log).toEqual(['switched to']);
  task.kill();
});
