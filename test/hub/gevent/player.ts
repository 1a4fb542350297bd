'use greenlet';
/** Plays programs with greenc/hub, as player.py does with gevent. */
import { GreenletExit, getCurrent } from 'greenc';
import {
  AsyncResult,
  asyncify,
  BoundedSemaphore,
  Channel,
  Condition,
  Event,
  Group,
  JoinableQueue,
  joinAll,
  killAll,
  LifoQueue,
  Lock,
  Pool,
  PriorityQueue,
  RLock,
  Semaphore,
  StopIteration,
  sleep,
  spawn,
  spawnLater,
  type Task,
  Timeout,
  withTimeout,
} from 'greenc/hub';
import { apart, Boom, handled, nameOf, shown, stateOf } from './helpers.js';

/** What it does, and with what. */
export type Op = [what: string, ...args: any[]];

type Limit = number | null;
type Item = [index: number, rounds: number, fails: boolean];

const [SLOT, WORKERS, GREENLETS, ROUNDS] = [64, 6, 10, 14];
const ROUND = SLOT * GREENLETS;
const ITEM_ENDS = [26, 31, 37, 44];
const ms = (limit: Limit): number | undefined => limit ?? undefined;

export class Player {
  readonly log: string[] = [];
  #isOver = false;
  readonly #began = performance.now();
  readonly #tasks = new Map<number, Task>();
  readonly #spawned = new Set<number>();
  readonly #links: [Task, () => void][] = [];
  readonly #queues = [new JoinableQueue(), new JoinableQueue(2), new LifoQueue(2), new PriorityQueue(undefined, 2)];
  readonly #channel = new Channel();
  readonly #semaphores = [new Semaphore(2), new BoundedSemaphore(1)];
  readonly #lock = new RLock();
  readonly #events = [new Event(), new Event()];
  readonly #results = [new AsyncResult(), new AsyncResult()];
  readonly #pools = [new Pool(1), new Pool(2), new Group()];
  readonly #condition = new Condition(new Lock());

  constructor(readonly program: Op[][]) {}

  /** Plays all of it. */
  readonly run = asyncify((): void => {
    for (let id = 0; id < WORKERS; id++) this.spawn(id, id);
    sleep(ROUND * ROUNDS);
    this.#note('end', this.look());
    this.#isOver = true;
    killAll(this.#tasks.values(), undefined, 0);
    sleep(ROUND);
  });

  get #now(): number {
    return performance.now() - this.#began;
  }

  #note(who: number | string, text: string): void {
    if (!this.#isOver) this.log.push(`${Math.floor(this.#now / SLOT)} ${who} ${text}`);
  }

