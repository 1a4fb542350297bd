/** One hub per realm: every copy of this code exports what the first one has published. */
import { share } from '../realm.js';
import { asyncify, sleep, wait } from './promises.js';
import { spawn, spawnLater, Task } from './task.js';
import { Timeout } from './timeout.js';
import { InvalidSwitchError } from './wait.js';

export const hub = share('hub', () => ({
  InvalidSwitchError,
  Task,
  Timeout,
  asyncify,
  sleep,
  spawn,
  spawnLater,
  wait,
}));
