'use greenlet';
/** The connections of a server: a task for each, no more than so many at once, and an end to all of them. */
import type net from 'node:net';
import { joinAll, killAll, spawn, type Task } from '../hub/index.js';
import { Outcome } from '../hub/outcome.js';
import { isMain } from '../hub/wait.js';
import { getCurrent } from '../index.js';

export interface ServerOptions {
  /** How many connections are handled at once; those beyond that wait, unread, for their turn. By default any number. */
  readonly limit?: number;
  /** Whether small writes are sent at once. */
  readonly noDelay?: boolean;
}

export class Connections<Handler, T> {
  readonly #handle: (handler: Handler, connection: T) => void;
  readonly #handler: Handler;
  readonly #limit: number;
  readonly #tasks = new Set<Task>();
  /** Those beyond the limit, in the order in which they came. */
  #waiting: { readonly connection: T; readonly raw: { destroy(): unknown } }[] = [];

  /** @param handle has the program's handler do its work, and ends the connection */
  constructor(
    handle: (handler: Handler, connection: T) => void,
    handler: Handler,
    { limit = Infinity }: ServerOptions,
  ) {
    if (!(limit >= 1)) throw new RangeError(`a server needs a limit of at least 1, not ${limit}`);
    this.#handle = handle;
    this.#handler = handler;
    this.#limit = limit;
  }

  get size(): number {
    return this.#tasks.size;
  }

  add(connection: T, raw: { destroy(): unknown }): void {
    if (this.#tasks.size < this.#limit) this.#begin(connection);
    else this.#waiting.push({ connection, raw });
  }

  #begin(connection: T): void {
    const task: Task = spawn(() => {
      try {
        this.#handle(this.#handler, connection);
      } finally {
        this.#tasks.delete(task);
        const next = this.#waiting.shift();
        if (next !== undefined) this.#begin(next.connection);
      }
    });
    this.#tasks.add(task);
  }

  listen(server: net.Server, at: number | string | net.ListenOptions): void {
    if (isMain()) {
      server.listen(at);
      return;
    }
    const outcome = new Outcome('server.listen()', undefined);
    outcome.dropped = () => server.close();
    const done = () => outcome.give(undefined);
    const fail = (error: Error) => outcome.fail(error);
    outcome.release = () => {
      server.removeListener('listening', done);
      server.removeListener('error', fail);
    };
    server.once('listening', done);
    server.once('error', fail);
    server.listen(at);
    outcome.get();
  }

  /** Waits for all, if there is a greenlet that can; then ends the rest. */
  stop(timeout?: number): void {
    for (const { raw } of this.#waiting) raw.destroy();
    this.#waiting = [];
    // Whose own handler asks for the end is not waited for.
    const tasks = [...this.#tasks].filter(task => task !== getCurrent());
    if (!isMain() && timeout !== 0) joinAll(tasks, timeout);
    const rest = tasks.filter(task => !task.ready);
    if (rest.length > 0 && (timeout !== undefined || isMain())) killAll(rest);
  }
}
