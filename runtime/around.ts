/**
 * Who may be between the driver and what it resumes (`now.around`): who watches how long it takes, contexts, and inside these the stacks of
 * errors.
 */
import { realm, share } from './realm.js';

const { now } = realm;

/** Calls `work(on)` and gives what that gives. */
export type Around = <T>(work: (on: T) => unknown, on: T) => unknown;

/** The outermost first. */
const order = ['watch', 'contexts', 'stacks'] as const;

export const setAround = share('around', () => {
  const parts: Record<(typeof order)[number], Around | null> = { watch: null, contexts: null, stacks: null };
  return (part: keyof typeof parts, around: Around | null): void => {
    parts[part] = around;
    now.around = order.reduceRight<Around | null>((inner, name) => wrapped(parts[name], inner), null);
  };
});

function wrapped(outer: Around | null, inner: Around | null): Around | null {
  if (outer === null || inner === null) return outer ?? inner;
  return (work, on) => outer(each => inner(work, each), on);
}
