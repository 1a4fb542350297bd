/** Who waits to put an item in: it is the `value` of the wait. What has been let in stays in, whatever becomes of the greenlet. */
import { Full } from './queue-errors.js';
import type { Source, Wait } from './wait.js';
import { WaitList } from './wait-list.js';

export class Putters extends WaitList implements Source {
  /** @param why what the error says when the time is up; by default that it is full */
  constructor(readonly why?: string) {
    super();
  }

  expired(): never {
    throw new Full(this.why);
  }
}

/** The same as one of several things that are waited for. */
export class Putting implements Source {
  constructor(
    readonly putters: Putters,
    readonly item: unknown,
  ) {}

  add(wait: Wait): void {
    wait.value = this.item;
    this.putters.add(wait);
  }

  forget(wait: Wait): void {
    this.putters.forget(wait);
  }

  expired(): never {
    this.putters.expired();
  }
}
