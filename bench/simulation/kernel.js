// What both simulations have in common: a clock with a heap of what is to happen, chance, and counters that people queue for.
// Nothing in here waits, so that it need not be compiled. A process is whatever the simulation makes of it; `resume(process, value)` lets one go on.

export let now = 0;
const heap = [];
let order = 0;
let seed = 1;

class Happening {
  constructor(at, process, value) {
    this.at = at;
    this.order = order++;
    this.process = process;
    this.value = value;
    this.isOver = false;
  }
}

const isBefore = (one, other) => one.at < other.at || (one.at === other.at && one.order < other.order);

/** Has a process go on with a value later. */
export function schedule(delay, process, value) {
  const happening = new Happening(now + delay, process, value);
  let index = heap.length;
  while (index > 0) {
    const above = (index - 1) >> 1;
    if (isBefore(heap[above], happening)) break;
    heap[index] = heap[above];
    index = above;
  }
  heap[index] = happening;
  return happening;
}

function takeFirst() {
  const first = heap[0];
  const last = heap.pop();
  const { length } = heap;
  if (length > 0) {
    let index = 0;
    for (;;) {
      let below = 2 * index + 1;
      if (below >= length) break;
      if (below + 1 < length && isBefore(heap[below + 1], heap[below])) below++;
      if (!isBefore(heap[below], last)) break;
      heap[index] = heap[below];
      index = below;
    }
    heap[index] = last;
  }
  return first;
}

/** Until nothing is left to happen. */
export function simulate(resume) {
  while (heap.length > 0) {
    const happening = takeFirst();
    if (happening.isOver) continue;
    happening.isOver = true;
    now = happening.at;
    resume(happening.process, happening.value);
  }
}

class Counters {
  constructor(count) {
    this.free = count;
    this.queue = [];
    this.first = 0;
  }

  /** Whether there is one at once. If not, the process will go on with true when it is called, or with false if its patience ends before. */
  take(process, patience) {
    if (this.free > 0) {
      this.free--;
      return true;
    }
    this.queue.push(schedule(patience, process, false));
    return false;
  }

  leave() {
    while (this.first < this.queue.length) {
      const waiting = this.queue[this.first++];
      if (this.first === 1024) {
        this.queue = this.queue.slice(this.first);
        this.first = 0;
      }
      if (waiting.isOver) continue;
      waiting.isOver = true;
      schedule(0, waiting.process, true);
      return;
    }
    this.free++;
  }
}

/** Between 0 and 1. */
export function random() {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
  return seed / 2 ** 32;
}

export const exponential = mean => -mean * Math.log(1 - random());

export const CUSTOMERS = 100000;

/** What the bank knows in the end, as text. */
export class Bank {
  constructor() {
    now = order = 0;
    seed = 1;
    this.counters = new Counters(5);
    this.served = this.lost = this.time = 0;
  }

  get summary() {
    return `${this.served} served, ${this.lost} lost, ${(this.time / this.served).toFixed(6)} each, closed at ${now.toFixed(6)}`;
  }
}
