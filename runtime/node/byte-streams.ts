/** What sockets and messages have in common, and what of a socket waits. Not compiled: see Reader. */
import type { Buffer } from 'node:buffer';
import type { Duplex, Readable } from 'node:stream';
import { Suspending } from '../suspending.js';
import type { Limit } from './limited.js';
import { Reader } from './reader.js';
import { end, write } from './writer.js';

export class ByteStream<Raw extends Readable> extends Suspending {
  /** Node's own object. */
  readonly raw: Raw;
  /** How reading it is named in errors. */
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

export class SocketStream<Raw extends Duplex> extends ByteStream<Raw> {
  /**
   * A line, without its end (`\n` or `\r\n`).
   * @returns null at the end; what stands before the end counts as a line, too
   */
  readLine(encoding: BufferEncoding = 'utf8', limit?: Limit): string | null {
    return this.reader.readLine(encoding, limit, 'socket.readLine()', readLine);
  }

  /** Sends data. Waits while the other side takes less than is sent. */
  write(data: string | Uint8Array, limit?: Limit): undefined {
    return write(this.raw, data, limit, writing);
  }

  /** Says that nothing more will be sent, once all has been. The other side may go on sending. */
  end(data?: string | Uint8Array, limit?: Limit): undefined {
    return end(this.raw, data, limit, ending);
  }
}

const { readLine } = SocketStream.prototype;
const writing = { what: 'socket.write()', method: SocketStream.prototype.write };
const ending = { what: 'socket.end()', method: SocketStream.prototype.end };
