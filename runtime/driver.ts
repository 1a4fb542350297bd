/**
 * The driver: what a switch does, and the loop that re-enters frames.
 *
 * A switch in a greenlet only notes what is to happen (the pending switch: `target`, `value`, `count`, `starting`)
 * and returns SUSPENDED. Each compiled function on the way up links its frame into the chain (`head` … `last`)
 * and returns SUSPENDED too, until the driver has it. The driver leaves the chain with the greenlet, enters the
 * target's innermost frame, hands its result to the frame beneath, and so on, until the next switch.
 *
 * Uncompiled code is the main greenlet. It is never unwound: its switch runs the driver on top of the native
 * stack and returns when something switches to main. So the driver has one exit, a transfer to main.
 *
 * Module variables rather than an object's fields: the engine keeps them in fixed places.
 */
import { ForeignFrameError, GreenletError, GreenletExit } from './errors.js';
import { accepts, getterOf, type Handed, NOBODY, passedOn, swallowed, UNKNOWN, unsupported } from './foreign.js';
import { Frame, type Info, type Resume, SUSPENDED } from './frame.js';
import { callTracer, setTrace, tracer } from './trace.js';

export const UNSTARTED = 0;
export const STARTED = 1;
export const DEAD = 2;

/** In place of a number of arguments: the payload is an error to be thrown. */
export const THROW = -1;

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

type Run = (...args: unknown[]) => unknown;

/** Its `self` is set by greenlet.ts. */
export const main = new Core(UNKNOWN, undefined, null);
main.state = STARTED;

export let current = main;

/** Where the pending switch goes; null: none is pending. */
let target: Core | null = null;
/** What is to be delivered, by the pending switch or to the frame about to be re-entered. */
let value: unknown;
/** The number of arguments that `value` stands for: one as it is, several as an array; or THROW. */
let count = 0;
/** The `run` to enter, if the pending switch starts its target. */
let starting: Run | null = null;
/** The frames linked since the switch, innermost first. */
let head: Frame | null = null;
let last: Frame | null = null;
let handed: Handed = NOBODY;
/** Set while frames that can no longer be suspended run to their end: any switch of theirs fails with this. */
let blocked: ForeignFrameError | null = null;

// ---- what compiled code calls -------------------------------------------------------------------------------

/** Saves an activation that is being suspended, and hands the sentinel on to the caller. */
export function suspend(
  frame: Frame,
  resume: Resume,
  self: object | 0,
  info: Info,
  constructed: unknown,
  id: string,
): unknown {
  frame.info = info;
  frame.id = id;
  push(frame, resume);
  // A frame beneath turns what the constructor's body returns into what `new` gives.
  if (typeof constructed === 'object' && constructed !== null) push(new Frame(1, constructed), finishConstruction);
  handed = self;
  return SUSPENDED;
}

function push(frame: Frame, resume: Resume): void {
  frame.resume = resume;
  if (last === null) head = frame;
  else last.next = frame;
  last = frame;
}

function finishConstruction(frame: Frame): unknown {
  const result = take();
  return (typeof result === 'object' && result !== null) || typeof result === 'function' ? result : frame.a;
}

/**
 * Called by a call site that received SUSPENDED.
 * @returns SUSPENDED if its callee was suspended; else the callee is a foreign function, and what becomes of the
 *   frames it cut off is the call's result
 */
export function link(callee: unknown, info: Info | null, site: number): unknown {
  if (callee === handed || accepts(callee, handed, last)) {
    handed = NOBODY;
    return SUSPENDED;
  }
  return settle(passedOn(callee, info, site));
}

/** What a resumed call site receives: the value delivered, or it throws the error delivered. */
export function take(): unknown {
  const delivered = value;
  value = undefined;
  if (count === THROW) {
    count = 0;
    throw delivered;
  }
  return delivered;
}

/** Passes on the result of a call in a body that cannot be suspended; if it was to be, that fails. */
export function guard(result: unknown, info: Info, site: number, kind: string): unknown {
  return result === SUSPENDED ? settle(unsupported(kind, info, site)) : result;
}

// ---- switching ----------------------------------------------------------------------------------------------

