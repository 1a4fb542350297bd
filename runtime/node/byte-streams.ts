/** What sockets and messages have in common: their bytes are read in straight lines. Not compiled: see Reader. */
import type { Buffer } from 'node:buffer';
import type { Readable } from 'node:stream';
import { Suspending } from '../suspending.js';
import { Reader } from './reader.js';
import type { Limit } from './streams.js';

export class ByteStream<Raw extends Readable> extends Suspending {
  /** Node's own object. */
  readonly raw: Raw;
  /** How it is named in errors. */
  readonly #what: string;
  #reader: Reader | null = null;

  constructor(raw: Raw, what: string) {
    super();
    this.raw = raw;
    this.#what = what;
  }

  /** @internal */
  protected get reader(): Reader {
    this.#reader ??= new Reader(this.raw);
    return this.#reader;
  }

  /**
   * Bytes that the other side has sent: those that are there, as soon as there are some.
   * @param size wait for so many; fewer come only before the end
   * @returns null at the end
   * @throws the connection's error; Timeout
   */
  read(size?: number, limit?: Limit): Buffer | null {
    return this.reader.read(size, limit, this.#what, read);
  }
}

const { read } = ByteStream.prototype;

/** The same with lines. */
export class LineStream<Raw extends Readable> extends ByteStream<Raw> {
  /**
   * A line, without its end (`\n` or `\r\n`).
   * @returns null at the end; what stands before the end counts as a line, too
   */
  readLine(encoding: BufferEncoding = 'utf8', limit?: Limit): string | null {
    return this.reader.readLine(encoding, limit, 'socket.readLine()', readLine);
  }
}

const { readLine } = LineStream.prototype;
