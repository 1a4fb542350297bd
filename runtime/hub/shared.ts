/** One hub per realm: every copy of this code exports what the first one has published. */
import { share } from '../realm.js';
import { currentSignal } from './abort.js';
import { iterate } from './async-iterables.js';
import { AsyncResult } from './async-result.js';
import { asyncify } from './asyncify.js';
import { callback, waitEvent } from './callbacks.js';
import { Channel } from './channel.js';
import { Condition } from './condition.js';
import { daemon, reportDeadlocks } from './deadlock.js';
import { Event } from './event.js';
import { exitOnCollect } from './exit-on-collect.js';
import { Group } from './group.js';
import { Hold } from './holdable.js';
import { joinAll } from './join-all.js';
import { killAll } from './kill-all.js';
import { Local } from './local.js';
import { Outcome } from './outcome.js';
import { Pool } from './pool.js';
import { idle, sleep, wait } from './promises.js';
import { JoinableQueue, LifoQueue, PriorityQueue, Queue } from './queue.js';
import { Empty, Full, ShutDown, StopIteration } from './queue-errors.js';
import { dumpGreenlets, trackGreenlets } from './report.js';
import { RLock } from './rlock.js';
import { select } from './select.js';
import { BoundedSemaphore, Lock, Semaphore } from './semaphore.js';
import { endingOf, spawn, spawnLater, Task } from './task.js';
import { Timeout, withTimeout } from './timeout.js';
import { InvalidSwitchError, isMain, park, Wait, waiting } from './wait.js';

export const hub = share('hub', () => ({
  AsyncResult,
  BoundedSemaphore,
  Channel,
  Condition,
  Empty,
  Event,
  Full,
  Group,
  Hold,
  InvalidSwitchError,
  JoinableQueue,
  LifoQueue,
  Local,
  Lock,
  Pool,
  PriorityQueue,
  Queue,
  RLock,
  Semaphore,
  ShutDown,
  StopIteration: StopIteration as typeof StopIteration,
  Task,
  Timeout,
  asyncify,
  callback,
  currentSignal,
  daemon,
  dumpGreenlets,
  exitOnCollect,
  idle,
  iterate,
  joinAll,
  killAll,
  reportDeadlocks,
  select,
  sleep,
  spawn,
  spawnLater,
  trackGreenlets,
  wait,
  waitEvent,
  withTimeout,
  parts: { Outcome, Wait, endingOf, isMain, park, waiting },
}));
