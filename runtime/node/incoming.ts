'use greenlet';
/** A message that comes in by HTTP, a request or a response, with its body in straight lines. */
import type { Buffer } from 'node:buffer';
import type { IncomingHttpHeaders } from 'node:http';
import { MessageStream } from './byte-streams.js';
import type { Limit } from './limited.js';

/** A request that a server has, or the response that a client gets. The body is read once: as a whole, or in chunks. */
export class Incoming extends MessageStream {
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

  /** The whole body as text. */
  text(encoding: BufferEncoding = 'utf8', limit?: Limit): string {
    const body = this.body(limit);
    return body.toString(encoding);
  }

  /** The value of a body that is JSON. Throws a SyntaxError if it is none. */
  json(limit?: Limit): any {
    const body = this.body(limit);
    return JSON.parse(body.toString());
  }

  /** The chunks of the body. */
  *[Symbol.iterator](): Generator<Buffer, void, undefined> {
    for (let chunk = this.read(); chunk !== null; chunk = this.read()) yield chunk;
  }
}
