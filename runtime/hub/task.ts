/** Tasks: greenlets that the hub starts, and that others can wait for. */
import { Greenlet, GreenletError, GreenletExit, getCurrent } from '../index.js';
import { realm } from '../realm.js';
import { type Core, DEAD } from '../state.js';
import { checkFunction, checkMilliseconds } from './checks.js';
import { giveContext } from './contexts.js';
import { Callback, Ending, FAILED, Method, PENDING, RETURNED } from './ending.js';
import { Getting } from './getting.js';
import { enqueue } from './ready.js';
import { abortSignal } from './signals.js';
import { addTimer, removeTimer, type Timed } from './timers.js';
import { isMain, mainGreenlet, park, Wait, waiting } from './wait.js';

const { SUSPENDED, adopt, coreOf, now } = realm;

type Function = (...args: any[]) => any;

/** @internal What a task comes to. */
export let endingOf: (task: Task) => Ending;

/** @internal Makes another object for a task. */
export let remake: (ending: Ending) => Task;

/**
 * A greenlet that the hub starts when it is its turn. A subclass may have a method `run` in the place of a function.
 *
 * @typeParam Result what its function returns
 */
export class Task<Result = any> extends Greenlet<[], any, any, Result> {
  #ending: Ending;

  /**
   * @param fn what the task does, with `args`. It does not begin before `start`
   * @throws TypeError if `fn` is not a function, and there is no method `run`
   */
  constructor(fn?: (...args: any[]) => Result, ...args: unknown[]) {
    super(runTask as () => Result, mainGreenlet);
    const isPlain = new.target === Task && typeof fn === 'function';
    this.#ending = new Ending(coreOf(this) as Core, isPlain ? fn : workOf(this, fn), args);
    if (now.around !== null) giveContext(this.#ending.core);
  }

  static {
    endingOf = task => task.#ending;
    remake = ending => {
      const task = new Task(() => {});
      task.#ending = ending;
      adopt(task, ending.core);
      return task;
    };
  }

  /** Has it begin once what is ready already has had its turn. */
  start(): this {
    enqueue(this.#ending);
    return this;
  }

  /** Has it begin in `ms` milliseconds, unless that has been said already, or it has begun, or been killed. */
  startLater(ms: number): this {
    checkMilliseconds(ms, 'startLater()');
    // A time that is for nothing would keep the process alive.
    if (this.started || starts.has(this.#ending)) return this;
    const start = new Start(this.#ending);
    starts.set(this.#ending, start);
    addTimer(start, ms);
    return this;
  }

  /** Whether it has ended. */
  get ready(): boolean {
    return this.#ending.state !== PENDING;
  }

  /** Whether it has returned, or been killed by a GreenletExit. */
  successful(): boolean {
    this.#ending.observe();
    return this.#ending.state === RETURNED;
  }

  /** What its function has returned, or the GreenletExit that has ended it; undefined before and after an error. */
  get value(): Result | undefined {
    return this.#ending.state === RETURNED ? this.#ending.value : undefined;
  }

  /** What has been thrown in it; undefined if it has not failed. Who looks at it has handled it. */
  get error(): unknown {
    if (this.#ending.state !== FAILED) return undefined;
    this.#ending.observe();
    return this.#ending.value;
  }

  /**
   * Waits until it has ended, whatever it comes to.
   * @param timeout milliseconds, after which the wait is given up without an error; 0: does not wait. By default as long as it takes
   * @throws GreenletError in main if it would have to wait, and in the task itself if there is no timeout
   */
  join(timeout?: number): undefined {
    const ending = this.#ending;
    ending.observe();
    if (ending.state !== PENDING || (timeout !== undefined && timeout <= 0)) return;
    if (timeout === undefined && ending.goHere(runTask)) {
      if (ending.isTurn()) return;
      return park(ending.granting(new Wait(waiting('task.join()'), ending)), join);
    }
    if (timeout === undefined && ending.core === now.current) throw forEver('task.join()');
    return park(new Wait(waiting('task.join()'), ending), join, timeout);
  }

  /**
   * Waits until it has ended.
   * @returns what its function returns; or the GreenletExit that has ended it
   * @param timeout milliseconds; 0: does not wait. By default as long as it takes
   * @throws what its function throws; Timeout when the time is up; GreenletError in main if it would have to wait, and in the task itself if there is
   *   no timeout
   */
  get(timeout?: number): Result {
    const ending = this.#ending;
    ending.observe();
    if (ending.state === PENDING && timeout === undefined && ending.goHere(runTask) && !ending.isTurn())
      return park(ending.granting(new Wait(waiting('task.get()'), new Getting(ending, timeout))), get);
    if (ending.state === RETURNED) return ending.value;
    if (ending.state === FAILED) throw ending.value;
    const getting = new Getting(ending, timeout);
    if (timeout === undefined) {
      if (ending.core === now.current) throw forEver('task.get()');
    } else if (timeout <= 0) return getting.expired();
    return park(new Wait(waiting('task.get()'), getting), get, timeout);
  }

  /**
   * Ends it, by an error at the place where it waits; one that has not begun never begins. Then waits until it has ended: its `finally`
   * blocks may have to wait for something. In main nothing is waited for. An error that it throws in these is as unhandled as any.
   * @param error by default a new GreenletExit, which is nobody's failure
   * @param timeout milliseconds to wait at most; 0: none
   */
  kill(error: unknown = new GreenletExit(), timeout?: number): undefined {
    const ending = this.#ending;
    if (ending.state !== PENDING) return;
    ending.expect(error);
    if (getCurrent() === this) throw error;
    if (isMain()) {
      endWith(new Kill(this, error));
      return;
    }
    if (!this.started) {
      neverBegin(ending, error);
      return;
    }
    enqueue(new Callback(endWith, new Kill(this, error)));
    if (timeout === 0) return;
    return park(new Wait(waiting('task.kill()'), ending), kill, timeout);
  }

  /**
   * Has `callback` called in main with the task once it has ended, soon if it has already. An error is handled then.
   */
  link(callback: (task: this) => unknown): void {
    checkFunction(callback, 'task.link()', 'link(callback)');
    this.#ending.link(callback);
  }

  /** The same only if it returns. */
  linkValue(callback: (task: this) => unknown): void {
    this.#ending.link(callback, hasReturned);
  }

  /** The same only if it fails. */
  linkError(callback: (task: this) => unknown): void {
    this.#ending.link(callback, hasFailed);
  }

  /** Takes back what one of these was given, unless it has been called already. */
  unlink(callback: (task: this) => unknown): void {
    this.#ending.links?.remove(callback);
  }

  override throw(...error: [] | [error: unknown]): any {
    const isOver = !this.started;
    if (isOver && !this.ready) neverBegin(this.#ending, error.length > 0 ? error[0] : new GreenletExit());
    // What it comes to is known by its ending, and is nobody else's business.
    const result = isOver ? super.throw() : super.throw(...error);
    if ((result as unknown) === SUSPENDED) now.handed = throwMethod;
    return result;
  }
}

const { join, get, kill, throw: throwMethod } = Task.prototype;

/** What a task of a subclass does. Its method `run` is not what the greenlet runs: nobody would be told of its end. */
function workOf(task: Task, fn: unknown): Function | Method {
  let method: unknown;
  for (let type: object = Object.getPrototypeOf(task); type !== Task.prototype; type = Object.getPrototypeOf(type))
    method ??= Object.getOwnPropertyDescriptor(type, 'run')?.value;
  if (method !== undefined)
    Object.defineProperty(task, 'run', { value: runTask, writable: true, configurable: true, enumerable: false });
  if (typeof fn !== 'function' && typeof method === 'function') return new Method(method as Function, task);
  checkFunction(fn, 'a task', 'spawn(fn, ...args)');
  return fn as Function;
}

function forEver(call: string): GreenletError {
  return new GreenletError(`${call} in the task itself would wait for ever`);
}

function runTask(this: Task): unknown {
  return endingOf(this).begin(runTask);
}

const hasReturned = (task: Task) => task.successful();
const hasFailed = (task: Task) => !task.successful();

class Kill {
  constructor(
    readonly task: Task,
    readonly error: unknown,
  ) {}
}

function endWith({ task, error }: Kill): void {
  if (task.dead) return;
  abortSignal(task, error);
  task.throw(error);
}

/** It has been killed before it began: nothing is to be kept for it, nor is the process to stay alive. */
function neverBegin(ending: Ending, error: unknown): void {
  const start = starts.get(ending);
  if (start !== undefined) removeTimer(start);
  ending.core.state = DEAD;
  ending.fail(error);
  // Not before: who is told at once sees by it that nothing has begun.
  ending.work = null;
}

const starts = new WeakMap<Ending, Start>();

/** A task that is to begin later. */
export class Start implements Timed {
  at = 0;
  order = 0;
  index = -1;

  constructor(readonly ending: Ending) {}

  fire(): void {
    this.ending.start();
  }
}

/**
 * Starts a task: `fn(...args)` is called in a greenlet of its own once what is ready already has had its turn. An async function is
 * called like any other: what it returns is a promise, and behind its first `await` it runs in no greenlet, where nothing can wait.
 * @throws TypeError if `fn` is not a function
 */
export function spawn<Args extends unknown[], Result>(fn: (...args: Args) => Result, ...args: Args): Task<Result> {
  return taskOf<Result>(fn as Function, args).start();
}

/**
 * The same in `ms` milliseconds.
 * @throws TypeError if these are no number, or `fn` is not a function
 */
export function spawnLater<Args extends unknown[], Result>(
  ms: number,
  fn: (...args: Args) => Result,
  ...args: Args
): Task<Result> {
  checkMilliseconds(ms, 'spawnLater()', 'spawnLater(ms, fn, ...args)');
  return taskOf<Result>(fn as Function, args).startLater(ms);
}

/** A task of these arguments. Not by spreading them, which the engine does not inline. */
export function taskOf<Result>(fn: (...args: any[]) => Result, args: readonly unknown[]): Task<Result> {
  const task = new Task<Result>(fn);
  endingOf(task).value = args;
  return task;
}
