'use greenlet';
// A round-robin scheduler with sleeping, joining and errors, in fifty lines. Tasks are ordinary functions;
// they may pause in any function they call, here inside a recursive walk.

import { Greenlet, getCurrent } from 'greenc';

const ready: Greenlet[] = [];
const asleep: { task: Greenlet; until: number }[] = [];
let clock = 0;

/** Lets the others run. */
function pause(): void {
  ready.push(getCurrent());
  scheduler.switch();
}

/** Waits for `ticks` ticks of the clock. */
function sleep(ticks: number): void {
  asleep.push({ task: getCurrent(), until: clock + ticks });
  scheduler.switch();
}

class Task extends Greenlet {
  readonly label: string;
  readonly #work: () => unknown;
  outcome: unknown;

  constructor(label: string, work: () => unknown) {
    super();
    this.label = label;
    this.#work = work;
    ready.push(this);
  }

  override run(): void {
    try {
      this.outcome = this.#work();
    } catch (error) {
      this.outcome = error;
      log(`${this.label} failed: ${(error as Error).message}`);
    }
  }

  /** Waits until the task has ended; gives what it returned or throws what it threw. */
  join(): unknown {
    while (!this.dead) pause();
    if (this.outcome instanceof Error) throw this.outcome;
    return this.outcome;
  }
}

function log(text: string): void {
  console.log(`${String(clock).padStart(2)}  ${text}`);
}

const scheduler: Greenlet = new Greenlet(() => {
  while (ready.length > 0 || asleep.length > 0) {
    const turn = ready.splice(0);
    for (const task of turn) task.switch();
    clock++;
    for (const sleeper of [...asleep]) {
      if (sleeper.until > clock) continue;
      asleep.splice(asleep.indexOf(sleeper), 1);
      ready.push(sleeper.task);
    }
  }
});

// The tasks' parent is the scheduler, so that a task that ends goes back to it.
function start(label: string, work: () => unknown): Task {
  const task = new Task(label, work);
  task.parent = scheduler;
  return task;
}

function hanoi(disks: number, from: string, to: string, via: string): number {
  if (disks === 0) return 0;
  const before = hanoi(disks - 1, from, via, to);
  log(`towers: disk ${disks} ${from} -> ${to}`);
  pause();
  return before + 1 + hanoi(disks - 1, via, to, from);
}

const towers = start('towers', () => hanoi(3, 'a', 'c', 'b'));

start('kettle', () => {
  for (const step of ['filled', 'boiling', 'boiled']) {
    log(`kettle: ${step}`);
    sleep(2);
  }
});

const faulty = start('faulty', () => {
  sleep(1);
  throw new RangeError('out of tea');
});

start('watcher', () => {
  log(`watcher: ${towers.join()} moves`);
  try {
    faulty.join();
  } catch (error) {
    log(`watcher: saw ${(error as Error).message}`);
  }
});

scheduler.switch();
log(`everything done: ${scheduler.dead}`);
