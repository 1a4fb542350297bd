/** How long a wait may take: the last argument of whatever waits for something outside the hub. */
import { checkOptions, misuse } from './checks.js';

/** As much of an AbortSignal as is used. */
interface Signal {
  readonly aborted: boolean;
  readonly reason?: unknown;
  addEventListener(type: 'abort', listener: () => void): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

/** AbortSignal as the program's own types declare it. */
export type AbortSignalType = typeof globalThis extends { AbortSignal: { prototype: infer Declared } }
  ? Declared
  : Signal;

/** How long something may take. */
export interface Limits {
  /** Milliseconds at most. */
  readonly timeout?: number | undefined;
  /** Gives up when this is aborted. */
  readonly signal?: AbortSignalType | undefined;
}

const known = ['timeout', 'signal'];

/** Throws a TypeError for what limits nothing: an option that is spelt otherwise, above all. */
export function checkLimit(limit: unknown, call: string): void {
  if (limit === undefined || typeof limit === 'number') return;
  if (typeof limit !== 'object' || limit === null)
    throw misuse(call, 'a number of milliseconds, or an object with timeout and signal', limit);
  checkOptions(limit, known, call);
}

export const timeoutOf = (limit: number | Limits | undefined): number | undefined =>
  typeof limit === 'object' ? limit.timeout : limit;

export const signalOf = (limit: number | Limits | undefined): Signal | undefined =>
  typeof limit === 'object' ? (limit.signal as Signal | undefined) : undefined;

/** Throws the reason of a signal that is aborted already, and a TypeError for what is no signal. */
export function checkSignal(limit: number | Limits | undefined): void {
  const signal = signalOf(limit);
  if (signal === undefined) return;
  if (typeof signal?.addEventListener !== 'function') throw new TypeError('the option signal is to be an AbortSignal');
  if (signal.aborted) throw signal.reason;
}
