/** What the commands that are given files and folders have in common: reading them, and what is told the compiler. */
import { readFileSync, statSync } from 'node:fs';
import { diagnostic } from '../compiler/diagnostics/diagnostic.js';
import { CompileError, errorFor } from '../compiler/diagnostics/errors.js';
import type { CompileOptions } from '../compiler/options.js';
import type { Session } from '../compiler/session.js';
import type { FileSettings } from './settings.js';
import { sourceTypeOf } from './source-type.js';
import { shownPath, systemProblem } from './system.js';

/** The errors of several files, each rendered with its own source. */
export class CombinedError extends CompileError {
  constructor(failures: readonly Pick<CompileError, 'message' | 'diagnostics'>[]) {
    super(failures.flatMap(one => one.diagnostics));
    this.message = failures.map(one => one.message).join('\n\n');
  }
}

/** Has the session look at all files before the first is compiled. What one cannot be read or parsed for is reported then. */
export function scan(paths: readonly string[], settings: FileSettings, session: Session): void {
  if (settings.accessors === false) return;
  for (const path of paths) {
    let source: string;
    try {
      source = readInput(path).bytes.toString('utf8');
    } catch {
      continue;
    }
    session.scan(source, compilerOptions(path, settings));
  }
}

export function compilerOptions(path: string, { sourceType, ...settings }: FileSettings): CompileOptions {
  return { ...settings, filename: path, sourceType: sourceType ?? sourceTypeOf(path) };
}

/** Throws a `SourceError` for a file that cannot be read. */
export function readInput(path: string): { bytes: Buffer; mode: number } {
  try {
    return { bytes: readFileSync(path), mode: statSync(path).mode & 0o777 };
  } catch (error) {
    throw errorFor([diagnostic('GC302', {}, { path: shownPath(path), problem: systemProblem(error) })]);
  }
}
