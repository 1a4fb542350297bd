/**
 * What ought to happen, computed by rule. The model runs the same green text natively, without greenc and its driver, with
 * a callback that gives the sentinel and a `site` around each call site:
 *
 * - The sentinel comes back to a call site: it was passed on. The inner frames run to their end with an error that names
 *   callee and place, and what comes of them is the call's outcome.
 * - A switch, or the end of the run, while it has not come back: it was swallowed. The inner frames run to their end with
 *   an error that names their outermost, and the error is thrown there.
 * - An error while it has not come back: the same, at the first `catch` or `finally`, with the error as its cause.
 *
 * Everything else is the language's.
 */

import { SUSPENDED } from '../../runtime/frame.js';
import { ForeignFrameError } from '../../runtime/index.js';
import type { Log } from './foreigners.js';
import type { Places } from './texts.js';

export type CallbackName = 'callback' | 'recovering';

export class Model {
  /** The callback that is suspended; null: none is. */
  #pending: CallbackName | null = null;
  #given = 0;
  /** The callback of the case. */
  name: CallbackName = 'callback';

  /** The position is reached behind a switch: what it returns then goes to the driver, which takes the sentinel from nobody. */
  isResumed = false;

  constructor(
    readonly places: Places,
    readonly log: Log,
    /** Every callee is known. */
    readonly isFull: boolean,
  ) {}

  /** What the module's text imports. */
  readonly host = {
    main: { switch: (x: unknown) => this.#switch(x) },
    site: (call: () => unknown, number: number, callee: string) => this.#site(call, number, callee),
    sited: (iterable: Iterable<unknown>, number: number, callee: string) => ({
      [Symbol.iterator]: () => {
        const iterator = iterable[Symbol.iterator]();
        const close = iterator.return && { return: () => iterator.return?.() };
        return { next: () => this.#site(() => iterator.next(), number, callee), ...close };
      },
    }),
    caught: (error: unknown) => (this.#pending === null ? error : this.#abandon(error)),
    log: (...values: unknown[]) => this.log(...values),
  };

  /** The value of a run, or its error. */
  finished(result: () => unknown): unknown {
    try {
      const value = result();
      if (this.#pending === null) return value;
    } catch (error) {
      throw this.host.caught(error);
    }
    throw this.#abandon();
  }

  /** A callback that is suspended when it is called. */
  suspend(x: number): unknown {
    this.log('called with', x);
    if (this.#pending === null) {
      this.#pending = this.name;
      this.#given = x;
      return SUSPENDED;
    }
    const error = this.#abandon();
    return this.#end(this.name, error);
  }

  #switch(x: unknown): unknown {
    if (this.#pending !== null) throw this.#abandon();
    return x;
  }

  #site(call: () => unknown, number: number, callee: string): unknown {
    const value = call();
    if (value !== SUSPENDED) return value;
    if (callee === '^' && this.isResumed) throw this.#abandon();
    if (callee.startsWith('~') && !this.isFull && this.#pending !== null) return this.#resume();
    const shown = callee
      .replace(this.isFull ? /^~(.*\|)?|^\^/ : /^[~^]|\|.*/g, '')
      .replace('@cb', this.name)
      .replace(/^=/, '')
      .trimEnd();
    // A green callee can only have read it from somewhere, without a call.
    const what = shown === '' ? this.#caller() : `${shown}, called at ${this.places.sites[number]},`;
    return this.#settle(new ForeignFrameError(`${what} cannot be suspended`));
  }

  #caller(): string {
    const name = this.#pending;
    return name === null ? 'the caller of switch' : `the caller of ${name} (suspended at ${this.places[name]})`;
  }

  /** The error for whoever notices that the sentinel has been swallowed. */
  #abandon(cause?: unknown): Error {
    const error = new ForeignFrameError(`${this.#caller()} cannot be suspended`, cause === undefined ? {} : { cause });
    try {
      this.#settle(error);
    } catch (outcome) {
      if (outcome !== error) error.cause = outcome;
    }
    return error;
  }

  /** The inner frames run to their end. */
  #settle(error: Error): unknown {
    const name = this.#pending;
    this.#pending = null;
    if (name === null) throw error;
    return this.#end(name, error);
  }

  /** The switch returns. */
  #resume(): string {
    this.log('ask finally');
    if (this.#pending === 'callback') {
      this.log('got', this.#given);
      this.log('callback finally');
    }
    this.#pending = null;
    return `got ${this.#given}`;
  }

  #end(name: CallbackName, error: Error): unknown {
    this.log('ask finally');
    if (name === 'recovering') {
      this.log('recovers from', error);
      return 'recovered';
    }
    this.log('callback caught', error);
    this.log('callback finally');
    throw error;
  }
}
