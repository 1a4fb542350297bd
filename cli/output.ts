/**
 * Writes many files as one: everything goes to temporary files first, which take their places only when the last
 * one has been written. If anything fails, what was there before is still there and nothing else is.
 */
import { mkdirSync, renameSync, rmdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { diagnostic } from '../compiler/diagnostics/diagnostic.js';
import { type CompileError, errorFor } from '../compiler/diagnostics/errors.js';
import { shownPath, systemProblem } from './system.js';

/** On any thread: writes the file that is to take the place of `path`. Throws a `SourceError` if that cannot be done. */
export function writeAside(path: string, content: string | Uint8Array, mode = 0o666): void {
  try {
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) {
      throw Object.assign(new Error('it is a folder'), { code: 'EISDIR' });
    }
    writeFileSync(aside(path), content, { mode });
  } catch (error) {
    throw cannotWrite(path, error);
  }
}

/** The threads of a process share its id. */
const aside = (path: string) => `${path}.${process.pid}.tmp`;

/** The folders that are made for a run's outputs, and the outputs taking their places together. */
export class Staging {
  readonly #folders: string[] = [];
  readonly #paths = new Set<string>();

  /** Makes the folder of an output, before anybody writes it. Throws a `SourceError` if that cannot be done. */
  prepare(path: string): void {
    this.#paths.add(path);
    try {
      this.#makeFolder(dirname(path));
    } catch (error) {
      throw cannotWrite(path, error);
    }
  }

  /** Puts everything in its place that has been written. */
  commit(written: readonly string[]): void {
    for (const path of written) {
      this.#paths.add(path);
      try {
        renameSync(aside(path), path);
      } catch (error) {
        throw cannotWrite(path, error);
      }
    }
  }

  /** Removes what is not in its place: all of it, or what `commit` has left. */
  discard(): void {
    for (const path of this.#paths) for (const file of [path, mapOf(path)]) removeFile(aside(file));
    for (const folder of this.#folders.splice(0).reverse()) removeIfEmpty(folder);
    this.#paths.clear();
  }

  /** Makes a folder and its parents, and notes the ones that were not there. */
  #makeFolder(folder: string): void {
    if (statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return;
    if (dirname(folder) !== folder) this.#makeFolder(dirname(folder));
    mkdirSync(folder);
    this.#folders.push(folder);
  }
}

/** The source map beside an output. */
export function mapOf(output: string): string {
  return `${output}.map`;
}

/** Removes a file, if it can be there. */
function removeFile(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // A part of its path is no folder.
  }
}

/** Removes a folder unless something is in it. Gives whether it is gone. */
export function removeIfEmpty(folder: string): boolean {
  try {
    rmdirSync(folder);
    return true;
  } catch {
    return false;
  }
}

function cannotWrite(path: string, error: unknown): CompileError {
  return errorFor([diagnostic('GC303', {}, { path: shownPath(path), problem: systemProblem(error) })]);
}
