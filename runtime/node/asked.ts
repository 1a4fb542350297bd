/** What a read asks for, if that is not just what comes next. */
import { Buffer } from 'node:buffer';
import { NEWLINE } from './chunks.js';
import { type Limit, Limited } from './limited.js';
import type { Reader } from './reader.js';

/** In place of a number of bytes: those that come next. */
export const ANY = 0;
/** Those up to the next newline. */
export const LINE = -1;
/** All up to the end, which has to come. */
export const ALL = Infinity;

const RETURN = 13;

export class Asked extends Limited {
  /** What has been given to the wait. */
  #bytes: Buffer | null = null;

  constructor(
    readonly reader: Reader,
    /** A number of bytes, or one of these. */
    readonly wanted: number,
    limit: Limit | undefined,
    readonly encoding?: BufferEncoding,
  ) {
    super(reader, limit);
  }

  /** What the call comes to, given the bytes. */
  given(bytes: Buffer | null): Buffer | string | null {
    this.#bytes = bytes;
    if (this.wanted === ALL) return bytes ?? Buffer.alloc(0);
    if (bytes === null || this.wanted !== LINE) return bytes;
    let end = bytes.length;
    if (bytes[end - 1] === NEWLINE) end -= bytes[end - 2] === RETURN ? 2 : 1;
    return bytes.toString(this.encoding, 0, end);
  }

  giveBack(): void {
    this.reader.giveBack(this.#bytes);
  }
}
