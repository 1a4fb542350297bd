'use greenlet';
/** TCP and local sockets in straight lines (`greenc/node/net`): what has to wait suspends the greenlet that calls it. */
import type { Buffer } from 'node:buffer';
import net from 'node:net';
import { checkOptions } from '../hub/checks.js';
import { Outcome } from '../hub/outcome.js';
import { SocketStream } from './byte-streams.js';
import { Connections, type ServerOptions } from './connections.js';
import type { Limit } from './limited.js';
import { saysGone } from './writer.js';

export type { ServerOptions } from './connections.js';

/** A connection. Each method that may have to wait takes, last, milliseconds at most or `{ timeout, signal }`. */
export class Socket extends SocketStream<net.Socket> {
  /** @param raw a socket that nobody else reads */
  constructor(raw: net.Socket) {
    super(raw, 'socket.read()');
    // It is thrown at the next call; without a listener it would end the process.
    raw.on('error', () => {});
  }

  /** Ends the connection at once, whatever is under way. */
  close(): void {
    this.raw.destroy();
  }

  /** The chunks that the other side sends, up to the end. */
  *[Symbol.iterator](): Generator<Buffer, void, undefined> {
    for (let chunk = this.read(); chunk !== null; chunk = this.read()) yield chunk;
  }

  /** Its lines. */
  *lines(encoding: BufferEncoding = 'utf8'): Generator<string, void, undefined> {
    for (let line = this.readLine(encoding); line !== null; line = this.readLine(encoding)) yield line;
  }
}

/**
 * Connects to a server.
 * @param to a port of this machine, the path of a local socket, or what `net.connect` takes
 * @throws why there is no connection, with codes such as `ECONNREFUSED`; Timeout; GreenletError in main
 */
export function connect(to: number | string | net.NetConnectOpts, limit?: Limit): Socket {
  const outcome = new Outcome('connect()', limit);
  const options = typeof to === 'number' ? { port: to } : typeof to === 'string' ? { path: to } : to;
  // Who has read everything may still have something to say.
  const raw = net.connect({ allowHalfOpen: true, ...options });
  outcome.dropped = () => raw.destroy();
  raw.once('connect', () => outcome.give(new Socket(raw)));
  raw.on('error', error => outcome.fail(error));
  return outcome.get();
}

/** A server whose connections each have a greenlet of their own. */
export class Server {
  /** Node's own server. */
  readonly raw: net.Server;
  readonly #connections: Connections<(socket: Socket) => unknown, Socket>;

  constructor(handler: (socket: Socket) => unknown, options: ServerOptions = {}) {
    checkOptions(options, ['limit', 'noDelay'], 'a server');
    this.#connections = new Connections(handle, handler, options);
    this.raw = net.createServer({ allowHalfOpen: true, pauseOnConnect: true, noDelay: options.noDelay === true }, raw =>
      this.#connections.add(new Socket(raw), raw),
    );
  }

  /** The port that it listens to; undefined before and after that. */
  get port(): number | undefined {
    return (this.raw.address() as net.AddressInfo | null)?.port;
  }

  /** How many connections are being handled. */
  get size(): number {
    return this.#connections.size;
  }

  /**
   * Takes connections from now on. Waits until it does, but not in main.
   * @param at a port (0: any that is free), a path, or what Node's `listen` takes
   * @throws why it cannot, with codes such as `EADDRINUSE`
   */
  listen(at: number | string | net.ListenOptions = 0): this {
    this.#connections.listen(this.raw, at);
    return this;
  }

  /**
   * Takes no more connections, and waits for the greenlets of those that there are.
   * @param timeout milliseconds, after which they are killed; by default they are left to end
   */
  stop(timeout?: number): void {
    this.raw.close();
    this.#connections.stop(timeout);
  }
}

/** The connection is over when the handler is. */
function handle(handler: (socket: Socket) => unknown, socket: Socket): void {
  try {
    handler(socket);
    if (!socket.raw.destroyed) socket.end();
  } catch (error) {
    // That the other side has gone is its own business.
    if (!saysGone(socket.raw, error)) throw error;
  } finally {
    socket.close();
  }
}

/**
 * A server, which does not listen yet.
 * @param handler called in a greenlet for each connection, which is closed when it returns. What it throws is a task's unhandled error,
 *   unless it is the connection's
 */
export function createServer(handler: (socket: Socket) => unknown, options?: ServerOptions): Server {
  return new Server(handler, options);
}

/** A server that listens: `createServer(handler, options).listen(at)`. */
export function serve(
  at: number | string | net.ListenOptions,
  handler: (socket: Socket) => unknown,
  options?: ServerOptions,
): Server {
  return new Server(handler, options).listen(at);
}
