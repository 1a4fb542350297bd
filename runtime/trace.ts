import type { Core } from './driver.js';
import { GreenletError } from './errors.js';
import type { Greenlet } from './greenlet.js';

/**
 * Called at each transfer, in the target: `'switch'` when values are delivered, `'throw'` when an error is.
 * What it throws replaces what was to be delivered; it is then no longer called.
 */
export type TraceCallback = (event: 'switch' | 'throw', origin: Greenlet, target: Greenlet) => void;

export let tracer: TraceCallback | null = null;

/**
 * Sets the callback for all greenlets; `null` clears it.
 * @returns the previous callback, or null
 * @throws GreenletError if `callback` is neither a function nor null
 */
export function setTrace(callback: TraceCallback | null | undefined): TraceCallback | null {
  if (callback != null && typeof callback !== 'function') throw new GreenletError('a trace callback must be a function or null');
  const previous = tracer;
  tracer = callback ?? null;
  return previous;
}

/** The trace callback, or null. */
export function getTrace(): TraceCallback | null {
  return tracer;
}

/** Calls the trace callback, if there is one, and gives what it returned: SUSPENDED if it switched. */
export function callTracer(failed: boolean, origin: Core, target: Core): unknown {
  return tracer?.(failed ? 'throw' : 'switch', origin.self as Greenlet, target.self as Greenlet);
}
