'use greenlet';
/** Results that are handed out while others are still to come. */
import { GreenletExit } from '../index.js';
import { misuse } from './checks.js';
import { OnEnd } from './on-end.js';
import { Queue } from './queue.js';
import { ShutDown } from './queue-errors.js';
import { Semaphore } from './semaphore.js';
import { endingOf, Task } from './task.js';
import { Timeout } from './timeout.js';

/** How results are handed out while others are still to come. */
export interface MappingOptions {
  /** So many tasks at most run, or have ended without their results having been asked for. */
  maxsize?: number | undefined;
  /** Milliseconds to wait for each result at most; then the loop throws a Timeout. By default as long as it takes. */
  timeout?: number | undefined;
}

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

  readonly #timeout: number | undefined;

  constructor(
    spawn: (item: Item) => Task<Result>,
    items: Iterable<Item>,
    isOrdered: boolean,
    { maxsize = Infinity, timeout }: MappingOptions = {},
  ) {
    this.#timeout = timeout;
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
    return this.#timeout === undefined ? this.#step() : Timeout.run(this.#timeout, () => this.#step());
  }

  /** However it fails, be it that the loop is killed, that ends the loop. */
  #step(): IteratorResult<Result, undefined> {
    this.#room.release();
    try {
      const task = this.#taken();
      if (task !== this.#feeder) return { done: false, value: task.get() };
      this.#isOver = true;
      if (task.successful()) return { done: true, value: undefined };
      throw task.error;
    } catch (error) {
      this.return();
      throw error;
    }
  }

  /** The next task whose result is to be handed out; the feeder, if there is none. */
  #taken(): Task<Result> {
    try {
      return this.#results.get();
    } catch (error) {
      if (error instanceof ShutDown) return this.#feeder;
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
