/** What of sockets and messages waits. Not compiled: see Reader. */
import { Buffer } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
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

export class MessageStream extends ByteStream<IncomingMessage> {
  constructor(raw: IncomingMessage) {
    super(raw, 'message.read()');
  }

  /** The whole body. Throws if the other side has gone before its end. What has come is kept if it is given up. */
  body(limit?: Limit): Buffer {
    return bodyAtHand(this.raw) ?? this.reader.readAll(limit, 'body()', body);
  }
}

const { body } = MessageStream.prototype;

/**
 * The body, if all of it has come and nobody has read any of it; null: it has to be waited for. Most bodies come together with what is
 * before them.
 */
function bodyAtHand(raw: IncomingMessage): Buffer | null {
  if (!raw.complete || raw.readableFlowing !== null || raw.readableDidRead || raw.destroyed) return null;
  // Without a length newer versions of Node give the first chunk.
  return raw.read(raw.readableLength || undefined) ?? Buffer.alloc(0);
}

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
