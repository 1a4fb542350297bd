// The same bank with generators: whatever has to wait is one, and so is whatever calls it.

import { Bank, CUSTOMERS, exponential, now, random, schedule, simulate } from './kernel.js';

let current;

const pass = time => void schedule(time, current);

function* enter(counters, patience) {
  return counters.take(current, patience) || (yield);
}

function* serve() {
  yield pass(exponential(4));
  // Some have forgotten something.
  if (random() < 0.1) yield pass(exponential(2));
}

function* errand(bank) {
  if (!(yield* enter(bank.counters, 1 + random() * 10))) return false;
  yield* serve();
  bank.counters.leave();
  return true;
}

function* customer(bank) {
  const arrived = now;
  for (let errands = 1 + Math.floor(random() * 3); errands > 0; errands--) {
    if (!(yield* errand(bank))) {
      bank.lost++;
      return;
    }
  }
  bank.served++;
  bank.time += now - arrived;
}

function* arrivals(bank) {
  for (let count = 0; count < CUSTOMERS; count++) {
    schedule(0, customer(bank));
    yield pass(exponential(1.5));
  }
}

function resume(process, value) {
  current = process;
  process.next(value);
}

export const expected = '78346 served, 21654 lost, 10.775747 each, closed at 149976.996000';

export function run() {
  const bank = new Bank();
  schedule(0, arrivals(bank));
  simulate(resume);
  return bank.summary;
}
