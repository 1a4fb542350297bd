/** The signals of tasks, which tell who works for them that they have been killed. */
import type { Greenlet } from '../index.js';
import type { AbortSignalType } from './limits.js';

interface Controller {
  readonly signal: AbortSignalType;
  abort(reason: unknown): void;
}
const { AbortController } = globalThis as unknown as { AbortController: new () => Controller };

const controllers = new WeakMap<Greenlet, Controller>();

export function signalFor(task: Greenlet): AbortSignalType {
  let controller = controllers.get(task);
  if (controller === undefined) {
    controller = new AbortController();
    controllers.set(task, controller);
  }
  return controller.signal;
}

/** The task is about to be killed. */
export function abortSignal(task: Greenlet, reason: unknown): void {
  controllers.get(task)?.abort(reason);
}
