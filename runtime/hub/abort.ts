/** Between tasks and AbortSignals. */
import { getCurrent } from '../index.js';
import { Callback } from './ending.js';
import { type AbortSignalType, type Limits, signalOf } from './limits.js';
import { enqueue } from './ready.js';
import { signalFor } from './signals.js';
import { Task } from './task.js';
import { Timeout } from './timeout.js';
import { addTimer, removeTimer, type Timed } from './timers.js';

/**
 * A signal that is aborted when the task that runs is killed, with the error that it is killed by:
 *
 *     const response = wait(fetch(url, { signal: currentSignal() }));
 *
 * @returns the same signal at each call in a task; undefined in main, and in greenlets that are no tasks
 */
export function currentSignal(): AbortSignalType | undefined {
  const current = getCurrent();
  return current instanceof Task ? signalFor(current) : undefined;
}

/** Has a task killed when the time is up, or a signal aborted. Gives what takes that back. */
export function killWhen(task: Task, limits: Limits): () => void {
  const { timeout } = limits;
  const signal = signalOf(limits);
  // Soon: the task itself may be what aborts it, and cannot be killed while it runs.
  const onAbort = (): void => enqueue(new Callback(kill, { task, reason: signal?.reason }));
  signal?.addEventListener('abort', onAbort);
  const expiry = new Expiry(task, timeout);
  if (timeout !== undefined) addTimer(expiry, timeout);
  return () => {
    signal?.removeEventListener('abort', onAbort);
    removeTimer(expiry);
  };
}

function kill({ task, reason }: { task: Task; reason: unknown }): void {
  task.kill(reason);
}

class Expiry implements Timed {
  at = 0;
  order = 0;
  index = -1;

  constructor(
    readonly task: Task,
    readonly timeout: number | undefined,
  ) {}

  fire(): void {
    this.task.kill(new Timeout(this.timeout));
  }
}
