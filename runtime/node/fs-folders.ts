/**
 * What functions of `node:fs` give that has functions of its own which block: an open folder, and a temporary one that can be disposed of.
 *
 * The trap is `using`: Node's own way to dispose of a folder calls the function that closes it, and would be a foreign frame beneath that.
 */
import fs from 'node:fs';
import { resolve } from 'node:path';
import { type Begin, cooperative, type Done, settle } from './operation.js';

type Function = (...args: any[]) => any;

/** A temporary folder, as newer versions of Node have it. */
interface Disposable {
  readonly path: string;
  readonly remove: Function;
}

const ignore = () => {};
const { dispose } = Symbol as { dispose?: symbol };

const hidden = (value: unknown) => ({ value, writable: true, configurable: true });

/** `opendirSync`; `readSync`, `closeSync` and the end of a `using` of what it gives wait too. */
export const opendirSync: typeof fs.opendirSync = cooperative(likewise(fs.opendirSync, openFolder), beginOpenFolder);

/** Has a function look like the one that it is in the place of. */
function likewise<F extends Function>({ name, length }: { name: string; length: number }, fn: F): F {
  return Object.defineProperties(fn, { name: { value: name }, length: { value: length } });
}

function openFolder(...args: Parameters<typeof fs.opendirSync>): fs.Dir {
  return cooperativeFolder(fs.opendirSync(...args));
}

function beginOpenFolder([path, options]: Parameters<typeof fs.opendirSync>, done: Done) {
  const original = () => openFolder(path, options);
  const { bufferSize } = (options ?? {}) as { bufferSize?: unknown };
  // The twin would throw from the event loop, where nobody can catch it.
  if (bufferSize !== undefined && !(Number.isInteger(bufferSize) && (bufferSize as number) > 0)) original();
  fs.opendir(path, options as fs.OpenDirOptions, (error, folder) => {
    // Which path it was is not always part of the original's error.
    if (error) settle(done, original);
    else done(null, cooperativeFolder(folder));
  });
  return { discard: (folder: fs.Dir) => folder.close(ignore) };
}

const { readSync, closeSync } = fs.Dir.prototype;
const disposeFolder = dispose && (Reflect.get(fs.Dir.prototype, dispose) as Function | undefined);

const readEntry = cooperative(readSync, function (this: fs.Dir, _, done): undefined {
  this.read(done);
});

const beginClose: Begin<any[]> = function (this: fs.Dir, _, done): undefined {
  this.close(done);
};
const closeFolder = cooperative(closeSync, beginClose);
const closeDisposed =
  disposeFolder &&
  cooperative(disposeFolder, function (this: fs.Dir, _, done): undefined {
    // What is closed already may be disposed of.
    this.close(error => done((error as NodeJS.ErrnoException | null)?.code === 'ERR_DIR_CLOSED' ? null : error));
  });

function cooperativeFolder(folder: fs.Dir): fs.Dir {
  Object.defineProperties(folder, { readSync: hidden(readEntry), closeSync: hidden(closeFolder) });
  if (dispose && closeDisposed) Object.defineProperty(folder, dispose, hidden(closeDisposed));
  return folder;
}

const { mkdtempDisposableSync: makeDisposable } = fs as { mkdtempDisposableSync?: (...args: any[]) => Disposable };

/** The same for `mkdtempDisposableSync`, where Node has it. */
export const mkdtempDisposableSync =
  makeDisposable &&
  cooperative(
    likewise(makeDisposable, (...args) => disposable(makeDisposable(...args).path)),
    ([prefix, options], done) => {
      fs.mkdtemp(prefix, options, (error, path) => {
        if (error) done(error);
        else settle(done, () => disposable(path));
      });
      return { discard: ({ path }: Disposable) => fs.rmdir(path, ignore) };
    },
  );

function disposable(path: string): Disposable {
  // The program may change to another folder meanwhile.
  const whole = resolve(path);
  const options = { recursive: true, force: true };
  const removing = (name: string) =>
    cooperative(
      likewise({ name, length: 0 }, () => fs.rmSync(whole, options)),
      (_, done): undefined => {
        fs.rm(whole, options, done);
      },
    );
  const given = { path, remove: removing('remove') };
  return dispose ? Object.assign(given, { [dispose]: removing('[Symbol.dispose]') }) : given;
}
