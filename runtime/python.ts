/** The same greenlets under the names of Python's greenlet (`greenc/python`). */
import {
  type Greenlet as CoreGreenlet,
  type FramePosition,
  Greenlet as GreenletClass,
  GreenletError,
  GreenletExit,
  getCurrent,
  getTrace,
  setTrace,
} from './index.js';
import { share } from './realm.js';

/** A greenlet, with what only Python's has. */
export type Greenlet<Args extends unknown[] = any[], Sent = any, Received = any, Result = any> = CoreGreenlet<
  Args,
  Sent,
  Received,
  Result
> & {
  /** The innermost call of a suspended greenlet, else null. */
  readonly gr_frame: FramePosition | null;
};

type Run<Args extends unknown[], Result> = ((...args: Args) => Result) | null;

/** The type of `greenlet`: a class that can be called without `new`. */
export interface GreenletType {
  <Args extends unknown[] = any[], Result = any>(
    run?: Run<Args, Result>,
    parent?: CoreGreenlet | null,
  ): Greenlet<Args, any, any, Result>;
  new <Args extends unknown[] = any[], Sent = any, Received = any, Result = any>(
    run?: Run<Args, Result>,
    parent?: CoreGreenlet | null,
  ): Greenlet<Args, Sent, Received, Result>;
  readonly prototype: Greenlet;
  readonly GreenletExit: typeof GreenletExit;
  readonly error: typeof GreenletError;
  readonly getcurrent: typeof getcurrent;
  readonly gettrace: typeof gettrace;
  readonly settrace: typeof settrace;
}

/** The greenlet that is running. */
export const getcurrent = getCurrent as () => Greenlet;
export const settrace = setTrace;
export const gettrace = getTrace;
export { GreenletError as error, GreenletExit };

/**
 * `greenlet(run, parent)`, with or without `new`, is `new Greenlet(run, parent)`; `class X extends greenlet` works.
 * Both have one prototype, so every greenlet, main included, is an instance of `greenlet`.
 */
export const greenlet: GreenletType = share('python', () => {
  function greenlet(run?: Run<any[], any>, parent?: CoreGreenlet | null): object {
    return Reflect.construct(GreenletClass, [run, parent], new.target ?? greenlet);
  }
  Object.setPrototypeOf(greenlet, GreenletClass);
  Object.defineProperty(greenlet, 'prototype', { value: GreenletClass.prototype, writable: false });
  Object.defineProperty(GreenletClass.prototype, 'gr_frame', {
    configurable: true,
    get(this: CoreGreenlet) {
      return this.frames[0] ?? null;
    },
  });
  return Object.assign(greenlet, { GreenletExit, error: GreenletError, getcurrent, gettrace, settrace });
}) as unknown as GreenletType;
