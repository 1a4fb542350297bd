import { transfer } from './driver.js';
import { GreenletError, GreenletExit } from './errors.js';
import { Adopt } from './foreign.js';
import { type FramePosition, listPositions, listText } from './positions.js';
import { type Core, createCore, DEAD, main, now, STARTED, THROW, UNSTARTED } from './state.js';

/** The core of a greenlet, undefined for anything else. */
export let coreOf: (value: unknown) => Core | undefined;

/** Makes a greenlet what others have for this core. */
export let adopt: (self: Greenlet, core: Core) => void;

/** The core of what is a greenlet; a TypeError for anything else. */
let own: (self: Greenlet) => Core;

/**
 * What only greenlets have. Not a field of Greenlet: the engine inlines no constructor of a class whose parent has fields, and to make a
 * task, which is a greenlet, would take twice the time.
 */
class Held extends Adopt {
  #core: Core;

  constructor(self: Greenlet, core: Core) {
    super(self);
    this.#core = core;
  }

  static {
    coreOf = value => (typeof value === 'object' && value && #core in value ? value.#core : undefined);
    own = self => (self as unknown as Held).#core;
    adopt = (self, core) => {
      (self as unknown as Held).#core = core;
      core.self = self;
    };
  }
}

/** Before the start the arguments; afterwards nothing, a value, or several that arrive as an array. */
type Payload<Args extends unknown[], Sent> = Args | [] | [value: Sent] | (Sent extends unknown[] ? Sent : never);

/**
 * A coroutine that can stop anywhere in its call stack.
 *
 * @typeParam Args what `run` is called with: the arguments of the first `switch`
 * @typeParam Sent what later switches send to it
 * @typeParam Received what it hands out while it lives: what a `switch` to it returns before it ends
 * @typeParam Result what `run` returns
 */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: `run` is defined in the static block.
export class Greenlet<Args extends unknown[] = any[], Sent = any, Received = any, Result = any> {
  /** For the type only: nothing else is one. */
  declare private readonly isGreenlet: true;

  static {
    // The greenlet of the code that runs already.
    adopt(new Greenlet(), main);
    // An accessor that is declared as a method: a subclass may then define a method, a field or an accessor.
    Object.defineProperty(Greenlet.prototype, 'run', {
      configurable: true,
      get(this: Greenlet) {
        return own(this).run;
      },
      set(this: Greenlet, run: unknown) {
        if (own(this).state !== UNSTARTED) throw new GreenletError('run cannot be set after the start');
        own(this).run = run ?? undefined;
      },
    });
  }

  /**
   * @param run called by the first switch, with its arguments; its result goes to the parent. It can also come
   *   from a subclass or be assigned, until the first switch
   * @param parent where the greenlet's result or error goes; the current greenlet by default
   * @throws GreenletError if `run` is not a function, or `parent` not a greenlet
   */
  constructor(run?: ((...args: Args) => Result) | null, parent?: Greenlet | null) {
    if (run != null && typeof run !== 'function') throw new GreenletError('run must be a function');
    new Held(this, createCore(this, run ?? undefined, parent == null ? now.current : parentCore(parent)));
  }

  /** The greenlet that is running. */
  static get current(): Greenlet {
    return getCurrent();
  }

  /**
   * Goes on in this greenlet, or in its nearest living ancestor if it is dead, until something switches back.
   * @param payload delivered there: to a greenlet that has not started, as `run`'s arguments; else as the result of
   *   the switch in which it is suspended (several as an array)
   * @returns what is delivered to the caller's greenlet in turn
   * @throws what is thrown into the caller's greenlet; GreenletError if the target has no `run`; ForeignFrameError
   *   if the caller's greenlet would have to suspend a function that greenc did not compile
   */
  switch(...payload: Payload<Args, Sent>): Received | Result {
    const size: number = payload.length;
    // Without an element it would be read from `Object.prototype`, where the program may have put something.
    let delivered: unknown = size > 0 ? payload[0] : undefined;
    // Element by element: the optimiser then need not make `payload` an array where it has one element or none.
    if (size > 1) {
      const list: unknown[] = [];
      for (let i = 0; i < size; i++) list.push(payload[i]);
      delivered = list;
    }
    return transfer(own(this), delivered, size, switchMethod) as Received | Result;
  }

  /**
   * Like `switch`, but throws in the target. One that has not started dies without running.
   * @param error by default a new GreenletExit, which ends the greenlet quietly; of an Error class, a new instance
   */
  throw(...error: [] | [error: unknown]): Received | Result {
    let thrown = error.length > 0 ? error[0] : new GreenletExit();
    if (typeof thrown === 'function' && (thrown === Error || thrown.prototype instanceof Error)) {
      thrown = new (thrown as new () => Error)();
    }
    return transfer(own(this), thrown, THROW, throwMethod) as Received | Result;
  }

  /** Whether it has ended. */
  get dead(): boolean {
    return own(this).state === DEAD;
  }

  /** Whether it has been switched to, or killed; stays true. */
  get started(): boolean {
    return own(this).state !== UNSTARTED;
  }

  /** Whether it is running or suspended. */
  get active(): boolean {
    return own(this).state === STARTED;
  }

  /** The calls under way in a suspended greenlet, innermost first; empty in any other state. */
  get frames(): FramePosition[] {
    return listPositions(own(this).frame);
  }

  /** The same as text, in the form of an error's stack: `    at name (file:line:column)`, a line each. */
  get stack(): string {
    return listText(own(this).frame);
  }

  /**
   * Where the greenlet's result or error goes: the parent at the moment it ends. Null for main only.
   * Setting it throws GreenletError if the value is no greenlet, if it descends from this one, and on main.
   */
  get parent(): Greenlet | null {
    return (own(this).parent?.self as Greenlet | undefined) ?? null;
  }

  set parent(parent: Greenlet) {
    const core = own(this);
    const above = parentCore(parent);
    if (core === main) throw new GreenletError('main cannot have a parent');
    for (let ancestor: Core | null = above; ancestor !== null; ancestor = ancestor.parent) {
      if (ancestor === core) throw new GreenletError('cyclic parent: it descends from this greenlet');
    }
    core.parent = above;
  }
}

// biome-ignore lint/correctness/noUnusedVariables: a merged declaration repeats the type parameters.
export interface Greenlet<Args extends unknown[], Sent, Received, Result> {
  /** What the first switch calls. Let go then: undefined afterwards, unless it is a subclass's. */
  run?(...args: Args): Result;
  /**
   * With `greenc/hub`, on hosts that have AsyncLocalStorage: what the greenlet finds in these, as `AsyncLocalStorage.snapshot()` gives
   * it, a function that calls another in that context. Null before the start: it will be that of who switches to it first. Can be set
   * while the greenlet does not run; null: nothing is stored.
   */
  context?:
    | (<Args extends unknown[], Result>(fn: (...args: Args) => Result, ...args: Args) => Result)
    | null
    | undefined;
}

const { switch: switchMethod, throw: throwMethod } = Greenlet.prototype;

/** The greenlet that is running. */
export function getCurrent(): Greenlet {
  return now.current.self as Greenlet;
}

function parentCore(parent: unknown): Core {
  const core = coreOf(parent);
  if (core === undefined) throw new GreenletError('parent must be a greenlet');
  return core;
}
