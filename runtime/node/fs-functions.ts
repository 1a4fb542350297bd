/**
 * The synchronous functions of `node:fs`, each with its asynchronous twin. Files themselves are read and written by threads of Node's
 * either way, by the same functions of the system: so results and errors are the same.
 *
 * The trap are optional arguments in the midst, which the twins count to find the callback: so they are given all that there can be.
 */
import fs from 'node:fs';
import '../hub/host.js';
import { asyncify } from '../hub/asyncify.js';
import { share } from '../realm.js';
import { mkdtempDisposableSync, opendirSync } from './fs-folders.js';
import { type Begin, byCallback, cooperative, type Done, settle } from './operation.js';

const ignore = () => {};

function make() {
  return {
    accessSync: byCallback(fs.accessSync, fs.access, 2),
    appendFileSync: byCallback(fs.appendFileSync, fs.appendFile, 3),
    chmodSync: byCallback(fs.chmodSync, fs.chmod, 2),
    chownSync: byCallback(fs.chownSync, fs.chown, 3),
    closeSync: byCallback(fs.closeSync, fs.close, 1),
    copyFileSync: byCallback(fs.copyFileSync, fs.copyFile, 3),
    cpSync: cooperative(fs.cpSync, copy),
    existsSync: cooperative(fs.existsSync, exists),
    fchmodSync: byCallback(fs.fchmodSync, fs.fchmod, 2),
    fchownSync: byCallback(fs.fchownSync, fs.fchown, 3),
    fdatasyncSync: byCallback(fs.fdatasyncSync, fs.fdatasync, 1),
    fstatSync: byCallback(fs.fstatSync, fs.fstat, 2),
    fsyncSync: byCallback(fs.fsyncSync, fs.fsync, 1),
    ftruncateSync: byCallback(fs.ftruncateSync, fs.ftruncate, 2),
    futimesSync: byCallback(fs.futimesSync, fs.futimes, 3),
    lchownSync: byCallback(fs.lchownSync, fs.lchown, 3),
    linkSync: byCallback(fs.linkSync, fs.link, 2),
    lstatSync: status(fs.lstatSync, fs.lstat),
    lutimesSync: byCallback(fs.lutimesSync, fs.lutimes, 3),
    mkdirSync: byCallback(fs.mkdirSync, fs.mkdir, 2),
    mkdtempSync: byCallback(fs.mkdtempSync, makeFolder, 2, path => fs.rmdir(path, ignore)),
    openSync: byCallback(fs.openSync, fs.open, 3, fd => fs.close(fd, ignore)),
    opendirSync,
    readFileSync: cooperative(fs.readFileSync, readFile),
    readSync: cooperative(fs.readSync, read),
    readdirSync: byCallback(fs.readdirSync, fs.readdir, 2),
    readlinkSync: byCallback(fs.readlinkSync, fs.readlink, 2),
    readvSync: byCallback(fs.readvSync, fs.readv, 3),
    realpathSync: Object.assign(byCallback(fs.realpathSync, fs.realpath, 2), {
      native: byCallback(fs.realpathSync.native, fs.realpath.native, 2, undefined, 'realpathSync.native'),
    }),
    renameSync: byCallback(fs.renameSync, fs.rename, 2),
    rmSync: byCallback(fs.rmSync, fs.rm, 2),
    rmdirSync: byCallback(fs.rmdirSync, fs.rmdir, 2),
    statSync: status(fs.statSync, fs.stat),
    statfsSync: byCallback(fs.statfsSync, fs.statfs, 2),
    symlinkSync: byCallback(fs.symlinkSync, fs.symlink, 3),
    truncateSync: byCallback(fs.truncateSync, fs.truncate, 2),
    unlinkSync: byCallback(fs.unlinkSync, fs.unlink, 1),
    utimesSync: byCallback(fs.utimesSync, fs.utimes, 3),
    writeFileSync: byCallback(fs.writeFileSync, fs.writeFile, 3),
    writeSync: cooperative(fs.writeSync, write),
    writevSync: byCallback(fs.writevSync, fs.writev, 3),
  };
}