/**
 * Switches to `named` or, if it is dead, its nearest living ancestor.
 * @param method who is asked to switch, for the call site to compare with
 */
export function transfer(named: Core, payload: unknown, size: number, method: object): unknown {
  if (target !== null) throw abandon();
  if (blocked !== null) throw new ForeignFrameError(blocked.message);
  if (named.state === STARTED) return go(named, null, payload, size, method);
  return find(named, payload, size, method, null, null);
}

/**
 * Finds the greenlet to enter, reading its `run` if it has not started; then switches to it. Reading may run an
 * accessor that switches: then a frame goes on from there.
 * @param method null: `named` is ending, and the payload is for its parent
 * @param reader the greenlet whose `run` has been read
 */
function find(named: Core, payload: any, size: number, method: object | null, reader: Core | null, run: any): unknown {
  for (;;) {
    let to = named;
    if (method === null) to = named.parent as Core;
    else if (named.state === DEAD && payload instanceof GreenletExit && size === THROW) size = 1;
    while (to.state === DEAD) to = to.parent as Core;
    if (to.state === STARTED) return go(to, null, payload, size, method);
    if (to === reader) {
      if (typeof run === 'function') return go(to, run, payload, size, method);
      throw new GreenletError(run == null ? 'the greenlet has no run' : "the greenlet's run is not a function");
    }
    reader = to;
    run = to.self.run;
    if (run === SUSPENDED) run = link(getterOf(to.self, 'run'), null, 0);
    else if (target !== null) throw abandon();
    if (run === SUSPENDED) {
      push(new Frame(1, named, payload, size, method, reader), resumeFind);
      if (method !== null) handed = method;
      return SUSPENDED;
    }
  }
}

function resumeFind(frame: Frame): unknown {
  if (frame.pc === 2) return take();
  frame.pc = 2;
  const { a: named, b: payload, c: size, d: method, e: reader } = frame;
  frame.a = frame.b = frame.e = undefined;
  if (method === null) return end(named, payload, size, reader);
  const result = find(named, payload, size, method, reader, take());
  // A resume half returns the sentinel without handing itself over.
  handed = NOBODY;
  return result;
}

function go(to: Core, run: Run | null, payload: unknown, size: number, method: object | null): unknown {
  if (to === current) {
    const result = tracer === null ? deliver(null, payload, size) : arrive(to, null, payload, size);
    if (result === SUSPENDED) handed = method as object;
    return result;
  }
  target = to;
  value = payload;
  count = size;
  starting = run;
  if (current === main) return enter();
  if (method === null) current.state = DEAD;
  else handed = method;
  return SUSPENDED;
}

/**
 * Ends the current greenlet: the payload goes to its parent or, if that cannot be entered, the error to the next.
 * @param below the current greenlet, or the ancestor that could not be entered
 */
function end(below: Core, payload: unknown, size: number, reader: Core | null): unknown {
  for (;;) {
    try {
      return find(below, payload, size, null, reader, reader && take());
    } catch (error) {
      payload = error;
      size = THROW;
      reader = null;
      do below = below.parent as Core;
      while (below.state === DEAD);
    }
  }
}

// ---- the loop -----------------------------------------------------------------------------------------------

/** Runs the driver for a switch of main's. */
function enter(): unknown {
  try {
    return drive();
  } catch (error) {
    // Only the engine's stack limit, met by the driver itself, leaves it elsewhere than in main.
    if (current !== main) current.state = DEAD;
    current = main;
    drop();
    throw error;
  }
}

