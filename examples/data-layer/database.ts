'use greenlet';
/** What programs use: statements, transactions and units of work, as ordinary calls in greenlets. */
import type { Connection } from './connection.js';
import { Pool } from './pool.js';
import { Embedded, type Result, type Row, Server, type Source } from './sessions.js';
import type { Query } from './sql.js';
import { UnitOfWork } from './unit-of-work.js';

/** Where statements can be run. */
export interface Executor {
  run(query: Query): Result;
}

abstract class Statements implements Executor {
  /** Runs a statement. */
  abstract run(query: Query): Result;

  /** All rows of a query. */
  all<T = Row>(query: Query): T[] {
    return this.run(query).rows as T[];
  }

  /** The first row; undefined if there is none. */
  first<T = Row>(query: Query): T | undefined {
    return this.run(query).rows[0] as T | undefined;
  }
}

/** A transaction, or a savepoint within one. */
export class Transaction extends Statements {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    super();
    this.#connection = connection;
  }

  run(query: Query): Result {
    return this.#connection.execute(query);
  }

  /** A savepoint: if `body` throws, what it has done is undone, and the transaction may go on. */
  transaction<T>(body: (inner: Transaction) => T): T {
    return this.#connection.transaction(() => body(this));
  }
}

export interface Options {
  /** Connections at most; by default as many as the database allows or 10. */
  size?: number;
  /** Milliseconds that a connection is waited for at most. */
  timeout?: number;
}

export class Database extends Statements {
  readonly pool: Pool;
  readonly #timeout: number;

  constructor(source: Source, { size, timeout = 30_000 }: Options = {}) {
    super();
    this.pool = new Pool(source, size);
    this.#timeout = timeout;
  }

  /** Runs a statement, which is a transaction of its own. */
  run(query: Query): Result {
    return this.pool.use(connection => connection.execute(query), this.#timeout);
  }

  /**
   * Calls `body` with a transaction. It is committed when `body` returns, and rolled back when that throws or its greenlet is killed.
   * @throws what `body` throws; AbortedError if it returns although a statement has failed
   */
  transaction<T>(body: (transaction: Transaction) => T): T {
    return this.pool.use(connection => connection.transaction(() => body(new Transaction(connection))), this.#timeout);
  }

  /** The same with a unit of work, which is flushed before the commit. */
  unit<T>(body: (unit: UnitOfWork) => T): T {
    return this.transaction(transaction => {
      const unit = new UnitOfWork(transaction);
      const result = body(unit);
      unit.flush();
      return result;
    });
  }

  close(): void {
    this.pool.close();
  }
}

/** A server by its URL; an embedded database without one. */
export function open(url?: string, options?: Options): Database {
  return new Database(url === undefined ? new Embedded() : new Server(url), options);
}
