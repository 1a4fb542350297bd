/** What a read asks for, if that is not just what comes next. */
import type { Buffer } from 'node:buffer';
import { type Limits, signalOf, timeoutOf } from '../hub/limits.js';
import { Timeout } from '../hub/timeout.js';
import type { Source, Wait } from '../hub/wait.js';
import { NEWLINE } from './chunks.js';
import type { Reader } from './reader.js';

/** In place of a number of bytes: those that come next. */
export const ANY = 0;
/** Those up to the next newline. */
export const LINE = -1;

const RETURN = 13;

export class Asked implements Source {
  /** What has been given to the wait. */
  #bytes: Buffer | null = null;
  /** What listens to the signal while it waits. */
  #abort: (() => void) | null = null;

  constructor(
    readonly reader: Reader,
    /** A number of bytes, ANY or LINE. */
    readonly wanted: number,
    readonly limit: number | Limits | undefined,
    readonly encoding?: BufferEncoding,
  ) {}

  /** What the call comes to, given the bytes. */
  given(bytes: Buffer | null): Buffer | string | null {
    this.#bytes = bytes;
    if (bytes === null || this.wanted !== LINE) return bytes;
    let end = bytes.length;
    if (bytes[end - 1] === NEWLINE) end -= bytes[end - 2] === RETURN ? 2 : 1;
    return bytes.toString(this.encoding, 0, end);
  }

  add(wait: Wait): void {
    this.reader.add(wait);
    const signal = signalOf(this.limit);
    if (signal === undefined) return;
    this.#abort = () => {
      this.forget(wait);
      wait.fail(signal.reason);
    };
    signal.addEventListener('abort', this.#abort);
  }

  /** It is known what the wait comes to. */
  release(): void {
    if (this.#abort !== null) signalOf(this.limit)?.removeEventListener('abort', this.#abort);
  }

  forget(wait: Wait): void {
    this.release();
    this.reader.forget(wait);
  }

  expired(): never {
    throw new Timeout(timeoutOf(this.limit));
  }

  giveBack(): void {
    this.reader.giveBack(this.#bytes);
  }
}
