'use greenlet';
/** The methods that enter a fiber and leave it, and may suspend their callers. Messages are those of node-fibers. */
import { realm } from '../realm.js';
import {
  canNest,
  currentStrand,
  insideOf,
  isPending,
  main,
  nested,
  pool,
  Strand,
  Thrown,
  watch,
  zombieError,
} from './strand.js';
import type { Fiber } from './types.js';

/** The engine's `f.call(self, ...args)`; the call site links with `f`. */
declare function $greenc1call(f: unknown, self: unknown, ...args: unknown[]): any;

const { getCurrent } = realm;

export function run(this: unknown, ...given: unknown[]): unknown {
  const { run: fn, life } = insideOf(this);
  let { strand } = life;
  if (strand?.active && !strand.yielding) throw new Error('This Fiber is already running');
  if (given.length > 1) throw new TypeError('run() excepts 1 or no arguments');
  if (strand?.active) return enter(this as Fiber, strand, given[0]);
  if (strand === null || strand.dead) life.strand = strand = new Strand(start, life);
  return enter(this as Fiber, strand, fn, given);
}

export function throwInto(this: unknown, ...given: unknown[]): unknown {
  const { strand } = insideOf(this).life;
  if (!strand?.yielding) throw new Error('This Fiber is not yielding');
  if (given.length > 1) throw new TypeError('throwInto() expects 1 or no arguments');
  return enter(this as Fiber, strand, new Thrown(given[0]));
}

export function reset(this: unknown, ...given: unknown[]): unknown {
  const { strand } = insideOf(this).life;
  if (!strand?.active) return undefined;
  if (!strand.yielding) throw new Error('This Fiber is not yielding');
  if (given.length > 0) throw new TypeError('reset() expects no arguments');
  const zombie = zombieError();
  strand.zombie = zombie;
  try {
    return enter(this as Fiber, strand, new Thrown(zombie));
  } catch (error) {
    if (error !== zombie) throw error;
    return undefined;
  } finally {
    strand.zombie = null;
  }
}

/** `Fiber.yield` */
export function yieldFiber(...given: unknown[]): unknown {
  const strand = currentStrand();
  if (strand === undefined) throw new Error('yield() called with no fiber running');
  if (strand.zombie !== null) throw strand.zombie;
  if (given.length > 1) throw new TypeError('yield() expects 1 or no arguments');
  watch(strand);
  strand.yielding = true;
  let delivered: unknown;
  // What resumes it might also find that it cannot be suspended.
  try {
    delivered = strand.parent?.switch(given[0]);
  } finally {
    strand.yielding = false;
  }
  if (delivered instanceof Thrown) throw delivered.error;
  return delivered;
}

/** What the greenlet of a fiber runs. */
function start(fn: unknown, given: readonly unknown[]): unknown {
  pool.take();
  return given.length > 0 ? $greenc1call(fn, globalThis, given[0]) : $greenc1call(fn, globalThis);
}

/** Goes on in a strand, until it yields or ends. */
function enter(fiber: Fiber, strand: Strand, ...values: unknown[]): unknown {
  if (isPending()) return strand.switch(...values);
  const resumer = getCurrent();
  const isNested = canNest();
  strand.fiber = fiber;
  if (resumer !== main && !isNested) strand.parent = resumer;
  try {
    return isNested ? nested(strand, values) : strand.switch(...values);
  } finally {
    if (strand.dead) pool.giveBack();
    // Else somebody has come back here by a greenlet's switch, and the fiber still runs.
    if (strand.dead || strand.yielding || !strand.started) {
      strand.fiber = null;
      if (resumer !== main && !isNested) strand.parent = main;
    }
  }
}
