/**
 * The hub (`greenc/hub`): what gevent is to greenlet, on the event loop of the host. Whatever has to wait suspends its greenlet, and
 * main, where the event loop is, goes on with what is ready.
 *
 * Layers, each on the ones before: timers and ready < wait < ending < task < promises, locks, queues, pools.
 */
import { hub } from './shared.js';
import type { Task as TaskClass } from './task.js';
import type { Timeout as TimeoutClass } from './timeout.js';
import type { InvalidSwitchError as InvalidSwitchClass } from './wait.js';

export type { EmitterLike, TargetLike } from './callbacks.js';
export type { Limits } from './limits.js';
export type { GreenletReport } from './report.js';

export const {
  InvalidSwitchError,
  Task,
  Timeout,
  asyncify,
  callback,
  currentSignal,
  daemon,
  dumpGreenlets,
  idle,
  iterate,
  reportDeadlocks,
  sleep,
  spawn,
  spawnLater,
  trackGreenlets,
  wait,
  waitEvent,
} = hub;
export type InvalidSwitchError = InvalidSwitchClass;
export type Task<Result = any> = TaskClass<Result>;
export type Timeout = TimeoutClass;
