'use greenlet';
/** Migrations: statements that are run once for each database, in order. */
import type { Database } from './database.js';
import { from, insert, Sql, sql } from './sql.js';

export interface Migration {
  /** Never changes once it has been run anywhere. */
  readonly name: string;
  /** Statements of SQL. */
  readonly up: readonly string[];
}

/** Taken while migrations run, so that of many processes that start at once only one does it. */
const LOCK = 0x67726e63;

/**
 * Runs what this database has not run yet, all of it in one transaction.
 * @returns the names of what has been run
 */
export function migrate(database: Database, migrations: readonly Migration[]): string[] {
  return database.transaction(transaction => {
    transaction.run(sql`select pg_advisory_xact_lock(${LOCK})`);
    transaction.run(sql`create table if not exists migrations (name text primary key, at timestamptz default now())`);
    const done = new Set(transaction.all<{ name: string }>(from('migrations')).map(({ name }) => name));
    const missing = migrations.filter(({ name }) => !done.has(name));
    for (const { name, up } of missing) {
      for (const text of up) transaction.run(new Sql([text], []));
      transaction.run(insert('migrations', { name }));
    }
    return missing.map(({ name }) => name);
  });
}
