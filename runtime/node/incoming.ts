'use greenlet';
/** A message that comes in by HTTP, a request or a response, with its body in straight lines. */
import { Buffer } from 'node:buffer';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { Outcome } from '../hub/outcome.js';
import { type Limit, Reader } from './streams.js';

/** A request that a server has, or the response that a client gets. The body is read once: as a whole, or in chunks. */
export class Incoming {
  /** Node's own message. */
  readonly raw: IncomingMessage;
  #reader: Reader | null = null;

  constructor(raw: IncomingMessage) {
    this.raw = raw;
  }

  /** Of a request. */
  get method(): string {
    return this.raw.method as string;
  }

  /** Of a request: what stands behind the host. */
  get url(): string {
    return this.raw.url as string;
  }

  /** Of a response. */
  get status(): number {
    return this.raw.statusCode as number;
  }

  /** Of a response. */
  get statusText(): string {
    return this.raw.statusMessage as string;
  }

  /** By their names in lower case. */
  get headers(): IncomingHttpHeaders {
    return this.raw.headers;
  }

  /** The whole body. Throws if the other side has gone before its end. */
  body(limit?: Limit): Buffer {
    const { raw } = this;
    const outcome = new Outcome('body()', limit);
    const chunks: Buffer[] = [];
    const take = (chunk: Buffer) => chunks.push(chunk);
    const done = () => outcome.give(Buffer.concat(chunks));
    const fail = (error: Error) => outcome.fail(error);
    const close = () => {
      if (!raw.readableEnded) outcome.fail(cutOff());
    };
    // Where nothing more comes there is nothing to be gained from it.
    outcome.dropped = () => {
      raw.off('data', take).off('end', done).off('error', fail).off('close', close);
      raw.pause();
    };
    if (raw.errored) throw raw.errored;
    if (raw.readableEnded) done();
    else if (raw.destroyed) close();
    else raw.on('data', take).on('end', done).on('error', fail).on('close', close);
    return outcome.get();
  }

  /** The whole body as text. */
  text(encoding: BufferEncoding = 'utf8', limit?: Limit): string {
    return this.body(limit).toString(encoding);
  }

  /** The value of a body that is JSON. Throws a SyntaxError if it is none. */
  json(limit?: Limit): any {
    return JSON.parse(this.text('utf8', limit));
  }

  /** The next bytes of the body, or so many; null at the end. */
  read(size?: number, limit?: Limit): Buffer | null {
    this.#reader ??= new Reader(this.raw, 'message');
    return this.#reader.read(size, limit);
  }

  /** The chunks of the body. */
  *[Symbol.iterator](): Generator<Buffer, void, undefined> {
    for (let chunk = this.read(); chunk !== null; chunk = this.read()) yield chunk;
  }
}

function cutOff(): Error {
  return Object.assign(new Error('aborted'), { code: 'ECONNRESET' });
}
