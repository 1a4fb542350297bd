/**
 * What a task comes to, and who waits for it. It is the outermost frame of the task's greenlet: what the task's function returns or
 * throws arrives here.
 */
import { caught } from '../caught.js';
import type { Frame } from '../frame.js';
import { Greenlet, GreenletExit } from '../index.js';
import { realm } from '../realm.js';
import { type Core, DEAD, STARTED, THROW, UNSTARTED } from '../state.js';
import { prepareContext } from './contexts.js';
import { note } from './known.js';
import { Links } from './links.js';
import { direct, enqueueFirst, isDirect, isNext, type Ready, setDirect, shift } from './ready.js';
import { main, type Source, type Wait } from './wait.js';
import { WaitList } from './wait-list.js';

const { NOBODY, SUSPENDED, abandon, link, now, take } = realm;
const { switch: switchTo, throw: throwInto } = Greenlet.prototype;

export const PENDING = 0;
export const RETURNED = 1;
export const FAILED = 2;

/** A function that is to be called as a method. */
export class Method {
  constructor(
    readonly fn: (...args: any[]) => unknown,
    readonly self: unknown,
  ) {}
}

/** What settles a promise. It is rejected by whatever is thrown, a GreenletExit too. */
export interface Settle {
  resolve(value: any): void;
  reject(error: unknown): void;
}

const here = {
  /** Whether the task that runs has begun on top of who waits for it, and has not been suspended since. */
  isAwaited: false,
  /** So many tasks have begun on top of one another. */
  depth: 0,
};

/** At most. Each takes its part of the native stack. */
const DEEPEST = 100;

/** Whether a task may begin on top of the greenlet that runs, which does not wait for it yet. */
export const mayBeginHere = (): boolean => now.tracer === null && now.target === null && here.depth < DEEPEST;

/** The errors that tasks have been killed by: who has done that knows of them. */
const kills = new WeakMap<Ending, unknown[]>();

export class Ending implements Ready, Source {
  // What the driver looks at, in place of a frame of compiled code.
  declare resume: (ending: Ending) => unknown;
  declare info: null;
  declare callee: unknown;
  declare next: Frame | null;

  declare readonly core: Core;
  declare state: number;
  /** What is to be done; null once it has begun. */
  declare work: ((...args: any[]) => unknown) | Method | null;
  /** What it comes to; before it begins, the arguments. */
  declare value: any;
  /** Who waits by `join`, or by `get`. */
  declare waits: WaitList | null;
  /** To be called at the end. */
  declare links: Links<any> | null;
  /** Of a promise that is to be told at once. */
  declare promise: Settle | null;
  /** Somebody takes notice of what it comes to: an error is theirs then. */
  declare isObserved: boolean;
  /** Where the host looks for errors that nobody takes notice of. */
  declare rejection: Promise<never> | null;

  // Assignments rather than initialisers, as in Frame.
  constructor(core: Core, work: ((...args: any[]) => unknown) | Method, args: readonly unknown[]) {
    this.next = null;
    this.core = core;
    this.state = PENDING;
    this.work = work;
    this.value = args;
    this.waits = null;
    this.links = null;
    this.promise = null;
    this.isObserved = false;
    this.rejection = null;
  }

  get task(): Greenlet {
    return this.core.self as Greenlet;
  }

  go(): void {
    setDirect(true);
    this.start();
  }

  /** In main: has the task begin, unless it has begun or has been killed. */
  start(): void {
    if (this.state !== PENDING || this.core.state !== UNSTARTED) return;
    if (now.around !== null) prepareContext(this.core);
    switchTo.call(this.task);
  }

  /**
   * Has the task begin on top of the greenlet that runs and is to wait for it, if that is what main would do next.
   * @param run what the task's greenlet runs
   * @returns whether it has ended. Then `isTurn` says who is next
   */
  goHere(run: object): boolean {
    const { core } = this;
    if (direct() !== this || now.around !== null || now.target !== null) return false;
    // The program may have given it another parent, or something else to run.
    if (core.state !== UNSTARTED || core.parent !== main || core.self.run !== run) return false;
    shift();
    return this.beginHere(run, true);
  }

  /**
   * Has a task that has just been made, or is next, begin on top of the greenlet that runs, up to its first wait.
   * @returns whether it has ended
   */
  beginHere(run: object, isAwaited = false): boolean {
    const { core } = this;
    const wasAwaited = here.isAwaited;
    here.isAwaited = isAwaited;
    here.depth++;
    const beneath = now.current;
    const wasDirect = isDirect();
    // Only one at a time goes on: the native stack is not to grow with the tasks.
    setDirect(false);
    core.state = STARTED;
    core.run = undefined;
    now.current = core;
    try {
      const { around } = now;
      const result = around === null ? this.begin(run) : around(on => on.begin(run), this as Ending);
      // It has been the first to enter a context, and that is not to be the one of who goes on beneath it.
      if (around === null && now.around !== null) throughContext(this);
      if (result === SUSPENDED) leave();
      else core.state = DEAD;
    } catch (error) {
      // The engine's stack limit, met by the hub itself.
      core.state = DEAD;
      this.fail(error);
    } finally {
      now.current = beneath;
      here.isAwaited = wasAwaited;
      here.depth--;
      setDirect(wasDirect);
    }
    return core.state === DEAD;
  }

