/**
 * Deadlocks: greenlets wait, and the event loop has nothing left that could wake them. Then a process ends, and would do so without a word.
 * Node says when (`beforeExit`); elsewhere nobody knows.
 */
import { Greenlet } from '../index.js';
import { misuse } from './checks.js';
import { nextTurn } from './ready.js';
import { describeGreenlets, reportWaiting } from './report.js';

/** The part used of Node's `process`, which Deno and Bun have as well. */
interface Process {
  exitCode?: unknown;
  on?(event: 'exit', listener: () => void): unknown;
  prependListener?(event: 'beforeExit', listener: () => void): unknown;
}

const { process, console } = globalThis as unknown as {
  process?: Process;
  console: { error(text: string): void };
};

/** What Node ends with where a module waits for ever. */
const UNSETTLED = 13;

let isReported = true;
const daemons = new WeakSet<Greenlet>();

/**
 * Whether a deadlock is reported: on the console, with the stack of each greenlet that waits, and by the exit code 13 if none is set. It
 * is unless this says otherwise.
 */
export function reportDeadlocks(on: boolean): void {
  isReported = on;
}

/**
 * Excepts a greenlet from reports of deadlocks: one that waits for work all its life, and that nobody misses at the end.
 * @returns the greenlet
 * @throws TypeError if it is none
 */
export function daemon<G extends Greenlet>(greenlet: G): G {
  if (!(greenlet instanceof Greenlet)) throw misuse('daemon()', 'a greenlet', greenlet);
  daemons.add(greenlet);
  return greenlet;
}

let isWatching = false;

/** Has deadlocks reported, once. */
export function watchForDeadlocks(): void {
  if (isWatching) return;
  isWatching = true;
  let isOver = false;
  // Another listener may have something more to do, and the process ends later, for another reason: so this one comes first.
  process?.prependListener?.('beforeExit', () => {
    isOver = true;
    const turn = nextTurn(() => {
      isOver = false;
    });
    (turn as { unref?(): unknown }).unref?.();
  });
  process?.on?.('exit', () => {
    if (isOver && isReported) report();
  });
}

function report(): void {
  const waiting = reportWaiting(greenlet => daemons.has(greenlet));
  if (waiting.length === 0) return;
  const isOne = waiting.length === 1;
  const who = isOne ? '1 greenlet waits' : `${waiting.length} greenlets wait`;
  const text = `Deadlock: ${who}, and nothing is left that could wake ${isOne ? 'it' : 'them'}.`;
  // Nobody else is there who could have it.
  const isLocked = isOne && waiting[0].waitsIn === 'lock.acquire()';
  const advice = isLocked
    ? '\nWhoever has the lock has ended without releasing it (see run), or waits for it again (see RLock).'
    : '';
  console.error(`${text}\n${describeGreenlets(waiting)}${advice}`);
  (process as Process).exitCode ??= UNSETTLED;
}
