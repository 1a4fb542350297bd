// One package: two copies of its clone, one of them compiled by the real command, and its suite run in both.
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { compile } from '../../compiler/index.js';
import { differences, excused, type Outcome, readOutcomes } from './outcomes.js';
import type { Package } from './packages.js';

export interface Place {
  /** Where the clones are. */
  readonly suites: string;
  /** greenc itself, built. */
  readonly root: string;
  /** How long a suite may run, in milliseconds. */
  readonly timeLimit: number;
}

export interface SuiteRun {
  readonly outcomes: readonly Outcome[];
  /** Of processor time, as in `Compilation`. */
  readonly seconds: number;
  /** What the program printed last, for when there are no outcomes. */
  readonly tail: string;
}

export interface PackageResult {
  readonly kind: 'run';
  readonly version: string;
  readonly commit: string;
  readonly original: SuiteRun;
  readonly compiled: SuiteRun;
  readonly differences: readonly string[];
  /** What differed in one attempt and not in another. */
  readonly unsteady: readonly string[];
  readonly compilation: Compilation;
}

export interface Missing {
  readonly kind: 'missing';
  /** What there is not, and what to do about it. */
  readonly reason: string;
}

export interface Compilation {
  readonly files: number;
  readonly seconds: number;
  readonly bytesBefore: number;
  readonly bytesAfter: number;
  readonly functions: number;
  /** Reasons for which functions stayed as they were written, with their number. */
  readonly asWritten: Readonly<Record<string, number>>;
  /** Codes of warnings, with their number. */
  readonly warnings: Readonly<Record<string, number>>;
}

/** Runs a package, and keeps the result for `keptResult`. Throws where greenc refuses the package. */
export function runPackage(one: Package, place: Place): PackageResult | Missing {
  const result = tryPackage(one, place);
  if (result.kind === 'run') writeFileSync(resultFile(one, place), JSON.stringify(result));
  return result;
}

/** What the package's last run came to. */
export function keptResult(one: Package, place: Place): PackageResult | undefined {
  const file = resultFile(one, place);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as PackageResult) : undefined;
}

function resultFile(one: Package, { suites }: Place): string {
  return join(suites, '.greenc', one.name, 'result.json');
}

function tryPackage(one: Package, place: Place): PackageResult | Missing {
  const clone = join(place.suites, one.name);
  const reason = missing(one, clone);
  if (reason !== undefined) return { kind: 'missing', reason };
  const workplace = join(place.suites, '.greenc', one.name);
  rmSync(workplace, { recursive: true, force: true });
  const folders = { original: join(workplace, 'original'), compiled: join(workplace, 'compiled') };
  for (const folder of Object.values(folders)) copyClone(one, clone, folder);
  link(place.root, join(workplace, 'node_modules', 'greenc'));

  const compilation = compileSources(one, clone, folders, place.root);
  // Tests that depend on the clock come out otherwise now and then, in the original as well: a difference is what
  // differs every time.
  const attempts: Pick<PackageResult, 'original' | 'compiled' | 'differences'>[] = [];
  do {
    const original = runSuite(one, folders.original, place);
    if (original.outcomes.length === 0) {
      return { kind: 'missing', reason: `its suite does not run as it is: ${original.tail}` };
    }
    const compiled = runSuite(one, folders.compiled, place);
    const expected = excused(compiled.outcomes, one.limits ?? [], one.format);
    attempts.push({ original, compiled, differences: differences(original.outcomes, expected) });
  } while (attempts.length < 3 && attempts.every(attempt => attempt.differences.length > 0));
  const last = attempts.at(-1) as (typeof attempts)[number];
  const steady = last.differences.filter(line => attempts.every(attempt => attempt.differences.includes(line)));
  const all = new Set(attempts.flatMap(attempt => attempt.differences));
  return {
    kind: 'run',
    version: versionOf(clone),
    commit: commitOf(clone),
    original: last.original,
    compiled: last.compiled,
    differences: steady,
    unsteady: [...all].filter(line => !steady.includes(line)),
    compilation,
  };
}

function missing(one: Package, clone: string): string | undefined {
  const origin = `a clone of https://github.com/${one.repository} at ${one.commit}`;
  if (!existsSync(join(clone, 'package.json'))) return `there is no ${clone}: it must be ${origin}`;
  const absent = one.needs.filter(name => !existsSync(join(clone, 'node_modules', name, 'package.json')));
  if (absent.length > 0) return `its node_modules lack ${absent.join(', ')}, which its suite needs`;
  const sources = one.sources.filter(path => !existsSync(join(clone, path)));
  return sources.length > 0 ? `there is no ${sources.join(', ')} in ${clone}: it must be ${origin}` : undefined;
}

function copyClone(one: Package, clone: string, folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(clone)) {
    if (name === '.git' || name === 'node_modules') continue;
    cpSync(join(clone, name), join(folder, name), { recursive: true, verbatimSymlinks: true });
  }
  for (const [path, text] of Object.entries(one.standIns ?? {})) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  if (existsSync(join(clone, 'node_modules'))) link(join(clone, 'node_modules'), join(folder, 'node_modules'));
}

function link(target: string, path: string): void {
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync(target, path, 'junction');
}

