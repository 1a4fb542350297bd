/** Who does the work of `greenc compile`: worker threads where there is enough to do, this thread where there is not. */
import { statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import Tinypool from 'tinypool';
import type { Accessor } from '../../compiler/session.js';
import type { Input } from '../inputs.js';
import { ownFolder } from '../own-folder.js';
import type { BuildSettings, Built } from './file.js';
import work, { type Task } from './worker.js';

/** Bytes of source from which on the threads repay their start: each has to load the compiler, and compiles cold. */
const WORTH_IT = 600_000;

/** Does tasks. All methods that take several give and report results in the order of what they were given. */
export class Crew {
  readonly #settings: BuildSettings;
  readonly #pool: Tinypool | null;

  /** `jobs`: how many threads; undefined: as many as there are cores, where that pays. */
  constructor(inputs: readonly Input[], settings: BuildSettings, jobs: number | undefined) {
    this.#settings = settings;
    const threads = Math.min(jobs ?? usefulJobs(inputs), inputs.length);
    const filename = join(ownFolder, 'cli', 'compile', 'worker.js');
    this.#pool =
      threads > 1
        ? new Tinypool({ filename, minThreads: threads, maxThreads: threads, isolateWorkers: false, execArgv: [] })
        : null;
  }

  /** The accessors that the files define. */
  async scan(paths: readonly string[]): Promise<Accessor[]> {
    const settings = this.#settings;
    if (settings.accessors === false) return [];
    const tasks = paths.map(path => ({ kind: 'scan', path, settings }) as const);
    return (await this.#all<readonly Accessor[]>(tasks, paths)).flat();
  }

  /** `done` is told of each file as soon as all before it are done. */
  build(
    inputs: readonly Input[],
    known: readonly Accessor[],
    done: (built: Built, input: Input) => void,
  ): Promise<Built[]> {
    const settings = this.#settings;
    const tasks = inputs.map(input => ({ kind: 'build', input, settings, known }) as const);
    const paths = inputs.map(({ path }) => path);
    return this.#all<Built>(tasks, paths, (built, index) => done(built, inputs[index]));
  }

  async close(): Promise<void> {
    await this.#pool?.destroy();
  }

  async #all<Result>(
    tasks: readonly Task[],
    paths: readonly string[],
    done: (result: Result, index: number) => void = () => {},
  ): Promise<Result[]> {
    const pool = this.#pool;
    const results: Result[] = [];
    if (pool === null) {
      for (const [index, task] of tasks.entries()) {
        results[index] = work(task) as Result;
        done(results[index], index);
      }
      return results;
    }
    let next = 0;
    const finish = (result: Result, index: number) => {
      results[index] = result;
      for (; next in results; next++) done(results[next], next);
    };
    // The largest first: one that is begun last keeps a thread busy when the others have nothing left to do.
    const sizes = paths.map(sizeOf);
    const order = [...tasks.keys()].sort((one, other) => sizes[other] - sizes[one]);
    await Promise.all(order.map(async index => finish((await pool.run(tasks[index])) as Result, index)));
    return results;
  }
}

function usefulJobs(inputs: readonly Input[]): number {
  const bytes = inputs.reduce((sum, { path }) => sum + sizeOf(path), 0);
  return bytes < WORTH_IT ? 1 : availableParallelism();
}

/** 0 for a file that cannot be looked at, which is reported when it is read. */
function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
