/** What something outside the hub comes to: a callback's result, an event, a promise that a signal may give up. */
import { checkLimit, checkSignal, type Limits, signalOf, timeoutOf } from './limits.js';
import { Timeout } from './timeout.js';
import { park, type Source, Wait, waiting } from './wait.js';

const PENDING = 0;
const GIVEN = 1;
const FAILED = 2;
/** The wait has been given up: what comes now is nobody's. */
const OVER = 3;

export class Outcome implements Source {
  private state = PENDING;
  private value: unknown = undefined;
  private wait: Wait | null = null;
  /** What listens to the signal while it waits. */
  private abort: (() => void) | null = null;
  /** To be called once it is known, or given up: removes listeners. */
  release: (() => void) | null = null;
  /** To be called if it is given up. */
  dropped: (() => void) | null = null;

  /**
   * @param what how the call that waits is named in errors
   * @throws GreenletError in main, TypeError for what is no limit; before anything has begun
   */
  constructor(
    private readonly what: string,
    private readonly limit: number | Limits | undefined,
  ) {
    waiting(what);
    checkLimit(limit, what);
  }

  /** Whether it is neither known nor given up. */
  get isPending(): boolean {
    return this.state === PENDING;
  }

  /** From anywhere: this is it. What comes later is ignored. */
  give(value: unknown): void {
    if (this.state !== PENDING) return;
    this.end(GIVEN, value);
    this.wait?.grant(value);
  }

  /** The same with an error. */
  fail(error: unknown): void {
    if (this.state !== PENDING) return;
    this.end(FAILED, error);
    this.wait?.fail(error);
  }

  /**
   * Waits until it is known.
   * @param method who calls this, if that is not compiled
   * @throws the error; Timeout; the signal's reason
   */
  get(method: object = getMethod): any {
    if (this.state === GIVEN) return this.value;
    if (this.state === FAILED) throw this.value;
    try {
      checkSignal(this.limit);
      const wait = new Wait(waiting(this.what), this);
      const suspended = park(wait, method, timeoutOf(this.limit));
      this.wait = wait;
      return suspended;
    } catch (error) {
      this.giveUp();
      throw error;
    }
  }

  add(): void {
    const signal = signalOf(this.limit);
    if (signal === undefined) return;
    this.abort = () => this.aborted();
    signal.addEventListener('abort', this.abort);
  }

  forget(): void {
    this.giveUp();
  }

  expired(): unknown {
    throw new Timeout(timeoutOf(this.limit));
  }

  private aborted(): void {
    if (this.state !== PENDING) return;
    this.giveUp();
    this.wait?.fail(signalOf(this.limit)?.reason);
  }

  private giveUp(): void {
    if (this.state !== PENDING) return;
    this.end(OVER, undefined);
    if (this.dropped !== null) attempt(this.dropped);
  }

  private end(state: number, value: unknown): void {
    this.state = state;
    this.value = value;
    if (this.abort !== null) signalOf(this.limit)?.removeEventListener('abort', this.abort);
    if (this.release !== null) attempt(this.release);
  }
}

const { get: getMethod } = Outcome.prototype;

/** The greenlet has something else to go on with: an error here is reported as an unhandled rejection. */
function attempt(action: () => void): void {
  try {
    action();
  } catch (error) {
    void Promise.reject(error);
  }
}
