/** Waits in the order in which they came. A wait is in one list at most. */
import type { Wait } from './wait.js';

export class WaitList {
  first: Wait | null = null;
  last: Wait | null = null;

  get isEmpty(): boolean {
    return this.first === null;
  }

  /** How many there are: counted, for who looks and for tests. */
  get size(): number {
    let size = 0;
    for (let wait = this.first; wait !== null; wait = wait.after) size++;
    return size;
  }

  add(wait: Wait): void {
    wait.before = this.last;
    if (this.last === null) this.first = wait;
    else this.last.after = wait;
    this.last = wait;
  }

  /** Takes the first out. */
  shift(): Wait | null {
    const { first } = this;
    if (first !== null) this.forget(first);
    return first;
  }

  /** Takes a wait out, wherever it stands. */
  forget(wait: Wait): void {
    const { before, after } = wait;
    if (before === null) this.first = after;
    else before.after = after;
    if (after === null) this.last = before;
    else after.before = before;
    wait.before = wait.after = null;
  }
}
