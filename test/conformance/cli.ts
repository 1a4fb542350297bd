// The conformance runner's command line. `main.mjs` bundles it and the worker, and says where they are.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { updateSection } from '../support/section.js';
import { Log } from './log.js';
import { NativeResults } from './native-results.js';
import { type PoolOptions, runPool } from './pool.js';
import { document, type ModeReport, modeReport, type Result, summary } from './report.js';
import { type Job, type Outcome, readTest, variantsOf } from './run-test.js';
import { selectTests } from './selection.js';
import { show } from './show.js';
import { type Mode, modes } from './treatment.js';

const usage = `node test/conformance/main.mjs [options]     (GREENC_TEST262 names a clone of tc39/test262)
  --mode MODE         native, plain (compiled, nothing suspends) or paused (compiled, a suspension before every
                      statement); may be repeated (plain and paused)
  --filter REGEX      only tests whose path below the suite's test folder matches
  --tests FILE        only tests whose paths stand at the beginnings of the file's lines
  --sample N          only every Nth test
  --list-failures     name each failure, with its error
  --log FILE          keep what came of each run in a file; what stands there already is not run again
  --json FILE         write all failures, and the figures, to a file
  --docs FILE         bring the part between "<!-- results -->" and "<!-- end of results -->" up to date
  --processes N       how many tests run at a time (2)
  --seconds S         how long one may take (10)
  --fresh             run natively what is known from an earlier run, too
  --show              print what becomes of the tests' text instead of running it`;

export interface Files {
  readonly worker: string;
  readonly runtime: string;
}

/** Runs with the command line's arguments. Gives the exit code: 1 if a fault of greenc's was found. */
export async function conformance(args: string[], files: Files): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      mode: { type: 'string', multiple: true, default: ['plain', 'paused'] },
      filter: { type: 'string', default: '' },
      tests: { type: 'string' },
      sample: { type: 'string', default: '1' },
      'list-failures': { type: 'boolean', default: false },
      log: { type: 'string' },
      json: { type: 'string' },
      docs: { type: 'string' },
      processes: { type: 'string', default: '2' },
      seconds: { type: 'string', default: '10' },
      fresh: { type: 'boolean', default: false },
      show: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(usage);
    return 0;
  }
  const unknown = values.mode.find(mode => !modes.includes(mode as Mode));
  if (unknown !== undefined) throw new Error(`There is no mode ${unknown}. Modes: ${modes.join(', ')}.`);
  const suite = process.env.GREENC_TEST262;
  if (suite === undefined || !existsSync(join(suite, 'harness/assert.js'))) {
    console.error(absent(suite));
    return 2;
  }
  const folder = join(suite, '.greenc');
  const pool: PoolOptions = {
    workerFile: files.worker,
    setup: { suite, cache: { folder, version: digest(files.worker) }, runtimeFile: files.runtime },
    processes: Number(values.processes),
    timeLimit: 1000 * Number(values.seconds),
  };
  forget(folder);
  const filter = new RegExp(values.filter);
  const named = values.tests === undefined ? undefined : namesIn(values.tests);
  const isWanted = (path: string) => filter.test(path) && (named?.has(path) ?? true);
  const jobs = jobsFor(suite, isWanted, Number(values.sample));
  const native = new NativeResults(join(folder, `native-${process.version}.json`), values.fresh);
  await runNative(jobs, native, pool);
  const counted = jobs.filter(job => native.get(job)?.passed);

  const reports: ModeReport[] = [];
  for (const mode of modes.filter(one => values.mode.includes(one))) {
    const inMode = mode === 'native' ? jobs : jobsOf(mode, counted, native, suite);
    if (values.show) {
      for (const job of inMode) console.log(show(job, pool.setup));
      continue;
    }
    const results =
      mode === 'native'
        ? jobs.map(job => ({ job, ...(native.get(job) ?? { passed: false }) }))
        : await resultsOf(inMode, new Log(values.log), pool);
    const report = modeReport(mode, results, counted.length);
    console.log(`${summary(report, values['list-failures'])}\n`);
    reports.push(report);
  }
  const heading = `${new Set(jobs.map(job => job.path)).size} tests, ${jobs.length} runs (sloppy, strict, as a module), ${counted.length} of them passed by Node ${process.version}.`;
  if (!values.show) console.log(heading);
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(reports.map(forFile), null, 1)}\n`);
  if (values.docs !== undefined) updateSection(values.docs, document(heading, reports));
  const isFault = ({ mode, failures }: ModeReport) =>
    mode !== 'native' && failures.some(({ cause }) => cause.kind === 'bug');
  return reports.some(isFault) ? 1 : 0;
}

function absent(suite: string | undefined): string {
  const found =
    suite === undefined ? 'GREENC_TEST262 is not set' : `GREENC_TEST262 is ${suite}, and there is no harness/assert.js`;
  return `${found}: it must name a clone of https://github.com/tc39/test262 (outside this repository). Nothing was run.`;
}

