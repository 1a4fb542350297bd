'use greenlet';
/** Loops over queues and channels. */
import { ShutDown, StopIteration } from './queue-errors.js';

/** Gets items until one is StopIteration, or there will be none. */
export class Items<T> implements IterableIterator<T> {
  #queue: { get(): T } | null;

  constructor(queue: { get(): T }) {
    this.#queue = queue;
  }

  next(): IteratorResult<T, undefined> {
    const queue = this.#queue;
    if (queue !== null) {
      let item: T | typeof StopIteration = StopIteration;
      try {
        item = queue.get();
      } catch (error) {
        if (!(error instanceof ShutDown)) throw error;
      }
      if (item !== StopIteration) return { done: false, value: item };
      this.#queue = null;
    }
    return { done: true, value: undefined };
  }

  [Symbol.iterator](): this {
    return this;
  }
}
