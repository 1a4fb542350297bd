'use greenlet';
/**
 * A connection: statements and transactions as ordinary calls, over a session that promises.
 *
 * The trap: a greenlet that waits for a statement can be thrown at (its time is up, it is killed), and then the statement is still
 * running. Until that has ended the connection is good for nothing.
 */
import { wait } from 'greenc/hub';
import type { Result, Session } from './sessions.js';
import { type Query, Sql, toSql } from './sql.js';

/** How long the server may take for each step of cleaning up, in milliseconds. */
const PATIENCE = 5000;

/** Two have used one connection at the same time, or it is used while a statement runs that has been given up. */
export class BusyError extends Error {
  constructor(text: string) {
    super(`a connection runs one statement at a time, and is still busy with: ${text}`);
    this.name = 'BusyError';
  }
}

/** A statement of this transaction has failed or been given up (`cause`), and the server takes no others. */
export class AbortedError extends Error {
  constructor(cause: unknown) {
    super('the transaction can only be rolled back, because one of its statements has failed', { cause });
    this.name = 'AbortedError';
  }
}

export class Connection {
  /** The statement that is running. */
  #running: { text: string; end: Promise<unknown> } | null = null;
  /** How many transactions are open, one in the other. */
  #depth = 0;
  #fault: { cause: unknown } | null = null;

  constructor(readonly session: Session) {}

  /** Whether the next one can have it as it is. */
  get isClean(): boolean {
    return this.#running === null && this.#depth === 0;
  }

  execute(query: Query): Result {
    this.#expectNoFault();
    const { text, params } = toSql(query).statement();
    return this.#run(text, params);
  }

  #expectNoFault(): void {
    if (this.#fault !== null) throw new AbortedError(this.#fault.cause);
  }

  #run(text: string, params: unknown[] = []): Result {
    if (this.#running !== null) throw new BusyError(this.#running.text);
    const result = this.session.query(text, params);
    const end = () => {
      this.#running = null;
    };
    // Told before the greenlet that waits for it is.
    this.#running = { text, end: result.then(end, end) };
    try {
      return wait(result);
    } catch (error) {
      if (this.#depth > 0) this.#fault = { cause: error };
      throw error;
    }
  }

  /**
   * Calls `body` in a transaction, or in a savepoint if one is open. It is committed when `body` returns, and rolled back when it throws.
   * @throws what `body` throws; AbortedError if it returns although a statement has failed
   */
  transaction<T>(body: () => T): T {
    if (this.#depth === 0) return this.#outermost(body);
    const savepoint = `level_${this.#depth}`;
    this.execute(statement(`savepoint ${savepoint}`));
    this.#depth++;
    let result: T;
    try {
      result = body();
      this.#expectNoFault();
    } catch (error) {
      this.#settle();
      this.#run(`rollback to savepoint ${savepoint}`);
      this.#fault = null;
      this.#run(`release savepoint ${savepoint}`);
      throw error;
    } finally {
      this.#depth--;
    }
    // If that is given up, nobody knows whether it has been done: it is a fault of the outer transaction, which cannot be committed then.
    this.#run(`release savepoint ${savepoint}`);
    return result;
  }

  /** What is not committed, the pool rolls back when it gets the connection. */
  #outermost<T>(body: () => T): T {
    this.#depth = 1;
    this.#run('begin');
    const result = body();
    this.execute(statement('commit'));
    this.#depth = 0;
    return result;
  }

  /** Has whatever is running end, whatever it comes to. */
  #settle(): void {
    if (this.#running === null) return;
    const { end } = this.#running;
    wait(this.session.cancel(), PATIENCE);
    wait(end, PATIENCE);
  }

  /**
   * Ends what is running, and rolls back what is open.
   * @throws Timeout if the server takes too long; what the server throws
   */
  clean(): void {
    this.#settle();
    if (this.#depth > 0) wait(this.session.query('rollback', []), PATIENCE);
    this.#depth = 0;
    this.#fault = null;
  }
}

const statement = (text: string): Query => new Sql([text], []);
