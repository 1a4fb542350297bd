/**
 * Gives each variable that some point saves a slot of the frame. Variables that are never live together
 * share one (greedy colouring in order of appearance): restoring then reads a slot into several variables,
 * all but one of them dead.
 */
import type { Binding, Point } from '../normal-form/model.js';

export const slotNames = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'] as const;

export interface Slots {
  of: Map<Binding, number>;
  count: number;
  /** With more than eight, the last slot holds an array for the rest. */
  overflows: boolean;
}

export function assignSlots(points: readonly Point[]): Slots {
  const rivals = new Map<Binding, Set<Binding>>();
  for (const { live } of points) {
    for (const binding of live) {
      const known = rivals.get(binding) ?? new Set();
      for (const other of live) known.add(other);
      rivals.set(binding, known);
    }
  }
  const of = new Map<Binding, number>();
  let count = 0;
  for (const [binding, others] of rivals) {
    const taken = new Set([...others].map(other => of.get(other)));
    let slot = 0;
    while (taken.has(slot)) slot++;
    of.set(binding, slot);
    count = Math.max(count, slot + 1);
  }
  return { of, count, overflows: count > slotNames.length };
}
