// The bank in straight-line code: each customer is a greenlet, and what has to wait is an ordinary call.

import { Greenlet, getCurrent } from 'greenc';
import { Bank, CUSTOMERS, exponential, now, random, schedule, simulate } from './kernel.js';

const clock = getCurrent();

/** Waits for some time to pass. */
function pass(time) {
  schedule(time, getCurrent());
  clock.switch();
}

function enter(counters, patience) {
  return counters.take(getCurrent(), patience) || clock.switch();
}

function serve() {
  pass(exponential(4));
  // Some have forgotten something.
  if (random() < 0.1) pass(exponential(2));
}

function errand(bank) {
  if (!enter(bank.counters, 1 + random() * 10)) return false;
  serve();
  bank.counters.leave();
  return true;
}

function customer(bank) {
  const arrived = now;
  for (let errands = 1 + Math.floor(random() * 3); errands > 0; errands--) {
    if (!errand(bank)) {
      bank.lost++;
      return;
    }
  }
  bank.served++;
  bank.time += now - arrived;
}

function arrivals(bank) {
  for (let count = 0; count < CUSTOMERS; count++) {
    schedule(0, new Greenlet(customer, clock), bank);
    pass(exponential(1.5));
  }
}

export const expected = '78346 served, 21654 lost, 10.775747 each, closed at 149976.996000';

export function run() {
  const bank = new Bank();
  schedule(0, new Greenlet(arrivals, clock), bank);
  simulate((greenlet, value) => greenlet.switch(value));
  return bank.summary;
}
