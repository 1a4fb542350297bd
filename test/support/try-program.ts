// Tries one generated program, or one broken one, under its schedules.
import { checkPair, type Failure } from './check.js';
import type { Point } from './coverage.js';
import { withTimeout } from './realm.js';
import { type Effort, generatedEffort, isTwin, printSchedule } from './schedule.js';
import { printOutcome, runOriginal } from './trial.js';
import { filenameOf, type Greenc, loadOriginal, prepare } from './workbench.js';

/** A program that behaves differently once it is compiled. */
export interface Found {
  readonly source: string;
  /** Failed only when run twice at once. */
  readonly isTwin: boolean;
  /** What went wrong, without what varies from program to program. */
  readonly kind: string;
  /** The schedule, or the compiler's message. */
  readonly text: string;
}

export interface TryOptions {
  readonly effort?: Effort;
  readonly twins?: boolean;
  /** In milliseconds. */
  readonly timeLimit?: number;
}

/** Too deep, too long; or made use of a function's own text, which compiling changes. */
const unsuitable = /Maximum call stack|too many events|\bfunction\b[^<>]*\(|=>|class \w* ?\{/;

/** Programs that say too much, that do anything before `run`, or that parse in no engine, are left out. */
function isUsable(greenc: Greenc, source: string, timeLimit: number): boolean {
  try {
    const original = loadOriginal(greenc, source, filenameOf(source));
    const outcome = withTimeout(timeLimit, () => runOriginal(original));
    return outcome.loadProbes === 0 && outcome.trace.length < 600 && !unsuitable.test(printOutcome(outcome));
  } catch {
    return false;
  }
}

/** Runs one program under its schedules. */
export function tryProgram(
  greenc: Greenc,
  source: string,
  seed: number,
  { effort = generatedEffort, twins = true, timeLimit = 5000 }: TryOptions = {},
): 'skipped' | Found | { schedules: number; probes: number; points: () => Point[] } {
  if (!isUsable(greenc, source, timeLimit)) return 'skipped';
  try {
    const prepared = prepare(greenc, source, filenameOf(source), { all: true });
    const { failures, ...verdict } = withTimeout(timeLimit, () => checkPair(prepared, { effort, seed, twins }));
    const [failure] = failures;
    if (failure === undefined) return { ...verdict, points: prepared.recorder.points };
    if (failure.expected.some(outcome => unsuitable.test(printOutcome(outcome)))) return 'skipped';
    return { source, isTwin: isTwin(failure.schedule), kind: kindOf(failure), text: printSchedule(failure.schedule) };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return {
      source,
      isTwin: false,
      kind: `crash: ${message.split('\n')[0]?.replace(/'\w+'|\(in .*?\)|\$?\b\w*\d+\b/g, '…')}`,
      text: message,
    };
  }
}

/** Failures of the same kind are taken for one cause: the difference, without what varies from program to program. */
function kindOf({ difference }: Failure): string {
  return difference
    .replace(/^twin \d: /, '')
    .replace(/event \d+/, 'event')
    .replace(/\b[a-zA-Z]\d+\b/g, 'x')
    .replace(/-?\d+(?:\.\d+)?/g, '0')
    .slice(0, 120);
}

/** Whether the schedules tell a broken compiled text from the original. */
export function isNoticed(greenc: Greenc, source: string, filename: string, broken: string): boolean {
  try {
    const prepared = prepare(greenc, source, filename, {}, () => broken);
    return withTimeout(5000, () => checkPair(prepared, { effort: generatedEffort, seed: 1 })).failures.length > 0;
  } catch {
    return true;
  }
}
