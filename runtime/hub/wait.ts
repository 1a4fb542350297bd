/**
 * A wait: the one-shot meeting of a greenlet and whoever wakes it.
 *
 * It is the innermost frame of its greenlet for as long as that waits. So however the greenlet goes on (woken, its time up,
 * killed, switched to by hand, cut off by a function that is not compiled), the wait is resumed first, exactly once, and
 * leaves whatever list it is in. Nobody else has to tidy up, and nobody can wake the greenlet out of a later wait by mistake.
 *
 * A function that waits ends with `return park(…)`, and is its own suspension point: like `Greenlet#switch` it returns the
 * sentinel, and what it has to give is given by the wait.
 */
import type { Frame } from '../frame.js';
import { Greenlet, GreenletError } from '../index.js';
import { realm } from '../realm.js';
import type { Core } from '../state.js';
import { checkMilliseconds } from './checks.js';
import { noteTime } from './clock.js';
import { note } from './known.js';
import type { Listener } from './promises.js';
import { direct, enqueue, type Ready, setDirect, shift } from './ready.js';
import { addTimer, removeTimer, type Timed } from './timers.js';
import { withWaiter } from './waiter-stack.js';

const { NOBODY, SUSPENDED, coreOf, enter, now, refuse, take } = realm;
const { switch: switchTo } = Greenlet.prototype;

/** Where greenlets wait: a lock, a queue, a promise, … */
export interface Source {
  /** The greenlet waits from now on. */
  add(wait: Wait): void;
  /** The wait is over without having been granted: it is to leave the list it is in. */
  forget(wait: Wait): void;
  /** What the call that waits comes to when its time is up: gives that, or throws. */
  expired(wait: Wait): unknown;
  /** The greenlet was granted `value` and then killed before it could go on. Left out where nothing is lost by that. */
  giveBack?(value: unknown): void;
}

/** A greenlet that waits in the hub has been switched to by somebody else. */
export class InvalidSwitchError extends GreenletError {}
Object.defineProperty(InvalidSwitchError.prototype, 'name', {
  value: 'InvalidSwitchError',
  writable: true,
  configurable: true,
});

const WAITING = 0;
/** It will be resumed with its value, or with its error, but others are before it. */
const GRANTED = 1;
const FAILED = 2;
/** Its greenlet is being switched to with the value, the error, or because the time is up. */
const GIVES = 3;
const THROWS = 4;
const EXPIRES = 5;
const OVER = 6;

/** What `waiting` has been told last, which is what the next wait is made for. */
let asked = '';

export class Wait implements Ready, Timed {
  // What the driver looks at, in place of a frame of compiled code.
  declare resume: (wait: Wait) => unknown;
  declare info: null;
  declare callee: unknown;
  declare next: Frame | null;
  declare readonly isWait: true;

  declare readonly core: Core;
  declare source: Source | null;
  declare state: number;
  /** What was granted, or is to be thrown. */
  declare value: unknown;
  /** The call that waits, for reports: `queue.get()`. */
  declare what: string;
  // In the list of a source.
  declare before: Wait | null;
  declare after: Wait | null;
  // Where a timeout is set.
  declare at: number;
  declare order: number;
  declare index: number;
  /** When it began: the time, or what it was a short time before. */
  declare since: number;
  /** What a promise calls back, once this has waited for one; undefined if the wait does not serve its greenlet again. */
  declare listener: Listener | null | undefined;

  // Assignments rather than initialisers, as in Frame.
  constructor(greenlet: Greenlet, source: Source | null) {
    const { current } = now;
    this.next = null;
    this.core = greenlet === current.self ? current : (coreOf(greenlet) as Core);
    this.source = source;
    this.state = WAITING;
    this.value = undefined;
    this.what = asked;
    this.before = null;
    this.after = null;
    this.at = 0;
    this.order = 0;
    this.index = -1;
    this.since = 0;
    this.listener = undefined;
    // Whoever has started it: reports are to find it.
    if (current.spare === null && this.core === current) noteFirst(current);
  }

  get greenlet(): Greenlet {
    return this.core.self as Greenlet;
  }

  /** Has the wait give `value`, once it is its turn. Nothing else can be granted to it then. */
  grant(value: unknown): void {
    this.settle(GRANTED, value);
  }

  /** The same with an error that the wait throws. */
  fail(error: unknown): void {
    this.settle(FAILED, error);
  }

  private settle(state: number, value: unknown): void {
    this.state = state;
    this.value = value;
    removeTimer(this);
    enqueue(this);
  }

  get isOpen(): boolean {
    return this.state === WAITING;
  }

  /** Whether it is to go on once it is its turn. */
  get isGranted(): boolean {
    return this.state === GRANTED || this.state === FAILED;
  }

  go(): void {
    if (!this.isGranted) return;
    over.isPending = false;
    setDirect(true);
    this.wake(this.state === FAILED ? THROWS : GIVES);
  }

  fire(): void {
    this.wake(EXPIRES);
  }

  /** In main, from the event loop: goes on at once. */
  goWith(value: unknown): void {
    removeTimer(this);
    this.value = value;
    this.wake(GIVES);
  }

  throwAtOnce(error: unknown): void {
    removeTimer(this);
    this.value = error;
    this.wake(THROWS);
  }

