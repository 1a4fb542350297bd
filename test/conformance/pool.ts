// Runs jobs in child processes: a test may loop for ever, exhaust the memory or kill its process.
import { type ChildProcess, fork } from 'node:child_process';
import type { Job, Outcome } from './run-test.js';
import type { Answer, Setup } from './worker.js';

export interface PoolOptions {
  readonly workerFile: string;
  readonly setup: Setup;
  readonly processes: number;
  /** In milliseconds, for one job. */
  readonly timeLimit: number;
}

/** Sent ahead, so that no process waits for its next job. */
const ahead = 4;
/** What tests leave behind adds up. */
const jobsPerProcess = 1500;

/** Runs all jobs, in any order; `done` gets each outcome. */
export async function runPool(
  jobs: readonly Job[],
  options: PoolOptions,
  done: (job: Job, outcome: Outcome) => void,
): Promise<void> {
  const waiting = jobs.map((_, index) => index).reverse();
  const processes = Math.min(options.processes, Math.max(1, Math.ceil(jobs.length / ahead)));
  const lane = async (): Promise<void> => {
    while (waiting.length > 0) await oneProcess(jobs, waiting, options, done);
  };
  await Promise.all(Array.from({ length: processes }, lane));
}

/** Starts a process and feeds it until it has done its share, or has died of a job. */
function oneProcess(
  jobs: readonly Job[],
  waiting: number[],
  { workerFile, setup, timeLimit }: PoolOptions,
  done: (job: Job, outcome: Outcome) => void,
): Promise<void> {
  const child: ChildProcess = fork(workerFile, [JSON.stringify(setup)], {
    execArgv: ['--experimental-vm-modules', '--no-warnings', '--expose-gc', '--max-old-space-size=1500'],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  const sent: number[] = [];
  let answered = 0;
  let timer: NodeJS.Timeout | undefined;
  let verdict: Outcome = { passed: false, error: 'the process died' };

  const feed = (): void => {
    while (sent.length < ahead && waiting.length > 0 && answered + sent.length < jobsPerProcess) {
      const id = waiting.pop() as number;
      sent.push(id);
      child.send({ id, job: jobs[id] });
    }
    clearTimeout(timer);
    if (sent.length === 0) child.disconnect();
    else {
      timer = setTimeout(() => {
        verdict = { passed: false, error: `no end after ${timeLimit / 1000} s`, late: true };
        child.kill('SIGKILL');
      }, timeLimit);
    }
  };

  return new Promise(resolve => {
    child.on('message', ({ id, outcome }: Answer) => {
      answered++;
      sent.splice(sent.indexOf(id), 1);
      done(jobs[id], outcome);
      feed();
    });
    child.on('exit', () => {
      clearTimeout(timer);
      // The first one was being run; the others have not begun.
      const [culprit, ...others] = sent;
      if (culprit !== undefined) done(jobs[culprit], verdict);
      waiting.push(...others.reverse());
      resolve();
    });
    feed();
  });
}
