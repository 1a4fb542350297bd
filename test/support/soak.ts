// The soak behind `npm run fuzz`: generates programs, times random schedules, until its number or its time is up.
// A failure is made small, and printed and written down as a fixture.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import fc from 'fast-check';
import { compile } from '../../compiler/index.js';
import { Census } from './census.js';
import { checkPair, printFailure, shrinkSchedule, tryOne } from './check.js';
import type { FixtureOptions } from './fixture.js';
import { programsOf } from './program/program.js';
import { realmFactory } from './realm.js';
import { reduceProgram } from './reduce.js';
import { projectRoot } from './root.js';
import { mutantsOf } from './sabotage.js';
import { type Effort, generatedEffort, parseSchedule } from './schedule.js';
import { printOutcome, runOriginal } from './trial.js';
import { type Found, isNoticed, tryProgram } from './try-program.js';
import { type CompileLike, filenameOf, type Greenc, prepare } from './workbench.js';

const usage = `npm run fuzz -- [options]
  --programs N        how many programs (20000)
  --seconds S         stop after so long
  --seed S            where to begin (random); the same seed makes the same programs
  --failures N        stop after so many failures (1); different causes are told apart by what differs
  --count             count the language's constructs: how many programs have them, and were suspended in them
  --no-reduce         print failing programs as they were generated
  --replay FILE       run one program instead: a fixture's folder or a source file, under
  --schedule TEXT     this schedule (all of them), for instance "all", "2,5", "3!3", "turns all / 1"
  --sabotage          with --replay: break the compiled code in every way, and count what is noticed
  --reduce            with --replay: make the program small while it still fails
  --code              with --replay: print the compiled code`;

const batch = 100;
const realmLife = 50;

/** Enough to see most failures again while a program is made smaller. */
const reductionEffort: Effort = { exhaustive: 4, singles: 12, pairs: 8, random: 2, errors: 5, twins: 1 };

/** Runs with the command line's arguments; `runtimePath` is the runtime as text. Gives the exit code. */
export async function soak(args: string[], runtimePath: string): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      programs: { type: 'string', default: '20000' },
      seconds: { type: 'string' },
      seed: { type: 'string' },
      failures: { type: 'string', default: '1' },
      'no-reduce': { type: 'boolean', default: false },
      count: { type: 'boolean', default: false },
      replay: { type: 'string' },
      schedule: { type: 'string' },
      sabotage: { type: 'boolean', default: false },
      reduce: { type: 'boolean', default: false },
      code: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(usage);
    return 0;
  }
  const newRealm = realmFactory(compile as unknown as CompileLike, readFileSync(runtimePath, 'utf8'));
  if (values.replay !== undefined) return replay(newRealm, values.replay, values);
  const seed = values.seed === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(values.seed);
  const limits = {
    programs: Number(values.programs),
    seconds: Number(values.seconds ?? Infinity),
    failures: Number(values.failures),
    reduce: !values['no-reduce'],
    census: values.count ? new Census() : undefined,
  };
  return runSoak(newRealm, seed, limits);
}

function runSoak(
  newRealm: () => Greenc,
  seed: number,
  limits: { programs: number; seconds: number; failures: number; reduce: boolean; census: Census | undefined },
): number {
  const started = Date.now();
  const seconds = (): number => (Date.now() - started) / 1000;
  const causes = new Map<string, number>();
  let realm = newRealm();
  let [programs, schedules, probes, skipped] = [0, 0, 0, 0];
  console.log(`seed ${seed}`);
  while (programs < limits.programs && seconds() < limits.seconds && causes.size < limits.failures) {
    const sample = fc.sample(programsOf(1500), {
      seed: seed + programs,
      numRuns: Math.min(batch, limits.programs - programs),
    });
    for (const { source } of sample) {
      if (seconds() >= limits.seconds || causes.size >= limits.failures) break;
      if (++programs % realmLife === 0) realm = newRealm();
      const verdict = tryProgram(realm, source, programs);
      if (verdict === 'skipped') skipped++;
      else if ('kind' in verdict) {
        realm = newRealm();
        report(newRealm, verdict, programs, causes, limits.reduce);
      } else {
        schedules += verdict.schedules;
        probes += verdict.probes;
        limits.census?.note(source, verdict.points());
      }
    }
    if (programs % 1000 === 0)
      console.log(
        `${programs} programs, ${schedules} schedules, ${causes.size} causes of failure, ${Math.round(seconds())} s`,
      );
  }
  console.log(
    `${programs} programs (${skipped} skipped), ${probes} probes, ${schedules} schedules, ${Math.round(seconds())} s, seed ${seed}: ${causes.size} different failures`,
  );
  for (const [kind, count] of causes) console.log(`${count} × ${kind}`);
  if (limits.census !== undefined) console.log(limits.census.print());
  return causes.size === 0 ? 0 : 1;
}

