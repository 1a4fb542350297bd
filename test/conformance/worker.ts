// A process of the pool: takes jobs one after the other, and answers each. What kills it is the job that is unanswered.
import { type Bench, type Job, type Outcome, runJob } from './run-test.js';
import { type Cache, makeSupport, treatments } from './treatment.js';

/** How the process is set up, as its only argument (JSON). */
export interface Setup {
  readonly suite: string;
  readonly cache: Cache;
  readonly runtimeFile: string;
}

export interface Answer {
  readonly id: number;
  readonly outcome: Outcome;
}

const setup = JSON.parse(process.argv[2]) as Setup;
const bench: Bench = { suite: setup.suite, support: makeSupport(setup.runtimeFile), treatment: treatments(setup) };

// Tests reject promises and nobody listens; some throw where nobody can catch.
process.on('unhandledRejection', () => {});
process.on('uncaughtException', () => {});

let queue = Promise.resolve();
process.on('message', ({ id, job }: { id: number; job: Job }) => {
  queue = queue.then(async () => {
    const outcome = await runJob(job, bench);
    process.send?.({ id, outcome } satisfies Answer);
  });
});
process.on('disconnect', () => process.exit());
