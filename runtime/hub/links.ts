/** Callbacks of something that ends. */
import { enqueue, type Ready } from './ready.js';

type Callback<On> = (on: On) => unknown;

class Link<On> {
  constructor(
    readonly callback: Callback<On>,
    readonly isWanted: (on: On) => boolean,
  ) {}
}

const always = () => true;

/** Each is called in main in its turn, unless it has been taken back by then: by one before it, too. */
export class Links<On> implements Ready {
  readonly #links: Link<On>[] = [];
  readonly #on: () => On;

  /** @param on gives what they are called with */
  constructor(on: () => On) {
    this.#on = on;
  }

  /** @param isWanted whether it is called at all, when it is its turn */
  add(callback: Callback<On>, isWanted: (on: On) => boolean = always): void {
    this.#links.push(new Link(callback, isWanted));
  }

  remove(callback: Callback<On>): void {
    const index = this.#links.findIndex(link => link.callback === callback);
    if (index >= 0) this.#links.splice(index, 1);
  }

  /** It has ended: has as many as there are called. */
  tell(): void {
    for (const _ of this.#links) enqueue(this);
  }

  /** It had ended before: the same with one more. */
  tellLate(callback: Callback<On>, isWanted?: (on: On) => boolean): void {
    this.add(callback, isWanted);
    enqueue(this);
  }

  go(): void {
    const link = this.#links.shift();
    if (link === undefined) return;
    const on = this.#on();
    if (link.isWanted(on)) link.callback(on);
  }
}
