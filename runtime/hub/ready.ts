/**
 * What is to happen next: greenlets that are to go on, greenlets that are to begin, callbacks; in the order in which they became ready.
 *
 * All of it happens in main, from a microtask. That alone would keep the event loop from turning as long as greenlets wake one
 * another, as promises do: so after a number of them the rest waits for the loop's next turn.
 */

export interface Ready {
  /** Called from main. */
  go(): void;
}

/** So many in a row before the event loop gets its turn. */
const TURN = 10_000;

const { setImmediate, setTimeout } = globalThis as unknown as {
  setImmediate?(callback: () => void): unknown;
  setTimeout(callback: () => void, delay: number): unknown;
};
/** Calls back in the next turn of the event loop. */
export const nextTurn: (callback: () => void) => unknown = setImmediate ?? (callback => setTimeout(callback, 0));

/** Entries from `first` on; what is before it has gone. */
let queue: (Ready | null)[] = [];
let first = 0;
let isScheduled = false;
let left = TURN;
const resolved = Promise.resolve();
// The program may put something else in its place; and hosts do more than this in `queueMicrotask`.
const { then } = Promise.prototype;

/** Whether something is to happen before the event loop goes on. */
export const isAnyReady = (): boolean => first < queue.length;

/** Has `ready.go` called soon, after all that is ready already. */
export function enqueue(ready: Ready): void {
  queue.push(ready);
  if (!isScheduled) schedule();
}

function schedule(): void {
  isScheduled = true;
  if (left > 0) void then.call(resolved, drain);
  else {
    left = TURN;
    nextTurn(drain);
  }
}

function drain(): void {
  try {
    while (first < queue.length && left > 0) {
      const ready = queue[first] as Ready;
      queue[first++] = null;
      left--;
      // A long queue is not to be moved for each entry, nor to grow for ever.
      if (first === 4096) {
        queue = queue.slice(first);
        first = 0;
      }
      ready.go();
    }
  } finally {
    isScheduled = false;
    if (first < queue.length) schedule();
    else {
      queue = queue.length > 4096 ? [] : queue;
      queue.length = 0;
      first = 0;
    }
  }
}
