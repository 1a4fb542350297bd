'use greenlet';
/** Pools: groups with so many members at most. */
import { Group } from './group.js';
import { Full } from './queue-errors.js';
import { Semaphore } from './semaphore.js';
import type { Task } from './task.js';

/**
 * A group that has room for so many members. Whatever starts a task in it waits while there is none, after all who wait already; when a member
 * has ended, the first of them has its room. `start` has a timeout for that, where `spawn` has arguments.
 */
export class Pool extends Group {
  readonly #room: Semaphore;
  /** How many members there is room for. */
  readonly maxsize: number;

  /**
   * @param maxsize how many members there is room for; by default any number
   * @throws RangeError if that is not a whole number, or negative
   */
  constructor(maxsize = Infinity) {
    super();
    this.maxsize = maxsize;
    if (!(maxsize >= 0 && Math.floor(maxsize) === maxsize))
      throw new RangeError('a pool needs a whole number of members');
    this.#room = new Semaphore(maxsize);
  }

  /** Whether there is no room for another member. */
  override get full(): boolean {
    return this.#room.locked;
  }

  /** How many more members there is room for. */
  get freeCount(): number {
    return this.#room.counter;
  }

  /** How many greenlets wait for room. */
  get waiting(): number {
    return this.#room.waiting;
  }

  /**
   * Waits until there is room, and leaves it there; others may be faster to take it.
   * @param timeout milliseconds; 0: does not wait. By default as long as it takes
   * @returns for how many members there was room; 0 when the time is up
   * @throws GreenletError in main if it would have to wait
   */
  waitAvailable(timeout?: number): number {
    return this.#room.wait(timeout);
  }

  /**
   * Makes a task a member until it ends, once there is room.
   * @param timeout milliseconds; 0: does not wait. By default as long as it takes
   * @throws Full when the time is up; GreenletError in main if it would have to wait
   */
  override add(task: Task, timeout?: number): void {
    if (task?.ready || this.has(task)) return;
    if (!this.#room.acquire(timeout)) throw new Full('there is no room in the pool');
    // It may have ended meanwhile, or been added by somebody else.
    if (task.ready || this.has(task)) this.#room.release();
    else super.add(task);
  }

  /**
   * Makes a task that has not begun a member, and has it begin, once there is room.
   * @param timeout milliseconds; 0: does not wait. By default as long as it takes
   * @throws Full when the time is up; GreenletError in main if it would have to wait
   */
  override start(task: Task, timeout?: number): void {
    this.add(task, timeout);
    task.start();
  }

  /** @internal */
  protected override left(): void {
    this.#room.release();
  }
}
