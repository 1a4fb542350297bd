'use greenlet';
/**
 * The same data layer for code that awaits. There is no second implementation: each call runs the synchronous core in a greenlet,
 * and the core waits there.
 */
import { asyncify, wait } from 'greenc/hub';
import type { Database, Transaction } from './database.js';
import type { EntityClass } from './entities.js';
import type { Result, Row } from './sessions.js';
import type { Condition, Query } from './sql.js';
import type { UnitOfWork } from './unit-of-work.js';

/** Calls `fn` in a greenlet. */
const greenly = asyncify(<T>(fn: () => T): T => fn());

class AsyncStatements<Core extends Database | Transaction> {
  constructor(protected readonly core: Core) {}

  run(query: Query): Promise<Result> {
    return greenly(() => this.core.run(query));
  }

  all<T = Row>(query: Query): Promise<T[]> {
    return greenly(() => this.core.all<T>(query));
  }

  first<T = Row>(query: Query): Promise<T | undefined> {
    return greenly(() => this.core.first<T>(query));
  }

  transaction<T>(body: (inner: AsyncTransaction) => Promise<T>): Promise<T> {
    return greenly(() => this.core.transaction(inner => wait(body(new AsyncTransaction(inner))))) as Promise<T>;
  }
}

class AsyncTransaction extends AsyncStatements<Transaction> {}

export class AsyncUnitOfWork {
  constructor(private readonly core: UnitOfWork) {}

  get<T extends object>(type: EntityClass<T>, key: unknown): Promise<T | undefined> {
    return greenly(() => this.core.get(type, key)) as Promise<T | undefined>;
  }

  find<T extends object>(type: EntityClass<T>, ...conditions: Condition[]): Promise<T[]> {
    return greenly(() => this.core.find(type, ...conditions));
  }

  add(entity: object): void {
    this.core.add(entity);
  }

  remove(entity: object): void {
    this.core.remove(entity);
  }

  flush(): Promise<void> {
    return greenly(() => this.core.flush()) as Promise<void>;
  }

  /** Runs straight-line code: there, what has not been loaded can simply be read. */
  green<T>(body: (unit: UnitOfWork) => T): Promise<T> {
    return greenly(() => body(this.core)) as Promise<T>;
  }
}

export class AsyncDatabase extends AsyncStatements<Database> {
  unit<T>(body: (unit: AsyncUnitOfWork) => Promise<T>): Promise<T> {
    return greenly(() => this.core.unit(unit => wait(body(new AsyncUnitOfWork(unit))))) as Promise<T>;
  }

  /** Runs straight-line code. */
  green<T>(body: (database: Database) => T): Promise<T> {
    return greenly(() => body(this.core)) as Promise<T>;
  }

  close(): Promise<void> {
    return greenly(() => this.core.close()) as Promise<void>;
  }
}
