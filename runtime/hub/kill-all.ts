'use greenlet';
/** To end several tasks. */
import { awaitEnds, listed } from './join-all.js';
import { apart } from './members.js';
import type { Task } from './task.js';
import { isMain } from './wait.js';

/**
 * Kills tasks, then waits until they have ended: see `task.kill`. In main nothing is waited for. The current task, if it is among them, is
 * the last, and is not waited for.
 * @param error what is thrown in them; by default a new GreenletExit for each
 * @param timeout milliseconds to wait at most; 0: none
 * @throws `error` in the current task
 */
export function killAll(tasks: Iterable<Task>, error?: unknown, timeout?: number): void {
  const { current, others } = apart(listed(tasks, 'killAll()'));
  for (const task of others) task.kill(error, 0);
  current?.kill(error);
  if (!isMain()) awaitEnds(others, timeout, 'killAll()');
}
