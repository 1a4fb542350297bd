// Holds a compiled program against its original under many schedules. Compile once, run often.
import type { RuntimeLike } from './runtime.js';
import type { Program } from './sandbox.js';
import {
  type AnySchedule,
  type Effort,
  errorSchedules,
  isTwin,
  plainSchedules,
  printSchedule,
  type Schedule,
  seededRandom,
  twinSchedules,
} from './schedule.js';
import { difference, type Outcome, printOutcome, runCompiled, runOriginal } from './trial.js';

/** An original and what the compiler made of it, both loaded. */
export interface Pair {
  readonly original: Program;
  readonly compiled: Program;
  readonly runtime: RuntimeLike;
}

/** A schedule under which the compiled program did something else. */
export interface Failure {
  readonly schedule: AnySchedule;
  readonly difference: string;
  readonly expected: readonly Outcome[];
  readonly actual: readonly Outcome[];
}

/** Remembers what the original does for each probe that an error comes out of. */
export function createOracle(original: Program): (errorAt?: number) => Outcome {
  const known = new Map<number | undefined, Outcome>();
  return errorAt => {
    let outcome = known.get(errorAt);
    if (outcome === undefined) known.set(errorAt, (outcome = runOriginal(original, errorAt)));
    return outcome;
  };
}

/** Runs one schedule. Undefined when compiled and original agree. */
export function tryOne(pair: Pair, schedule: AnySchedule, oracle = createOracle(pair.original)): Failure | undefined {
  const expected = (isTwin(schedule) ? schedule.twins : [schedule]).map((each: Schedule) => oracle(each.errorAt));
  const actual = runCompiled(pair.compiled, pair.runtime, schedule);
  for (const [index, outcome] of expected.entries()) {
    const found = difference(outcome, actual[index] as Outcome, isTwin(schedule));
    if (found !== undefined)
      return { schedule, difference: isTwin(schedule) ? `twin ${index}: ${found}` : found, expected, actual };
  }
  return undefined;
}

export interface CheckOptions {
  readonly effort: Effort;
  readonly seed: number;
  /** Programs with state outside `run` cannot be run twice at once. */
  readonly twins?: boolean;
  /** Off for programs that an error in a probe leads into foreign frames or the like. */
  readonly errors?: boolean;
  /** Stop at the first failure (the default). */
  readonly first?: boolean;
}

export interface Verdict {
  readonly failures: readonly Failure[];
  readonly schedules: number;
  readonly probes: number;
}

/** Tries every schedule that the effort asks for. */
export function checkPair(pair: Pair, options: CheckOptions): Verdict {
  const oracle = createOracle(pair.original);
  const random = seededRandom(options.seed);
  const { probes, atOnce } = oracle();
  const schedules: AnySchedule[] = [
    ...plainSchedules(atOnce.probes, options.effort, random),
    ...(options.errors === false ? [] : errorSchedules(probes, options.effort, random)),
    ...(options.twins === false ? [] : twinSchedules(atOnce.probes, options.effort, random)),
  ];
  const failures: Failure[] = [];
  for (const schedule of schedules) {
    const failure = tryOne(pair, schedule, oracle);
    if (failure === undefined) continue;
    failures.push(failure);
    if (options.first !== false) break;
  }
  return { failures, schedules: schedules.length, probes };
}

/** A failing schedule with as few suspensions as still fail: twins become one run, `all` a list, lists lose entries. */
export function shrinkSchedule(pair: Pair, failure: Failure): Failure {
  const oracle = createOracle(pair.original);
  let smallest = failure;
  for (let progress = true; progress; ) {
    progress = false;
    for (const candidate of smallerSchedules(smallest)) {
      const found = tryOne(pair, candidate, oracle);
      if (found === undefined) continue;
      smallest = found;
      progress = true;
      break;
    }
  }
  return smallest;
}

function smallerSchedules({ schedule, expected }: Failure): AnySchedule[] {
  if (!isTwin(schedule)) return smallerSingles(schedule, expected[0]?.probes ?? 0);
  const [first, second] = schedule.twins;
  const [firstOutcome, secondOutcome] = expected;
  const { seed: _, ...plain } = schedule;
  return [
    first,
    second,
    ...(schedule.seed === undefined ? [] : [plain]),
    ...smallerSingles(first, firstOutcome?.probes ?? 0).map(smaller => ({
      ...schedule,
      twins: [smaller, second] as const,
    })),
    ...smallerSingles(second, secondOutcome?.probes ?? 0).map(smaller => ({
      ...schedule,
      twins: [first, smaller] as const,
    })),
  ];
}

function smallerSingles(schedule: Schedule, probes: number): Schedule[] {
  const { suspend, errorAt } = schedule;
  const error = errorAt === undefined ? {} : { errorAt };
  const without: Schedule[] = errorAt === undefined ? [] : [{ suspend }];
  if (suspend === 'none') return without;
  const list =
    suspend === 'all' ? Array.from({ length: probes }, (_, index) => index) : suspend.filter(index => index < probes);
  const known = suspend === 'all' || list.length < suspend.length ? [{ suspend: list, ...error }] : [];
  const halves = list.length < 4 ? [] : [list.slice(0, list.length / 2), list.slice(list.length / 2)];
  const fewer = [...halves, ...list.map((_, skipped) => list.filter((__, index) => index !== skipped))];
  return [
    ...without,
    { suspend: 'none', ...error },
    ...known,
    ...fewer.map((each): Schedule => ({ suspend: each.length === 0 ? 'none' : each, ...error })),
  ];
}

/** A failure for people: the schedule, the first difference, both traces, and the command that replays it. */
export function printFailure(failure: Failure, replay: (schedule: string) => string): string {
  const schedule = printSchedule(failure.schedule);
  const runs = failure.expected.map((expected, index) => {
    const title = failure.expected.length > 1 ? ` (twin ${index})` : '';
    return `--- expected${title}\n${printOutcome(expected)}\n--- got${title}\n${printOutcome(failure.actual[index] as Outcome)}`;
  });
  return [`under the schedule "${schedule}"`, failure.difference, ...runs, `replay: ${replay(schedule)}`].join('\n');
}
