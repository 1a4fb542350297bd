/** What queues keep their items in. */

export interface Store<T> {
  readonly size: number;
  /** May throw; then the item is not in it. */
  add(item: T): void;
  /** Takes the next one out; there must be one. */
  take(): T;
  /** The next one; there must be one. */
  peek(): T;
  /** Puts in what has been taken out: it is the next one again, unless others come before it by their order. */
  takeBack(item: T): void;
}

/** First in, first out: a ring. */
export class Fifo<T> implements Store<T> {
  /** Its length is a power of two. */
  #ring: (T | undefined)[] = new Array(8).fill(undefined);
  #first = 0;
  size = 0;

  add(item: T): void {
    this.#grow();
    this.#ring[(this.#first + this.size++) & (this.#ring.length - 1)] = item;
  }

  take(): T {
    const item = this.#ring[this.#first] as T;
    this.#ring[this.#first] = undefined;
    this.#first = (this.#first + 1) & (this.#ring.length - 1);
    this.size--;
    return item;
  }

  peek(): T {
    return this.#ring[this.#first] as T;
  }

  takeBack(item: T): void {
    this.#grow();
    this.#first = (this.#first - 1) & (this.#ring.length - 1);
    this.#ring[this.#first] = item;
    this.size++;
  }

  #grow(): void {
    const ring = this.#ring;
    if (this.size < ring.length) return;
    const more = new Array(ring.length).fill(undefined);
    this.#ring = ring.slice(this.#first).concat(ring.slice(0, this.#first), more);
    this.#first = 0;
  }
}

/** Last in, first out. */
export class Lifo<T> implements Store<T> {
  readonly #items: T[] = [];

  get size(): number {
    return this.#items.length;
  }

  add(item: T): void {
    this.#items.push(item);
  }

  take(): T {
    return this.#items.pop() as T;
  }

  peek(): T {
    return this.#items[this.#items.length - 1];
  }

  takeBack(item: T): void {
    this.#items.push(item);
  }
}

interface Entry<T> {
  item: T;
  /** Among equals, the lower one is first. */
  order: number;
}

/** What comes first by a comparison; a heap. Among equals, first in, first out. */
export class Heap<T> implements Store<T> {
  readonly #entries: Entry<T>[] = [];
  readonly #compare: (one: T, other: T) => number;
  #last = 0;
  #first = 0;

  constructor(compare: (one: T, other: T) => number) {
    this.#compare = compare;
  }

  get size(): number {
    return this.#entries.length;
  }

  add(item: T): void {
    this.#insert({ item, order: ++this.#last });
  }

  takeBack(item: T): void {
    this.#insert({ item, order: --this.#first });
  }

  peek(): T {
    return this.#entries[0].item;
  }

  take(): T {
    const entries = this.#entries;
    const last = entries[entries.length - 1];
    const size = entries.length - 1;
    // Where others move up. Nothing is changed before all has been compared, which may throw.
    const path = [0];
    for (;;) {
      const above = path[path.length - 1];
      let below = 2 * above + 1;
      if (below >= size) break;
      if (below + 1 < size && this.#isBefore(entries[below + 1], entries[below])) below++;
      if (!this.#isBefore(entries[below], last)) break;
      path.push(below);
    }
    const { item } = entries[0];
    for (let step = 1; step < path.length; step++) entries[path[step - 1]] = entries[path[step]];
    entries[path[path.length - 1]] = last;
    entries.pop();
    return item;
  }

  #insert(entry: Entry<T>): void {
    const entries = this.#entries;
    let place = entries.length;
    while (place > 0 && this.#isBefore(entry, entries[(place - 1) >> 1])) place = (place - 1) >> 1;
    for (let index = entries.length; index > place; index = (index - 1) >> 1)
      entries[index] = entries[(index - 1) >> 1];
    entries[place] = entry;
  }

  #isBefore(one: Entry<T>, other: Entry<T>): boolean {
    const compared = this.#compare(one.item, other.item);
    return compared < 0 || (compared === 0 && one.order < other.order);
  }
}