/** Harness files compiled by a compiler of long ago are not needed any more. */
function forget(folder: string): void {
  if (!existsSync(folder)) return;
  const day = 24 * 3600 * 1000;
  for (const name of readdirSync(folder)) {
    const file = join(folder, name);
    if (name.endsWith('.js') && Date.now() - statSync(file).mtimeMs > day) rmSync(file, { force: true });
  }
}

/** What stands before the first space of each line. */
function namesIn(file: string): Set<string> {
  return new Set(
    readFileSync(file, 'utf8')
      .split('\n')
      .flatMap(line => line.split(' ')[0] || []),
  );
}

/** All runs of the selected tests. */
function jobsFor(suite: string, isWanted: (path: string) => boolean, nth: number): Job[] {
  const paths = selectTests(suite).filter(isWanted);
  return paths
    .filter((_, index) => index % nth === 0)
    .flatMap(path => variantsOf(readTest(suite, path).head).map((variant): Job => ({ path, variant, mode: 'native' })));
}

/** Runs what the log does not know. In an order that mixes the folders: what is done soon tells about all. */
async function resultsOf(jobs: readonly Job[], log: Log, pool: PoolOptions): Promise<Result[]> {
  const results: Result[] = [];
  const missing: Job[] = [];
  for (const job of jobs) {
    const known = log.get(job);
    if (known) results.push({ job, ...known });
    else missing.push(job);
  }
  const stride = Math.ceil(missing.length / 100);
  const mixed = Array.from({ length: stride }, (_, first) => missing.filter((_job, at) => at % stride === first));
  await runAll(mixed.flat(), pool, (job, outcome) => {
    results.push({ job, ...outcome });
    log.add(job, outcome);
  });
  return results;
}

/** Runs jobs; what was not over in time gets a second chance, since other programs may have taken the processor. */
async function runAll(
  jobs: readonly Job[],
  pool: PoolOptions,
  done: (job: Job, outcome: Outcome) => void,
): Promise<void> {
  const late: Job[] = [];
  let count = 0;
  await runPool(jobs, pool, (job, outcome) => {
    if (process.stderr.isTTY) process.stderr.write(`\r${job.mode} ${++count}/${jobs.length} `);
    if (outcome.late) late.push(job);
    else done(job, outcome);
  });
  await runPool(late, { ...pool, timeLimit: 3 * pool.timeLimit }, done);
}

async function runNative(jobs: readonly Job[], native: NativeResults, pool: PoolOptions): Promise<void> {
  const missing = jobs.filter(job => native.get(job) === undefined);
  if (missing.length === 0) return;
  let count = 0;
  await runAll(missing, pool, (job, outcome) => {
    // A machine that was too slow today says nothing about the test.
    if (!outcome.late) native.set(job, outcome);
    if (++count % 2000 === 0) native.save();
  });
  native.save();
}

/** What Node passes; with pauses, only what has an outcome of its own once they are in. */
function jobsOf(mode: Mode, counted: readonly Job[], native: NativeResults, suite: string): Job[] {
  if (mode === 'plain') return counted.map(job => ({ ...job, mode }));
  return counted
    .map(job => ({ ...job, mode, form: native.get(job)?.form }))
    .filter(job => job.form !== undefined && readTest(suite, job.path).head.negative?.phase !== 'parse');
}

function forFile({ mode, results, failures }: ModeReport): unknown {
  return { mode, runs: results.length, passed: results.length - failures.length, failures };
}

function digest(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex').slice(0, 16);
}
