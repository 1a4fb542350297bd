/**
 * What is to happen later: a binary heap, and one timer of the host's for whatever comes first. A sleeping greenlet then costs a place in a
 * list, and not an object of the host's. What is due already waits for the event loop's next turn: a timer of the host's takes a
 * millisecond at least.
 *
 * Times are whole milliseconds since the process or page began, so that the engine keeps them without a box.
 */
import { nextTurn } from './ready.js';

/** Something with a time. What has the same time happens in the order in which it was added. */
export interface Timed {
  at: number;
  order: number;
  /** The place in the heap; -1: it is in none. */
  index: number;
  /** Called from main. */
  fire(): void;
}

/** The longest time that hosts can wait for, in milliseconds. */
const LONGEST = 2 ** 31 - 1;

const {
  performance,
  setTimeout: startTimer,
  clearTimeout: stopTimer,
} = globalThis as unknown as {
  performance: { now(): number };
  setTimeout(callback: () => void, delay: number): unknown;
  clearTimeout(timer: unknown): void;
};

const heap: Timed[] = [];
let count = 0;
let timer: unknown = null;
/** When the host's timer goes off. */
let timerAt = 0;
let isNextTurn = false;

/** Has `timed.fire` called in `delay` milliseconds, not earlier. A delay that is no number or negative is none. */
export function addTimer(timed: Timed, delay: number): void {
  const now = performance.now();
  timed.at = delay > 0 ? Math.ceil(now + delay) : Math.floor(now);
  timed.order = count;
  // Nobody lives to see it start again: but then what is added would come before what is there.
  count = count === LONGEST ? 0 : count + 1;
  rise(timed, heap.push(timed) - 1);
  if (heap[0] === timed) wind();
}

export function removeTimer(timed: Timed): void {
  const { index } = timed;
  if (index < 0) return;
  timed.index = -1;
  const last = heap.pop() as Timed;
  if (last !== timed) {
    rise(last, index);
    sink(last, last.index);
  }
  if (heap.length === 0 && timer !== null) {
    stopTimer(timer);
    timer = null;
  }
}

/** What is in the heap, in no order. */
export function listTimed(): readonly Timed[] {
  return heap;
}

function wind(): void {
  const { at } = heap[0];
  const delay = at - performance.now();
  if (delay <= 0) {
    if (isNextTurn) return;
    isNextTurn = true;
    nextTurn(turn);
    return;
  }
  if (timer !== null) {
    if (timerAt <= at) return;
    stopTimer(timer);
  }
  timerAt = at;
  timer = startTimer(elapse, Math.min(Math.ceil(delay), LONGEST));
}

function turn(): void {
  isNextTurn = false;
  fire();
}

function elapse(): void {
  timer = null;
  fire();
}

function fire(): void {
  // What is added meanwhile is for another time, or it could keep everything else from happening.
  const until = count;
  const now = performance.now();
  try {
    while (heap.length > 0 && heap[0].at <= now && heap[0].order < until) {
      const first = heap[0];
      removeTimer(first);
      first.fire();
    }
  } finally {
    // A greenlet that is no task throws what it throws here; the others are not to wait for ever for that.
    if (heap.length > 0) wind();
  }
}

function isBefore(one: Timed, other: Timed): boolean {
  return one.at < other.at || (one.at === other.at && one.order < other.order);
}

function rise(timed: Timed, from: number): void {
  let index = from;
  while (index > 0) {
    const above = (index - 1) >> 1;
    const parent = heap[above];
    if (!isBefore(timed, parent)) break;
    heap[index] = parent;
    parent.index = index;
    index = above;
  }
  heap[index] = timed;
  timed.index = index;
}

function sink(timed: Timed, from: number): void {
  let index = from;
  for (;;) {
    let below = 2 * index + 1;
    if (below >= heap.length) break;
    if (below + 1 < heap.length && isBefore(heap[below + 1], heap[below])) below++;
    const child = heap[below];
    if (!isBefore(child, timed)) break;
    heap[index] = child;
    child.index = index;
    index = below;
  }
  heap[index] = timed;
  timed.index = index;
}
