/**
 * What a task comes to, and who waits for it. It is the outermost frame of the task's greenlet: what the task's function returns or
 * throws arrives here.
 */
import { caught } from '../caught.js';
import type { Frame } from '../frame.js';
import { type Greenlet, GreenletExit } from '../index.js';
import { realm } from '../realm.js';
import { enqueue, type Ready } from './ready.js';
import { Timeout } from './timeout.js';
import type { Source, Wait } from './wait.js';
import { WaitList } from './wait-list.js';

const { NOBODY, SUSPENDED, abandon, link, now, push, take } = realm;

export const PENDING = 0;
export const RETURNED = 1;
export const FAILED = 2;

/** A function that is to be called, in a greenlet that has not begun. */
export class Call {
  constructor(
    readonly fn: (...args: any[]) => unknown,
    readonly args: readonly unknown[],
    public self: unknown = undefined,
  ) {}
}

/** What settles a promise. It is rejected by whatever is thrown, a GreenletExit too. */
export interface Settle {
  resolve(value: any): void;
  reject(error: unknown): void;
}

export class Ending implements Source {
  // What the driver looks at, in place of a frame of compiled code.
  declare resume: (ending: Ending) => unknown;
  declare info: null;
  declare callee: unknown;
  next: Frame | null = null;

  state = PENDING;
  /** Who waits by `join`, or by `get`. */
  waits: WaitList | null = null;
  /** To be called at the end. */
  callbacks: ((task: any) => unknown)[] | null = null;
  /** Of a promise that is to be told at once. */
  promise: Settle | null = null;
  /** Somebody takes notice of what it comes to: an error is theirs then. */
  isObserved = false;
  /** Where the host looks for errors that nobody takes notice of. */
  rejection: Promise<never> | null = null;

  constructor(
    readonly task: Greenlet,
    /** What it comes to; before it begins, a Call. */
    public value: any,
  ) {}

  /** What the task's greenlet runs. */
  begin(run: () => unknown): unknown {
    const { fn, args, self } = this.value as Call;
    this.value = undefined;
    try {
      let result = fn.apply(self, args as unknown[]);
      if (result === SUSPENDED) result = link(fn, 'as the function of a task');
      else if (now.target !== null) throw abandon(undefined, result);
      if (result === SUSPENDED) {
        push(this as unknown as Frame, this.resume as unknown as Frame['resume']);
        now.handed = run;
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
    const { waits, callbacks } = this;
    this.waits = this.callbacks = null;
    for (let wait = waits?.shift(); wait != null; wait = waits?.shift()) this.tell(wait);
    for (const callback of callbacks ?? []) this.callBack(callback);
    this.promise?.resolve(value);
    if (state === FAILED && !this.isObserved) this.rejection = Promise.reject(value);
  }

  private tell(wait: Wait): void {
    if (wait.source === this) wait.grant(undefined);
    else if (this.state === FAILED) wait.fail(this.value);
    else wait.grant(this.value);
  }

  callBack(callback: (task: any) => unknown): void {
    enqueue(new Callback(callback, this.task));
  }

  /** An error is no longer unhandled. */
  observe(): void {
    this.isObserved = true;
    this.rejection?.catch(() => {});
    this.rejection = null;
  }

  add(wait: Wait): void {
    this.waits ??= new WaitList();
    this.waits.add(wait);
  }

  forget(wait: Wait): void {
    (this.waits as WaitList).remove(wait);
  }

  expired(): undefined {}

  giveBack(): void {}
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

/** The wait of a `get`: what the task comes to is what it gives. */
export class Getting implements Source {
  constructor(
    readonly ending: Ending,
    readonly timeout: number | undefined,
  ) {}

  add(wait: Wait): void {
    this.ending.add(wait);
  }

  forget(wait: Wait): void {
    this.ending.forget(wait);
  }

  expired(): never {
    throw new Timeout(this.timeout);
  }

  giveBack(): void {}
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
