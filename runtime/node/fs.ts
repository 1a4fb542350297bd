/** `node:fs` with synchronous functions that suspend the greenlet that calls them (`greenc/node/fs`). */
import fs from 'node:fs';
import { functions } from './fs-functions.js';

export * from 'node:fs';
export const { accessSync, appendFileSync, existsSync, openSync, readFileSync } = functions;
const all: typeof fs = { ...fs, ...functions };
export default all;
