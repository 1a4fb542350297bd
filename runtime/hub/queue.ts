/** Queues: what some greenlets put in, others take out. */
import { GreenletError } from '../index.js';
import { Suspending } from '../suspending.js';
import { type Branching, CASE, type Case } from './case.js';
import { Waits } from './event.js';
import { Items } from './items.js';
import { Putters, Putting } from './putting.js';
import { Empty, Full, ShutDown, StopIteration } from './queue-errors.js';
import { Fifo, Heap, Lifo, type Store } from './stores.js';
import { park, passingWait, type Source, Wait, waiting } from './wait.js';
import { WaitList } from './wait-list.js';

let takeBack: (queue: Queue, item: any) => void;

/** Who waits for an item. */
class Getters extends WaitList implements Source {
  constructor(readonly queue: Queue) {
    super();
  }

  expired(): never {
    throw new Empty();
  }

  giveBack(item: unknown): void {
    takeBack(this.queue, item);
  }
}

/** Who waits to see an item; among those who wait to get one. */
class Peeking implements Source {
  constructor(readonly getters: Getters) {}

  add(wait: Wait): void {
    this.getters.add(wait);
  }

  forget(wait: Wait): void {
    this.getters.forget(wait);
  }

  expired(): never {
    throw new Empty();
  }
}

/**
 * A queue: first in, first out. Greenlets get items in the order in which they asked, and put them in in that order where there is no room: who
 * comes later has to wait behind them.
 *
 * - Where a greenlet waits, an item is handed to it. If it is killed before it goes on, the item goes to the next, or is the queue's first again.
 * - Where a greenlet waits for room, its item is let in as soon as there is some. From then on the item is the queue's, even if the greenlet is
 *   killed before it goes on; before, it is not.
 * - `for (const item of queue)` gets items until one is StopIteration, or until the queue is shut down and empty.
 *
 * @typeParam T the items
 */
export class Queue<T = any> extends Suspending {
  /** How many items there is room for. One that is given back is taken in any case. */
  readonly maxsize: number;
  readonly #store: Store<T>;
  readonly #getters = new Getters(this);
  readonly #putters = new Putters();
  #isShut = false;
  #unfinished = 0;
  readonly #joiners = new Waits();

