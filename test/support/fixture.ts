// A fixture is a folder: input.js (or .ts, .mjs), the source; output.js, what the compiler makes of it; run.txt, what
// the original printed, and which saves the schedules reached; options.json where something is not as usual;
// error.txt, what the compiler had to say; foreign.txt, for programs with a frame that cannot be suspended, what comes
// of each suspension instead.
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkPair, createOracle, type Failure, printFailure, shrinkSchedule } from './check.js';
import { describeCoverage, isProbeCall, type Point } from './coverage.js';
import { isOldestNode } from './oldest-node.js';
import { projectRoot } from './root.js';
import { fixtureEffort, printSchedule, type Schedule } from './schedule.js';
import { printOutcome, runCompiled, runOriginal } from './trial.js';
import { type Greenc, type Prepared, prepare } from './workbench.js';

export interface FixtureOptions {
  /** Passed on to `compile`. */
  readonly compile?: object;
  /** False for programs with state outside `run`. */
  readonly twins?: boolean;
  /** True for programs that are to be evaluated anew for each run: see `Realm`. */
  readonly fresh?: boolean;
  /** True for programs in which something cannot be suspended: foreign.txt says what comes of it. */
  readonly foreign?: boolean;
}

export interface Fixture {
  readonly name: string;
  readonly folder: string;
  readonly filename: string;
  readonly source: string;
  readonly options: FixtureOptions;
}

/** The names of all fixtures. */
export function fixtureNames(): string[] {
  const folder = join(projectRoot(), 'fixtures');
  return readdirSync(folder)
    .filter(name => existsSync(join(folder, name, inputOf(join(folder, name)))))
    .sort();
}

function inputOf(folder: string): string {
  return readdirSync(folder).find(name => /^input\.[mc]?[jt]sx?$/.test(name)) ?? 'input.js';
}

export function readFixture(name: string): Fixture {
  const folder = join(projectRoot(), 'fixtures', name);
  const input = inputOf(folder);
  const options = existsSync(join(folder, 'options.json'))
    ? (JSON.parse(readFileSync(join(folder, 'options.json'), 'utf8')) as FixtureOptions)
    : {};
  return {
    name,
    folder,
    filename: `fixtures/${name}/${input}`,
    source: readFileSync(join(folder, input), 'utf8'),
    options,
  };
}

/** What a fixture's run gave: the files it should consist of, and the points that were saved. */
export interface FixtureResult {
  readonly files: Readonly<Record<string, string | undefined>>;
  readonly points: readonly Point[];
  /** What the original printed. */
  readonly printed: string;
  /** Text for people, or undefined when all schedules agree with the original. */
  readonly failure: string | undefined;
}

/** Compiles a fixture, runs it under its schedules, and returns what its files should contain. */
export function runFixture(greenc: Greenc, fixture: Fixture): FixtureResult {
  let prepared: Prepared;
  try {
    prepared = prepare(
      { ...greenc, isFresh: fixture.options.fresh ?? false },
      fixture.source,
      fixture.filename,
      fixture.options.compile,
    );
  } catch (error) {
    // A fault of the compiler's own is no result to keep.
    if (!(error instanceof Error) || !('diagnostics' in error) || /\bGC9\d\d\b/.test(error.message)) throw error;
    return { files: { 'error.txt': `${error.message}\n` }, points: [], printed: '', failure: undefined };
  }
  const printed = `${printOutcome(runOriginal(prepared.original))}\n`;
  const failure = fixture.options.foreign ? checkForeign(prepared) : checkSchedules(prepared, fixture);
  const foreign = fixture.options.foreign ? describeForeign(prepared) : undefined;
  const points = prepared.recorder.points();
  const saves = fixture.options.foreign ? '' : `saves: ${describeCoverage(fixture.source, points)}\n`;
  const messages = prepared.report.diagnostics.map(
    ({ code, severity, line, column, message, hint }) =>
      `${severity} ${code} ${line}:${column} ${message}${hint === undefined ? '' : `\n  ${hint}`}\n`,
  );
  return {
    files: {
      'output.js': prepared.code,
      'run.txt': `${printed}${saves}`,
      'error.txt': messages.length === 0 ? undefined : messages.join(''),
      'foreign.txt': foreign,
    },
    points: points.filter(point => isProbeCall(fixture.source, point)),
    printed,
    failure,
  };
}

function checkSchedules(prepared: Prepared, fixture: Fixture): string | undefined {
  const options = { effort: fixtureEffort, seed: 1, twins: fixture.options.twins ?? true };
  const [failure] = checkPair(prepared, options).failures;
  return failure && describe(shrinkSchedule(prepared, failure), fixture);
}

function describe(failure: Failure, fixture: Fixture): string {
  return printFailure(
    failure,
    schedule => `npm run fuzz -- --replay fixtures/${fixture.name} --schedule "${schedule}"`,
  );
}

/** With nothing suspended a foreign frame is only a frame. */
function checkForeign(prepared: Prepared): string | undefined {
  const expected = printOutcome(createOracle(prepared.original)());
  const [actual] = runCompiled(prepared.compiled, prepared.runtime, { suspend: 'none' });
  const got = actual === undefined ? '' : printOutcome(actual);
  return got === expected ? undefined : `--- expected\n${expected}\n--- got\n${got}`;
}

function describeForeign(prepared: Prepared): string {
  const { probes } = runOriginal(prepared.original).atOnce;
  const schedules: Schedule[] = [
    { suspend: 'all' },
    ...Array.from({ length: probes }, (_, index) => ({ suspend: [index] })),
  ];
  const texts = schedules.map(schedule => {
    const [outcome] = runCompiled(prepared.compiled, prepared.runtime, schedule);
    return `suspending ${printSchedule(schedule)}\n${outcome === undefined ? '' : printOutcome(outcome)}\n`;
  });
  // Whatever went wrong, the runtime must be as good as new.
  const after = checkForeign(prepared);
  return `${texts.join('\n')}${after === undefined ? '' : `\nAND THEN\n${after}\n`}`;
}

/** The files that a fixture is to be held against. Of other engines the original may print something else. */
function filesToCompare({ folder }: Fixture, { printed }: FixtureResult): string[] {
  const files = ['output.js', 'error.txt'];
  const path = join(folder, 'run.txt');
  if (isOldestNode) files.push('run.txt', 'foreign.txt');
  else if (existsSync(path) && readFileSync(path, 'utf8').startsWith(printed)) files.push('foreign.txt');
  return files;
}

/** The differences between the files a fixture has and should have, as text; with `update` they are written instead. */
export function compareFiles(fixture: Fixture, result: FixtureResult, update: boolean): string[] {
  const { files } = result;
  const problems: string[] = [];
  for (const name of filesToCompare(fixture, result)) {
    const path = join(fixture.folder, name);
    const wanted = files[name];
    const held = existsSync(path) ? readFileSync(path, 'utf8') : undefined;
    if (wanted === held) continue;
    if (!update)
      problems.push(
        `fixtures/${fixture.name}/${name} ${held === undefined ? 'is missing' : wanted === undefined ? 'should not exist' : 'is out of date'}`,
      );
    else if (wanted === undefined) rmSync(path);
    else writeFileSync(path, wanted);
  }
  return problems;
}
