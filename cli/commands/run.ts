import { existsSync } from 'node:fs';
import Module from 'node:module';
import { extname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { inspect } from 'node:util';
import { type Diagnostic, diagnostic } from '../../compiler/diagnostics/diagnostic.js';
import { ownFolder } from '../own-folder.js';
import { isFile, substituteFor } from '../register/candidates.js';
import { installHooks } from '../register/install.js';
import { prepare } from '../register/prepare.js';
import { isSourcePath, type Sources } from '../register/source.js';
import type { CommandLine } from '../settings.js';
import { missing, shownPath } from '../system.js';
import { fail } from './failing.js';

export interface RunCommandLine extends CommandLine {
  readonly alias?: Readonly<Record<string, string>>;
  /** The file to record switches in. */
  readonly trace?: string;
  /** `--no-cache` */
  readonly cache: boolean;
  /** The program is a script that waits where it would block. */
  readonly patch?: boolean;
  /** How often it runs, all at once. */
  readonly times?: number;
}

/**
 * `greenc run`: becomes the program. It sees the `process.argv` that Node would give it, its stack traces name
 * source lines, and its exit code is the command's.
 */
export async function runCommand(file: string, args: readonly string[], line: RunCommandLine): Promise<void> {
  const path = await entryPath(file);
  const { accessor, accessors, trace, patch = false, times, ...options } = line;
  const all = patch ? { all: true } : {};
  const { settings, sources } = prepare({ ...options, ...all, accessors: accessor ?? accessors }, path);
  if (trace !== undefined) {
    const { recordTrace } = await import('../trace/record.js');
    await recordTrace(trace);
  }
  process.argv = [process.argv[0], path, ...args];
  installHooks(settings, sources);
  if (patch) await runInGreenlets(path, args, sources, times);
  else if (sources.moduleKindOf(path) === 'esm') runModule(path);
  else runScript(path);
}

async function entryPath(file: string): Promise<string> {
  const path = resolve(file);
  if (isFile(path)) {
    // Node runs files without an extension as scripts.
    if (extname(path) !== '' && !isSourcePath(path))
      throw await errorAbout(diagnostic('GC306', {}, { path: shownPath(path) }));
    return path;
  }
  const substitute = substituteFor(path);
  if (substitute !== undefined) return substitute;
  const problem = 'it is a folder without an index file';
  throw await errorAbout(
    existsSync(path) ? diagnostic('GC302', {}, { path: shownPath(path), problem }) : missing(path),
  );
}

async function errorAbout(problem: Diagnostic): Promise<Error> {
  const { errorFor } = await import('../../compiler/diagnostics/errors.js');
  return errorFor([problem]);
}

function runModule(path: string): void {
  const settle = unfinished();
  import(pathToFileURL(path).href).then(settle, (error: unknown) => {
    settle();
    fail(error);
  });
}

/** Something must come to an end: to be called when it has. */
function unfinished(): () => void {
  let settled = false;
  process.once('exit', () => {
    // As Node does when nothing is left that could settle a top-level await.
    if (!settled) process.exitCode ??= 13;
  });
  return () => {
    settled = true;
  };
}

/** The part of `greenc/node` that is used, which is loaded as the program would load it. */
interface CooperativeNode {
  patchAll(): void;
  runScript(
    path: string,
    options: { compile(path: string): string | undefined; argv?: readonly string[] },
  ): { readonly error: unknown; link(callback: () => void): void; successful(): boolean };
}

/** @param times undefined: once, and the process is the program's own */
async function runInGreenlets(
  path: string,
  args: readonly string[],
  sources: Sources,
  times: number | undefined,
): Promise<void> {
  const url = pathToFileURL(join(ownFolder, 'runtime', 'node', 'index.js')).href;
  const { patchAll, runScript: run } = (await import(url)) as CooperativeNode;
  patchAll();
  const options = { compile: (file: string) => sources.body(file), ...(times === undefined ? {} : { argv: args }) };
  const settle = unfinished();
  const tasks = Array.from({ length: times ?? 1 }, () => run(path, options));
  let left = tasks.length;
  for (const task of tasks) {
    task.link(() => {
      if (--left === 0) settle();
      if (task.successful()) return;
      if (times === undefined) fail(task.error);
      // The others go on.
      else {
        process.stderr.write(`Uncaught ${inspect(task.error)}\n`);
        process.exitCode = 1;
      }
    });
  }
}

function runScript(path: string): void {
  const load = (Module as unknown as { _load(path: string, parent: null, isMain: boolean): unknown })._load;
  try {
    load(path, null, true);
  } catch (error) {
    fail(error);
  }
}
