/** `node:fs` with synchronous functions that suspend the greenlet that calls them (`greenc/node/fs`). */
import fs from 'node:fs';
import { functions, otherFunctions } from './fs-functions.js';
import type { Perhaps } from './operation.js';

export * from 'node:fs';
export const {
  accessSync,
  appendFileSync,
  chmodSync,
  chownSync,
  closeSync,
  copyFileSync,
  cpSync,
  existsSync,
  fchmodSync,
  fchownSync,
  fdatasyncSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  futimesSync,
  lchownSync,
  linkSync,
  lstatSync,
  lutimesSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  opendirSync,
  readFileSync,
  readSync,
  readdirSync,
  readlinkSync,
  readvSync,
  realpathSync,
  renameSync,
  rmSync,
  rmdirSync,
  statSync,
  statfsSync,
  symlinkSync,
  truncateSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
  writeSync,
  writevSync,
} = functions;
export const globSync: Perhaps<typeof fs, 'globSync'> = otherFunctions.globSync as never;
export const lchmodSync: Perhaps<typeof fs, 'lchmodSync'> = otherFunctions.lchmodSync as never;
export const mkdtempDisposableSync: Perhaps<typeof fs, 'mkdtempDisposableSync'> =
  otherFunctions.mkdtempDisposableSync as never;
const all: typeof fs = { ...fs, ...functions, ...otherFunctions };
export default all;
