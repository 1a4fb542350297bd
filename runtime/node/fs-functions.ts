/**
 * The synchronous functions of `node:fs`, each with its asynchronous twin. Files themselves are read and written by threads of Node's
 * either way, by the same functions of the system: so results and errors are the same.
 *
 * The trap are optional arguments in the midst, which the twins count to find the callback: so they are given all that there can be.
 */
import fs from 'node:fs';
import { share } from '../realm.js';
import { byCallback, cooperative } from './operation.js';

function make() {
  const closeUnused = (fd: number) => fs.close(fd, () => {});
  return {
    accessSync: byCallback(fs.accessSync, fs.access, 2),
    appendFileSync: byCallback(fs.appendFileSync, fs.appendFile, 3),
    openSync: byCallback(fs.openSync, fs.open, 3, closeUnused),
    readFileSync: byCallback(fs.readFileSync, fs.readFile, 2),
    existsSync: cooperative(fs.existsSync, ([path], done) => {
      try {
        fs.access(path, undefined, error => done(null, !error));
      } catch {
        // A path that cannot be one.
        done(null, false);
      }
      return undefined;
    }),
  };
}

export const functions = share('node.fs', make);
