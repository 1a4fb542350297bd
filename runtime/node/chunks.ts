/** Bytes that have come and have not been asked for. */
import { Buffer } from 'node:buffer';

export const NEWLINE = 10;

export class Chunks {
  readonly #list: Buffer[] = [];
  #length = 0;
  /** So many of the first ones have no newline in them. */
  #searched = 0;
  /** How long those are. */
  #searchedLength = 0;

  /** In bytes. */
  get length(): number {
    return this.#length;
  }

  add(chunk: Buffer): void {
    this.#list.push(chunk);
    this.#length += chunk.length;
  }

  /** Puts what has been taken before all that is there. */
  putBack(chunk: Buffer): void {
    this.#list.unshift(chunk);
    this.#length += chunk.length;
    this.#searched = this.#searchedLength = 0;
  }

  /** How many bytes there are up to the first newline and with it; 0: there is none. */
  get lineLength(): number {
    const list = this.#list;
    for (; this.#searched < list.length; this.#searched++) {
      const chunk = list[this.#searched];
      const index = chunk.indexOf(NEWLINE);
      if (index >= 0) return this.#searchedLength + index + 1;
      this.#searchedLength += chunk.length;
    }
    return 0;
  }

  /** Takes so many out; there must be as many, and at least one. */
  take(count: number): Buffer {
    const list = this.#list;
    this.#length -= count;
    this.#searched = this.#searchedLength = 0;
    const first = list[0];
    if (count < first.length) {
      list[0] = first.subarray(count);
      return first.subarray(0, count);
    }
    if (count === first.length) return list.shift() as Buffer;
    let missing = count;
    let whole = 0;
    while (whole < list.length && list[whole].length <= missing) missing -= list[whole++].length;
    const taken = list.splice(0, whole);
    if (missing > 0) {
      taken.push(list[0].subarray(0, missing));
      list[0] = list[0].subarray(missing);
    }
    return Buffer.concat(taken, count);
  }
}
