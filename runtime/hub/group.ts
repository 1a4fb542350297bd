'use greenlet';
/** Groups of tasks. */
import { getCurrent } from '../index.js';
import { checkOptions, misuse } from './checks.js';
import { Deadline } from './deadline.js';
import { awaitEnds } from './join-all.js';
import { killAll } from './kill-all.js';
import { checkMapping, Mapping, type MappingOptions } from './mapping.js';
import { linkValue, Members } from './members.js';
import { endingOf, type Task, taskOf } from './task.js';
import { Timeout } from './timeout.js';
import { isMain, waiting } from './wait.js';

/**
 * Tasks that belong together: to be waited for, or ended, together. A task that has ended is no member any more.
 *
 * A member's error that nobody asks for is reported as that of any task. What `map` and the like start is asked for by them.
 */
export class Group {
  readonly #members = new Members(() => this.left());

  /** @param tasks its first members */
  constructor(tasks: Iterable<Task> = []) {
    for (const task of tasks) this.#members.add(task);
  }

  /** How many members it has. */
  get size(): number {
    return this.#members.size;
  }

  /** Whether there is no room for another member: never. */
  get full(): boolean {
    return false;
  }

  /** Whether `task` is a member. */
  has(task: unknown): boolean {
    return this.#members.has(task as Task);
  }

  /** The members. */
  [Symbol.iterator](): IterableIterator<Task> {
    return this.#members.all;
  }

  /** Makes a task a member until it ends. */
  add(task: Task): void {
    this.#members.add(task);
  }

  /** A task is no member any more, and goes on. */
  discard(task: Task): void {
    this.#members.discard(task);
  }

  /** A member has ended, or been discarded. @internal */
  protected left(): void {}

  /** Makes a task that has not begun a member, and has it begin. */
  start(task: Task): void {
    this.add(task);
    task.start();
  }

  /** Starts a task that is a member: see `spawn`. */
  spawn<Args extends unknown[], Result>(fn: (...args: Args) => Result, ...args: Args): Task<Result> {
    const task = taskOf(fn, args);
    this.start(task);
    return task;
  }

