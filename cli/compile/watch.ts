/**
 * `greenc compile --watch`: compiles everything, then what changes, until it is stopped. A line on stdout for each change, errors on
 * stderr; an error ends nothing.
 *
 * The trap: what failed must be compiled again when something else changes, even if its own text does not; and a file with an
 * error must not keep others from being written. So what failed waits, alone.
 */
import { existsSync, rmSync } from 'node:fs';
import { dirname, resolve, sep } from 'node:path';
import { type FSWatcher, watch } from 'chokidar';
import { CompileError } from '../../compiler/diagnostics/errors.js';
import type { Accessor } from '../../compiler/session.js';
import { configNames } from '../config/names.js';
import { CombinedError } from '../files.js';
import type { Input } from '../inputs.js';
import { mapOf, removeIfEmpty } from '../output.js';
import { shownPath } from '../system.js';
import { buildFiles } from './build.js';
import { scanFile } from './file.js';
import { type CompileCommandLine, inputsOf, type Plan, planFor, type Refuse } from './plan.js';
import { counted, duration } from './summary.js';

/**
 * Milliseconds. Editors write a file in several steps; and chokidar keeps changes to itself that come within 50 ms of one it has told
 * of, so by the time a file is read those must be over.
 */
const QUIET = 75;

/** Throws for what is wrong at the start with the command line, the configuration or the paths; later such errors are printed. */
export async function watchFiles(paths: readonly string[], line: CompileCommandLine, refuse: Refuse): Promise<void> {
  const plan = await planFor(line, refuse);
  inputsOf(paths, plan.settings);
  await new Watching(paths, line, plan).start();
}

class Watching {
  readonly #paths: readonly string[];
  readonly #line: CompileCommandLine;
  /** Null while the configuration is faulty. */
  #plan: Plan | null;
  #configs: FSWatcher | null = null;
  /** By the path of the source. */
  #inputs = new Map<string, Input>();
  /** What has changed since it was last compiled, or failed when it was. */
  readonly #waiting = new Set<string>();
  readonly #accessors = new Map<string, readonly Accessor[]>();
  readonly #changed = new Set<string>();
  #timer: NodeJS.Timeout | undefined;
  #work: Promise<void> = Promise.resolve();

  constructor(paths: readonly string[], line: CompileCommandLine, plan: Plan) {
    this.#paths = paths;
    this.#line = line;
    this.#plan = plan;
  }

