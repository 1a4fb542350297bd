/** Channels: a greenlet hands an item to another. */
import { Suspending } from '../suspending.js';
import { type Branching, CASE, type Case } from './case.js';
import { Items } from './items.js';
import { Putters, Putting } from './putting.js';
import { Empty, type StopIteration } from './queue-errors.js';
import { Fifo } from './stores.js';
import { park, passingWait, type Source } from './wait.js';
import { WaitList } from './wait-list.js';

/** Why nothing could be put in. */
const NOBODY = 'nobody has got it';

let takeBack: (channel: Channel, item: any) => void;

class Getters extends WaitList implements Source {
  constructor(readonly channel: Channel) {
    super();
  }

  expired(): never {
    throw new Empty('nobody has put anything in');
  }

  giveBack(item: unknown): void {
    takeBack(this.channel, item);
  }
}

/**
 * A queue without room: who puts an item in waits until another greenlet gets it. Both sides are served in the order in which they came.
 *
 * An item is handed over when both sides have come. If the greenlet that gets it is killed before it goes on, the item is the next one's who
 * gets one, although the other greenlet goes on: no item is lost, and none is got twice.
 *
 * @typeParam T the items
 */
export class Channel<T = any> extends Suspending {
  readonly #getters = new Getters(this);
  readonly #putters = new Putters(NOBODY);
  /** What was handed to a greenlet that was killed. */
  readonly #returned = new Fifo<T>();

  static {
    takeBack = (channel, item) => {
      const wait = channel.#getters.shift();
      if (wait === null) channel.#returned.takeBack(item);
      else wait.grant(item);
    };
  }

  /** How many greenlets wait to get items. */
  get getters(): number {
    return this.#getters.size;
  }

  /** How many greenlets wait for somebody to get their items. */
  get putters(): number {
    return this.#putters.size;
  }

  /** How many more wait to put items in than to get some. */
  get balance(): number {
    return this.putters - this.getters;
  }

  /**
   * Waits until somebody gets the item, after all who wait already.
   * @param timeout milliseconds; 0: does not wait. By default as long as it takes
   * @throws Full when the time is up; GreenletError in main if it would have to wait
   */
  put(item: T | typeof StopIteration, timeout?: number): undefined {
    const wait = this.#getters.shift();
    if (wait !== null) return void wait.grant(item);
    if (timeout !== undefined && timeout <= 0) this.#putters.expired();
    const waiting = passingWait('channel.put()', this.#putters);
    waiting.value = item;
    return park(waiting, put, timeout);
  }

  /** The same without waiting: throws Full if nobody waits to get an item. */
  putNowait(item: T | typeof StopIteration): void {
    this.put(item, 0);
  }

  /**
   * Waits until somebody puts an item in, after all who wait already.
   * @param timeout milliseconds; 0: does not wait. By default as long as it takes
   * @throws Empty when the time is up; GreenletError in main if it would have to wait
   */
  get(timeout?: number): T {
    if (this.#returned.size > 0) return this.#returned.take();
    const wait = this.#putters.shift();
    if (wait !== null) {
      const item = wait.value as T;
      wait.grant(undefined);
      return item;
    }
    if (timeout !== undefined && timeout <= 0) this.#getters.expired();
    return park(passingWait('channel.get()', this.#getters), get, timeout);
  }

  /** The same without waiting: throws Empty if nobody waits for an item of theirs to be got. */
  getNowait(): T {
    return this.get(0);
  }

  /** Gets items until one is StopIteration. */
  [Symbol.iterator](): IterableIterator<T> {
    return new Items(this);
  }

  /** For `select`: puts `item` in, if it is this case that happens. */
  putting(item: T | typeof StopIteration): Case<undefined> {
    return {
      [CASE]: () => ({
        isReady: !this.#getters.isEmpty,
        take: () => this.put(item),
        source: new Putting(this.#putters, item),
      }),
    };
  }

  [CASE](): Branching<T> {
    return {
      isReady: this.#returned.size > 0 || !this.#putters.isEmpty,
      take: () => this.get(0),
      source: this.#getters,
    };
  }
}

const { get, put } = Channel.prototype;