  private wake(state: number): void {
    this.state = state;
    if (now.current === main && now.target === null) {
      // As `switch` does, of which nothing has to be found out here.
      aim(this.core);
      enter();
    } else switchTo.call(this.greenlet);
  }
}

Wait.prototype.resume = resumeWait;
Wait.prototype.info = null;
Wait.prototype.callee = NOBODY;
(Wait.prototype as { isWait: true }).isWait = true;

function resumeWait(wait: Wait): unknown {
  const state = stateNow(wait);
  const { source } = wait;
  wait.state = OVER;
  // Until now it was to be found among the timers.
  if (wait.at > 0) note(now.current);
  if (state === GIVES) {
    take();
    const { value } = wait;
    if (wait.listener !== undefined) keep(wait);
    return value;
  }
  if (state === THROWS) {
    take();
    const error = withWaiter(wait.value, wait.next);
    if (wait.listener !== undefined) keep(wait);
    throw error;
  }
  removeTimer(wait);
  if (state === GRANTED) source?.giveBack?.(wait.value);
  else if (state !== FAILED) source?.forget(wait);
  take();
  if (state === EXPIRES) {
    try {
      return source?.expired(wait);
    } catch (error) {
      throw withWaiter(error, wait.next);
    }
  }
  throw new InvalidSwitchError('the greenlet waits in the hub, and somebody else has switched to it');
}

/** Whether the pending switch goes over directly to who is first among what is ready. There it stays: the switch may come to nothing. */
const over = { isPending: false };

function stateNow(wait: Wait): number {
  if (!over.isPending) return wait.state;
  // If it is another wait, its greenlet is cut off and cannot switch.
  over.isPending = false;
  if (direct() !== wait) return wait.state;
  shift();
  return wait.state === FAILED ? THROWS : GIVES;
}

/** The core of main. */
export const main: Core = mainOf(now.current);
export const mainGreenlet = main.self as Greenlet;
// It never waits, and need not be noted.
main.spare = undefined;

function mainOf(core: Core): Core {
  return core.parent === null ? core : mainOf(core.parent);
}

/**
 * The greenlet that is to wait.
 * @throws GreenletError in main, which must not
 */
export function waiting(what: string): Greenlet {
  if (now.current === main) throw notInMain(what);
  asked = what;
  return now.current.self as Greenlet;
}

/**
 * A wait for the greenlet that runs: as `new Wait(waiting(what), source)`, where nobody holds on to the wait when it has given its value
 * or thrown its error. Then it serves again: the engine notes each reference from what is old to what is young, and a wait that is new
 * is stored in half a dozen such places, which takes as long as the switch itself.
 * @throws GreenletError in main
 */
export function passingWait(what: string, source: Source): Wait {
  const { current } = now;
  const wait = current.spare as Wait | null | undefined;
  if (wait == null) {
    const made = new Wait(waiting(what), source);
    made.listener = null;
    return made;
  }
  current.spare = undefined;
  wait.source = source;
  wait.what = what;
  wait.state = WAITING;
  return wait;
}

function noteFirst(core: Core): void {
  core.spare = undefined;
  note(core);
}

function keep(wait: Wait): void {
  wait.next = wait.source = null;
  wait.value = undefined;
  wait.at = 0;
  wait.core.spare = wait;
}

export function isMain(): boolean {
  return now.current === main;
}

function notInMain(what: string): GreenletError {
  return new GreenletError(
    `${what} has to wait, and only a greenlet can. None runs at the top of a module, in a callback of a timer or an event, or behind an await: ` +
      'call it in a function that is given to spawn(), or to asyncify()',
  );
}

/**
 * Suspends the current greenlet in `wait`. What it returns, which is the sentinel, is to be returned at once.
 * @param method the function that does so, which is what its caller has called
 * @param timeout milliseconds; undefined: for as long as it takes
 */
export function park(wait: Wait, method: object, timeout?: number): never {
  // Before anything is to be undone.
  if (timeout !== undefined) checkMilliseconds(timeout, wait.what);
  if (now.target !== null) throw refuse();
  if (now.watch !== null) watch(now.watch, wait, method);
  aim(next());
  now.current.frame = now.last = wait as unknown as Frame;
  now.handed = method;
  if (timeout !== undefined) addTimer(wait, timeout);
  // It may have been granted already: then it only waits for its turn.
  if (wait.state === WAITING) wait.source?.add(wait);
  wait.since = noteTime();
  return SUSPENDED as never;
}

/** The wait that is refused may be ready to go on already. */
function watch(watch: (method: object, what: string) => void, wait: Wait, method: object): void {
  try {
    watch(method, wait.what);
  } catch (error) {
    wait.state = OVER;
    throw error;
  }
}

/** The pending switch is one to `core`, and delivers nothing. */
function aim(core: Core): void {
  now.target = core;
  now.value = undefined;
  now.count = 0;
  now.run = null;
}

/** Where to go from a greenlet that waits: to main, or directly to the greenlet that main would switch to. */
function next(): Core {
  let ready = direct();
  // Not `instanceof`, which takes as long as a switch.
  while (ready?.isWait === true) {
    const wait = ready as Wait;
    if (wait.isGranted) {
      over.isPending = true;
      return wait.core;
    }
    shift();
    ready = direct();
  }
  return main;
}
