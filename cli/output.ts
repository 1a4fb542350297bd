/**
 * Writes many files as one: everything goes to temporary files first, which take their places only when the last
 * one has been written. If anything fails, what was there before is still there and nothing else is.
 */
import { mkdirSync, renameSync, rmdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { diagnostic } from '../compiler/diagnostics/diagnostic.js';
import { errorFor } from '../compiler/diagnostics/errors.js';
import { shownPath, systemProblem } from './system.js';

export interface Output {
  readonly path: string;
  readonly content: string | Uint8Array;
  /** Permission bits, for outputs of executable sources. */
  readonly mode?: number;
}

/** Throws a `SourceError` that names the file that could not be written. */
export function writeOutputs(outputs: readonly Output[]): void {
  const folders: string[] = [];
  const temporaries: string[] = [];
  let current = '';
  try {
    for (const { path, content, mode } of outputs) {
      current = path;
      makeFolder(dirname(path), folders);
      if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) {
        throw Object.assign(new Error('it is a folder'), { code: 'EISDIR' });
      }
      const temporary = `${path}.${process.pid}.tmp`;
      temporaries.push(temporary);
      writeFileSync(temporary, content, { mode: mode ?? 0o666 });
    }
    for (const { path } of outputs) {
      current = path;
      renameSync(`${path}.${process.pid}.tmp`, path);
    }
  } catch (error) {
    for (const temporary of temporaries) rmSync(temporary, { force: true });
    for (const folder of folders.reverse()) removeIfEmpty(folder);
    throw errorFor([diagnostic('GC303', {}, { path: shownPath(current), problem: systemProblem(error) })]);
  }
}

/** Makes a folder and its parents, and notes the ones that were not there. */
function makeFolder(folder: string, made: string[]): void {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return;
  if (dirname(folder) !== folder) makeFolder(dirname(folder), made);
  mkdirSync(folder);
  made.push(folder);
}

function removeIfEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // Something else has been put there meanwhile: it stays.
  }
}
