/**
 * Runs in a browser: takes the programs that its server has, holds each compiled one against its original under many
 * schedules, and tells the server what it found.
 */
import { createOracle } from '../support/check.js';
import type { RuntimeLike } from '../support/runtime.js';
import { loadProgram, type MakeFunction, type Realm } from '../support/sandbox.js';
import {
  type AnySchedule,
  type Effort,
  errorSchedules,
  generatedEffort,
  isTwin,
  plainSchedules,
  printSchedule,
  seededRandom,
  twinSchedules,
} from '../support/schedule.js';
import { difference, type Outcome, printOutcome, runCompiled } from '../support/trial.js';
import { withEqualMessages } from './messages.js';
import { watchProxies } from './node-util.js';

/** A program as text that `loadProgram` takes. */
export interface PageCase {
  readonly name: string;
  readonly original: string;
  readonly compiled: string;
  /** False for programs with state outside `run`. */
  readonly twins: boolean;
  /** False for programs in which something cannot be suspended: they are run with nothing suspended. */
  readonly suspended: boolean;
  readonly fresh: boolean;
}

/** What becomes of a case: how many schedules agreed, or what differs. */
export interface PageResult {
  readonly name: string;
  readonly schedules: number;
  readonly failure?: string;
}

type Window = typeof globalThis & { eval(text: string): unknown; Function: FunctionConstructor };
interface Frame {
  contentWindow: Window;
  remove(): void;
}
declare const document: { createElement(name: 'iframe'): Frame; body: { append(frame: Frame): void } };
declare const runtimeBundle: string;

const effort: Effort = { ...generatedEffort, singles: 10, pairs: 8, random: 3, errors: 2, twins: 1 };

/** A realm of its own: what programs do to its built-ins goes with it. */
function realmOf(frame: Frame, isFresh: boolean): Realm & { readonly runtime: RuntimeLike } {
  const { contentWindow } = frame;
  watchProxies(contentWindow);
  const runtime = contentWindow.eval(`${runtimeBundle}\ngreencRuntime`) as RuntimeLike;
  const makeFunction = contentWindow.eval('(...texts) => new Function(...texts)') as MakeFunction;
  const { then } = contentWindow.Promise.prototype;
  return {
    isFresh,
    runtime,
    makeFunction,
    microtasks: {
      watch: (promise, onValue, onError) => void Reflect.apply(then, promise, [onValue, onError]),
      // They run when the engine likes: the outcomes are compared after that.
      run: () => {},
    },
  };
}

function schedulesOf(atOnce: number, probes: number, twins: boolean): AnySchedule[] {
  const random = seededRandom(1);
  return [
    ...plainSchedules(atOnce, effort, random),
    ...errorSchedules(probes, effort, random),
    ...(twins ? twinSchedules(atOnce, effort, random) : []),
  ];
}

const channel = new MessageChannel();
channel.port1.start();

/** Until no microtask is left. Timers would keep to their least delay. */
const idle = (): Promise<void> =>
  new Promise(done => {
    channel.port1.addEventListener('message', () => done(), { once: true });
    channel.port2.postMessage(null);
  });

async function run({ name, original, compiled, twins, suspended, fresh }: PageCase): Promise<PageResult> {
  const frame = document.createElement('iframe');
  document.body.append(frame);
  try {
    const realm = realmOf(frame, fresh);
    const program = loadProgram(compiled, realm.runtime, realm);
    const oracle = createOracle(loadProgram(original, null, realm));
    const { probes, atOnce } = oracle();
    const schedules: AnySchedule[] = suspended ? schedulesOf(atOnce.probes, probes, twins) : [{ suspend: 'none' }];
    for (const schedule of schedules) {
      const singles = isTwin(schedule) ? schedule.twins : [schedule];
      const expected = singles.map(({ errorAt }) => oracle(errorAt));
      const actual = runCompiled(program, realm.runtime, schedule);
      await idle();
      for (const [index, outcome] of expected.entries()) {
        const got = actual[index] as Outcome;
        const found = difference(withEqualMessages(outcome), withEqualMessages(got), isTwin(schedule));
        if (found === undefined) continue;
        const failure = `under the schedule "${printSchedule(schedule)}": ${found}\n--- expected\n${printOutcome(outcome)}\n--- got\n${printOutcome(got)}`;
        return { name, schedules: schedules.length, failure };
      }
    }
    return { name, schedules: schedules.length };
  } catch (error) {
    return { name, schedules: 0, failure: `${error}\n${(error as Error).stack}` };
  } finally {
    frame.remove();
  }
}

async function main(): Promise<void> {
  const cases = (await (await fetch('/cases')).json()) as PageCase[];
  for (const one of cases) await fetch('/result', { method: 'POST', body: JSON.stringify(await run(one)) });
  await fetch('/end', { method: 'POST' });
}

void main();
