// Runs a program once, the original natively or the compiled one under a schedule, and says what could be observed.
import { types } from 'node:util';
import { format, formatThrown } from './format.js';
import { createProbes, type Probes, probeError, Session } from './probe.js';
import type { GreenletLike, RuntimeLike } from './runtime.js';
import type { Instance, Program } from './sandbox.js';
import { type AnySchedule, isTwin, type Schedule, seededRandom } from './schedule.js';

/** Everything that can be observed of one run. */
export interface Outcome {
  readonly trace: readonly string[];
  /** `returned …` or `threw …`. */
  readonly result: string;
  /** The module's exports afterwards. */
  readonly state: string;
  /** Dynamic probes called. */
  readonly probes: number;
  /** How many of the events, and of the probes, come before `run` returns; the others in microtasks. */
  readonly atOnce: { readonly events: number; readonly probes: number };
  /** How many of them before `run`, or undefined when the module did not come to its end. */
  readonly loadProbes: number | undefined;
}

export function printOutcome(outcome: Outcome): string {
  return [...outcome.trace, outcome.result, ...(outcome.state === '{}' ? [] : [`exports ${outcome.state}`])].join('\n');
}

/** The oracle: the original program, run natively; the error of `errorAt` is thrown at that probe. */
export function runOriginal(program: Program, errorAt?: number): Outcome {
  const probes = createProbes(null);
  const session = new Session(errorAt === undefined ? { suspend: 'none' } : { suspend: 'none', errorAt });
  probes.session = session;
  let instance: Instance | undefined;
  let loadProbes: number | undefined;
  const result = attempt(() => {
    instance = program(probes);
    loadProbes = session.probes;
    return watched(session, instance, instance.run());
  });
  return finish(session, result, instance, loadProbes);
}

/** `value`; if it is a promise, what becomes of it is an event. */
function watched(session: Session, { microtasks }: Instance, value: unknown): unknown {
  if (types.isPromise(value))
    microtasks.watch(
      value,
      fulfilled => session.record(`fulfilled ${format(fulfilled)}`),
      error => session.record(`rejected ${formatThrown(error)}`),
    );
  return value;
}

/** The compiled program under one schedule; two outcomes for twins. Called in the main greenlet. */
export function runCompiled(program: Program, runtime: RuntimeLike, schedule: AnySchedule): Outcome[] {
  const probes = createProbes(runtime);
  const sessions = (isTwin(schedule) ? schedule.twins : [schedule]).map((each: Schedule) => new Session(each));
  // The module runs once, in main, whatever the number of twins; what it logs is the beginning of each one's trace.
  const load = new Session({ ...sessions[0]?.schedule, suspend: 'none' });
  probes.session = load;
  let instance: Instance | undefined;
  const loaded = attempt(() => {
    instance = program(probes);
    return undefined;
  });
  for (const session of sessions) {
    session.trace.push(...load.trace);
    session.probes = load.probes;
  }
  if (instance === undefined) return sessions.map(session => finish(session, loaded, instance, undefined));
  const { run, microtasks } = instance;
  for (const session of sessions) session.greenlet = new runtime.api.Greenlet(run);
  const results = drive(sessions, probes, schedule, (session, value) =>
    sessions.length > 1 ? value : watched(session, instance as Instance, value),
  );
  if (sessions.length > 1) {
    // Nobody can tell whose microtasks are whose.
    probes.session = new Session({ suspend: 'none' });
    microtasks.run();
  }
  return sessions.map((session, index) => finish(session, results[index] as string, instance, load.probes));
}

function attempt(action: () => unknown): string {
  try {
    return `returned ${format(action())}`;
  } catch (error) {
    return `threw ${formatThrown(error)}`;
  }
}

function finish(
  session: Session,
  result: string,
  instance: Instance | undefined,
  loadProbes: number | undefined,
): Outcome {
  const { trace } = session;
  const atOnce = { events: trace.length, probes: session.probes };
  instance?.microtasks.run();
  if (trace.length > atOnce.events) trace.splice(atOnce.events, 0, 'later');
  const { run: _, ...rest } = instance?.exports ?? {};
  return { trace, result, state: format(rest), probes: session.probes, atOnce, loadProbes };
}

/** Told of each value that main gets, and gives it. */
type Seen = (session: Session, value: unknown) => unknown;

/**
 * Starts or resumes a session from main, until some greenlet switches or dies into main. Says what main got, as the
 * result text of whichever session has died meanwhile.
 */
function step(session: Session, probes: Probes, seen: Seen): { text: string; threw: boolean } {
  probes.session = session;
  try {
    return { text: `returned ${format(seen(session, resume(session)))}`, threw: false };
  } catch (error) {
    return { text: `threw ${formatThrown(error)}`, threw: true };
  }
}

function resume(session: Session): unknown {
  const { suspendedAt, value, schedule } = session;
  const greenlet = session.greenlet as GreenletLike;
  if (suspendedAt < 0) return greenlet.switch();
  session.value = undefined;
  return schedule.errorAt === suspendedAt ? greenlet.throw(probeError(suspendedAt)) : greenlet.switch(value);
}

/**
 * Runs sessions over one instance to their ends. In turns: main resumes one after the other. Direct: a suspending probe
 * switches to the other twin while that is alive, and main only picks up the one that is left.
 */