  /** Compiles everything. Returns when all is being watched. */
  async start(): Promise<void> {
    const folder = process.cwd();
    // Chokidar says too soon that it is ready if it is given paths that are not there, as most of these: hence the folder.
    this.#configs = watch([folder, ...this.#configPaths().filter(path => existsSync(path))], {
      depth: 0,
      ignored: path => path !== folder && !this.#configPaths().includes(path),
      ignoreInitial: true,
    });
    const sources = watch(
      this.#paths.map(path => resolve(path)),
      { ignored: path => this.#isIgnored(path), ignoreInitial: true },
    );
    await Promise.all([sources, this.#configs].map(watcher => this.#listen(watcher)));
    await this.#compileAll();
    console.log('Watching for changes');
  }

  #listen(watcher: FSWatcher): Promise<void> {
    watcher.on('all', (event, path) => {
      if (event === 'addDir' || event === 'unlinkDir') return;
      this.#changed.add(resolve(path));
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#react(), QUIET);
    });
    watcher.on('error', error => console.error(`Cannot watch: ${(error as Error).message}`));
    return new Promise(ready => watcher.once('ready', ready));
  }

  #configPaths(): string[] {
    const { config } = this.#line;
    if (config === false) return [];
    if (typeof config === 'string') return [resolve(config)];
    const found = this.#plan?.configPath;
    return [...configNames.map(name => resolve(name)), ...(found === undefined ? [] : [found])];
  }

  #isIgnored(path: string): boolean {
    const outDir = this.#plan?.settings.outDir;
    if (outDir !== undefined && (path === outDir || path.startsWith(outDir + sep))) return true;
    const isBeneath = this.#paths.map(one => resolve(one)).find(root => path.startsWith(root + sep));
    const parts = isBeneath === undefined ? [] : path.slice(isBeneath.length + 1).split(sep);
    return parts.some(part => part === 'node_modules' || part.startsWith('.'));
  }

  /** One change after the other, since a change may come while another is worked on. */
  #react(): void {
    const changed = [...this.#changed];
    this.#changed.clear();
    this.#work = this.#work.then(() => this.#handle(changed)).catch(report);
  }

  async #handle(changed: readonly string[]): Promise<void> {
    const config = changed.find(path => this.#configPaths().includes(path));
    if (config !== undefined) return this.#restart(config);
    const plan = this.#plan;
    if (plan === null) return;
    const before = this.#inputs;
    const inputs = inputsOf(this.#paths, plan.settings);
    this.#inputs = new Map(inputs.map(input => [input.path, input]));
    const gone = [...before.values()].filter(({ path }) => !this.#inputs.has(path));
    const lost = gone.filter(input => this.#remove(input, plan));
    const own = changed.filter(path => this.#inputs.has(path));
    // What reads a property that is an accessor somewhere, or no longer is, is compiled otherwise than before.
    const dependents = this.#rescan(own, plan) || lost.length > 0 ? inputs.map(({ path }) => path) : [];
    for (const path of [...own, ...dependents]) this.#waiting.add(path);
    if (own.length + dependents.length > 0) await this.#compileWaiting(plan, own);
  }

  async #restart(config: string): Promise<void> {
    console.log(`${shownPath(config)} changed: starting again`);
    this.#plan = null;
    this.#plan = await planFor(this.#line, message => {
      throw new Error(message);
    });
    if (this.#plan.configPath !== undefined) this.#configs?.add(this.#plan.configPath);
    await this.#compileAll();
  }

  async #compileAll(): Promise<void> {
    const plan = this.#plan as Plan;
    const inputs = inputsOf(this.#paths, plan.settings);
    this.#inputs = new Map(inputs.map(input => [input.path, input]));
    this.#accessors.clear();
    this.#waiting.clear();
    for (const { path } of inputs) this.#waiting.add(path);
    this.#rescan(
      inputs.map(({ path }) => path),
      plan,
    );
    const start = performance.now();
    const done = await this.#build(plan);
    const where = shownPath(plan.settings.outDir ?? '');
    console.log(`${counted(done.length, 'file')} written to ${where} in ${duration(performance.now() - start)}`);
  }

  /** Takes note of the accessors that files define now. Gives whether any has come or gone. */
  #rescan(paths: readonly string[], { settings }: Plan): boolean {
    if (settings.accessors === false) return false;
    let isNew = false;
    for (const path of paths) {
      const found = scanFile(path, settings);
      isNew ||= JSON.stringify(found) !== JSON.stringify(this.#accessors.get(path) ?? []);
      this.#accessors.set(path, found);
    }
    return isNew;
  }

  async #compileWaiting(plan: Plan, own: readonly string[]): Promise<void> {
    const start = performance.now();
    const done = await this.#build(plan);
    if (done.length === 0) return;
    const [first] = done.filter(path => own.includes(path)).concat(done);
    const more = done.length === 1 ? '' : ` and ${done.length - 1} more`;
    console.log(`${shownPath(first)}${more}: compiled in ${duration(performance.now() - start)}`);
  }

  /** Compiles what waits; what fails goes on waiting. Gives what has been written. */
  async #build({ settings, jobs }: Plan): Promise<string[]> {
    const known = [...this.#accessors.values()].flat();
    const inputs = [...this.#inputs.values()].filter(({ path }) => this.#waiting.has(path));
    const built = await buildFiles(inputs, settings, jobs, { known, goesOn: true });
    const done = inputs.flatMap(({ path }, index) => (built[index].failure ? [] : [path]));
    for (const path of done) this.#waiting.delete(path);
    const failures = built.flatMap(({ failure }) => failure ?? []);
    if (failures.length > 0) report(new CombinedError(failures));
    return done;
  }

  /** Takes the output of a file away that is gone, and the folders that are empty then. Gives whether it defined accessors. */
  #remove({ path, output }: Input, { settings }: Plan): boolean {
    const hadAccessors = (this.#accessors.get(path) ?? []).length > 0;
    this.#accessors.delete(path);
    this.#waiting.delete(path);
    for (const file of [output, mapOf(output)]) rmSync(file, { force: true });
    for (let folder = dirname(output); folder !== settings.outDir && removeIfEmpty(folder); folder = dirname(folder));
    console.log(`${shownPath(path)} is gone: ${shownPath(output)} removed`);
    return hadAccessors;
  }
}

function report(error: unknown): void {
  console.error(error instanceof CompileError ? error.message : `error: ${(error as Error).message}`);
  console.error('Waiting for changes');
}
