/**
 * What the runtime knows at any moment: which greenlet runs, the pending switch, the chain being unwound.
 *
 * One constant object rather than module variables: the engine then knows where each field is, and need not check
 * at each access that a `let` has been initialised (15 % of a switch).
 */
import { type Handed, NOBODY } from './foreign.js';
import { type Frame, SUSPENDED } from './frame.js';

export const UNSTARTED = 0;
export const STARTED = 1;
export const DEAD = 2;

/** In place of a number of arguments: the payload is an error to be thrown. */
export const THROW = -1;

export type Run = (...args: unknown[]) => unknown;

export type Tracer = (event: 'switch' | 'throw', origin: any, target: any) => unknown;

/** What the driver knows of a greenlet. The public object holds it in a private field. */
export interface Core {
  /** While suspended, and while that is being done: the innermost frame. */
  frame: Frame | null;
  /** For the hub: a wait that is over; undefined if there is none; null if it has never waited. */
  spare: unknown;
  state: number;
  self: { run?: unknown };
  run: unknown;
  parent: Core | null;
}

// Not a class: its assignments would meet what the program may have made of these names in `Object.prototype`.
export const createCore = (self: { run?: unknown }, run: unknown, parent: Core | null): Core => ({
  frame: null,
  spare: null,
  state: UNSTARTED,
  self,
  run,
  parent,
});

/** Its `self` is set by greenlet.ts. */
export const main = createCore({}, undefined, null);
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
  /** Of the frames linked since the switch, the last; the greenlet that is being suspended has the first. */
  last: null as Frame | null,
  handed: NOBODY as Handed,
  /** Set while frames that can no longer be suspended run to their end: any switch of theirs fails with this. */
  blocked: null as Error | null,
  tracer: null as Tracer | null,
  /** Is told of results that nobody will get. Set by programs with async functions. */
  forget: null as ((result: unknown) => void) | null,
  /** Called at switches out of greenlets while their stacks are of interest (advice.ts). It may refuse them. */
  watch: null as ((method: object, what?: string) => void) | null,
  /**
   * Calls what the driver would call: a resume half with its frame, or what starts a greenlet. Set while stacks are to
   * tell where one resumption ends and what lies beneath (stack-traces.ts). Never set, it is a constant to the engine.
   */
  around: null as (<T>(work: (on: T) => unknown, on: T) => unknown) | null,
  /** Is told of each error that compiled code handles. Set like `around`. */
  note: null as ((error: unknown) => void) | null,
};

/**
 * What constructors of classes look at, besides their arguments. At most one of the ways to call a constructor that
 * `owner` stands for is under way at any moment, and nothing of the program's runs meanwhile.
 */
export const construction = {
  /** The class whose constructor is called to put its part on an object, or on its parent's; null: `new` as usual. */
  owner: null as object | null,
  /** The object, if the parent has finished it. */
  object: null as object | null,
  /** What the parent is to be given, if it is still to be called. */
  args: [] as readonly unknown[],
  /** What the parent that is being suspended has given to `super()`, in place of the object; SUSPENDED: none has. */
  blank: SUSPENDED as object,
  /** The `new.target` that another class is being constructed with by `Reflect.construct`. */
  reflected: null as unknown,
};

/** Forgets the pending switch, and where the chain ends. */
export function drop(): void {
  construction.blank = SUSPENDED;
  now.target = now.run = now.last = null;
  now.value = undefined;
  now.count = 0;
  now.handed = NOBODY;
}