  /** After `goHere`: whether the greenlet beneath may go on, since nothing else is ready. */
  isTurn(): boolean {
    return this.links === null && isNext();
  }

  /** If not, it waits until it is its turn, as if it had waited all the time. Gives `wait`. */
  granting(wait: Wait): Wait {
    this.tell(wait);
    this.links?.tell();
    return wait;
  }

  /** What the task's greenlet runs. */
  begin(run: object): unknown {
    const { work, value: args } = this;
    const fn = typeof work === 'function' ? work : (work as Method).fn;
    this.work = null;
    this.value = undefined;
    try {
      let result = work === fn ? call(fn, args) : fn.apply((work as Method).self, args);
      if (result === SUSPENDED) result = link(fn, 'as the function of a task');
      else if (now.target !== null) throw abandon(undefined, result);
      if (result === SUSPENDED) {
        append(this as unknown as Frame);
        now.handed = run;
        // Else it has been, when it began to wait.
        if (now.current.spare === null) note(now.current);
        return SUSPENDED;
      }
      this.finish(RETURNED, result);
    } catch (error) {
      this.fail(caught(error));
    }
    return undefined;
  }

  fail(error: unknown): void {
    const { promise } = this;
    this.promise = null;
    this.finish(error instanceof GreenletExit ? RETURNED : FAILED, error);
    promise?.reject(error);
  }

  finish(state: number, value: unknown): void {
    this.state = state;
    this.value = value;
    const { waits } = this;
    this.waits = null;
    if (waits !== null) for (let wait = waits.shift(); wait !== null; wait = waits.shift()) this.tell(wait);
    // Who waits beneath comes before them.
    if (!(here.isAwaited && now.current === this.core)) this.links?.tell();
    if (this.promise !== null) this.promise.resolve(value);
    if (state === FAILED && !this.isObserved && !kills.get(this)?.includes(value))
      this.rejection = Promise.reject(value);
  }

  private tell(wait: Wait): void {
    if (wait.source === this) wait.grant(undefined);
    else if (this.state === FAILED) wait.fail(this.value);
    else wait.grant(this.value);
  }

  /** Has `callback` called once it has ended, if `isWanted` then. */
  link(callback: (task: any) => unknown, isWanted?: (task: any) => boolean): void {
    this.observe();
    this.links ??= new Links(() => this.task);
    if (this.state === PENDING) this.links.add(callback, isWanted);
    else this.links.tellLate(callback, isWanted);
  }

  /** It is to be killed by `error`. What it throws besides, while it cleans up, is unhandled as ever. */
  expect(error: unknown): void {
    if (error instanceof GreenletExit) return;
    const errors = kills.get(this);
    if (errors === undefined) kills.set(this, [error]);
    else errors.push(error);
  }

  /** An error is no longer unhandled. */
  observe(): void {
    this.isObserved = true;
    if (this.rejection === null) return;
    this.rejection.catch(() => {});
    this.rejection = null;
  }

  add(wait: Wait): void {
    this.waits ??= new WaitList();
    this.waits.add(wait);
  }

  forget(wait: Wait): void {
    (this.waits as WaitList).forget(wait);
  }

  expired(): undefined {}
}

Ending.prototype.info = null;
Ending.prototype.callee = NOBODY;
Ending.prototype.resume = function resumeEnding(this: unknown, ending: Ending): unknown {
  try {
    const result = take();
    ending.finish(RETURNED, result);
  } catch (error) {
    ending.fail(error);
  }
  return undefined;
};

/** With a few arguments, the engine need not make a list of them to call it. */
function call(fn: (...args: unknown[]) => unknown, args: readonly unknown[]): unknown {
  const { length } = args;
  if (length === 0) return fn();
  return length === 1 ? fn(args[0]) : fn.apply(undefined, args as unknown[]);
}

/** Appends a frame to the chain. Not by `push`, which would give it a property of its own where the prototype has one: 40 bytes. */
function append(frame: Frame): void {
  if (now.last === null) now.current.frame = frame;
  else now.last.next = frame;
  now.last = frame;
}

function throughContext(ending: Ending): void {
  now.around?.(() => {}, ending);
}

/**
 * A task that has begun on top of another greenlet is being suspended. Its frames are put aside, and the pending switch, unless it is
 * one to main that says nothing, becomes what is next: then the greenlet beneath can be suspended too.
 */
function leave(): void {
  const { target, value, count } = now;
  now.target = now.run = now.last = null;
  now.value = undefined;
  now.count = 0;
  now.handed = NOBODY;
  if (target !== main || count === THROW) enqueueFirst(new Switch(target as Core, value, count));
}

/** A switch that is to be made from main, to whom it was meant for. */
class Switch implements Ready {
  constructor(
    readonly target: Core,
    readonly value: any,
    readonly count: number,
  ) {}

  go(): void {
    const { target, value, count } = this;
    setDirect(true);
    if (count === THROW) throwInto.call(target.self as Greenlet, value);
    else switchTo.apply(target.self as Greenlet, count === 0 ? [] : count === 1 ? [value] : value);
  }
}

/** A function that is to be called in main. */
export class Callback<T> implements Ready {
  constructor(
    readonly callback: (on: T) => unknown,
    readonly on: T,
  ) {}

  go(): void {
    this.callback(this.on);
  }
}
