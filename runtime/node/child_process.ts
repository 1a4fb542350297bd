/** `node:child_process` with synchronous functions that suspend the greenlet that calls them (`greenc/node/child_process`). */
import childProcess from 'node:child_process';
import { functions } from './child-process-functions.js';

export * from 'node:child_process';
export const { execFileSync, execSync, spawnSync } = functions;
const all: typeof childProcess = { ...childProcess, ...functions };
export default all;
