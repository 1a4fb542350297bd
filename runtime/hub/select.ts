/** To wait for whichever happens first. */
import { type Branching, CASE, type Case } from './case.js';
import { misuse } from './checks.js';
import { Getting } from './getting.js';
import { endingOf, Task } from './task.js';
import { park, type Source, Wait, waiting } from './wait.js';
import { Watch } from './watch.js';

const { then } = Promise.prototype;

/** What `select` can wait for: whatever is a Case, tasks, and promises. */
export type Selectable = Case | Task | PromiseLike<unknown>;

type ValueOf<One> =
  One extends Case<infer Value>
    ? Value
    : One extends Task<infer Value>
      ? Value
      : One extends PromiseLike<infer Value>
        ? Value
        : never;

/** What has happened: the key or index of the case, and what it gives. */
export type Selected<Cases> = {
  [Key in Exclude<keyof Cases, keyof (readonly unknown[])>]: {
    which: Cases extends readonly unknown[] ? number : Key;
    value: ValueOf<Cases[Key]>;
  };
}[Exclude<keyof Cases, keyof (readonly unknown[])>] extends infer One
  ? [One] extends [never]
    ? { which: number; value: Cases extends readonly (infer Any)[] ? ValueOf<Any> : never }
    : One
  : never;

/** A case of a select that waits. */
class Branch extends Watch {
  constructor(
    readonly selection: Selection,
    readonly which: string | number,
    source: Source,
    waiter: Wait,
  ) {
    super(source, waiter.greenlet);
  }

  override grant(value: unknown): void {
    this.selection.decide(this).grant({ which: this.which, value });
  }

  override fail(error: unknown): void {
    this.selection.decide(this).fail(error);
  }
}

class Selection implements Source {
  #wait: Wait | null = null;
  #branches: Branch[] = [];
  #decided: Source | null = null;

  constructor(readonly cases: readonly [which: string | number, source: Source][]) {}

  add(wait: Wait): void {
    this.#wait = wait;
    this.#branches = this.cases.map(([which, source]) => new Branch(this, which, source, wait));
    for (const branch of this.#branches) branch.source?.add(branch);
  }

  /** The others are given up: each of them would take something that nobody gets. */
  decide(branch: Branch): Wait {
    this.#decided = branch.source;
    for (const other of this.#branches) if (other !== branch) leave(other);
    return this.#wait as Wait;
  }

  forget(): void {
    this.#branches.forEach(leave);
  }

  expired(): undefined {}

  giveBack(selected: unknown): void {
    this.#decided?.giveBack?.((selected as { value: unknown }).value);
  }
}

function leave(branch: Branch): void {
  branch.source?.forget(branch);
}

/** The case of a promise, which keeps what it comes to: nothing has to be taken or given back. */
class Settling implements Branching, Source {
  readonly isReady = false;
  readonly source = this;
  #branch: Wait | null = null;

  constructor(readonly promise: PromiseLike<unknown>) {}

  take(): never {
    throw new TypeError('a promise is waited for');
  }

  add(branch: Wait): void {
    this.#branch = branch;
    // Which may be a thenable, and settle at once.
    then.call(
      Promise.resolve(this.promise),
      value => this.#branch?.grant(value),
      error => this.#branch?.fail(error),
    );
  }

  forget(): void {
    this.#branch = null;
  }

  expired(): undefined {}
}

function isSelectable(one: object): boolean {
  return (
    one instanceof Task ||
    typeof (one as Case)[CASE] === 'function' ||
    typeof (one as PromiseLike<unknown>).then === 'function'
  );
}

function branching(selectable: Selectable): Branching {
  if (selectable instanceof Task) {
    const ending = endingOf(selectable);
    ending.observe();
    return { isReady: selectable.ready, take: () => selectable.get(), source: new Getting(ending, undefined) };
  }
  if (typeof (selectable as Case)?.[CASE] === 'function') return (selectable as Case)[CASE]();
  if (typeof (selectable as PromiseLike<unknown>)?.then === 'function')
    return new Settling(selectable as PromiseLike<unknown>);
  throw misuse('select()', 'queues, channels, events, locks, tasks, results or promises', selectable);
}

/**
 * Waits for the first of several things, and does that one only:
 *
 *     const { which, value } = select({ job: jobs, done: task, out: results.putting(result) });
 *
 * A queue or channel gives its next item; `queue.putting(item)` and `channel.putting(item)` put one in and give undefined; an event gives true once it is
 * set; a semaphore or lock is acquired, and gives true; a task, an AsyncResult and a promise give what they come to, or their error is thrown.
 *
 * If several need not be waited for, it is the first of them. In each of the others' lists the call waits in line, as if it
 * waited for nothing else, and leaves them all once one has happened. So nothing is taken that is not given; and if the greenlet is killed before it goes on,
 * what it was given goes back to where it came from.
 *
 * @param cases by names, or a list
 * @param timeout milliseconds; 0: does not wait. By default as long as it takes
 * @returns `which`, the name or index, and `value`; undefined when the time is up
 * @throws what the case throws; TypeError for what cannot be waited for; GreenletError in main if it would have to wait
 */
export function select<const Cases extends Readonly<Record<string, Selectable>> | readonly Selectable[]>(
  cases: Cases,
): Selected<Cases>;
export function select<const Cases extends Readonly<Record<string, Selectable>> | readonly Selectable[]>(
  cases: Cases,
  timeout: number | undefined,
): Selected<Cases> | undefined;
export function select(cases: Readonly<Record<string, Selectable>> | readonly Selectable[], timeout?: number): unknown {
  if (typeof cases !== 'object' || cases === null) throw misuse('select()', 'something to wait for', cases);
  if (isSelectable(cases))
    throw misuse(
      'select()',
      'names for what it waits for, or a list of that',
      cases,
      'select({ job: jobs, done: task })',
    );
  const keys = Object.keys(cases);
  const sources: [string | number, Source][] = [];
  for (const key of keys) {
    const which = Array.isArray(cases) ? Number(key) : key;
    const one = branching((cases as Record<string, Selectable>)[key]);
    if (one.isReady) return { which, value: one.take() };
    sources.push([which, one.source]);
  }
  if (sources.length === 0) throw new TypeError('select() needs something to wait for');
  if (timeout !== undefined && timeout <= 0) return undefined;
  return park(new Wait(waiting('select()'), new Selection(sources)), select, timeout);
}
