/** Greenlets: the public API (`greenc`). */
import type {
  GreenletError as ErrorClass,
  GreenletExit as ExitClass,
  ForeignFrameError as ForeignClass,
} from './errors.js';
import type { Greenlet as GreenletClass } from './greenlet.js';
import { realm } from './realm.js';

export type { FramePosition } from './positions.js';
export type { TraceCallback } from './trace.js';

// Every copy of this module exports the classes of the realm's first one.
export const { ForeignFrameError, Greenlet, GreenletError, GreenletExit, getCurrent, getTrace, setTrace } = realm;

export type ForeignFrameError = ForeignClass;
export type GreenletError = ErrorClass;
export type GreenletExit = ExitClass;
export type Greenlet<Args extends unknown[] = any[], Sent = any, Received = any, Result = any> = GreenletClass<
  Args,
  Sent,
  Received,
  Result
>;
