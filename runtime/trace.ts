import { GreenletError } from './errors.js';
import type { Greenlet } from './greenlet.js';
import { now } from './state.js';

/**
 * Called at each transfer, in the target: `'switch'` when values are delivered, `'throw'` when an error is.
 * What it throws replaces what was to be delivered; it is then no longer called.
 */
export type TraceCallback = (event: 'switch' | 'throw', origin: Greenlet, target: Greenlet) => unknown;

/**
 * Sets the callback for all greenlets; `null` clears it.
 * @returns the previous callback, or null
 * @throws GreenletError if `callback` is neither a function nor null
 */
export function setTrace(callback: TraceCallback | null | undefined): TraceCallback | null {
  if (callback != null && typeof callback !== 'function') {
    throw new GreenletError('the trace callback must be a function or null');
  }
  const previous = now.tracer;
  now.tracer = callback ?? null;
  return previous;
}

/** The trace callback, or null. */
export function getTrace(): TraceCallback | null {
  return now.tracer;
}
