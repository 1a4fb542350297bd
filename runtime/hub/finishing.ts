/**
 * Calls what may wait, and does something once that is over: `try { … } finally { … }`, for functions that every program with a hub has.
 * Compiled, they would bring with them what compiled code imports.
 */
import { caught } from '../caught.js';
import type { Frame as FrameClass } from '../frame.js';
import { realm } from '../realm.js';

const { Frame, SUSPENDED, abandon, link, now, push, take } = realm;

type Function = (...args: any[]) => unknown;

/** Told once, in the greenlet that has called, whether something was thrown, and what that was or what was returned. Must not wait. */
export type Finish = (hasFailed: boolean, result: unknown) => unknown;

/**
 * Calls `fn`.
 * @param method who calls this, to return at once what it gives
 * @returns what `finish` gives
 * @throws what `finish` throws
 */
export function finishing(method: object, finish: Finish, fn: Function, self?: unknown, args: unknown[] = []): any {
  let hasFailed = false;
  let result: unknown;
  try {
    result = args.length === 0 ? fn.call(self) : fn.apply(self, args);
    if (result === SUSPENDED) result = link(fn, `by ${(method as Function).name}()`);
    else if (now.target !== null) throw abandon(undefined, result);
    if (result === SUSPENDED) {
      push(new Frame(1, undefined, finish), resumeFinishing);
      now.handed = method;
      return result;
    }
  } catch (error) {
    hasFailed = true;
    result = caught(error);
  }
  return finish(hasFailed, result);
}

function resumeFinishing(frame: FrameClass): unknown {
  let hasFailed = false;
  let result: unknown;
  try {
    result = take();
  } catch (error) {
    hasFailed = true;
    result = error;
  }
  return (frame.a as Finish)(hasFailed, result);
}
