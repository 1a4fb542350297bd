/** What compiled code calls while it is being suspended and resumed, and what happens when that is impossible. */
import { ForeignFrameError } from './errors.js';
import { accepts, NOBODY, passedOn, swallowed } from './foreign.js';
import { Frame, type Info, type Resume, SUSPENDED } from './frame.js';
import { innermost } from './positions.js';
import { drop, main, now, THROW } from './state.js';

/**
 * The tail of every compiled function: its activation is being suspended. Saves it, and hands the sentinel on to the
 * caller. If the function it called is foreign, what comes of the frames that cut off is the call's outcome, and the
 * activation goes on at once.
 */
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
  frame.resume = resume;
  const isConstruction = typeof constructed === 'object' && constructed !== null;
  if (!linked(frame)) {
    const result = goOn(frame);
    if (result !== SUSPENDED) return isConstruction ? constructedBy(result, constructed) : result;
  }
  push(frame, resume);
  // A frame beneath turns what the constructor's body returns into what `new` gives.
  if (isConstruction) {
    const beneath = new Frame(1, undefined, constructed, frame);
    beneath.id = id;
    push(beneath, finishConstruction);
  }
  now.handed = self;
  return SUSPENDED;
}

/** Whether the frame's call site received the sentinel from compiled code. If not, its `callee` stays to be named. */
export function linked(frame: Frame): boolean {
  const { callee } = frame;
  if (callee !== now.handed && !accepts(callee, now.handed, now.last)) return false;
  now.handed = frame.callee = NOBODY;
  return true;
}

/** Its callee is foreign: makes the outcome of the frames that cut off what the frame will take. */
export function cutOff(frame: Frame): void {
  const error = passedOn(frame.callee, innermost(frame), now.last);
  frame.callee = NOBODY;
  try {
    now.value = settle(error);
    now.count = 1;
  } catch (thrown) {
    now.value = thrown;
    now.count = THROW;
  }
}

function goOn(frame: Frame): unknown {
  for (;;) {
    cutOff(frame);
    const result = frame.resume(frame);
    if (result !== SUSPENDED) return result;
    if (frame.callee === NOBODY) throw abandon();
    if (linked(frame)) return result;
  }
}

/** Appends a frame to the chain. */
export function push(frame: Frame, resume: Resume): void {
  frame.resume = resume;
  if (now.last === null) now.current.frame = frame;
  else now.last.next = frame;
  now.last = frame;
}

function finishConstruction(frame: Frame): unknown {
  return constructedBy(take(), frame.a);
}

/** What `new` gives when the constructor returns `result`. */
function constructedBy(result: unknown, constructed: unknown): unknown {
  return (typeof result === 'object' && result !== null) || typeof result === 'function' ? result : constructed;
}

/** For the runtime's own calls: as `suspend` does for those of compiled code. `how`: how the callee is called. */
export function link(callee: unknown, how = 'as run, accessor or trace callback'): unknown {
  if (callee !== now.handed && !accepts(callee, now.handed, now.last)) return settle(passedOn(callee, how, now.last));
  now.handed = NOBODY;
  return SUSPENDED;
}

/**
 * What a resumed call site receives: the value delivered, or it throws the error delivered. The argument is the
 * activation's own business: it marks itself as running.
 */
export function take(_running?: number): unknown {
  const delivered = now.value;
  now.value = undefined;
  if (now.count === THROW) {
    now.count = 0;
    throw delivered;
  }
  return delivered;
}

/** The resume half of functions that end with the call that suspended, and do not return its value. */
export function discard(): void {
  take();
}

/** The error for a switch that cannot be, because another is pending that a foreign function holds back. */
export function refuse(): unknown {
  return now.blocked === null ? abandon() : new ForeignFrameError(now.blocked.message);
}

/**
 * A switch is pending that nobody hands on. Ends the frames that are cut off, and gives the error to throw.
 * @param cause what was thrown instead of handing it on
 * @param dropped what was returned instead
 */
export function abandon(cause?: any, dropped?: unknown): unknown {
  // The engine's stack limit, met while frames were being saved; else a foreign function swallowed the sentinel.
  const error: Error = /call stack|recursion/.test(cause?.message) ? cause : swallowed(now.last);
  if (cause !== undefined && cause !== error) error.cause = cause;
  now.forget?.(dropped);
  try {
    const result = settle(error);
    now.forget?.(result);
  } catch (outcome) {
    if (outcome !== error) error.cause = outcome;
  }
  return error;
}

/** Drops the pending switch; its frames run to their end, with the error at their switch. */
export function settle(error: Error): unknown {
  let { frame } = now.current;
  let result: unknown = error;
  let failed = true;
  const outer = now.blocked;
  now.current.frame = null;
  drop();
  now.blocked = error;
  // Any target will do: what finds one pending refuses to switch.
  now.target = main;
  try {
    for (; frame !== null; frame = frame.next) {
      now.value = result;
      now.count = failed ? THROW : 1;
      try {
        result = frame.resume(frame);
        // None of them can be suspended: who returns the sentinel had kept it.
        failed = result === SUSPENDED;
        if (failed) result = error;
      } catch (thrown) {
        result = thrown;
        failed = true;
      }
    }
  } finally {
    now.blocked = outer;
    if (outer === null) now.target = null;
  }
  if (failed) throw result;
  return result;
}