  /**
   * Waits until it has no members, even if it has some again by the time the caller goes on.
   * @param timeout milliseconds; 0: does not wait. By default as long as it takes
   * @param raiseError throws the error of one that was a member at the beginning, if it has failed; their errors are handled then
   * @returns true; false when the time is up
   * @throws GreenletError in main if it would have to wait
   */
  join(timeout?: number, raiseError = false): boolean {
    const members = raiseError ? [...this.#members.all] : [];
    for (const task of members) endingOf(task).observe();
    const isEmpty = this.#members.empty.wait(timeout);
    for (const task of members) if (task.ready && !task.successful()) throw task.error;
    return isEmpty;
  }

  /**
   * Kills its members, and those that they start in it meanwhile; then waits until all have ended. In main nothing is waited for.
   * @param error what is thrown in them; by default a new GreenletExit for each
   * @param timeout milliseconds to wait at most; 0: none
   * @throws `error` in the current task, if it is a member
   */
  kill(error?: unknown, timeout?: number): void {
    const deadline = new Deadline(timeout);
    for (;;) {
      killAll(this.#members.condemnAll(), error, 0);
      const { left } = deadline;
      const { others } = this.#members;
      if (others.length === 0 || isMain() || left === 0) return;
      awaitEnds(others, left, 'group.kill()');
    }
  }

  /** Kills a task, if it is a member that is not being killed already: see `task.kill`. */
  killOne(task: Task, error?: unknown, timeout?: number): void {
    if (!this.has(task)) return;
    if (this.#members.condemn(task)) task.kill(error, timeout);
    else if (!isMain() && getCurrent() !== task) awaitEnds([task], timeout, 'group.killOne()');
  }

  /**
   * Calls `fn` in a task of its own, and waits for it; in a member, calls it at once, since to wait for room might be for ever.
   * @param timeout milliseconds for all of it, after which the task is left to itself; by default as long as it takes
   * @returns what `fn(...args)` returns
   * @throws what it throws; Timeout when the time is up; GreenletError in main, where nothing is begun
   */
  apply<Args extends unknown[], Result>(
    fn: (...args: Args) => Result,
    args: Args = [] as unknown as Args,
    timeout?: number,
  ): Result {
    waiting('group.apply()');
    return timeout === undefined ? applied(this, fn, args) : Timeout.run(timeout, () => applied(this, fn, args));
  }

  /**
   * The same without waiting.
   * @param callback called in main with what `fn` returns, if it returns
   * @returns the task. It is no member if there was no room for one when it was asked for
   */
  applyAsync<Args extends unknown[], Result>(
    fn: (...args: Args) => Result,
    args: Args = [] as unknown as Args,
    callback?: (value: Result) => unknown,
  ): Task<Result> {
    const { full } = this;
    const task = full ? taskOf(() => applied(this, fn, args), []) : taskOf(fn, args);
    if (full) task.start();
    else this.start(task);
    if (callback !== undefined) linkValue(task, callback);
    return task;
  }

  /**
   * Calls `fn` with each item, in a task for each. They are started in the order of the items, and wait for room, if there is none.
   * @param timeout milliseconds for all of it, after which no more tasks are started; by default as long as it takes
   * @returns what `fn` returns for each, in the order of the items
   * @throws what it throws for the first item for which it throws; the others go on. Timeout when the time is up; GreenletError in main, where
   *   nothing is begun
   */
  map<Item, Result>(fn: (item: Item) => Result, items: Iterable<Item>, timeout?: number): Result[] {
    checkMapping(fn, items, 'map');
    waiting('group.map()');
    return timeout === undefined ? mapped(this, fn, items) : Timeout.run(timeout, () => mapped(this, fn, items));
  }

  /** The same in a task that is no member, without waiting. */
  mapAsync<Item, Result>(
    fn: (item: Item) => Result,
    items: Iterable<Item>,
    callback?: (values: Result[]) => unknown,
  ): Task<Result[]> {
    checkMapping(fn, items, 'mapAsync');
    const task = taskOf(() => mapped(this, fn, items), []);
    task.start();
    if (callback !== undefined) linkValue(task, callback);
    return task;
  }

  /**
   * The same as a loop over the results, in the order of the items, while others are still to come:
   * `for (const result of group.imap(fn, items))`. What `fn` throws, the loop throws where the result would be. At the end of the loop, however it
   * ends, no more items are asked for; tasks that run go on.
   */
  imap<Item, Result>(
    fn: (item: Item) => Result,
    items: Iterable<Item>,
    options?: MappingOptions,
  ): IterableIterator<Result> {
    return mapping(this, fn, items, options, 'imap');
  }

  /** The same in the order in which the results are there. */
  imapUnordered<Item, Result>(
    fn: (item: Item) => Result,
    items: Iterable<Item>,
    options?: MappingOptions,
  ): IterableIterator<Result> {
    return mapping(this, fn, items, options, 'imapUnordered');
  }
}

// Not as methods, whose names are those of built-ins: calls of these cost more.

function mapping<Item, Result>(
  group: Group,
  fn: (item: Item) => Result,
  items: Iterable<Item>,
  options: MappingOptions | undefined,
  call: 'imap' | 'imapUnordered',
): IterableIterator<Result> {
  checkMapping(fn, items, call);
  if (options !== undefined) checkOptions(options, ['maxsize', 'timeout'], `${call}()`);
  return new Mapping(item => group.spawn(fn, item), items, call === 'imap', options);
}

function applied<Args extends unknown[], Result>(group: Group, fn: (...args: Args) => Result, args: Args): Result {
  if (typeof args?.[Symbol.iterator] !== 'function')
    throw misuse('apply()', 'a list of arguments', args, 'apply(fn, [one, two])');
  if (group.has(getCurrent())) return fn(...args);
  const task = taskOf(fn, args);
  group.start(task);
  return task.get();
}

function mapped<Item, Result>(group: Group, fn: (item: Item) => Result, items: Iterable<Item>): Result[] {
  const tasks: Task<Result>[] = [];
  for (const item of items) {
    const task = taskOf(fn, [item]);
    group.start(task);
    endingOf(task).observe();
    tasks.push(task);
  }
  const results: Result[] = [];
  for (const task of tasks) results.push(task.get());
  return results;
}
