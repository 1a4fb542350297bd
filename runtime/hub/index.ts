/**
 * The hub (`greenc/hub`): what gevent is to greenlet, on the event loop of the host. Whatever has to wait suspends its greenlet, and
 * main, where the event loop is, goes on with what is ready.
 *
 * Layers, each on the ones before: timers and ready < wait < ending < task < promises, locks, queues, pools.
 */
import './host.js';

export { currentSignal } from './abort.js';
export { iterate } from './async-iterables.js';
export { AsyncResult } from './async-result.js';
export { asyncify } from './asyncify.js';
export { callback, type EmitterLike, type TargetLike, waitEvent } from './callbacks.js';
export type { Case } from './case.js';
export { Channel } from './channel.js';
export { Condition } from './condition.js';
export { daemon, reportDeadlocks } from './deadlock.js';
export { Event } from './event.js';
export { exitOnCollect } from './exit-on-collect.js';
export { Group } from './group.js';
export { Hold } from './holdable.js';
export { idle } from './idle.js';
export { joinAll } from './join-all.js';
export { killAll } from './kill-all.js';
export type { Limits } from './limits.js';
export { Local, local } from './local.js';
export type { MappingOptions } from './mapping.js';
export { Pool } from './pool.js';
export { wait } from './promises.js';
export { JoinableQueue, LifoQueue, PriorityQueue, Queue } from './queue.js';
export { Empty, Full, ShutDown, StopIteration } from './queue-errors.js';
export { dumpGreenlets, type GreenletReport, trackGreenlets } from './report.js';
export { RLock } from './rlock.js';
export { type Selectable, type Selected, select } from './select.js';
export { BoundedSemaphore, Lock, Semaphore } from './semaphore.js';
export { sleep } from './sleep.js';
export { spawn, spawnLater, Task } from './task.js';
export { Timeout, withTimeout } from './timeout.js';
export { InvalidSwitchError } from './wait.js';
