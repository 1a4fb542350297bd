/** Who may be between the driver and what it resumes (`now.around`): contexts, and inside these the stacks of errors. */
import { realm, share } from './realm.js';

const { now } = realm;

/** Calls `work(on)` and gives what that gives. */
export type Around = <T>(work: (on: T) => unknown, on: T) => unknown;

export const setAround = share('around', () => {
  const parts: Record<'contexts' | 'stacks', Around | null> = { contexts: null, stacks: null };
  return (part: keyof typeof parts, around: Around | null): void => {
    parts[part] = around;
    const { contexts, stacks } = parts;
    if (contexts === null || stacks === null) now.around = contexts ?? stacks;
    else now.around = (work, on) => contexts(inner => stacks(work, inner), on);
  };
});