/** Writes the compiled sources into one copy, and into the other what they are without types if they have any. */
function compileSources(
  one: Package,
  clone: string,
  folders: { original: string; compiled: string },
  root: string,
): Compilation {
  const { exclude = [] } = one;
  const warnings: Record<string, number> = {};
  let seconds = 0;
  for (const path of one.sources) {
    if (one.typescript) greenc(root, clone, path, folders.original, []);
    const options = ['--all', ...exclude.flatMap(pattern => ['--exclude', pattern])];
    const { stderr, seconds: more } = greenc(root, clone, path, folders.compiled, options);
    seconds += more;
    for (const [code] of stderr.matchAll(/\bGC\d+\b/g)) count(warnings, code);
  }
  const asWritten: Record<string, number> = {};
  let functions = 0;
  const written: string[] = [];
  for (const file of one.sources.flatMap(path => filesOf(clone, path))) {
    const source = readFileSync(join(clone, file), 'utf8');
    const { report } = compile(source, { filename: join(clone, file), cwd: clone, all: true, exclude });
    if (report.marked) written.push(file.replace(/ts$/, 'js'));
    functions += report.functions.length;
    for (const { stays, reason, kind } of report.functions) {
      if (stays !== undefined && stays !== 'no-points') count(asWritten, `${kind}: ${reason}`);
    }
  }
  const size = (folder: string) => written.reduce((sum, file) => sum + statSync(join(folder, file)).size, 0);
  return {
    files: written.length,
    seconds,
    bytesBefore: size(folders.original),
    bytesAfter: size(folders.compiled),
    functions,
    asWritten,
    warnings,
  };
}

/** `greenc compile` for a path in a clone, onto the same place in a copy. */
function greenc(root: string, clone: string, path: string, copy: string, options: readonly string[]): Run {
  const isFolder = statSync(join(clone, path)).isDirectory();
  const outDir = isFolder ? join(copy, path) : dirname(join(copy, path));
  const command = [join(root, 'dist/cli/main.js'), 'compile', ...options, '--out-dir', outDir, path];
  const run = runNode(command, { cwd: clone, root, times: join(copy, '..', 'times') });
  if (run.status !== 0) throw new Error(`greenc refuses ${basename(clone)}/${path}:\n${run.stderr}`);
  return run;
}

interface Run {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Of processor time, of the process and all that it has started. */
  readonly seconds: number;
}

interface RunOptions {
  readonly cwd: string;
  readonly root: string;
  /** A file to collect the times in. */
  readonly times: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly timeLimit?: number;
}

function runNode(args: readonly string[], { cwd, root, times, env, timeLimit }: RunOptions): Run {
  writeFileSync(times, '');
  // A suite that is run by a test of ours must not take itself for a part of it.
  const { NODE_TEST_CONTEXT: _, FORCE_COLOR: __, ...inherited } = process.env;
  const hook = JSON.stringify(join(root, 'test/suites/processor-time.cjs'));
  const { status, stdout, stderr, error } = spawnSync(process.execPath, args, {
    cwd,
    env: { ...inherited, ...env, GREENC_TIMES: times, NODE_OPTIONS: `--require ${hook}` },
    encoding: 'utf8',
    timeout: timeLimit,
    maxBuffer: 1 << 28,
  });
  const seconds = readFileSync(times, 'utf8')
    .split('\n')
    .reduce((sum, line) => sum + Number(line), 0);
  return { status, stdout, stderr: `${stderr}${error?.message ?? ''}`, seconds };
}

function count(counts: Record<string, number>, key: string): void {
  counts[key] = (counts[key] ?? 0) + 1;
}

/** The files to compile at and below a path, relative to the folder. */
function filesOf(folder: string, path: string): string[] {
  if (!statSync(join(folder, path)).isDirectory()) return [path];
  return readdirSync(join(folder, path), { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && /(?<!\.d)\.[cm]?[jt]s$/.test(entry.name))
    .map(entry => join(entry.parentPath, entry.name).slice(folder.length + 1));
}

function runSuite(one: Package, folder: string, { root, timeLimit }: Place): SuiteRun {
  const file = join(folder, '..', 'outcomes.jsonl');
  writeFileSync(file, '');
  const args = [...one.run.map(argument => argument.replace('$greenc', root)), ...reporting(one, root, file)];
  const env = { ...one.env, GREENC_OUTCOMES: file };
  const { stdout, stderr, seconds } = runNode(args, {
    cwd: folder,
    root,
    times: join(folder, '..', 'times'),
    env,
    timeLimit,
  });
  const fromFile = one.format === 'mocha' || one.format === 'node';
  const outcomes = readOutcomes(one.format, fromFile ? readFileSync(file, 'utf8') : stdout);
  return { outcomes, seconds, tail: `${stdout.slice(-500)}${stderr.slice(-1500)}`.trim() };
}

function reporting({ format }: Package, root: string, file: string): string[] {
  if (format === 'mocha') return ['--reporter', join(root, 'test/suites/mocha-reporter.cjs')];
  if (format !== 'node') return [];
  return [`--test-reporter=${join(root, 'test/suites/node-reporter.mjs')}`, `--test-reporter-destination=${file}`];
}

function versionOf(clone: string): string {
  return (JSON.parse(readFileSync(join(clone, 'package.json'), 'utf8')) as { version?: string }).version ?? '';
}

/** As git abbreviates it; empty where the folder is no clone. */
function commitOf(clone: string): string {
  return spawnSync('git', ['rev-parse', '--short=7', 'HEAD'], { cwd: clone, encoding: 'utf8' }).stdout?.trim() ?? '';
}
