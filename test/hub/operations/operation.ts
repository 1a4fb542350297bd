'use greenlet';
/** How a greenlet waits for something, and how it is woken from main: for waiting-points.test.ts. */
import { type Queue, type Semaphore, sleep, Task } from 'greenc/hub';

export interface Waiting {
  /** Waits; `index` is that of the greenlet. */
  block(index: number, timeout?: number): unknown;
  /** Called in main: has the first one that waits go on, or all. */
  wake(): void;
  /** How many greenlets wait. */
  waiting(): number;
  /** What has been granted by `wake` and is to be had still, taken out; of sources that keep that. */
  left?(): unknown[];
  /** Called at the end: whatever else must not be left over. */
  check?(): void;
}

export interface Operation {
  name: string;
  /** The functions of greenc/hub in which the greenlet waits. */
  calls: readonly ((...args: any[]) => unknown)[];
  make(): Waiting;
  /**
   * - one: `wake` is for one greenlet, and what it grants is kept or goes to another if that is killed
   * - given: the same for what the greenlet gives; it has happened by then
   * - all: `wake` is for all, and is called once
   * - chain: `wake` is for one, and is called once, since those that go on wake the next
   */
  wakes: 'one' | 'given' | 'all' | 'chain';
  /** What the call comes to when its time is up: returned, or the class of what is thrown. */
  expires: { returns: unknown } | { throws: new (...args: any[]) => Error };
  /** What it comes to when it is woken: compared by `toEqual`. By default whatever `wake` grants. */
  gives?: unknown;
  throws?: unknown;
}

export function taken(queue: Queue): unknown[] {
  const items: unknown[] = [];
  while (!queue.empty) items.push(queue.getNowait());
  return items;
}

/** A task that ends when it is killed. */
export function sleeper(): Task {
  const task = new Task(() => sleep(100_000));
  task.switch();
  return task;
}

export function units(semaphore: Semaphore): unknown[] {
  return new Array(semaphore.counter).fill(true);
}

export function counted(): () => number {
  let count = 0;
  return () => count++;
}
