/** A wait among others that has a limit: a time, a signal, or both. */
import { type Limits, signalOf, timeoutOf } from '../hub/limits.js';
import { Timeout } from '../hub/timeout.js';
import type { Source, Wait } from '../hub/wait.js';

/** Milliseconds at most, or these and an AbortSignal. */
export type Limit = number | Limits;

export class Limited implements Source {
  /** What listens to the signal while it waits. */
  #abort: (() => void) | null = null;

  constructor(
    /** Where the others wait as well. */
    readonly among: Pick<Source, 'add' | 'forget'>,
    readonly limit: Limit | undefined,
  ) {}

  add(wait: Wait): void {
    this.among.add(wait);
    const signal = signalOf(this.limit);
    if (signal === undefined) return;
    this.#abort = () => {
      this.forget(wait);
      wait.fail(signal.reason);
    };
    signal.addEventListener('abort', this.#abort);
  }

  /** It is known what the wait comes to. */
  release(): void {
    if (this.#abort !== null) signalOf(this.limit)?.removeEventListener('abort', this.#abort);
  }

  forget(wait: Wait): void {
    this.release();
    this.among.forget(wait);
  }

  expired(): never {
    throw new Timeout(timeoutOf(this.limit));
  }
}
