/**
 * What the runtime knows at any moment: which greenlet runs, the pending switch, the chain being unwound.
 *
 * One constant object rather than module variables: the engine then knows where each field is, and need not check
 * at each access that a `let` has been initialised (15 % of a switch).
 */
import { type Handed, NOBODY } from './foreign.js';
import type { Frame } from './frame.js';

export const UNSTARTED = 0;
export const STARTED = 1;
export const DEAD = 2;

/** In place of a number of arguments: the payload is an error to be thrown. */
export const THROW = -1;

export type Run = (...args: unknown[]) => unknown;

export type Tracer = (event: 'switch' | 'throw', origin: any, target: any) => unknown;

/** What the driver knows of a greenlet. The public object holds it in a private field. */
export class Core {
  /** While suspended: the innermost frame. */
  frame: Frame | null = null;
  state = UNSTARTED;

  constructor(
    public self: { run?: unknown },
    public run: unknown,
    public parent: Core | null,
  ) {}
}

/** Its `self` is set by greenlet.ts. */
export const main = new Core({}, undefined, null);
main.state = STARTED;

export const now = {
  /** The greenlet that runs. */
  current: main,
  /** Where the pending switch goes; null: none is pending. Set also while frames are `blocked`. */
  target: null as Core | null,
  /** What is to be delivered, by the pending switch or to the frame about to be re-entered. */
  value: undefined as unknown,
  /** The number of arguments that `value` stands for: one as it is, several as an array; or THROW. */
  count: 0,
  /** The `run` to enter, if the pending switch starts its target. */
  run: null as Run | null,
  /** The frames linked since the switch, innermost first. */
  head: null as Frame | null,
  last: null as Frame | null,
  handed: NOBODY as Handed,
  /** Set while frames that can no longer be suspended run to their end: any switch of theirs fails with this. */
  blocked: null as Error | null,
  tracer: null as Tracer | null,
};

/** Forgets the pending switch and the chain. */
export function drop(): void {
  now.target = now.run = now.head = now.last = null;
  now.value = undefined;
  now.count = 0;
  now.handed = NOBODY;
}
