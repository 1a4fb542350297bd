/**
 * The driver: what a switch does, and the loop that re-enters frames.
 *
 * A switch in a greenlet only notes what is to happen and returns SUSPENDED. Each compiled function on the way up
 * links its frame into the chain and returns SUSPENDED too, until the driver has it. The driver leaves the chain
 * with the greenlet, enters the target's innermost frame, hands its result to the frame beneath, and so on, until
 * the next switch.
 *
 * Uncompiled code is the main greenlet. It is never unwound: its switch runs the driver on top of the native
 * stack and returns when something switches to main. So the driver has one exit, a transfer to main.
 */
import { GreenletError, GreenletExit } from './errors.js';
import { lookupGetter, NOBODY } from './foreign.js';
import { Frame, SUSPENDED } from './frame.js';
import { type Core, DEAD, drop, main, now, type Run, STARTED, THROW, type Tracer } from './state.js';
import { abandon, cutOff, link, linked, push, refuse, take } from './suspend.js';

/**
 * Switches to `named` or, if it is dead, its nearest living ancestor.
 * @param method who is asked to switch, for the call site to compare with
 */
export function transfer(named: Core, payload: unknown, size: number, method: object): unknown {
  if (now.target !== null) throw refuse();
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
      throw new GreenletError('the greenlet has no run function');
    }
    reader = to;
    run = to.self.run;
    if (run === SUSPENDED) run = link(lookupGetter.call(to.self, 'run'));
    else if (now.target !== null) throw abandon();
    if (run === SUSPENDED) {
      push(new Frame(1, undefined, named, payload, size, method, reader), resumeFind);
      if (method !== null) now.handed = method;
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
  now.handed = NOBODY;
  return result;
}

function go(to: Core, run: Run | null, payload: unknown, size: number, method: object | null): unknown {
  if (to === now.current) {
    const result = arrive(to, null, payload, size);
    if (result === SUSPENDED) now.handed = method as object;
    return result;
  }
  now.target = to;
  now.value = payload;
  now.count = size;
  now.run = run;
  if (now.current === main) return enter();
  if (method === null) now.current.state = DEAD;
  else {
    now.handed = method;
    if (now.watch !== null) now.watch(method);
  }
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

/** Runs the driver for a switch of main's. */
export function enter(): unknown {
  try {
    return drive();
  } catch (error) {
    // Only the engine's stack limit, met by the driver itself, leaves it elsewhere than in main.
    if (now.current !== main) now.current.state = DEAD;
    now.current.frame = null;
    now.current = main;
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
        if (now.target === null) {
          result =
            now.around === null
              ? (frame as Frame).resume(frame as Frame)
              : now.around((frame as Frame).resume, frame as Frame);
        } else {
          const origin = now.current;
          if (now.last === null) origin.frame = frame ?? rest;
          else {
            now.last.next = frame ?? rest;
            now.last = null;
          }
          const { target } = now;
          now.current = target;
          now.target = null;
          frame = target.frame;
          target.frame = null;
          if (frame !== null && now.tracer === null) {
            rest = frame.next;
            result = now.around === null ? frame.resume(frame) : now.around(frame.resume, frame);
          } else {
            rest = frame;
            frame = null;
            result = now.around === null ? begin(origin) : now.around(begin, origin);
            if (target === main) return result;
          }
        }
        while (result !== SUSPENDED) {
          if (now.target !== null) throw abandon(undefined, result);
          frame = rest;
          if (frame === null) result = end(now.current, result, 1, null);
          else {
            rest = frame.next;
            now.value = result;
            result = now.around === null ? frame.resume(frame) : now.around(frame.resume, frame);
          }
        }
        if (frame !== null && frame.info !== null && frame.callee !== NOBODY) {
          if (!linked(frame)) cutOff(frame);
        }
        // Who returns the sentinel without a switch, or without having linked it, had kept it from another call.
        else if (now.target === null || now.handed !== NOBODY) throw abandon();
      }
    } catch (error) {
      if (now.current === main) throw error;
      const delivered = now.target === null ? error : abandon(error);
      frame = rest;
      if (frame === null) end(now.current, delivered, delivered instanceof GreenletExit ? 1 : THROW, null);
      else {
        rest = frame.next;
        now.value = delivered;
        now.count = THROW;
      }
    }
  }
}

/** The slower ways to enter the current greenlet: for the first time, or traced. */
function begin(origin: Core): unknown {
  const run = now.run;
  const payload = now.value;
  const size = now.count;
  drop();
  if (run !== null) {
    now.current.state = STARTED;
    // From the instance as well: an own property may have come from a field or an assignment.
    if (Object.hasOwn(now.current.self, 'run')) Reflect.deleteProperty(now.current.self, 'run');
    now.current.run = undefined;
  }
  return arrive(origin, run, payload, size);
}

/**
 * Calls the trace callback, if there is one, in the target; then delivers. The callback may switch: then a frame delivers later.
 * @param origin null: the callback has returned after a switch
 */
function arrive(origin: Core | null, run: Run | null, payload: unknown, size: number): unknown {
  const callback = now.tracer as Tracer;
  if (origin !== null && callback === null) return deliver(run, payload, size);
  try {
    let result =
      origin === null ? take() : callback(size === THROW ? 'throw' : 'switch', origin.self, now.current.self);
    if (result === SUSPENDED) result = link(callback);
    else if (now.target !== null) throw abandon();
    if (result === SUSPENDED) {
      push(new Frame(1, undefined, run, payload, size), resumeArrive);
      return SUSPENDED;
    }
  } catch (error) {
    now.tracer = null;
    payload = error;
    size = THROW;
  }
  return deliver(run, payload, size);
}

function resumeArrive(frame: Frame): unknown {
  if (frame.pc === 2) return take();
  frame.pc = 2;
  const { a: run, b: payload, c: size } = frame;
  frame.a = frame.b = undefined;
  return arrive(null, run, payload, size);
}

function deliver(run: Run | null, payload: unknown, size: number): unknown {
  if (size === THROW) throw payload;
  if (run === null) return payload;
  const { self } = now.current;
  const result = size > 1 ? run.apply(self, payload as unknown[]) : size > 0 ? run.call(self, payload) : run.call(self);
  return result === SUSPENDED ? link(run) : result;
}
