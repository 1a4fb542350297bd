'use greenlet';
/** What the tests of the data layer run on: PGlite, and a server where there is one. */
import { asyncify, sleep, type Task, wait } from 'greenc/hub';
import type { Options } from '../../examples/data-layer/database.js';
import { type Database, migrate, open } from '../../examples/data-layer/index.js';
import { startServer, type TestServer, whyNot } from './server.js';
import { migrations } from './shop.js';

export interface Backend {
  readonly name: string;
  readonly isServer: boolean;
  /** A statement that takes so long that it can be disturbed. */
  readonly slow: string;
  start(): void;
  stop(): void;
  open(options?: Options): Database;
  /** Lets a little happen: a statement takes a few of these. */
  tick(): void;
}

let server: TestServer | undefined;

const embedded: Backend = {
  name: 'PGlite',
  isServer: false,
  slow: 'select count(*) from generate_series(1, 100000)',
  start() {},
  stop() {},
  open: options => open(undefined, options),
  tick: () => void wait(Promise.resolve()),
};

const real: Backend = {
  name: 'a server',
  isServer: true,
  slow: 'select pg_sleep(30)',
  start() {
    server = startServer();
  },
  stop: () => server?.stop(),
  open: options => open(server?.url, options),
  tick: () => void wait(new Promise(resolve => setImmediate(resolve))),
};

if (whyNot !== null) console.warn(`The data layer is not tested on a server: ${whyNot}`);
export const backends: Backend[] = whyNot === null ? [embedded, real] : [embedded];

/** A database with the tables of the shop, one for all tests of a `describe`. */
export function useShop(backend: Backend, options?: Options): () => Database {
  let database: Database;
  beforeAll(async () => {
    backend.start();
    database = backend.open(options);
    await asyncify(() => migrate(database, migrations))();
  }, 60_000);
  afterAll(async () => {
    await asyncify(() => database.close())();
    backend.stop();
  });
  return () => database;
}

/** Waits until nobody has a connection any more. */
export function quiet({ pool }: Database): void {
  for (let turn = 0; pool.state.idle < pool.state.open || pool.state.waiting > 0; turn++) {
    if (turn === 1000) throw new Error(`connections are not given back: ${JSON.stringify(pool.state)}`);
    sleep(5);
  }
}

/** What has become of tasks, by their values or errors' messages. */
export function outcomes(tasks: Task[]): unknown[] {
  for (const task of tasks) task.join();
  return tasks.map(task => (task.successful() ? task.value : (task.error as Error).message));
}
