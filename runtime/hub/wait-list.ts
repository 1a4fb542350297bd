/** Lists that a thing is in one of at most: it knows its neighbours itself. */
import type { Wait } from './wait.js';

interface Linked<One> {
  before: One | null;
  after: One | null;
}

/** Waits in the order in which they came; or other things in theirs. */
export class WaitList<One extends Linked<One> = Wait> {
  first: One | null = null;
  last: One | null = null;

  get isEmpty(): boolean {
    return this.first === null;
  }

  /** How many there are: counted, for who looks and for tests. */
  get size(): number {
    let size = 0;
    for (let one = this.first; one !== null; one = one.after) size++;
    return size;
  }

  add(one: One): void {
    one.before = this.last;
    if (this.last === null) this.first = one;
    else this.last.after = one;
    this.last = one;
  }

  /** Takes the first out. */
  shift(): One | null {
    const { first } = this;
    if (first !== null) this.forget(first);
    return first;
  }

  /** Takes one out, wherever it stands. */
  forget(one: One): void {
    const { before, after } = one;
    if (before === null) this.first = after;
    else before.after = after;
    if (after === null) this.last = before;
    else after.before = before;
    one.before = one.after = null;
  }
}
