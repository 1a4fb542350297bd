/** The wait of who puts an item in. What has been let in stays in, whatever becomes of the greenlet. */
import { Full } from './queue-errors.js';
import type { Source, Wait } from './wait.js';
import type { WaitList } from './wait-list.js';

export class Putting<T> implements Source {
  /** @param why what the error says when the time is up; by default that it is full */
  constructor(
    readonly putters: WaitList,
    readonly item: T,
    readonly why?: string,
  ) {}

  add(wait: Wait): void {
    this.putters.add(wait);
  }

  forget(wait: Wait): void {
    this.putters.forget(wait);
  }

  expired(): never {
    throw new Full(this.why);
  }
}
