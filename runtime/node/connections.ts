'use greenlet';
/** The connections of a server: a task for each, no more than so many at once, and an end to all of them. */
import type net from 'node:net';
import { checkFunction } from '../hub/checks.js';
import { Deadline } from '../hub/deadline.js';
import { joinAll } from '../hub/join-all.js';
import { killAll } from '../hub/kill-all.js';
import { Outcome } from '../hub/outcome.js';
import type { Task } from '../hub/task.js';
import { isMain } from '../hub/wait.js';
import { getCurrent } from '../index.js';
import { Handlings } from './handlings.js';

/** How a server deals with connections, or requests. */
export interface ServerOptions {
  /** How many connections are handled at once; those beyond that wait, unread, for their turn. By default any number. */
  readonly limit?: number;
  /** Whether small writes are sent at once. */
  readonly noDelay?: boolean;
}

export class Connections<Handler, T> extends Handlings<Handler, T> {
  /** @param handle has the program's handler do its work, and ends the connection */
  constructor(
    handle: (handler: Handler, connection: T) => void,
    handler: Handler,
    { limit = Infinity }: ServerOptions,
  ) {
    checkFunction(handler, 'a server', 'createServer(handler)');
    super(handle, handler, limit);
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
    this.dropWaiting();
    const deadline = new Deadline(timeout);
    // A connection may bring another one meanwhile.
    for (let rest = this.#others; rest.length > 0; rest = this.#others) {
      const { left } = deadline;
      if (isMain() || left === 0) {
        killAll(rest);
        return;
      }
      joinAll(rest, left);
    }
  }

  /** Whose own handler asks for the end is not waited for. */
  get #others(): Task[] {
    return this.tasks.filter(task => task !== getCurrent());
  }
}
