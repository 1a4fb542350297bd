/** What queues throw, and what ends a loop over one. */

/** There is no item in the queue, or has been none in time. */
export class Empty extends Error {
  constructor(message = 'the queue is empty') {
    super(message);
  }
}

/** There is no room in the queue, or in the pool, or has been none in time. */
export class Full extends Error {
  constructor(message = 'there is no room') {
    super(message);
  }
}

/** The queue has been shut down. */
export class ShutDown extends Error {
  constructor(message = 'the queue has been shut down') {
    super(message);
  }
}

for (const [name, { prototype }] of Object.entries({ Empty, Full, ShutDown }))
  Object.defineProperty(prototype, 'name', { value: name, writable: true, configurable: true });

/** The item that ends a loop over a queue or channel. With several such loops over one, each needs its own. */
export const StopIteration: unique symbol = Symbol('StopIteration');
