/** To wait for several tasks. */
import { misuse } from './checks.js';
import { OnEnd } from './on-end.js';
import { endingOf, Task } from './task.js';
import { park, type Source, Wait, waiting } from './wait.js';

class Joining implements Source {
  #wait: Wait | null = null;
  readonly #pending = new Set<OnEnd>();

  constructor(
    readonly tasks: readonly Task[],
    readonly done: Task[],
    readonly count: number,
    readonly raiseError: boolean,
  ) {}

  add(wait: Wait): void {
    this.#wait = wait;
    const ended = (task: Task, onEnd: OnEnd) => {
      this.#pending.delete(onEnd);
      this.#ended(task);
    };
    for (const task of this.tasks) this.#pending.add(new OnEnd(task, ended));
  }

  #ended(task: Task): void {
    const { done } = this;
    done.push(task);
    const hasFailed = this.raiseError && !task.successful();
    if (!hasFailed && done.length < this.count) return;
    this.forget();
    if (hasFailed) this.#wait?.fail(task.error);
    else this.#wait?.grant(done);
  }

  forget(): void {
    for (const onEnd of this.#pending) onEnd.stop();
    this.#pending.clear();
  }

  expired(): Task[] {
    return this.done;
  }
}

/** The tasks, each once. Throws a TypeError for anything else. */
export function listed<T extends Task>(tasks: Iterable<T>, what: string): T[] {
  const all = typeof tasks?.[Symbol.iterator] === 'function' ? [...new Set(tasks)] : [null];
  if (!all.every(task => task instanceof Task)) throw misuse(what, 'a list of tasks', tasks);
  return all as T[];
}

/** Waits until tasks that have been killed have ended. Their errors are still to be handled. */
export function awaitEnds(tasks: Iterable<Task>, timeout: number | undefined, what: string): undefined {
  const pending = [...tasks].filter(task => !task.ready);
  if (pending.length === 0 || (timeout !== undefined && timeout <= 0)) return;
  const joining = new Joining(pending, [], pending.length, false);
  return park(new Wait(waiting(what), joining), awaitEnds, timeout);
}

/**
 * Waits until tasks have ended, whatever they come to. Their errors are handled then.
 * @param timeout milliseconds; 0: does not wait. By default as long as it takes
 * @param count so many of them; by default all
 * @param raiseError throws the first error of one of them instead, at once
 * @returns so many that have ended, in that order (those that had ended before, in theirs); when the time is up, fewer
 * @throws GreenletError in main if it would have to wait
 */
export function joinAll<T extends Task>(
  tasks: Iterable<T>,
  timeout?: number,
  count = Infinity,
  raiseError = false,
): T[] {
  const all = listed(tasks, 'joinAll()');
  for (const task of all) endingOf(task).observe();
  const wanted = Math.min(count, all.length);
  const done = all.filter(task => task.ready).slice(0, wanted);
  const failed = raiseError && done.find(task => !task.successful());
  if (failed) throw failed.error;
  if (done.length >= wanted || (timeout !== undefined && timeout <= 0)) return done;
  const pending = all.filter(task => !task.ready);
  const joining = new Joining(pending, done, wanted, raiseError);
  return park(new Wait(waiting('joinAll()'), joining), joinAll, timeout);
}
