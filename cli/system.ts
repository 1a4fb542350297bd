import { readdirSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { type Diagnostic, diagnostic } from '../compiler/diagnostics/diagnostic.js';
import { nearest } from '../compiler/diagnostics/suggest.js';

/** A path as messages show it: relative to the working directory where that is shorter. */
export function shownPath(path: string): string {
  const short = relative(process.cwd(), path);
  if (short === '') return '.';
  return short.length < path.length ? short : path;
}

/** What is said about a path that leads nowhere: with the nearest name in its folder. */
export function missing(path: string): Diagnostic {
  const near = nearest(basename(path), namesIn(dirname(path)));
  const advice = near === undefined ? '' : `Did you mean ${shownPath(join(dirname(path), near))}?`;
  return diagnostic('GC301', {}, { path: shownPath(path), advice });
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** What a failed file system call means, in words. */
export function systemProblem(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return (code !== undefined && inWords[code]) || message;
}

const inWords: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  ENOENT: 'no such file or folder',
  ENOTDIR: 'a part of the path is a file, not a folder',
  EEXIST: 'there is a file of that name',
  EISDIR: 'it is a folder',
  ENOSPC: 'no space left',
};
