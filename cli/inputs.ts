/** From the command line's paths to the list of files to compile, and where each one's output goes. */
import { readdirSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { type Diagnostic, diagnostic } from '../compiler/diagnostics/diagnostic.js';
import { errorFor } from '../compiler/diagnostics/errors.js';
import { outputPath } from '../compiler/lower.js';
import { missing, shownPath, systemProblem } from './system.js';

export interface Input {
  /** Absolute, as the output. */
  readonly path: string;
  readonly output: string;
}

const compilable = /(?<!\.d)\.(?:[cm]?[jt]s|[jt]sx)$/;
// `a.d.css.ts` is the declaration file of a style sheet.
const declaration = /\.d\.(?:[^./\\]+\.)?[cm]?ts$/;

/**
 * Lists the inputs. Throws one `SourceError` about everything that is wrong: missing paths, files of another kind,
 * folders without anything to compile, two inputs with one output, an output on top of an input.
 */
export function collectInputs(paths: readonly string[], outDir: string, module?: 'esm' | 'cjs'): Input[] {
  const outputRoot = resolve(outDir);
  const { files, roots, problems } = collect(paths, outputRoot);
  const base = commonFolder(roots);
  const inputs = files.map(path => ({ path, output: join(outputRoot, outputPath(relative(base, path), module)) }));
  problems.push(...clashes(inputs));
  if (problems.length > 0) throw errorFor(problems);
  return inputs;
}

/** The same where nothing is to be written: the files alone, their paths absolute. */
export function collectFiles(paths: readonly string[]): string[] {
  const { files, problems } = collect(paths, undefined);
  if (problems.length > 0) throw errorFor(problems);
  return files;
}

function collect(
  paths: readonly string[],
  outputRoot: string | undefined,
): { files: string[]; roots: string[]; problems: Diagnostic[] } {
  const problems: Diagnostic[] = [];
  const files = new Set<string>();
  const roots: string[] = [];
  for (const argument of paths) {
    const path = resolve(argument);
    const found = listFiles(path, outputRoot, problems);
    for (const file of found.files) files.add(file);
    roots.push(found.root);
  }
  return { files: [...files].sort(), roots, problems };
}

function listFiles(
  path: string,
  outputRoot: string | undefined,
  problems: Diagnostic[],
): { files: string[]; root: string } {
  const root = dirname(path);
  let isFolder: boolean;
  try {
    isFolder = statSync(path).isDirectory();
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    const details = { path: shownPath(path), problem: systemProblem(error) };
    problems.push(isMissing ? missing(path) : diagnostic('GC302', {}, details));
    return { files: [], root };
  }
  if (isFolder) {
    const files = walk(path, outputRoot, problems);
    if (files.length === 0) problems.push(diagnostic('GC307', {}, { path: shownPath(path) }));
    return { files, root: path };
  }
  if (isCompilable(path)) return { files: [path], root };
  problems.push(diagnostic('GC306', {}, { path: shownPath(path) }));
  return { files: [], root };
}

function walk(folder: string, outputRoot: string | undefined, problems: Diagnostic[]): string[] {
  let entries: ReturnType<typeof readEntries>;
  try {
    entries = readEntries(folder);
  } catch (error) {
    problems.push(diagnostic('GC302', {}, { path: shownPath(folder), problem: systemProblem(error) }));
    return [];
  }
  return entries.flatMap(entry => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      const skipped = entry.name === 'node_modules' || entry.name.startsWith('.') || path === outputRoot;
      return skipped ? [] : walk(path, outputRoot, problems);
    }
    // Links to folders are not followed: they may lead in a circle.
    const isFile = entry.isFile() || (entry.isSymbolicLink() && statSync(path, { throwIfNoEntry: false })?.isFile());
    return isFile && isCompilable(path) ? [path] : [];
  });
}

function readEntries(folder: string) {
  return readdirSync(folder, { withFileTypes: true });
}

function isCompilable(path: string): boolean {
  const name = basename(path);
  return compilable.test(name) && !declaration.test(name);
}

function commonFolder(folders: readonly string[]): string {
  return folders.reduce((common, folder) => {
    const here = common.split(sep);
    const there = folder.split(sep);
    const differs = here.findIndex((part, index) => part !== there[index]);
    const shared = differs === -1 ? here : here.slice(0, differs);
    return shared.length === 1 ? `${shared[0]}${sep}` : shared.join(sep);
  });
}

function clashes(inputs: readonly Input[]): Diagnostic[] {
  const sources = new Set(inputs.map(input => input.path));
  const writers = new Map<string, string>();
  return inputs.flatMap(({ path, output }) => {
    if (sources.has(output)) {
      const overwritten = output === path ? 'GC305' : 'GC304';
      const details = {
        path: shownPath(path),
        first: shownPath(path),
        second: shownPath(output),
        output: shownPath(output),
      };
      return [diagnostic(overwritten, {}, details)];
    }
    const first = writers.get(output);
    writers.set(output, path);
    if (first === undefined) return [];
    const details = { first: shownPath(first), second: shownPath(path), output: shownPath(output) };
    return [diagnostic('GC304', {}, details)];
  });
}
