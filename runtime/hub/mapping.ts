'use greenlet';
/** Results that are handed out while others are still to come. */
import { GreenletExit } from '../index.js';
import { misuse } from './checks.js';
import { OnEnd } from './on-end.js';
import { Queue } from './queue.js';
import { ShutDown } from './queue-errors.js';
import { Semaphore } from './semaphore.js';
import { endingOf, Task } from './task.js';

/** Throws a TypeError for what cannot be mapped. */
export function checkMapping(fn: unknown, items: Iterable<unknown>, call: string): void {
  if (typeof fn !== 'function') throw misuse(`${call}()`, 'a function first', fn, `${call}(fn, items)`);
  if (typeof items?.[Symbol.iterator] !== 'function')
    throw misuse(`${call}()`, 'something to iterate', items, `${call}(fn, items)`);
}

/** A task of its own starts the tasks; they get into a queue as they are started, or as they end. */
export class Mapping<Item, Result> implements IterableIterator<Result> {
  readonly #results = new Queue<Task<Result>>();
  readonly #room: Semaphore;
  readonly #feeder: Task;
  /** Tasks that are still to get into the queue. */
  #outstanding = 0;
  /** There is nothing more to hand out, or nobody to hand it out to. */
  #isOver = false;

  /** @param maxsize so many tasks at most that have been started, and have not been handed out */
  constructor(spawn: (item: Item) => Task<Result>, items: Iterable<Item>, isOrdered: boolean, maxsize = Infinity) {
    this.#room = new Semaphore(maxsize);
    const ended = (task: Task<Result>) => {
      this.#outstanding--;
      if (!this.#isOver) this.#results.put(task);
      this.#endIfLast();
    };
    this.#feeder = new Task(() => {
      for (const item of items) {
        this.#room.acquire();
        const task = spawn(item);
        endingOf(task).observe();
        if (isOrdered || task.ready) this.#results.put(task);
        else {
          this.#outstanding++;
          new OnEnd(task, ended);
        }
      }
    }).start();
    // What the items throw is thrown by the loop.
    endingOf(this.#feeder).observe();
    new OnEnd(this.#feeder, () => this.#endIfLast());
  }

  /** Who waits for a task that will not come is told so, and who asks once the queue is empty. */
  #endIfLast(): void {
    if (this.#feeder.ready && this.#outstanding === 0) this.#results.shutdown();
  }

  next(): IteratorResult<Result, undefined> {
    if (this.#isOver) return { done: true, value: undefined };
    this.#room.release();
    let task: Task<Result> = this.#feeder;
    try {
      task = this.#results.get();
    } catch (error) {
      if (!(error instanceof ShutDown)) throw error;
    }
    if (task === this.#feeder) {
      this.#isOver = true;
      if (!task.successful()) throw task.error;
      return { done: true, value: undefined };
    }
    try {
      return { done: false, value: task.get() };
    } catch (error) {
      this.return();
      throw error;
    }
  }

  return(): IteratorResult<Result, undefined> {
    this.#isOver = true;
    if (!this.#feeder.ready) this.#feeder.kill(new GreenletExit(), 0);
    this.#results.shutdown(true);
    return { done: true, value: undefined };
  }

  [Symbol.iterator](): this {
    return this;
  }
}
