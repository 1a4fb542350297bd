'use greenlet';
// A discrete-event simulation: customers of a bank queue for counters, lose patience, come back. Each of them is an ordinary function
// in a greenlet; to wait, it calls something. The clock of the simulation does not tick: it jumps to whatever comes next.

import { Greenlet, getCurrent } from 'greenc';

interface Happening {
  readonly at: number;
  readonly what: () => unknown;
}

const clock = getCurrent();
let now = 0;
const agenda: Happening[] = [];

function schedule(delay: number, what: () => unknown): Happening {
  const happening = { at: now + delay, what };
  // Behind what happens at the same time.
  const index = agenda.findIndex(({ at }) => at > happening.at);
  agenda.splice(index < 0 ? agenda.length : index, 0, happening);
  return happening;
}

function cancel(happening: Happening): void {
  agenda.splice(agenda.indexOf(happening), 1);
}

/** Waits for some time to pass. */
function pass(time: number): void {
  const greenlet = getCurrent();
  schedule(time, () => greenlet.switch());
  clock.switch();
}

function simulate(): void {
  for (let next = agenda.shift(); next !== undefined; next = agenda.shift()) {
    now = next.at;
    next.what();
  }
}

class Counters {
  readonly #queue: ((isFree: boolean) => void)[] = [];

  constructor(private free: number) {}

  /** Queues for a counter; gives false to those who lose patience before it is their turn. */
  enter(patience: number): boolean {
    if (this.free > 0) {
      this.free--;
      return true;
    }
    const greenlet = getCurrent();
    const call = (isFree: boolean) => greenlet.switch(isFree);
    const giveUp = schedule(patience, () => {
      this.#queue.splice(this.#queue.indexOf(next), 1);
      call(false);
    });
    const next = (isFree: boolean) => {
      cancel(giveUp);
      schedule(0, () => call(isFree));
    };
    this.#queue.push(next);
    return clock.switch();
  }

  leave(): void {
    const next = this.#queue.shift();
    if (next === undefined) this.free++;
    else next(true);
  }
}

let seed = 5;
function random(below: number): number {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
  return Math.floor((seed / 2 ** 32) * below);
}

const log = (text: string) => console.log(`${String(now).padStart(3)} min  ${text}`);

function errand(bank: Counters, name: string): void {
  const arrived = now;
  // Whoever is sent away comes back later: three times at most.
  for (let tries = 1; ; tries++) {
    if (bank.enter(5)) break;
    if (tries === 3) throw new Error(`${name} has tried ${tries} times`);
    log(`${name} loses patience`);
    pass(15 + random(10));
  }
  try {
    log(`${name} is served${now > arrived ? `, after ${now - arrived} minutes` : ''}`);
    pass(6 + random(8));
  } finally {
    bank.leave();
  }
}

function customer(bank: Counters, name: string): void {
  log(`${name} arrives`);
  try {
    for (let errands = 1 + random(2); errands > 0; errands--) errand(bank, name);
    log(`${name} is content`);
  } catch (error) {
    log((error as Error).message);
  }
}

new Greenlet(() => {
  const bank = new Counters(2);
  for (const name of ['Ann', 'Bob', 'Cid', 'Dan', 'Eve', 'Fay', 'Gus']) {
    schedule(0, () => new Greenlet(customer).switch(bank, name));
    pass(random(5));
  }
}).switch();
simulate();
console.log('closed');
