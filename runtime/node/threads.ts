/**
 * Work on other threads (`greenc/node/threads`), whose results are waited for in straight-line code. Each thread has its own main greenlet
 * and its own hub: a function that is called there is called in a greenlet of that thread, and may wait for things of its own.
 *
 * Who no longer waits for a task (it was killed, its time is up) has it killed: first by an exit where it waits; a thread that has not come
 * to that soon is ended, and another takes its place.
 */
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Transferable, Worker, type WorkerOptions } from 'node:worker_threads';
import { checkOptions, misuse } from '../hub/checks.js';
import { checkSignal, type Limits } from '../hub/limits.js';
import { Outcome } from '../hub/outcome.js';
import { type Answer, type Request, refuseGreenlets, unpacked } from './thread-messages.js';

/** What threads are made with. */
export interface ThreadPoolOptions extends Pick<WorkerOptions, 'env' | 'execArgv' | 'resourceLimits' | 'workerData'> {
  /** How many threads there are at most; by default as many as the machine runs at a time. */
  readonly size?: number;
  /** Milliseconds that a killed task has to end, `finally` blocks included, before its thread is ended; 100 by default. */
  readonly grace?: number;
}

/** What a task is run with. */
export interface RunOptions extends Limits {
  /** The export that is called; `default` if none is named. */
  readonly name?: string;
  /** What of the task is moved to the thread and not copied: as the second argument of `postMessage`. */
  readonly transfer?: readonly Transferable[];
}

const poolOptions = ['env', 'execArgv', 'grace', 'resourceLimits', 'size', 'workerData'];
const runOptions = ['name', 'signal', 'timeout', 'transfer'];

const limitsOf = ({ timeout, signal }: RunOptions): Limits => ({ timeout, signal });

/** A thread has ended in the midst of a task. */
export class ThreadError extends Error {}
Object.defineProperty(ThreadError.prototype, 'name', { value: 'ThreadError', writable: true, configurable: true });

/** Who is told what a task comes to. */
interface Receiver {
  give(value: unknown): void;
  fail(error: unknown): void;
}

class Job {
  thread: Thread | null = null;

  constructor(
    readonly request: Request,
    readonly transfer: readonly Transferable[],
    readonly receiver: Receiver,
  ) {}
}

/**
 * Threads that run the functions of a module. They are started when there is something to do for them, and keep the process
 * from ending only while they do it.
 */
export class ThreadPool {
  readonly #file: string;
  readonly #options: ThreadPoolOptions;
  readonly #size: number;
  readonly #threads = new Set<Thread>();
  readonly #idle: Thread[] = [];
  /** Tasks that no thread has taken yet, oldest first. */
  readonly #pending = new Set<Job>();
  readonly #joining = new Set<Outcome>();
  #isKilled = false;

  /**
   * @param file the module whose exports are called: a path or a URL. Threads load it as the program would: to have it compiled by the
   *   register hook, hand it on by `execArgv`, unless the process has it among its own
   * @throws RangeError if `size` is no whole number above 0
   */
  constructor(file: string | URL, options: ThreadPoolOptions = {}) {
    if (typeof file !== 'string' && !(file instanceof URL)) throw misuse('a pool', 'the path or URL of a module', file);
    checkOptions(options, poolOptions, 'a pool');
    const { size = availableParallelism() } = options;
    if (!Number.isInteger(size) || size < 1) throw new RangeError('the size of a pool is a whole number above 0');
    this.#file =
      typeof file === 'string' && !file.startsWith('file:') ? pathToFileURL(resolve(file)).href : String(file);
    this.#options = options;
    this.#size = size;
  }

  /** How many threads there are now. */
  get size(): number {
    return this.#threads.size;
  }

  /** How many tasks have no thread yet. */
  get waiting(): number {
    return this.#pending.size;
  }

  /**
   * Calls a function on a thread, and suspends the current greenlet until that has ended.
   * @param task its argument, a copy of it that is: as `postMessage` copies
   * @returns a copy of what it returns, or of what the promise that it returns is fulfilled with
   * @throws a copy of what it throws, with its fields; DataCloneError for what cannot be copied; GreenletError for greenlets, which belong to their
   *   thread, and in main; ThreadError if the thread ends; Timeout; the signal's reason
   */
  run<Result = any>(task?: unknown, options: RunOptions = {}): Result {
    checkOptions(options, runOptions, 'pool.run()');
    const outcome = new Outcome('pool.run()', limitsOf(options));
    checkSignal(options);
    const job = this.#jobOf(task, options, outcome);
    outcome.dropped = () => this.#giveUp(job);
    this.#add(job);
    return outcome.get(run);
  }

