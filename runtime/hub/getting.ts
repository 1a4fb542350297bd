/** The wait of a `get`: what is waited for gives its value or its error, and the wait throws when its time is up. */
import { Timeout } from './timeout.js';
import type { Source, Wait } from './wait.js';

export class Getting implements Source {
  constructor(
    /** In whose list it stands. */
    readonly from: Pick<Source, 'add' | 'forget'>,
    readonly timeout: number | undefined,
  ) {}

  add(wait: Wait): void {
    this.from.add(wait);
  }

  forget(wait: Wait): void {
    this.from.forget(wait);
  }

  expired(): never {
    throw new Timeout(this.timeout);
  }
}