function drive(sessions: readonly Session[], probes: Probes, schedule: AnySchedule, seen: Seen): string[] {
  const results: (string | undefined)[] = sessions.map(() => undefined);
  const random = isTwin(schedule) && schedule.seed !== undefined ? seededRandom(schedule.seed) : undefined;
  if (isTwin(schedule) && schedule.way === 'direct') switchDirectly(sessions as [Session, Session], probes, results);
  for (let turn = 0; results.includes(undefined); turn++) {
    let index = random === undefined ? turn % sessions.length : Math.floor(random() * sessions.length);
    if (results[index] !== undefined) index = results.indexOf(undefined);
    const { text, threw } = step(sessions[index] as Session, probes, seen);
    const died = sessions.findIndex((session, other) => results[other] === undefined && session.greenlet?.dead);
    if (died >= 0) results[died] = text;
    else if (threw) results[index] = `HARNESS: ${text} while the greenlet is alive`;
    else if (sessions.every((session, other) => results[other] !== undefined || session.suspendedAt < 0))
      results[index] = `HARNESS: ${text} although no probe switched`;
  }
  return results as string[];
}

function switchDirectly(sessions: readonly [Session, Session], probes: Probes, results: readonly unknown[]): void {
  const toMain = probes.target;
  probes.target = from => {
    const other = sessions[from === sessions[0] ? 1 : 0];
    if (results[sessions.indexOf(other)] !== undefined || other.greenlet === null || other.greenlet.dead)
      return toMain(from);
    probes.session = other;
    const { suspendedAt, value } = other;
    if (suspendedAt < 0) return { greenlet: other.greenlet, values: [] };
    other.value = undefined;
    if (other.schedule.errorAt === suspendedAt)
      return { greenlet: other.greenlet, values: [], error: { thrown: probeError(suspendedAt) } };
    return { greenlet: other.greenlet, values: [value] };
  };
}

const notIterable =
  /Cannot destructure property 'Symbol\(Symbol\.iterator\)' of '[^']*' as it is (?:undefined|null)\.|(?<=^|"|: )[^":]*? (?:is not iterable(?: \(cannot read property (?:Symbol\(Symbol\.iterator\)|undefined)\))?|is not a function or its return value is not iterable)|Spread syntax requires \.\.\.iterable\[Symbol\.iterator\] to be a function/g;
/** An object of an anonymous class: the class that stands for it has a name in its text. */
const described = /(?:#<[\w$]+>|\[object \w+\]) (which has only a getter)/g;
const folded = /(?:NaN|\(?-?\d[^"]*?) is not a function/g;
/** What they say of a call whose result is to be iterated, whichever of the two fails. */
const iteratedCall = / is not a function or its return value is not iterable/;
/** What they say of a callee in a pattern's key, for instance: its type and value. */
const valued =
  /(?:\bundefined|\bobject null|\b(?:number|bigint|string|boolean|symbol|object) [^:]*|#<\w+>|\[object \w+\]) is not a (?:function|constructor)/;
const unnamed = /\(intermediate value\)|\.for\b|\.catch\b|\barguments\[0\] is not a function/;

/**
 * Whether two events are the same to a program. What engines say about a value that cannot be iterated depends on the
 * syntax around it, they fold constants, and where they cannot name a value they invent things such as `.for`: lowered
 * loops and patterns cannot say the same there, but must not name our own temporaries. Else messages must be equal.
 */
function same(expected: string | undefined, actual: string | undefined): boolean {
  if (expected === actual) return true;
  if (expected === undefined || actual === undefined || namesOurs(actual.replace(described, ''))) return false;
  const [wanted, got] = [expected, actual].map(event =>
    event.replace(notIterable, '… is not iterable').replace(folded, '… is not a function').replace(described, '… $1'),
  ) as [string, string];
  if (wanted === got || unguarded(got).test(wanted)) return true;
  if (iteratedCall.test(expected) && / is not a function/.test(got)) return sort(wanted) === sort(got);
  if (valued.test(expected) && / is not a (?:function|constructor)/.test(actual)) return sort(wanted) === sort(got);
  return unnamed.test(expected) && sort(wanted) === sort(got);
}

/** What the engine may have said of the original where it names our guard: it is called around the author's calls. */
function unguarded(event: string): RegExp {
  const parts = event.split('$g(...)').map(part => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*?\\(\\.\\.\\.\\)')}$`);
}

/**
 * Whether a message names a temporary. The text of a whole function, which engines give at times, has them; and `$g`,
 * the guard of bodies that cannot be suspended, is what engines name where they cannot name the value.
 */
function namesOurs(event: string): boolean {
  return /\$(?!g\b)\w/.test(event) && !/=>|\bfunction\b[^<>]*\(/.test(event);
}

/** `log`, or `threw TypeError`: an event without the message it carries. */
function sort(event: string): string {
  return /^threw \w+|^\w+/.exec(event)?.[0] ?? '';
}

/**
 * The first difference between what the original and the compiled program did, or undefined. `atOnce`: what they did in
 * microtasks does not matter.
 */
export function difference(expected: Outcome, actual: Outcome, atOnce = false): string | undefined {
  const [wanted, got] = [expected, actual].map(({ trace, atOnce: { events } }) =>
    atOnce ? trace.slice(0, events) : trace,
  ) as [readonly string[], readonly string[]];
  for (let index = 0; index < Math.max(wanted.length, got.length); index++) {
    if (!same(wanted[index], got[index]))
      return `event ${index}: expected ${wanted[index] ?? expected.result}, got ${got[index] ?? actual.result}`;
  }
  if (!same(expected.result, actual.result)) return `expected ${expected.result}, got ${actual.result}`;
  if (expected.state !== actual.state) return `exports afterwards: expected ${expected.state}, got ${actual.state}`;
  return undefined;
}
