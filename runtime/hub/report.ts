/** Who exists and where each waits: `dumpGreenlets`, for people; and for them too what is said of a deadlock. */
import { type FramePosition, type Greenlet, getCurrent } from '../index.js';
import { UNSTARTED } from '../state.js';
import { clock, timeNow } from './clock.js';
import { Ending, Method } from './ending.js';
import { listNoted } from './known.js';
import { listReady } from './ready.js';
import { endingOf, Start, Task } from './task.js';
import { listTimed } from './timers.js';
import { mainGreenlet, Wait } from './wait.js';

const { performance, console } = globalThis as unknown as {
  performance: { now(): number };
  console: { error(text: string): void };
};

/** What is known of a greenlet. */
export interface GreenletReport {
  readonly greenlet: Greenlet;
  /** Its own property `name`, or what the function is called that it runs; may be empty. */
  readonly name: string;
  /**
   * `new`: it has not begun. `ready`: it will go on, or begin, in its turn. `waits`: in a call that waits. `suspended`: something else must
   * switch to it. `running`: it has asked for this report.
   */
  readonly state: 'new' | 'ready' | 'waits' | 'suspended' | 'running';
  /** The call in which it waits, `queue.get()` for instance. */
  readonly waitsIn: string | undefined;
  /** For how many milliseconds it has waited, more or less: see `trackGreenlets`; undefined if it waits for nothing in the hub. */
  readonly waited: number | undefined;
  /** In how many milliseconds it goes on at the latest, if the call has a timeout; or begins. */
  readonly left: number | undefined;
  /** The calls suspended in it, innermost first. */
  readonly frames: readonly FramePosition[];
}

/**
 * Has the time of each wait that begins from now on be noted to the millisecond: for how long greenlets wait is known to a tenth of a second
 * otherwise, and where the event loop was blocked before the wait, that may be added. It makes each wait slower.
 * @param on false: no longer
 */
export function trackGreenlets(on = true): void {
  clock.isExact = on;
}

/** Who exists, with the wait it is in. */
export function listGreenlets(): Map<Greenlet, Wait | null> {
  const found = new Map<Greenlet, Wait | null>();
  const add = (one: unknown): void => {
    if (one instanceof Wait) found.set(one.greenlet, one);
    else if (one instanceof Start) add(one.ending);
    else if (one instanceof Ending && one.core.state === UNSTARTED) found.set(one.task, null);
  };
  for (const { self, frame } of listNoted()) found.set(self as Greenlet, frame instanceof Wait ? frame : null);
  listTimed().forEach(add);
  listReady().forEach(add);
  if (getCurrent() !== mainGreenlet) found.set(getCurrent(), null);
  return found;
}

function reportOn(greenlet: Greenlet, wait: Wait | null): GreenletReport {
  const { frames } = greenlet;
  let state: GreenletReport['state'] = 'suspended';
  if (greenlet === getCurrent()) state = 'running';
  else if (!greenlet.started) state = 'new';
  else if (wait !== null) state = wait.isOpen ? 'waits' : 'ready';
  return {
    greenlet,
    name: nameOf(greenlet, frames),
    state,
    waitsIn: wait?.what,
    waited: wait === null ? undefined : timeNow() - wait.since,
    left: wait === null || wait.index < 0 ? undefined : Math.max(0, wait.at - performance.now()),
    frames,
  };
}

function nameOf(greenlet: Greenlet, frames: readonly FramePosition[]): string {
  const own: unknown = Object.getOwnPropertyDescriptor(greenlet, 'name')?.value;
  if (typeof own === 'string') return own;
  if (greenlet instanceof Task && !greenlet.started) {
    const { work } = endingOf(greenlet);
    if (work !== null) return (work instanceof Method ? work.fn : work).name;
  }
  return frames.at(-1)?.name ?? '';
}

/** Each greenlet with its stack, in the form of an error's; those that say the same once, with their number; by their names. */
export function describeGreenlets(reports: readonly GreenletReport[]): string {
  const groups = new Map<string, GreenletReport[]>();
  for (const report of reports) {
    const { name, state, waitsIn, greenlet } = report;
    const doing = { new: 'has not begun', ready: 'is ready', suspended: 'is suspended', running: 'is running' };
    const text = state === 'waits' ? `waits in ${waitsIn}` : doing[state];
    const key = `${name === '' ? 'a greenlet' : name} ${text}\n${stackOf(greenlet)}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [report]);
    else group.push(report);
  }
  return [...groups.keys()]
    .sort()
    .map(key => describeGroup(key, groups.get(key) as GreenletReport[]))
    .join('\n');
}

/** Without what the runtime has compiled of itself. */
function stackOf({ stack }: Greenlet): string {
  const lines = stack.split('\n');
  return lines.filter(line => !/[ (]greenc\/runtime\//.test(line)).join('\n');
}

function describeGroup(key: string, group: readonly GreenletReport[]): string {
  const end = key.indexOf('\n');
  const waited = group.flatMap(report => report.waited ?? []);
  const left = group.flatMap(report => report.left ?? []);
  const notes = [
    group.length > 1 ? [`${group.length} of them`] : [],
    waited.length > 0 ? [`for ${duration(Math.max(...waited))}`] : [],
    left.length > 0 ? [`${duration(Math.min(...left))} left`] : [],
  ].flat();
  const stack = key.slice(end + 1);
  return `${key.slice(0, end)}${notes.length > 0 ? ` (${notes.join(', ')})` : ''}${stack && `\n${stack}`}`;
}

function duration(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}

/**
 * Says who exists: the greenlets that the hub has started or that wait in it, where each waits, and for how long.
 *
 * Greenlets that the hub has not started are found once they have waited in it; those that nobody refers to any more, until they are
 * collected.
 * @param print is given the text: by default it goes to the console as an error; null: to nobody
 * @returns what the text says, for programs
 */
export function dumpGreenlets(print: ((text: string) => void) | null = text => console.error(text)): GreenletReport[] {
  const reports = [...listGreenlets()].map(([greenlet, wait]) => reportOn(greenlet, wait));
  const count = reports.length === 1 ? '1 greenlet' : `${reports.length} greenlets`;
  print?.(reports.length === 0 ? 'no greenlets' : `${count}:\n${describeGreenlets(reports)}`);
  return reports;
}

/** The greenlets that wait, and that nothing but an event can wake. For how long is of no interest, unless somebody has asked for it. */
export function reportWaiting(isExcepted: (greenlet: Greenlet) => boolean): GreenletReport[] {
  return [...listGreenlets()]
    .filter(([greenlet, wait]) => wait?.isOpen && !isExcepted(greenlet))
    .map(([greenlet, wait]) => reportOn(greenlet, wait))
    .map(report => (clock.isExact ? report : { ...report, waited: undefined }));
}
