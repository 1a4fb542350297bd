/**
 * The two kinds of PostgreSQL, as their client libraries give them: everything is a promise. An embedded one (PGlite) needs
 * nothing but its package, and has a single session; a server has as many as it allows.
 */
import { PGlite } from '@electric-sql/pglite';
import pg from 'pg';

export type Row = Record<string, any>;

export interface Result {
  readonly rows: Row[];
  /** How many rows there are, or have been changed. */
  readonly count: number;
}

/** One session, which runs one statement at a time. */
export interface Session {
  /** Whether it can be used. What has been cut off cannot. */
  readonly isOpen: boolean;
  query(text: string, params: unknown[]): Promise<Result>;
  /** Asks the server to give up the statement that is running, which then fails. It may end all the same. */
  cancel(): Promise<void>;
  close(): Promise<void>;
}

/** Where sessions come from. */
export interface Source {
  /** So many at most. */
  readonly sessions: number;
  open(): Promise<Session>;
  close(): Promise<void>;
}

/** An embedded database: in memory, or in a folder. */
export class Embedded implements Source {
  readonly sessions = 1;
  readonly #database: PGlite;

  constructor(folder?: string) {
    this.#database = new PGlite(folder);
  }

  async open(): Promise<Session> {
    const database = this.#database;
    await database.waitReady;
    return {
      isOpen: true,
      async query(text, params) {
        const { rows, affectedRows } = await database.query<Row>(text, params);
        return { rows, count: affectedRows || rows.length };
      },
      // It computes on this very thread: by the time that anybody can ask, the statement is as good as over.
      async cancel() {},
      async close() {},
    };
  }

  close(): Promise<void> {
    return this.#database.close();
  }
}

/** A server, by its URL: `postgres://user:password@host:port/database`. */
export class Server implements Source {
  constructor(
    readonly url: string,
    readonly sessions = 10,
  ) {}

  async open(): Promise<Session> {
    const client = await this.connect();
    const { rows } = await client.query('select pg_backend_pid() as pid');
    const session = {
      isOpen: true,
      async query(text: string, params: unknown[]) {
        const { rows, rowCount } = await client.query(text, params);
        return { rows, count: rowCount ?? rows.length };
      },
      // A statement can only be given up from outside, by another session.
      cancel: async () => {
        const other = await this.connect();
        await other.query('select pg_cancel_backend($1)', [rows[0].pid]).finally(() => other.end());
      },
      async close() {
        session.isOpen = false;
        await client.end();
      },
    };
    const lost = () => {
      session.isOpen = false;
    };
    client.on('error', lost).on('end', lost);
    return session;
  }

  private async connect(): Promise<pg.Client> {
    const client = new pg.Client({ connectionString: this.url, types: { getTypeParser } as pg.CustomTypesConfig });
    await client.connect();
    return client;
  }

  async close(): Promise<void> {}
}

const INT8 = 20;

/** As PGlite has it: integers are numbers if they fit. `pg` alone gives texts. */
function getTypeParser(type: number, format?: any) {
  if (type !== INT8 || format === 'binary') return pg.types.getTypeParser(type, format);
  return (text: string) => (Number.isSafeInteger(Number(text)) ? Number(text) : BigInt(text));
}
