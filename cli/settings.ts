/**
 * What the commands go by: the command line, and beneath it the configuration file. Whatever the line says replaces what the
 * file says.
 */
import { dirname, isAbsolute, relative, resolve } from 'node:path';
import type { Checks, Pattern, SourceType } from '../compiler/options.js';
import type { LoadedConfig } from './config/load.js';

/** Options that all commands share, as the command line gives them; absent where it does not. */
export interface CommandLine {
  readonly all?: boolean;
  readonly include?: readonly Pattern[];
  readonly exclude?: readonly Pattern[];
  readonly accessors?: boolean;
  readonly accessor?: readonly string[];
  readonly checks?: Checks;
  readonly sourceType?: SourceType;
  /** `--config FILE`, `--no-config`, or neither. */
  readonly config?: string | boolean;
}

/** What is compiled, and how it is read. Plain data: it crosses to other threads. */
export interface FileSettings {
  /** What patterns are relative to: the folder of the configuration file, if there is one. */
  readonly root: string;
  readonly all: boolean;
  readonly include: readonly Pattern[];
  readonly exclude: readonly Pattern[];
  readonly accessors: boolean | readonly string[];
  readonly checks: Checks;
  /** Absent: as the nearest package.json says. */
  readonly sourceType?: SourceType;
  /** Absent: `greenc/runtime`. */
  readonly runtime?: string;
}

export function fileSettings(line: CommandLine, loaded: LoadedConfig | undefined): FileSettings {
  const { config, path } = loaded ?? { config: {}, path: resolve('package.json') };
  const root = dirname(path);
  const sourceType = line.sourceType ?? config.sourceType;
  const patterns = (own: readonly Pattern[] | undefined, general: Pattern | readonly Pattern[] = []) =>
    own?.map(one => (typeof one === 'string' ? fromRoot(one, root) : one)) ?? [general].flat();
  return {
    root,
    all: line.all ?? config.all ?? false,
    include: patterns(line.include, config.include),
    exclude: patterns(line.exclude, config.exclude),
    accessors: line.accessor ?? line.accessors ?? config.accessors ?? false,
    checks: line.checks ?? config.checks ?? 'links',
    ...(sourceType === undefined ? {} : { sourceType }),
    ...(config.runtime === undefined ? {} : { runtime: config.runtime }),
  };
}

/** A pattern that is relative to the working directory, relative to `root` instead. */
function fromRoot(pattern: string, root: string): string {
  const isName = !/[\\/]/.test(pattern.replace(/[\\/]+$/, ''));
  if (root === process.cwd() || isName || isAbsolute(pattern)) return pattern;
  const way = relative(root, process.cwd())
    .replace(/\\/g, '/')
    .replace(/[*?[{]/g, '[$&]');
  return way === '' ? pattern : joined(`${way}/${pattern.replace(/\\/g, '/')}`);
}

/** Without the `.` and `..` in it. */
function joined(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/');
}
