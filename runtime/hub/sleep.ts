/** To wait for nothing but that time passes, or others have had their turn. */
import type { Limits } from './limits.js';
import { Outcome } from './outcome.js';
import { isAnyReady, nextTurn } from './ready.js';
import { park, Wait, waiting } from './wait.js';

/**
 * Suspends the current greenlet for a time.
 *
 * @param ms milliseconds; with 0, whatever else is ready goes first
 * @param limits a signal that ends it early
 * @throws the signal's reason; GreenletError in main
 */
export function sleep(ms = 0, limits?: Pick<Limits, 'signal'>): undefined {
  if (limits?.signal === undefined) return park(new Wait(waiting('sleep()'), null), sleep, ms);
  return new Sleep('sleep()', { timeout: ms, signal: limits.signal }).get(sleep);
}

/** The time that is up is what it waits for. */
class Sleep extends Outcome {
  override expired(): undefined {}
}

const { requestIdleCallback } = globalThis as unknown as { requestIdleCallback?(callback: () => void): unknown };

/**
 * Suspends the current greenlet until the event loop has nothing else to do at once: what is ready in the hub has run, and the host
 * has had a turn for its own events. In a page this is `requestIdleCallback`, where there is one.
 *
 * @param limit milliseconds at most; or these and a signal
 * @throws Timeout; the signal's reason; GreenletError in main
 */
export function idle(limit?: number | Limits): undefined {
  const outcome = new Outcome('idle()', limit);
  const later = requestIdleCallback ?? nextTurn;
  const look = (): void => void (isAnyReady() ? later(look) : outcome.give(undefined));
  later(look);
  return outcome.get(idle);
}
