/** What `select` can wait for. */
import type { Source } from './wait.js';

/** The method by which a lock, queue, event, … says what to wait for. */
export const CASE: unique symbol = Symbol('greenc.case');

/** One of the things that `select` waits for, which gives `Value`. */
export interface Case<Value = unknown> {
  [CASE](): Branching<Value>;
}

export interface Branching<Value = unknown> {
  /** Whether it need not be waited for. */
  readonly isReady: boolean;
  /** If it need not be waited for: does it. Gives what the call that waits would, or throws. */
  take(): Value;
  /** Where it is waited for. Its `expired` is not asked. */
  readonly source: Source;
}
