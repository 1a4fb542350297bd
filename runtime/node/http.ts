'use greenlet';
/** HTTP in straight lines (`greenc/node/http`): servers whose handlers wait, requests that return their response, and `fetch`. */
import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import { Outcome } from '../hub/outcome.js';
import { limitOf } from './abort-limit.js';
import { Connections, type ServerOptions } from './connections.js';
import { FetchedResponse } from './fetched.js';
import { Incoming } from './incoming.js';
import type { Limit } from './limited.js';
import { WaitingResponse } from './waiting-response.js';
import { saysGone } from './writer.js';

export type { FetchedResponse } from './fetched.js';
export type { Incoming } from './incoming.js';

/** What a handler answers with: Node's own response, whose methods do not wait, and two that do. */
export class Response extends WaitingResponse {
  /** Ends the response with a value as JSON. */
  json(value: unknown): void {
    if (!this.headersSent) this.setHeader('content-type', 'application/json');
    this.end(JSON.stringify(value));
  }
}

/** What answers a request, in a greenlet of its own. */
export type Handler = (request: Incoming, response: Response) => unknown;

interface Exchange {
  readonly message: http.IncomingMessage;
  readonly response: Response;
  readonly server: Server;
}

/** A server whose requests each have a greenlet of their own. */
export class Server {
  /** Node's own server. */
  readonly raw: http.Server;
  readonly #exchanges: Connections<Handler, Exchange>;
  /** @internal */
  isStopping = false;

  constructor(handler: Handler, options: ServerOptions & http.ServerOptions = {}) {
    this.#exchanges = new Connections(handle, handler, options);
    this.raw = http.createServer({ ...options, ServerResponse: Response as any }, (message, response) => {
      if (this.isStopping) response.shouldKeepAlive = false;
      this.#exchanges.add({ message, response: response as unknown as Response, server: this }, response);
    });
  }

  /** The port that it listens to; undefined before and after that. */
  get port(): number | undefined {
    return (this.raw.address() as net.AddressInfo | null)?.port;
  }

  /** How many requests are being handled. */
  get size(): number {
    return this.#exchanges.size;
  }

  /** As `Server#listen` of `greenc/node/net`. */
  listen(at: number | string | net.ListenOptions = 0): this {
    this.isStopping = false;
    this.#exchanges.listen(this.raw, at);
    return this;
  }

  /**
   * Takes no more connections, and waits for the greenlets of the requests that there are, until what they answer has been sent. On each
   * connection, the next answer is the last.
   * @param timeout milliseconds, after which they are killed; by default they are left to end
   */
  stop(timeout?: number): void {
    const { raw } = this;
    this.isStopping = true;
    // Its own `close` destroys connections where a response has been ended that is still being sent.
    net.Server.prototype.close.call(raw);
    for (const response of this.#exchanges.raws) (response as Response).shouldKeepAlive = false;
    this.#exchanges.stop(timeout);
    raw.close();
    raw.closeAllConnections();
  }
}

/** A response that the handler has not ended ends with it. */
function handle(handler: Handler, { message, response, server }: Exchange): void {
  try {
    handler(new Incoming(message), response);
    if (server.isStopping) response.finish();
    else if (!response.writableEnded) response.end();
  } catch (error) {
    // That the other side has gone is its own business.
    if (message.errored === error || saysGone(response, error)) return;
    throw error;
  } finally {
    if (!response.writableEnded) fail(response);
  }
}

/** The handler has failed, or been killed. */
function fail(response: Response): void {
  if (response.headersSent) response.destroy();
  else {
    response.statusCode = 500;
    response.end();
  }
}

/**
 * A server, which does not listen yet.
 * @param handler called in a greenlet for each request. What it throws is a task's unhandled error, and the response has the status 500
 * @param options those of Node, and `limit`: how many requests are handled at once
 */
export function createServer(handler: Handler, options?: ServerOptions & http.ServerOptions): Server {
  return new Server(handler, options);
}

/** A server that listens: `createServer(handler, options).listen(at)`. */
export function serve(
  at: number | string | net.ListenOptions,
  handler: Handler,
  options?: ServerOptions & http.ServerOptions,
): Server {
  return new Server(handler, options).listen(at);
}

/** What a request is sent with: what Node's `request` takes, and a body. */
export interface RequestOptions extends https.RequestOptions {
  /** What to send. */
  readonly body?: string | Uint8Array;
}

/**
 * Sends a request, and waits for the head of the response.
 * @param options those of Node's `request`, and `body`
 * @throws why there is no response, with codes such as `ECONNREFUSED`; Timeout; GreenletError in main
 */
export function request(url: string | URL, options: RequestOptions = {}, limit?: Limit): Incoming {
  const { body, ...others } = options;
  const outcome = new Outcome('request()', limit);
  const { protocol } = new URL(url);
  const sent = (protocol === 'https:' ? https : http).request(url, others);
  outcome.dropped = () => sent.destroy();
  sent.on('error', error => outcome.fail(error));
  sent.once('response', message => outcome.give(new Incoming(message)));
  sent.end(body);
  return outcome.get();
}

/** Sends a request with the method GET, and waits for the head of the response. */
export function get(url: string | URL, options?: RequestOptions, limit?: Limit): Incoming {
  return request(url, { ...options, method: 'GET' }, limit);
}

/**
 * The `fetch` of the language's hosts. Waits for the head of the response; its `text()`, `json()` and the like wait for the rest.
 * @throws as `fetch` rejects; Timeout; GreenletError in main
 */
export function fetch(input: string | URL | Request, init: RequestInit = {}, limit?: Limit): FetchedResponse {
  const outcome = new Outcome('fetch()', limit);
  const { signal, abort } = limitOf(init.signal ?? (input as Partial<Request>).signal ?? null);
  outcome.dropped = abort;
  globalThis.fetch(input, { ...init, signal }).then(
    response => outcome.give(new FetchedResponse(response, abort)),
    error => outcome.fail(error),
  );
  return outcome.get();
}
