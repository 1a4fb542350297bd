/**
 * What is to happen next: greenlets that are to go on, greenlets that are to begin, callbacks; in the order in which they became ready.
 *
 * All of it happens in main, from a microtask. That alone would keep the event loop from turning as long as greenlets wake one
 * another, as async functions do: so after a number of them the rest waits for the loop's next turn. What promises wake is counted, too.
 *
 * Who would switch to main, and finds that main would do nothing but take the next entry, may save the way there and do it (`direct`).
 */
import { realm } from '../realm.js';

const { now } = realm;

export interface Ready {
  /** Called from main. */
  go(): void;
  /** It is a Wait. */
  readonly isWait?: boolean;
}

/** So many in a row before the event loop gets its turn. */
const TURN = 10_000;
/** The places for entries at the start, and again when very many have been gone through. */
const PLACES = 1024;

const { setImmediate, setTimeout } = globalThis as unknown as {
  setImmediate?(callback: () => void): unknown;
  setTimeout(callback: () => void, delay: number): unknown;
};
/** Calls back in the next turn of the event loop. */
export const nextTurn: (callback: () => void) => unknown = setImmediate ?? (callback => setTimeout(callback, 0));

const places = (count: number): (Ready | null)[] => new Array(count).fill(null);

/** One constant object rather than module variables, as the runtime's `now`. */
const queue = {
  /** A ring: the entry after the last place is in the first one. The number of places is a power of two. */
  ring: places(PLACES),
  first: 0,
  count: 0,
  isScheduled: false,
  /** So many may go on before the event loop's next turn. */
  left: TURN,
  /** Main does nothing but take the next entry when it is switched to. */
  isDirect: false,
};

const resolved = Promise.resolve();
// The program may put something else in its place; and hosts do more than this in `queueMicrotask`.
const { then } = Promise.prototype;

/** Whether something is to happen before the event loop goes on. */
export const isAnyReady = (): boolean => queue.count > 0;

/** What is to happen next, first things first. */
export function listReady(): readonly Ready[] {
  const { ring, first, count } = queue;
  return Array.from({ length: count }, (_, index) => ring[(first + index) & (ring.length - 1)] as Ready);
}

/** Has `ready.go` called soon, after all that is ready already. */
export function enqueue(ready: Ready): void {
  if (queue.count === queue.ring.length) grow();
  queue.ring[(queue.first + queue.count) & (queue.ring.length - 1)] = ready;
  queue.count++;
  if (!queue.isScheduled) schedule();
}

/** The same before all that is ready already, and as a part of what has gone just now. */
export function enqueueFirst(ready: Ready): void {
  if (queue.count === queue.ring.length) grow();
  queue.first = (queue.first - 1) & (queue.ring.length - 1);
  queue.ring[queue.first] = ready;
  queue.count++;
  queue.left++;
  if (!queue.isScheduled) schedule();
}

function grow(): void {
  const { ring, first } = queue;
  const { length } = ring;
  const wider = places(2 * length);
  for (let i = 0; i < length; i++) wider[i] = ring[(first + i) & (length - 1)];
  queue.ring = wider;
  queue.first = 0;
}

/**
 * What happens next if the greenlet that runs switches to main; null if that is not known, or if a trace callback is to see it. Who
 * does it takes it out by `shift`.
 */
export function direct(): Ready | null {
  return queue.isDirect && queue.count > 0 && queue.left > 0 && now.tracer === null ? queue.ring[queue.first] : null;
}

export const isDirect = (): boolean => queue.isDirect;

/** Whether main does nothing but take the next entry when it is switched to. Said by `go` before it switches to a greenlet. */
export function setDirect(isDirect: boolean): void {
  queue.isDirect = isDirect;
}

/** Whether what could be enqueued now would go next and at once. If so it counts as if it had been. */
export function isNext(): boolean {
  if (queue.count > 0 || queue.left <= 0) return false;
  queue.left--;
  return true;
}

/** Whether what a promise wakes goes on at once. If not, it is to be enqueued: the event loop is to turn first. */
export function goesOn(): boolean {
  return --queue.left >= 0;
}

/** Takes the first entry out. There must be one. */
export function shift(): Ready {
  const { ring, first } = queue;
  const ready = ring[first] as Ready;
  ring[first] = null;
  queue.first = (first + 1) & (ring.length - 1);
  queue.count--;
  queue.left--;
  return ready;
}

function schedule(): void {
  if (queue.left > 0) void then.call(resolved, drain);
  else {
    nextTurn(drain);
    queue.left = TURN;
  }
  // Not before: these calls may meet the engine's stack limit.
  queue.isScheduled = true;
}

function drain(): void {
  try {
    while (queue.count > 0 && queue.left > 0) {
      queue.isDirect = false;
      shift().go();
    }
  } finally {
    queue.isScheduled = queue.isDirect = false;
    if (queue.count > 0) schedule();
    else if (queue.ring.length > 16 * PLACES) {
      queue.ring = places(PLACES);
      queue.first = 0;
    }
  }
}
