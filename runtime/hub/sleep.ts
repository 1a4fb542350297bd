/** To wait for nothing but that time passes. */
import { checkOptions } from './checks.js';
import { type AbortSignalType, checkSignal, type Limits } from './limits.js';
import { park, type Source, Wait, waiting } from './wait.js';

/** A signal that ends a sleep early. */
class Awakening implements Source {
  private abort = (): void => {};

  constructor(private readonly signal: AbortSignalType) {}

  add(wait: Wait): void {
    this.abort = () => {
      this.forget();
      wait.fail(this.signal.reason);
    };
    this.signal.addEventListener('abort', this.abort);
  }

  forget(): void {
    this.signal.removeEventListener('abort', this.abort);
  }

  expired(): undefined {}
}

/**
 * Suspends the current greenlet for a time.
 *
 * @param ms milliseconds; with 0, whatever else is ready goes first, and the event loop has a turn
 * @param limits a signal that ends it early
 * @throws the signal's reason; GreenletError in main
 */
export function sleep(ms = 0, limits?: Pick<Limits, 'signal'>): undefined {
  if (limits !== undefined) checkOptions(limits, ['signal'], 'sleep()');
  const greenlet = waiting('sleep()');
  const signal = limits?.signal;
  checkSignal(limits);
  return park(new Wait(greenlet, signal === undefined ? null : new Awakening(signal)), sleep, ms);
}
