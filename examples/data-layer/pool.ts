'use greenlet';
/**
 * The connection pool. Who waits gets a connection in the order of asking, and whatever becomes of those who have one (an error, a
 * timeout, a kill in the middle of a statement), it is clean again before the next one gets it, or it is closed.
 */
import { spawn, wait } from 'greenc/hub';
import { Connection } from './connection.js';
import type { Session, Source } from './sessions.js';

interface Waiter {
  granted: Connection | null;
  resolve(connection: Connection): void;
  reject(error: unknown): void;
}

export class PoolClosedError extends Error {
  constructor() {
    super('the database has been closed');
    this.name = 'PoolClosedError';
  }
}

export class Pool {
  readonly #source: Source;
  readonly #idle: Connection[] = [];
  readonly #waiting: Waiter[] = [];
  /** Connections that are open, or are being opened. */
  #open = 0;
  #isClosed = false;

  constructor(
    source: Source,
    readonly size: number = source.sessions,
  ) {
    this.#source = source;
  }

  /** How many connections there are, how many of them nobody uses, and how many greenlets wait for one. */
  get state(): { open: number; idle: number; waiting: number } {
    return { open: this.#open, idle: this.#idle.length, waiting: this.#waiting.length };
  }

  /**
   * Calls `use` with a connection that nobody else has meanwhile, and waits for one if need be.
   * @param timeout milliseconds to wait for it at most
   * @throws Timeout; what opening a connection throws; PoolClosedError
   */
  use<Result>(use: (connection: Connection) => Result, timeout?: number): Result {
    const connection = this.#acquire(timeout);
    try {
      return use(connection);
    } finally {
      this.#release(connection);
    }
  }

  #acquire(timeout: number | undefined): Connection {
    if (this.#isClosed) throw new PoolClosedError();
    for (let idle = this.#idle.pop(); idle !== undefined; idle = this.#idle.pop()) {
      if (idle.session.isOpen) return idle;
      this.#open--;
    }
    let waiter!: Waiter;
    const turn = new Promise<Connection>((resolve, reject) => {
      waiter = { granted: null, resolve, reject };
    });
    this.#waiting.push(waiter);
    this.#grow();
    try {
      return wait(turn, timeout);
    } catch (error) {
      // Whoever gives up may have been given a connection just now.
      if (waiter.granted !== null) this.#put(waiter.granted);
      else if (this.#waiting.includes(waiter)) this.#waiting.splice(this.#waiting.indexOf(waiter), 1);
      throw error;
    }
  }

  /** Opens a connection if somebody waits and there may be more. It does not matter who gets it, nor who gives up meanwhile. */
  #grow(): void {
    if (this.#waiting.length === 0 || this.#open === this.size) return;
    this.#open++;
    spawn(() => {
      let session: Session;
      try {
        session = wait(this.#source.open());
      } catch (error) {
        this.#open--;
        this.#waiting.shift()?.reject(error);
        this.#grow();
        return;
      }
      this.#put(new Connection(session));
    });
  }

  #put(connection: Connection): void {
    if (this.#isClosed || !connection.session.isOpen) {
      this.#discard(connection);
      return;
    }
    const waiter = this.#waiting.shift();
    if (waiter === undefined) {
      this.#idle.push(connection);
      return;
    }
    waiter.granted = connection;
    waiter.resolve(connection);
  }

  #discard({ session }: Connection): void {
    this.#open--;
    spawn(() => wait(session.close())).linkError(() => {});
    if (!this.#isClosed) this.#grow();
  }

  /**
   * What is left of a statement or transaction is cleaned up by a task of its own, so that nothing that happens to this greenlet can
   * keep that from happening. It is waited for: who kills a greenlet finds its transaction rolled back.
   */
  #release(connection: Connection): void {
    if (connection.isClean) this.#put(connection);
    else spawn(() => this.#clean(connection)).join();
  }

  #clean(connection: Connection): void {
    try {
      connection.clean();
    } catch {
      this.#discard(connection);
      return;
    }
    this.#put(connection);
  }

  /** Nobody gets a connection any more. Those that are in use are closed when they come back. */
  close(): void {
    this.#isClosed = true;
    for (const waiter of this.#waiting.splice(0)) waiter.reject(new PoolClosedError());
    for (const connection of this.#idle.splice(0)) this.#discard(connection);
    wait(this.#source.close());
  }
}