  #work = (id: number): unknown => {
    this.#register(id, getCurrent() as Task);
    try {
      const result = this.#play(id, this.program[id], 0);
      this.#note(id, 'ends');
      return result;
    } catch (error) {
      this.#note(id, `ends by ${nameOf(error)}`);
      throw error;
    }
  };

  #play(id: number, ops: Op[], depth: number): unknown {
    for (const [what, ...args] of ops) {
      const now = this.#now;
      sleep((Math.floor((now - SLOT * id) / ROUND) + 1) * ROUND + SLOT * id - now);
      if (what === 'return') return args[0];
      if (what === 'raise') throw new Boom(`raised ${id}`, id);
      if (what === 'within') this.#within(id, depth, args[0], args[1], args[2]);
      else if (what === 'catch') this.#catch(id, depth, args[0]);
      else if (what === 'cleaning') this.#cleaning(id, depth, args[0], args[1]);
      else if (what === 'burst') for (const [one, ...its] of args[0] as Op[]) this.#call(id, one as 'look', its);
      else this.#call(id, what as 'look', args);
    }
    return undefined;
  }

  #call(id: number, what: 'look', args: unknown[]): void {
    let result: unknown;
    try {
      result = (this[what] as (...args: unknown[]) => unknown)(id, ...args);
    } catch (error) {
      let isMine = error instanceof GreenletExit || (error instanceof Boom && error.whose === id);
      if (error instanceof Timeout) isMine = !['take', 'outcome'].includes(what) || error.ms !== args.at(-1);
      if (isMine) {
        this.#note(id, `${what} throws ${nameOf(error)}`);
        throw error;
      }
      result = error;
    }
    this.#note(id, `${what} ${shown(result)}`);
  }

  #within(id: number, depth: number, kind: string, limit: number, ops: Op[]): void {
    const play = () => {
      this.#play(id, ops, depth + 1);
      this.#note(id, 'in time');
      return true;
    };
    if (kind === 'silent') {
      if (!withTimeout(limit, play, false)) this.#note(id, 'silent');
      return;
    }
    const error = kind === 'error' ? new Boom(`late ${id}`, id) : undefined;
    const timeout = new Timeout(limit, error);
    try {
      timeout.run(play);
    } catch (thrown) {
      if (thrown !== (error ?? timeout)) throw thrown;
      this.#note(id, `late by ${nameOf(thrown)}`);
    }
  }

  #catch(id: number, depth: number, ops: Op[]): void {
    try {
      this.#play(id, ops, depth);
    } catch (error) {
      this.#note(id, `caught ${nameOf(error)}`);
    }
  }

  #cleaning(id: number, depth: number, ops: Op[], last: Op[]): void {
    try {
      this.#play(id, ops, depth);
    } finally {
      this.#note(id, 'cleans up');
      this.#play(id, last, depth);
    }
  }

  look(): string {
    const ids = Array.from({ length: GREENLETS }, (_, id) => id);
    return [
      this.#queues.map(queue => queue.size),
      this.#semaphores.map(semaphore => semaphore.counter),
      this.#events.map(event => (event.isSet() ? '+' : '-')),
      this.#results.map(result => (!result.ready ? '-' : result.successful() ? 'v' : 'e')),
      this.#pools.map(pool => pool.size),
      this.#pools.slice(0, 2).map(pool => (pool as Pool).freeCount),
      ids.map(id => stateOf(this.#tasks.get(id))),
    ]
      .map(states => states.join(''))
      .join(' ');
  }

  // Queues

  #queue(index: number): JoinableQueue | Channel {
    return this.#queues[index] ?? this.#channel;
  }

  put(_: number, queue: number, item: number, limit: Limit): undefined {
    return this.#queue(queue).put(item, ms(limit));
  }

  get(_: number, queue: number, limit: Limit): number {
    return this.#queue(queue).get(ms(limit));
  }

  peek(_: number, queue: number, limit: Limit): number {
    return this.#queues[queue].peek(ms(limit));
  }

  drain(id: number, queue: number): void {
    for (const item of this.#queue(queue)) this.#note(id, `drains ${item}`);
  }

  close(_: number, queue: number, limit: Limit): undefined {
    return this.#queue(queue).put(StopIteration, ms(limit));
  }

  done(_: number, queue: number): void {
    this.#queues[queue].taskDone();
  }

  joinqueue(_: number, queue: number, limit: Limit): boolean {
    return this.#queues[queue].join(ms(limit));
  }

  // Locks

  acquire(_: number, semaphore: number, limit: Limit): boolean {
    return (this.#semaphores[semaphore] ?? this.#lock).acquire(ms(limit));
  }

  release(_: number, semaphore: number): void {
    (this.#semaphores[semaphore] ?? this.#lock).release();
  }

  unlocked(_: number, semaphore: number, limit: Limit): number {
    return this.#semaphores[semaphore].wait(ms(limit));
  }

  await_notice(_: number, limit: Limit): boolean {
    return this.#condition.lock.run(() => this.#condition.wait(ms(limit)));
  }

  notify(_: number, count: number): void {
    this.#condition.lock.run(() => this.#condition.notify(count));
  }

  // Events and results

  set(_: number, event: number): void {
    this.#events[event].set();
  }

  clear(_: number, event: number): void {
    this.#events[event].clear();
  }

  await_event(_: number, event: number, limit: Limit): boolean {
    return this.#events[event].wait(ms(limit));
  }

  give(_: number, result: number, value: number): void {
    if (!this.#results[result].ready) this.#results[result].set(value);
  }

  fail(_: number, result: number): void {
    if (!this.#results[result].ready) this.#results[result].setError(new Boom('given', null));
  }

  take(_: number, result: number, limit: Limit): unknown {
    return this.#results[result].get(ms(limit));
  }

  await_result(_: number, result: number, limit: Limit): unknown {
    return this.#results[result].wait(ms(limit));
  }

  // Tasks

  #mayStart(task: number): boolean {
    const { size } = this.#spawned;
    return this.#spawned.add(task).size > size;
  }

  #register(id: number, task: Task): void {
    this.#tasks.set(id, task);
    handled(task);
  }

  spawn(_: number, task: number): number | undefined {
    if (!this.#mayStart(task)) return undefined;
    this.#register(task, spawn(this.#work, task));
    return task;
  }

  later(_: number, task: number, delay: number): number | undefined {
    if (!this.#mayStart(task)) return undefined;
    this.#register(task, spawnLater(delay, this.#work, task));
    return task;
  }

  join(_: number, id: number, limit: Limit): boolean | undefined {
    const task = this.#tasks.get(id);
    task?.join(ms(limit));
    return task?.ready;
  }

  outcome(_: number, id: number, limit: Limit): unknown {
    const task = this.#tasks.get(id);
    return task === undefined ? false : task.get(ms(limit));
  }

  kill(_: number, id: number, isError: boolean, limit: Limit): boolean | undefined {
    const task = this.#tasks.get(id);
    if (task === undefined) return undefined;
    task.kill(isError ? new Boom(`killed ${id}`, id) : undefined, ms(limit));
    return limit === 0 ? undefined : task.ready;
  }

  #there(ids: number[]): Task[] {
    return ids.flatMap(id => this.#tasks.get(id) ?? []);
  }

  killall(_: number, ids: number[]): boolean[] {
    killAll(this.#there(ids));
    return this.#there(ids).map(task => task.ready);
  }

  joinall(_: number, ids: number[], count: Limit, raises: boolean, limit: Limit): (number | undefined)[] {
    const ended = joinAll(this.#there(ids), ms(limit), count ?? undefined, raises);
    return ended.map(task => [...this.#tasks].find(([, one]) => one === task)?.[0]);
  }

  link(id: number, task: number, kind: 'any' | 'value' | 'error'): void {
    const linked = this.#tasks.get(task);
    if (linked === undefined) return;
    const listener = () => this.#note(`${id}+`, `is told that ${task} has ended`);
    this.#links.push([linked, listener]);
    linked[({ any: 'link', value: 'linkValue', error: 'linkError' } as const)[kind]](listener);
  }

  unlink(): void {
    const [task, listener] = this.#links.pop() ?? [];
    if (listener !== undefined) task?.unlink(listener);
  }

  // Pools

  start(_: number, pool: number, task: number): number | undefined {
    if (!this.#mayStart(task)) return undefined;
    this.#pools[pool].spawn(this.#work, task);
    return task;
  }

  adopt(_: number, pool: number, id: number, limit: Limit): void {
    const task = this.#tasks.get(id);
    if (task === undefined || task.ready || this.#pools.some(one => one.has(task))) return;
    (this.#pools[pool] as Pool).add(task, ms(limit));
  }

  discard(_: number, pool: number, id: number): void {
    const task = this.#tasks.get(id);
    if (task !== undefined) this.#pools[pool].discard(task);
  }

  killone(_: number, pool: number, id: number): void {
    const task = this.#tasks.get(id);
    if (task !== undefined) this.#pools[pool].killOne(task, undefined, 0);
  }

  leave(_: number, pool: number, limit: Limit): boolean {
    return this.#pools[pool].join(ms(limit));
  }

  empty(_: number, pool: number, limit: Limit): void {
    const members = this.#pools[pool];
    const isSimple = !(members instanceof Pool) || members.waiting === 0;
    if (isSimple && !members.has(getCurrent())) members.kill(undefined, ms(limit));
  }

  room(_: number, pool: number, limit: Limit): number {
    return (this.#pools[pool] as Pool).waitAvailable(ms(limit));
  }

  #item = ([index, rounds, fails]: Item): number => {
    sleep(ROUND * rounds + ITEM_ENDS[index]);
    if (fails) throw new Boom(`of item ${index}`, null);
    return index;
  };

  apply(_: number, pool: number, item: Item): number {
    return this.#pools[pool].apply(this.#item, [item]);
  }

  applyasync(id: number, pool: number, item: Item): void {
    handled(
      this.#pools[pool].applyAsync(this.#item, [item], value => this.#note(`${id}+`, `called back ${shown(value)}`)),
    );
  }

  map(_: number, pool: number, items: Item[]): number[] {
    return apart(() => this.#pools[pool].map(this.#item, items));
  }

  mapasync(id: number, pool: number, items: Item[]): void {
    handled(
      this.#pools[pool].mapAsync(this.#item, items, values => this.#note(`${id}+`, `called back ${shown(values)}`)),
    );
  }

  loop(id: number, pool: number, items: Item[], isOrdered: boolean, maxsize: Limit): void {
    const method = isOrdered ? 'imap' : 'imapUnordered';
    apart(() => {
      const results = this.#pools[pool][method](this.#item, items, { maxsize: maxsize ?? undefined });
      for (const result of results) this.#note(id, `loop gives ${shown(result)}`);
    });
  }
}
