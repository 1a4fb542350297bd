/** To wait until others have had their turn. */
import type { Limits } from './limits.js';
import { Outcome } from './outcome.js';
import { isAnyReady, nextTurn } from './ready.js';

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