/** Those that not every system or version of Node has. */
function makeOthers(): Record<string, (...args: any[]) => any> {
  const { lchmodSync, lchmod, globSync, glob } = fs as unknown as Record<string, ((...args: any[]) => any) | undefined>;
  return {
    ...(lchmodSync && lchmod && { lchmodSync: byCallback(lchmodSync, lchmod, 2) }),
    ...(globSync && glob && { globSync: byCallback(globSync, glob, 2) }),
    ...(mkdtempDisposableSync && { mkdtempDisposableSync }),
  };
}

function exists([path]: Parameters<typeof fs.existsSync>, done: Done): undefined {
  try {
    fs.access(path, undefined, error => done(null, !error));
  } catch {
    // What can be no path.
    done(null, false);
  }
}

/** `mkdtemp`, whose errors name what has been tried, where the original's have the six letters that stand for it. */
function makeFolder(prefix: string, options: fs.EncodingOption, done: Done): void {
  fs.mkdtemp(prefix, options, (error, path) => {
    const { path: tried } = error ?? {};
    if (error && typeof tried === 'string') {
      const general = `${tried.slice(0, -6)}XXXXXX`;
      const told = (text = '') => text.replace(tried, general);
      Object.assign(error, { message: told(error.message), path: general, stack: told(error.stack) });
    }
    done(error, path);
  });
}

/** The filter is a function of the program's, and may wait. */
function copy([from, to, options]: Parameters<typeof fs.cpSync>, done: Done): undefined {
  const filter = options?.filter;
  const given = typeof filter === 'function' ? { ...options, filter: asyncify(filter) } : options;
  fs.cp(from, to, given as fs.CopyOptions, (error: NodeJS.ErrnoException | null) => {
    // What is refused, each of both says in its own way.
    if (error?.code?.startsWith('ERR_FS_')) settle(done, () => fs.cpSync(from, to, options));
    else done(error);
  });
}

/** `stat` and `lstat`, whose synchronous forms may do without the file. */
function status<F extends typeof fs.statSync>(original: F, twin: typeof fs.stat): F {
  const begin: Begin<any[]> = ([path, options], done) => {
    if (options === null) {
      settle(done, () => original(path, options));
      return undefined;
    }
    const isOptional = options?.throwIfNoEntry === false;
    twin(path, options, (error, stats) => {
      if (!isOptional || (error?.code !== 'ENOENT' && error?.code !== 'ENOTDIR')) done(error, stats);
      else if (error.code === 'ENOENT') done(null);
      // Versions of Node differ.
      else settle(done, () => original(path, options));
    });
    return undefined;
  };
  return cooperative(original as (...args: any[]) => any, begin) as F;
}

function readFile([path, options]: Parameters<typeof fs.readFileSync>, done: Done): undefined {
  const begin = () =>
    fs.readFile(path, options, (error, data) => {
      // What cannot be read although it can be opened, a folder say, each of both says in its own way.
      if (error?.syscall === 'read') settle(done, () => fs.readFileSync(path, options));
      else done(error, data);
    });
  if (typeof path !== 'number') begin();
  // Of a descriptor that is none the twin says something else.
  else fs.fstat(path, error => (error ? done(error) : begin()));
}

function read(args: any[], done: Done): undefined {
  const [fd, buffer, offset, length, position] = args;
  if (args.length <= 3 || (typeof offset === 'object' && offset !== null)) fs.read(fd, buffer, offset ?? {}, done);
  else fs.read(fd, buffer, offset, length, position, done);
}

function write([fd, data, offset, length, position]: any[], done: Done): undefined {
  // Of a text they are its position and its encoding.
  if (typeof data === 'string') fs.write(fd, data, offset, length, done);
  else fs.write(fd, data, offset, length, position, done);
}

export const functions = share('node.fs', make);
export const otherFunctions = share('node.fs-others', makeOthers);