function drive(): unknown {
  /** The frame that is being re-entered; null: `run` or the trace callback is being called. */
  let frame: Frame | null = null;
  /** The frames beneath it. */
  let rest: Frame | null = null;
  let result: unknown;
  // Outside the inner loop, since entering a `try` costs as much as half a switch.
  for (;;) {
    try {
      for (;;) {
        if (target === null) {
          result = (frame as Frame).resume(frame as Frame);
        } else {
          const origin = current;
          if (last === null) origin.frame = frame ?? rest;
          else {
            last.next = frame ?? rest;
            origin.frame = head;
            head = last = null;
          }
          current = target;
          target = null;
          if (tracer === null && starting === null) {
            if (current === main) return take();
            frame = current.frame as Frame;
            rest = frame.next;
            current.frame = null;
            result = frame.resume(frame);
          } else {
            frame = null;
            rest = current.frame;
            current.frame = null;
            result = begin(origin);
            if (current === main) return result;
          }
        }
        while (result !== SUSPENDED) {
          if (target !== null) throw abandon();
          frame = rest;
          if (frame === null) result = end(current, result, 1, null);
          else {
            rest = frame.next;
            value = result;
            result = frame.resume(frame);
          }
        }
        // Who returns the sentinel without a switch, or without having linked it, had kept it from another call.
        if (target === null || handed !== NOBODY) throw abandon();
      }
    } catch (error) {
      if (current === main) throw error;
      const delivered = target === null ? error : abandon(error);
      frame = rest;
      if (frame === null) end(current, delivered, delivered instanceof GreenletExit ? 1 : THROW, null);
      else {
        rest = frame.next;
        value = delivered;
        count = THROW;
      }
    }
  }
}

/** The slower ways to enter the current greenlet: for the first time, or traced. */
function begin(origin: Core): unknown {
  const run = starting;
  const payload = value;
  const size = count;
  drop();
  if (run !== null) {
    current.state = STARTED;
    // From the instance as well: an own property may have come from a field or an assignment.
    if (Object.hasOwn(current.self, 'run')) Reflect.deleteProperty(current.self, 'run');
    current.run = undefined;
  }
  return tracer === null ? deliver(run, payload, size) : arrive(origin, run, payload, size);
}

/** Calls the trace callback, in the target; then delivers. The callback may switch: then a frame delivers later. */
function arrive(origin: Core, run: Run | null, payload: unknown, size: number): unknown {
  const callback = tracer;
  try {
    let result = callTracer(size === THROW, origin, current);
    if (result === SUSPENDED) result = link(callback, null, 0);
    else if (target !== null) throw abandon();
    if (result === SUSPENDED) {
      push(new Frame(1, run, payload, size), resumeArrive);
      return SUSPENDED;
    }
  } catch (error) {
    setTrace(null);
    payload = error;
    size = THROW;
  }
  return deliver(run, payload, size);
}

function resumeArrive(frame: Frame): unknown {
  if (frame.pc === 2) return take();
  frame.pc = 2;
  let { a: run, b: payload, c: size } = frame;
  frame.a = frame.b = undefined;
  try {
    take();
  } catch (error) {
    setTrace(null);
    payload = error;
    size = THROW;
  }
  return deliver(run, payload, size);
}

function deliver(run: Run | null, payload: unknown, size: number): unknown {
  if (size === THROW) throw payload;
  if (run === null) return payload;
  const { self } = current;
  const result = size > 1 ? run.apply(self, payload as unknown[]) : size > 0 ? run.call(self, payload) : run.call(self);
  return result === SUSPENDED ? link(run, null, 0) : result;
}

// ---- when a switch cannot happen ----------------------------------------------------------------------------

/** Forgets the pending switch and the chain. */
function drop(): void {
  target = starting = head = last = null;
  value = undefined;
  count = 0;
  handed = NOBODY;
}

/** A foreign function swallowed the pending switch. Ends the frames that it cut off, and gives the error to throw. */
function abandon(cause?: unknown): ForeignFrameError {
  const error = swallowed(last);
  if (cause !== undefined) error.cause = cause;
  try {
    settle(error);
  } catch (outcome) {
    if (outcome !== error) error.cause = outcome;
  }
  return error;
}

/** Drops the pending switch; its frames run to their end, with the error at their switch. */
function settle(error: ForeignFrameError): unknown {
  let frame = head;
  let result: unknown = error;
  let failed = true;
  const outer = blocked;
  drop();
  blocked = error;
  try {
    for (; frame !== null; frame = frame.next) {
      value = result;
      count = failed ? THROW : 1;
      try {
        result = frame.resume(frame);
        failed = result === SUSPENDED;
        if (failed) result = error;
      } catch (thrown) {
        result = thrown;
        failed = true;
      }
    }
  } finally {
    blocked = outer;
  }
  if (failed) throw result;
  return result;
}
