/** Timeouts: an error that is thrown in a greenlet when its time is up. */
import { type Greenlet, getCurrent } from '../index.js';
import { addTimer, removeTimer, type Timed } from './timers.js';

/**
 * Thrown by calls that waited too long; and what throws itself in a greenlet for as long as it is set:
 *
 *     const timeout = new Timeout(1000).start();
 *     try { … } catch (error) { if (error !== timeout) throw error; … } finally { timeout.cancel(); }
 */
export class Timeout extends Error implements Timed {
  at = 0;
  order = 0;
  index = -1;
  #greenlet: Greenlet | null = null;

  /** @param ms milliseconds; undefined: never */
  constructor(
    readonly ms?: number,
    message?: string,
  ) {
    super(message ?? `timed out after ${ms} ms`);
  }

  /** From now on the time runs, for the current greenlet. */
  start(): this {
    this.cancel();
    this.#greenlet = getCurrent();
    if (this.ms !== undefined) addTimer(this, this.ms);
    return this;
  }

  cancel(): void {
    removeTimer(this);
    this.#greenlet = null;
  }

  /** @internal */
  fire(): void {
    const greenlet = this.#greenlet;
    this.#greenlet = null;
    if (greenlet?.active) greenlet.throw(this);
  }
}
Object.defineProperty(Timeout.prototype, 'name', { value: 'Timeout', writable: true, configurable: true });