function report(
  newRealm: () => Greenc,
  found: Found,
  seed: number,
  causes: Map<string, number>,
  reduce: boolean,
): void {
  const isCrash = found.kind.startsWith('crash');
  if (isCrash && causes.has(found.kind)) {
    causes.set(found.kind, (causes.get(found.kind) ?? 0) + 1);
    return;
  }
  let realm = newRealm();
  const fails = (candidate: string): boolean => {
    // A smaller program may loop for ever, and use up the memory while it does.
    const again = tryProgram(realm, candidate, seed, { effort: reductionEffort, twins: found.isTwin, timeLimit: 400 });
    if (typeof again === 'string' || !('kind' in again)) return false;
    realm = newRealm();
    if (familyOf(again.kind) !== familyOf(found.kind)) return false;
    // What programs before it have left in the runtime must not be the reason.
    const afresh = tryProgram(realm, candidate, seed, { effort: reductionEffort, twins: found.isTwin, timeLimit: 400 });
    return typeof afresh !== 'string' && 'kind' in afresh;
  };
  const source = reduce ? reduceProgram(found.source, fails) : found.source;
  const smallest = tryProgram(newRealm(), source, seed);
  const kind = typeof smallest !== 'string' && 'kind' in smallest ? smallest.kind : found.kind;
  const known = causes.get(kind);
  causes.set(kind, (known ?? 0) + 1);
  if (known !== undefined) return;
  const folder = join(projectRoot(), 'node_modules/.cache/greenc-fuzz/found', `found-${Date.now()}`);
  mkdirSync(folder, { recursive: true });
  const file = join(folder, filenameOf(source).replace('program', 'input'));
  writeFileSync(file, source);
  console.log(`\n=== ${kind}\n${source}`);
  console.log(explain(newRealm(), source, file, seed));
  console.log(`fixture: cp -r ${folder} fixtures/NAME && UPDATE_FIXTURES=1 npm test -- fixtures\n`);
}

/** What the compiled program did wrong, roughly: a program must not turn into one that fails for another reason. */
function familyOf(kind: string): string {
  if (kind.startsWith('crash')) return kind;
  const error =
    /got (?:threw (\w+):|log "(?=[^"]*(Cannot|not|HARNESS)))[^"]*?(is not defined|before initialization|is not a function|is not iterable|Cannot destructure|Cannot read|cannot be suspended|HARNESS)?/.exec(
      kind,
    );
  return error === null ? 'other' : error.slice(1).join();
}

function explain(greenc: Greenc, source: string, file: string, seed: number): string {
  try {
    const prepared = prepare(greenc, source, filenameOf(source), { all: true });
    const [failure] = checkPair(prepared, { effort: generatedEffort, seed }).failures;
    return failure === undefined
      ? 'It does not fail again.'
      : printFailure(
          shrinkSchedule(prepared, failure),
          schedule => `npm run fuzz -- --replay ${file} --schedule "${schedule}"`,
        );
  } catch (error) {
    return `${error instanceof Error ? error.stack : error}\nreplay: npm run fuzz -- --replay ${file}`;
  }
}

function replay(
  newRealm: () => Greenc,
  path: string,
  options: { schedule?: string | undefined; sabotage: boolean; reduce: boolean; code: boolean },
): number {
  const file = /\.[mc]?[jt]s$/.test(path)
    ? path
    : (['input.js', 'input.ts', 'input.mjs'].map(name => join(path, name)).find(name => tryRead(name) !== undefined) ??
      join(path, 'input.js'));
  const source = readFileSync(file, 'utf8');
  const settings = tryRead(join(path, 'options.json'));
  const compileOptions = settings === undefined ? {} : (JSON.parse(settings) as FixtureOptions).compile;
  if (options.sabotage) return sabotage(newRealm, source, basename(file));
  if (options.reduce) {
    const found = tryProgram(newRealm(), source, 1);
    if (typeof found === 'object' && 'kind' in found) report(newRealm, found, 1, new Map(), true);
    return 1;
  }
  const prepared = prepare(newRealm(), source, basename(file), compileOptions);
  if (options.code) console.log(prepared.code);
  const failure =
    options.schedule === undefined
      ? checkPair(prepared, { effort: generatedEffort, seed: 1 }).failures[0]
      : tryOne(prepared, parseSchedule(options.schedule));
  if (failure === undefined) {
    console.log(printOutcome(runOriginal(prepared.original)));
    console.log('The compiled program did the same.');
    return 0;
  }
  console.log(
    printFailure(
      options.schedule === undefined ? shrinkSchedule(prepared, failure) : failure,
      schedule => `npm run fuzz -- --replay ${path} --schedule "${schedule}"`,
    ),
  );
  return 1;
}

function tryRead(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function sabotage(newRealm: () => Greenc, source: string, filename: string): number {
  const { code } = prepare(newRealm(), source, filename);
  const mutants = mutantsOf(code);
  const survivors = mutants.filter(mutant => !isNoticed(newRealm(), source, filename, mutant.code));
  for (const { title } of survivors) console.log(`not noticed: ${title}`);
  console.log(`${mutants.length - survivors.length} of ${mutants.length} mutants noticed`);
  return survivors.length === 0 ? 0 : 1;
}
