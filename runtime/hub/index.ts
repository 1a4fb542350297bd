/**
 * The hub (`greenc/hub`): what gevent is to greenlet, on the event loop of the host. Whatever has to wait suspends its greenlet, and
 * main, where the event loop is, goes on with what is ready.
 *
 * Layers, each on the ones before: timers and ready < wait < ending < task < promises, locks, queues, pools.
 */
import type { AsyncResult as AsyncResultClass } from './async-result.js';
import type { Channel as ChannelClass } from './channel.js';
import type { Condition as ConditionClass } from './condition.js';
import type { Event as EventClass } from './event.js';
import type { Group as GroupClass } from './group.js';
import type { Hold as HoldClass } from './holdable.js';
import type { Pool as PoolClass } from './pool.js';
import type {
  JoinableQueue as JoinableQueueClass,
  LifoQueue as LifoQueueClass,
  PriorityQueue as PriorityQueueClass,
  Queue as QueueClass,
} from './queue.js';
import type {
  Empty as EmptyClass,
  Full as FullClass,
  ShutDown as ShutDownClass,
  StopIteration as StopIterationSymbol,
} from './queue-errors.js';
import type { RLock as RLockClass } from './rlock.js';
import type {
  BoundedSemaphore as BoundedSemaphoreClass,
  Lock as LockClass,
  Semaphore as SemaphoreClass,
} from './semaphore.js';
import { hub } from './shared.js';
import type { Task as TaskClass } from './task.js';
import type { Timeout as TimeoutClass } from './timeout.js';
import type { InvalidSwitchError as InvalidSwitchClass } from './wait.js';

export type { EmitterLike, TargetLike } from './callbacks.js';
export type { Case } from './case.js';
export type { MappingOptions } from './group.js';
export type { Limits } from './limits.js';
export type { GreenletReport } from './report.js';
export type { Selectable, Selected } from './select.js';

export const {
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
} = hub;
/** Not from the hub's list, where its type would no longer be that of one symbol. */
export const StopIteration: typeof StopIterationSymbol = hub.StopIteration;
export type AsyncResult<T = any> = AsyncResultClass<T>;
export type BoundedSemaphore = BoundedSemaphoreClass;
export type Channel<T = any> = ChannelClass<T>;
export type Condition = ConditionClass;
export type Empty = EmptyClass;
export type Event = EventClass;
export type Full = FullClass;
export type Group = GroupClass;
export type Hold = HoldClass;
export type InvalidSwitchError = InvalidSwitchClass;
export type JoinableQueue<T = any> = JoinableQueueClass<T>;
export type LifoQueue<T = any> = LifoQueueClass<T>;
export type Lock = LockClass;
export type Pool = PoolClass;
export type PriorityQueue<T = any> = PriorityQueueClass<T>;
export type Queue<T = any> = QueueClass<T>;
export type RLock = RLockClass;
export type Semaphore = SemaphoreClass;
export type ShutDown = ShutDownClass;
export type Task<Result = any> = TaskClass<Result>;
export type Timeout = TimeoutClass;
