/** What is behind a fiber: state that programs cannot reach, and what becomes of fibers that they have lost. */
import { Adopt } from '../foreign.js';
import { realm } from '../realm.js';
import type { Fiber } from './types.js';

const { Greenlet, getCurrent, now } = realm;

/**
 * One run of a fiber's function. Its parent is main, in whose place a fiber stands that runs it; unless too many stand on one
 * another, then this fiber, until the strand yields: neither it nor the strand's own fiber is to be kept by what is merely suspended.
 */
export class Strand extends Greenlet {
  /** The fiber while it runs, else null. */
  fiber: Fiber | null = null;
  /** Whether it stands in `Fiber.yield`. */
  yielding = false;
  /** While the fiber is being unwound: what each `Fiber.yield` throws. */
  zombie: Error | null = null;

  constructor(
    run: (...args: any[]) => unknown,
    readonly life: Life,
  ) {
    super(run, main);
  }
}

/** What of a fiber's state outlives the fiber. */
interface Life {
  /** The last run; null before the first. */
  strand: Strand | null;
  isWatched: boolean;
}

interface Inside {
  readonly run: (value?: any) => unknown;
  readonly life: Life;
}

class Held extends Adopt {
  #inside: Inside;

  constructor(fiber: object, inside: Inside) {
    super(fiber);
    this.#inside = inside;
  }

  static in(fiber: unknown): Inside | undefined {
    return typeof fiber === 'object' && fiber !== null && #inside in fiber ? fiber.#inside : undefined;
  }
}

/** Makes a fiber of an object. */
export function hold(
  fiber: object,
  run: (value?: any) => unknown,
  life: Life = { strand: null, isWatched: false },
): void {
  new Held(fiber, { run, life });
}

/** Undefined for what is no fiber. */
export const inside = Held.in;

/** What is behind `fiber`. Throws the engine's TypeError for what is none. */
export function insideOf(fiber: unknown): Inside {
  const found = Held.in(fiber);
  if (found === undefined) throw new TypeError('Illegal invocation');
  return found;
}

let mainCore = now.current;
while (mainCore.parent !== null) mainCore = mainCore.parent;

/** The greenlet of code outside of fibers. */
export const main = mainCore.self as InstanceType<typeof Greenlet>;

/** So many fibers may stand on another one, of which each takes some two kilobytes of the native stack. */
const DEEPEST = 64;
let depth = 0;

/** Whether a fiber that the current one runs may stand on its stack. */
export const canNest = (): boolean => depth < DEEPEST && getCurrent() instanceof Strand;

/** Whether a foreign function has swallowed a yield: then the next switch fails, and with it what the yield has begun. */
export const isPending = (): boolean => now.target !== null;

/**
 * Goes on in a strand on top of the fiber that runs, as a native fiber would, so that this one is not suspended and may be
 * in the midst of code that is not compiled: the driver is made to believe that main calls it. No fiber can get at the one
 * beneath, which is running.
 */
export function nested(strand: Strand, values: readonly unknown[]): unknown {
  const beneath = now.current;
  now.current = mainCore;
  depth++;
  try {
    return strand.switch(...values);
  } finally {
    depth--;
    now.current = beneath;
  }
}

/** The strand that is running, if one is. */
export function currentStrand(): Strand | undefined {
  const current = getCurrent();
  return current instanceof Strand ? current : undefined;
}

/** An error on its way to a `Fiber.yield`. */
export class Thrown {
  constructor(readonly error: unknown) {}
}

export const zombieError = (): Error => new Error('This Fiber is a zombie');

/**
 * Is told of lost fibers. It keeps those that have yielded, and so what their variables hold, until they have been unwound:
 * a fiber that its own variables refer to is never lost.
 */
const lost = new FinalizationRegistry<Life>(life => {
  const { strand } = life;
  if (!strand?.yielding) return;
  const zombie = zombieError();
  strand.zombie = zombie;
  // There has to be a current fiber in what runs now, and nobody has the old one any more.
  strand.fiber = Object.create(prototype) as Fiber;
  hold(strand.fiber, () => {}, life);
  try {
    strand.switch(new Thrown(zombie));
  } catch (error) {
    if (error !== zombie) throw error;
  }
});

/** Has the strand unwound when its fiber is lost. */
export function watch({ fiber, life }: Strand): void {
  if (life.isWatched) return;
  life.isWatched = true;
  lost.register(fiber as Fiber, life);
}

/** Of all fibers. */
export const prototype = {} as Fiber;

/** Native fibers keep stacks for one another; these are the numbers of them. */
export const pool = {
  size: 120,
  idle: 0,
  created: 0,
  take(): void {
    if (pool.idle > 0) pool.idle--;
    else pool.created++;
  },
  giveBack(): void {
    if (pool.idle < pool.size) pool.idle++;
  },
};
