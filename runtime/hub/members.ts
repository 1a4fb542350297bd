/** What groups do that has to wait for nothing. */
import { getCurrent } from '../index.js';
import { misuse } from './checks.js';
import { Event } from './event.js';
import { OnEnd } from './on-end.js';
import { Task } from './task.js';

export class Members {
  readonly #tasks = new Map<Task, OnEnd>();
  /** Those that have been killed. */
  readonly #dying = new Set<Task>();
  /** Set as long as there is none. */
  readonly empty = new Event();
  readonly #left: () => void;

  /** @param left called when a task has ended, or been discarded */
  constructor(left: () => void) {
    this.#left = left;
    this.empty.set();
  }

  get size(): number {
    return this.#tasks.size;
  }

  has(task: Task): boolean {
    return this.#tasks.has(task);
  }

  get all(): IterableIterator<Task> {
    return this.#tasks.keys();
  }

  add(task: Task): void {
    if (!(task instanceof Task)) throw misuse('a group', 'tasks', task, 'spawn(fn) gives one');
    if (task.ready || this.#tasks.has(task)) return;
    const onEnd = new OnEnd(task, () => this.#delete(task));
    this.#tasks.set(task, onEnd);
    this.empty.clear();
  }

  discard(task: Task): void {
    const onEnd = this.#tasks.get(task);
    if (onEnd === undefined) return;
    onEnd.stop();
    this.#delete(task);
  }

  #delete(task: Task): void {
    this.#tasks.delete(task);
    this.#dying.delete(task);
    if (this.#tasks.size === 0) this.empty.set();
    this.#left();
  }

  /** Notes that a task is to be killed. Gives false if it has been already: twice would cut its `finally` blocks short. */
  condemn(task: Task): boolean {
    if (this.#dying.has(task)) return false;
    this.#dying.add(task);
    return true;
  }

  /** Those that are to be killed; noted. */
  condemnAll(): Task[] {
    return [...this.#tasks.keys()].filter(task => this.condemn(task));
  }

  /** All but the current task. */
  get others(): Task[] {
    return apart(this.all).others;
  }
}

/** The current task, if it is one of these, and the others, each once. */
export function apart(tasks: Iterable<Task>): { current: Task | null; others: Task[] } {
  const others = new Set(tasks);
  const current = getCurrent() as Task;
  return { current: others.delete(current) ? current : null, others: [...others] };
}

/** Has `callback` called with what the task returns, if it does. */
export function linkValue<Result>(task: Task<Result>, callback: (value: Result) => unknown): void {
  task.linkValue(({ value }) => callback(value as Result));
}
