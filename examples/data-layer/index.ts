/** A small data layer with a synchronous core: README.md in the folder above says more. */
export { AsyncDatabase } from './async.js';
export { AbortedError, BusyError } from './connection.js';
export { Database, open, type Transaction } from './database.js';
export { link, type Mapping, many, one } from './entities.js';
export { type Migration, migrate } from './migrations.js';
export { PoolClosedError } from './pool.js';
export { from, insert, remove, sql, update } from './sql.js';
export { CycleError, StaleError, type UnitOfWork } from './unit-of-work.js';
