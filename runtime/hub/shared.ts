/** One hub per realm: every copy of this code exports what the first one has published. */
import { share } from '../realm.js';
import { currentSignal } from './abort.js';
import { iterate } from './async-iterables.js';
import { asyncify } from './asyncify.js';
import { callback, waitEvent } from './callbacks.js';
import { daemon, reportDeadlocks } from './deadlock.js';
import { idle, sleep, wait } from './promises.js';
import { dumpGreenlets, trackGreenlets } from './report.js';
import { spawn, spawnLater, Task } from './task.js';
import { Timeout } from './timeout.js';
import { InvalidSwitchError } from './wait.js';

export const hub = share('hub', () => ({
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
}));