  /**
   * The same for each of several tasks, at the same time as far as there are threads. If one fails, the others are killed.
   * @param options for all of them; a timeout is that of the whole
   * @returns the results, in the order of the tasks
   * @throws what `run` throws
   */
  map<Result = any>(tasks: Iterable<unknown>, options: RunOptions = {}): Result[] {
    checkOptions(options, runOptions, 'pool.map()');
    const outcome = new Outcome('pool.map()', limitsOf(options));
    checkSignal(options);
    const results: unknown[] = [];
    let left = 0;
    const jobs: Job[] = [];
    const giveUpAll = () => {
      for (const job of jobs) this.#giveUp(job);
    };
    for (const task of tasks) {
      const index = left++;
      const give = (value: unknown) => {
        results[index] = value;
        if (--left === 0) outcome.give(results);
      };
      const fail = (error: unknown) => {
        outcome.fail(error);
        giveUpAll();
      };
      jobs.push(this.#jobOf(task, options, { give, fail }));
    }
    if (left === 0) return [];
    outcome.dropped = giveUpAll;
    for (const job of jobs) this.#add(job);
    return outcome.get(map) as Result[];
  }

  /**
   * Suspends the current greenlet until all tasks have ended.
   * @param limit milliseconds at most; or these and a signal
   * @throws Timeout; the signal's reason; GreenletError in main
   */
  join(limit?: number | Limits): undefined {
    const outcome = new Outcome('pool.join()', limit);
    this.#joining.add(outcome);
    outcome.release = () => this.#joining.delete(outcome);
    this.#settle();
    return outcome.get(join);
  }

  /** Ends all threads at once. Their tasks, and those that wait for a thread, fail with a ThreadError, as do all that come later. */
  kill(): void {
    this.#isKilled = true;
    for (const { receiver } of this.#pending) receiver.fail(killed());
    this.#pending.clear();
    for (const thread of this.#threads) thread.end(killed());
    this.#settle();
  }

  #jobOf(task: unknown, { name = 'default', transfer = [] }: RunOptions, receiver: Receiver): Job {
    if (this.#isKilled) throw killed();
    refuseGreenlets(task);
    return new Job({ kind: 'run', file: this.#file, name, task }, transfer, receiver);
  }

  #add(job: Job): void {
    this.#pending.add(job);
    this.#assign();
  }

  #assign(): void {
    for (const job of this.#pending) {
      const thread = this.#idle.pop() ?? (this.#threads.size < this.#size ? this.#started() : undefined);
      if (thread === undefined) return;
      this.#pending.delete(job);
      thread.begin(job);
    }
    this.#settle();
  }

  #started(): Thread {
    const { env, execArgv, resourceLimits, workerData, grace = 100 } = this.#options;
    const given = { env, execArgv, resourceLimits, workerData };
    const options = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
    const isFree = (thread: Thread) => {
      this.#idle.push(thread);
      this.#assign();
    };
    const hasEnded = (thread: Thread) => {
      this.#threads.delete(thread);
      const at = this.#idle.indexOf(thread);
      if (at >= 0) this.#idle.splice(at, 1);
      this.#assign();
    };
    const thread = new Thread(options, grace, isFree, hasEnded);
    this.#threads.add(thread);
    return thread;
  }

  #giveUp(job: Job): void {
    if (!this.#pending.delete(job)) job.thread?.giveUp();
  }

  #settle(): void {
    if (this.#pending.size > 0 || this.#threads.size > this.#idle.length) return;
    for (const outcome of this.#joining) outcome.give(undefined);
  }
}

const { run, map, join } = ThreadPool.prototype;

const killed = () => new ThreadError('the pool of threads has been killed');

/** A worker with at most one task. */
class Thread {
  readonly worker: Worker;
  private job: Job | null = null;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    options: WorkerOptions,
    private readonly grace: number,
    private readonly isFree: (thread: Thread) => void,
    private readonly hasEnded: (thread: Thread) => void,
  ) {
    // In both kinds of modules the one that is an ES module: it loads the other kind, too.
    this.worker = new Worker(new URL('./thread-main.js', import.meta.url), options);
    this.worker.on('message', (answer: Answer) => this.finish(receiver => tell(receiver, answer)));
    this.worker.on('messageerror', error => this.finish(receiver => receiver.fail(error)));
    this.worker.on('error', error => this.fail(error));
    this.worker.on('exit', code => {
      this.fail(new ThreadError(`the thread has ended in the midst of its task, with exit code ${code}`));
      this.hasEnded(this);
    });
  }

  begin(job: Job): void {
    this.job = job;
    job.thread = this;
    this.worker.ref();
    try {
      this.worker.postMessage(job.request, job.transfer);
    } catch (error) {
      this.finish(receiver => receiver.fail(error));
    }
  }

  /** Nobody waits for the task any more. */
  giveUp(): void {
    this.worker.postMessage({ kind: 'kill' } satisfies Request);
    this.timer = setTimeout(() => this.worker.terminate(), this.grace);
  }

  end(error: unknown): void {
    this.fail(error);
    void this.worker.terminate();
  }

  private fail(error: unknown): void {
    clearTimeout(this.timer);
    const { job } = this;
    this.job = null;
    if (job !== null) job.thread = null;
    job?.receiver.fail(error);
  }

  private finish(told: (receiver: Receiver) => void): void {
    clearTimeout(this.timer);
    const { job } = this;
    if (job === null) return;
    this.job = job.thread = null;
    this.worker.unref();
    told(job.receiver);
    this.isFree(this);
  }
}

function tell(receiver: Receiver, answer: Answer): void {
  if ('error' in answer) receiver.fail(unpacked(answer));
  else receiver.give(answer.value);
}
