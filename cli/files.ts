/** What the commands that are given files and folders have in common: reading them, and what is told the compiler. */
import { readFileSync, statSync } from 'node:fs';
import { diagnostic } from '../compiler/diagnostics/diagnostic.js';
import { CompileError, errorFor } from '../compiler/diagnostics/errors.js';
import type { Checks, CompileOptions, SourceType } from '../compiler/options.js';
import type { Session } from '../compiler/session.js';
import { sourceTypeOf } from './source-type.js';
import { shownPath, systemProblem } from './system.js';

/** Options of the command line that say what is compiled, and how it is read. */
export interface FileOptions {
  readonly all?: boolean;
  readonly include: string[];
  readonly exclude: string[];
  readonly accessors?: boolean;
  readonly accessor: string[];
  readonly checks?: Checks;
  readonly sourceType?: SourceType;
}

/** The errors of several files, each rendered with its own source. */
export class CombinedError extends CompileError {
  constructor(failures: readonly CompileError[]) {
    super(failures.flatMap(one => one.diagnostics));
    this.message = failures.map(one => one.message).join('\n\n');
  }
}

/** What `--accessors` and `--accessor` say, as the option of the compiler. */
export function accessorsOf({ accessors, accessor }: Pick<FileOptions, 'accessors' | 'accessor'>): boolean | string[] {
  return accessor.length > 0 ? accessor : (accessors ?? false);
}

/** Has the session look at all files before the first is compiled. What one cannot be read or parsed for is reported then. */
export function scan(paths: readonly string[], options: FileOptions, session: Session): void {
  if (accessorsOf(options) === false) return;
  for (const path of paths) {
    let source: string;
    try {
      source = readInput(path).bytes.toString('utf8');
    } catch {
      continue;
    }
    session.scan(source, compilerOptions(path, options));
  }
}

export function compilerOptions(path: string, options: FileOptions): CompileOptions {
  return {
    filename: path,
    sourceType: options.sourceType ?? sourceTypeOf(path),
    all: options.all ?? false,
    include: options.include,
    exclude: options.exclude,
    accessors: accessorsOf(options),
    checks: options.checks ?? 'links',
  };
}

/** Throws a `SourceError` for a file that cannot be read. */
export function readInput(path: string): { bytes: Buffer; mode: number } {
  try {
    return { bytes: readFileSync(path), mode: statSync(path).mode & 0o777 };
  } catch (error) {
    throw errorFor([diagnostic('GC302', {}, { path: shownPath(path), problem: systemProblem(error) })]);
  }
}