  static {
    takeBack = (queue, item) => {
      if (!queue.#hand(item)) queue.#store.takeBack(item);
    };
  }

  /**
   * @param maxsize how many items there is room for, at least 1; by default any number. Where each item is to be handed from one
   *   greenlet to the other, see Channel
   * @param items what is in it at first
   * @throws RangeError if `maxsize` is no such number; TypeError if it is none at all
   */
  constructor(maxsize?: number, items?: Iterable<T>);
  /** @internal */
  constructor(maxsize: number | undefined, items: Iterable<T> | undefined, store: Store<T>);
  constructor(maxsize = Infinity, items: Iterable<T> = [], store: Store<T> = new Fifo()) {
    super();
    if (typeof maxsize !== 'number') throw new TypeError('the room of a queue is a number of items');
    if (!(maxsize >= 1)) throw new RangeError('a queue needs room for an item; a Channel has none');
    this.maxsize = maxsize;
    this.#store = store;
    for (const item of items) this.#enter(item);
  }

  /** How many items are in it. */
  get size(): number {
    return this.#store.size;
  }

  /** Whether there is no item in it. */
  get empty(): boolean {
    return this.#store.size === 0;
  }

  /** Whether there is no room in it. */
  get full(): boolean {
    return this.#store.size >= this.maxsize;
  }

  /** How many greenlets wait to get items, or to see them. */
  get getters(): number {
    return this.#getters.size;
  }

  /** How many greenlets wait to put items in. */
  get putters(): number {
    return this.#putters.size;
  }

  /** How many items have been put in for which `taskDone` has not been called. */
  get unfinishedTasks(): number {
    return this.#unfinished;
  }

  /**
   * Puts an item in; if there is no room, after all who wait for it already.
   * @param timeout milliseconds; 0: does not wait. By default as long as it takes
   * @throws Full when the time is up; ShutDown if the queue is shut down; GreenletError in main if it would have to wait
   */
  put(item: T | typeof StopIteration, timeout?: number): undefined {
    if (this.#isShut) throw new ShutDown();
    if (this.#offer(item as T)) return;
    if (timeout !== undefined && timeout <= 0) throw new Full();
    const wait = passingWait('queue.put()', this.#putters);
    wait.value = item;
    return park(wait, put, timeout);
  }

  /** The same without waiting: throws Full if there is no room. */
  putNowait(item: T | typeof StopIteration): void {
    this.put(item, 0);
  }

  /**
   * Takes out the next item; if there is none, after all who wait already.
   * @param timeout milliseconds; 0: does not wait. By default as long as it takes
   * @throws Empty when the time is up; ShutDown if the queue is shut down and empty; GreenletError in main if it would have to wait
   */
  get(timeout?: number): T {
    if (this.#store.size > 0) return this.#take();
    this.#refuse(timeout);
    return park(passingWait('queue.get()', this.#getters), get, timeout);
  }

  /** The same without waiting: throws Empty if there is no item. */
  getNowait(): T {
    return this.get(0);
  }

  /**
   * The next item, which stays in the queue; somebody else may be faster to get it. Otherwise as `get`.
   * @param timeout milliseconds; 0: does not wait. By default as long as it takes
   */
  peek(timeout?: number): T {
    if (this.#store.size > 0) return this.#store.peek();
    this.#refuse(timeout);
    return park(new Wait(waiting('queue.peek()'), new Peeking(this.#getters)), peek, timeout);
  }

  /** The same without waiting: throws Empty if there is no item. */
  peekNowait(): T {
    return this.peek(0);
  }

  /**
   * Tells that an item that was got has been dealt with, for `join`.
   * @throws GreenletError if that has been told of all items
   */
  taskDone(): void {
    if (this.#unfinished === 0) throw new GreenletError('taskDone() has been called more often than items were put in');
    if (--this.#unfinished === 0) this.#joiners.grantAll();
  }

  /**
   * Waits until all items that were put in have been got and `taskDone`.
   * @param timeout milliseconds; 0: does not wait. By default as long as it takes
   * @returns true; false when the time is up
   * @throws GreenletError in main if it would have to wait
   */
  join(timeout?: number): boolean {
    if (this.#unfinished === 0) return true;
    if (timeout !== undefined && timeout <= 0) return false;
    return park(new Wait(waiting('queue.join()'), this.#joiners), join, timeout);
  }

  /**
   * Lets no more items in. Who waits to put one in is thrown a ShutDown, and so is who waits to get one, and who asks for one when the queue is
   * empty.
   * @param immediate drops what is in it, too, as if it were done
   */
  shutdown(immediate = false): void {
    this.#isShut = true;
    while (immediate && this.#store.size > 0) {
      this.#store.take();
      if (this.#unfinished > 0) this.taskDone();
    }
    for (const waits of [this.#getters, this.#putters])
      for (let wait = waits.shift(); wait !== null; wait = waits.shift()) wait.fail(new ShutDown());
  }

  /** Gets items until one is StopIteration, or the queue is shut down and empty. */
  [Symbol.iterator](): IterableIterator<T> {
    return new Items(this);
  }

  /** For `select`: puts `item` in, if it is this case that happens. */
  putting(item: T | typeof StopIteration): Case<undefined> {
    return { [CASE]: () => this.#puttingCase(item as T) };
  }

  #puttingCase(item: T): Branching<undefined> {
    return {
      isReady: this.#isShut || !this.full,
      take: () => this.put(item),
      source: new Putting(this.#putters, item),
    };
  }

  [CASE](): Branching<T> {
    return { isReady: this.#isShut || this.#store.size > 0, take: () => this.get(0), source: this.#getters };
  }

  #refuse(timeout: number | undefined): void {
    if (this.#isShut) throw new ShutDown();
    if (timeout !== undefined && timeout <= 0) throw new Empty();
  }

  #offer(item: T): boolean {
    if (this.#store.size >= this.maxsize) return false;
    this.#enter(item);
    return true;
  }

  #enter(item: T): void {
    if (!this.#hand(item)) this.#store.add(item);
    this.#unfinished++;
  }

  /** Hands an item to the first who waits for one. */
  #hand(item: T): boolean {
    for (let wait = this.#getters.shift(); wait !== null; wait = this.#getters.shift()) {
      const isLooking = wait.source !== this.#getters && wait.source instanceof Peeking;
      wait.grant(item);
      if (!isLooking) return true;
    }
    return false;
  }

  #take(): T {
    const item = this.#store.take();
    // Of those who wait for room, as many as there is room for.
    while (this.#store.size < this.maxsize) {
      const wait = this.#putters.shift();
      if (wait === null) break;
      try {
        this.#enter(wait.value as T);
        wait.grant(undefined);
      } catch (error) {
        // By a comparison: the fault of who puts the item in.
        wait.fail(error);
      }
    }
    return item;
  }
}

const { get, join, peek, put } = Queue.prototype;

/** A queue as every other, all of which can be joined, under the name that gevent has for those. */
export class JoinableQueue<T = any> extends Queue<T> {}

/** A queue whose last item is the next one. */
export class LifoQueue<T = any> extends Queue<T> {
  constructor(maxsize?: number, items?: Iterable<T>) {
    super(maxsize, items, new Lifo());
  }
}

/** A queue whose least item is the next one; among equals, the one that was put in first. StopIteration comes after all others. */
export class PriorityQueue<T = any> extends Queue<T> {
  /**
   * @param compare negative if `one` comes before `other`, 0 if they are equal. It must not wait. By default by `<`, and
   *   arrays by the first of their items that differ: `[priority, item]`
   * @param maxsize how many items there is room for, at least 1; by default any number
   * @param items what is in it at first
   */
  constructor(compare: (one: T, other: T) => number = byLess, maxsize?: number, items?: Iterable<T>) {
    if (typeof compare !== 'function') throw new TypeError('what compares items is to be a function');
    super(maxsize, items, new Heap<T>(lastAfter(compare)));
  }
}

function lastAfter<T>(compare: (one: T, other: T) => number): (one: unknown, other: unknown) => number {
  return (one, other) => {
    const isLast = one === StopIteration;
    if (isLast || other === StopIteration) return Number(isLast) - Number(other === StopIteration);
    return compare(one as T, other as T);
  };
}

function byLess(one: any, other: any): number {
  // As text, which `<` makes of arrays, 10 would come before 9.
  if (Array.isArray(one) && Array.isArray(other)) {
    for (let i = 0; i < one.length && i < other.length; i++) {
      const order = byLess(one[i], other[i]);
      if (order !== 0) return order;
    }
    return one.length - other.length;
  }
  return one < other ? -1 : other < one ? 1 : 0;
}
