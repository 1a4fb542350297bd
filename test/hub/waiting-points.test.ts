/**
 * Each operation that waits × each state in which a greenlet can be in it × each way in which that can end: what the call comes to, that the others
 * who wait are none the worse, and that nothing is left over. All of it is driven from main, by ordinary code, so that nobody goes on in between.
 */
import { Greenlet, GreenletExit } from 'greenc';
import * as hub from 'greenc/hub';
import { InvalidSwitchError, spawn, type Task, type Timeout } from 'greenc/hub';
import { attempt } from './attempt.js';
import { locks } from './operations/locks.js';
import type { Operation } from './operations/operation.js';
import { queues } from './operations/queues.js';
import { tasks } from './operations/tasks.js';

const boom = new Error('boom');

/** How many wait, and which of them it is. */
const places = { alone: [1, 0], first: [3, 0], 'in the middle': [3, 1], last: [3, 2] } as const;

/** What is done to it, in main, and what is thrown in it. */
const endings: Record<string, ((task: Task, isGranted: boolean) => unknown) | null> = {
  woken: null,
  'out of time': null,
  killed: task => (task.kill(), GreenletExit),
  // Which is a moment later: it may have gone on by then, and have ended.
  'killed by a task': (task, isGranted) => (spawn(() => task.kill(boom, 0)), isGranted ? undefined : boom),
  'thrown into': task => (task.throw(boom), boom),
  'switched to': task => (task.switch(), InvalidSwitchError),
};

const turn = () => new Promise(resolve => setImmediate(resolve));

/** Keeps the event loop from turning for some milliseconds. */
function block(ms: number): void {
  const end = performance.now() + ms;
  while (performance.now() < end);
}

async function tryEnding(operation: Operation, place: keyof typeof places, isGranted: boolean, ending: string) {
  const { wakes, expires } = operation;
  const [count, place0] = places[place];
  const waiting = operation.make();
  const order: number[] = [];
  const waiters = Array.from({ length: count }, (_, index) => {
    const timeout = ending === 'out of time' && index === place0 ? 5 : undefined;
    return spawn(attempt, waiting, index, timeout, order);
  });
  const isOnce = wakes === 'all' || wakes === 'chain';
  let wakened = 0;
  const wake = () => {
    if (isOnce && wakened > 0) return;
    wakened++;
    waiting.wake();
  };
  // Without a turn of the event loop, in which the time could be up, if it can be had.
  for (let tick = 0; tick < 20 && waiting.waiting() < count; tick++) await (tick < 15 ? undefined : turn());
  expect(waiting.waiting()).toBe(count);
  const target = waiters[place0];

  // Those before it are woken, too.
  if (isGranted) for (let woken = 0; woken <= place0; woken++) wake();
  if (ending === 'out of time') {
    block(7);
    while (!isGranted && !target.ready) await new Promise(resolve => setTimeout(resolve, 1));
  }
  const thrown = endings[ending]?.(target, isGranted);
  if (thrown !== undefined) await turn();
  for (let round = 0; round < 100 && waiters.some(task => !task.ready); round++) {
    if (waiting.waiting() > 0) wake();
    await turn();
    await (wakes === 'chain' ? new Promise(resolve => setTimeout(resolve, 1)) : turn());
  }

  expect(waiters.map(task => task.ready)).toEqual(waiters.map(() => true));
  const outcome = target.get();
  const isWoken = thrown === undefined && (ending === 'woken' || isGranted);
  if (isWoken) expectWoken(operation, outcome);
  else if (thrown !== undefined)
    expect(outcome).toEqual({ threw: typeof thrown === 'function' ? expect.any(thrown) : thrown });
  else if ('throws' in expires) expect(outcome).toEqual({ threw: expect.any(expires.throws) });
  else expect(outcome).toEqual({ returned: expires.returns });
  const others = waiters.filter(task => task !== target);
  for (const task of others) expectWoken(operation, task.get());
  // First come, first served.
  const served = order.filter(index => index !== place0 || isWoken);
  expect(served).toEqual([...served].sort());

  expect(waiting.waiting()).toBe(0);
  // A source that keeps nothing has lost what it granted to the last one, if that was killed.
  const isLast = place0 === count - 1 && isGranted && thrown !== undefined;
  const left = waiting.left?.() ?? (isLast ? [true] : []);
  if (wakes === 'one') {
    const got = [...others, ...(isWoken ? [target] : [])].map(task => task.get().returned);
    const granted = [...got, ...left];
    expect(granted).toHaveLength(wakened);
    // Items are numbered, units are not.
    if (typeof granted[0] === 'number') expect([...granted].sort()).toEqual(granted.map((_, index) => index));
  }
  if (wakes === 'given') {
    const isGiven = isWoken || (isGranted && thrown !== undefined);
    const given = waiters.map((_, index) => index).filter(index => index !== place0 || isGiven);
    expect([...(left as number[])].sort()).toEqual(given);
  }
  if (wakened === 0 && isOnce) wake();
  waiting.check?.();
}

function expectWoken({ gives, throws, wakes }: Operation, outcome: object): void {
  if (throws !== undefined) expect(outcome).toEqual({ threw: throws });
  else if (wakes === 'one') expect(outcome).toEqual({ returned: expect.anything() });
  else expect(outcome).toEqual({ returned: gives });
}

describe.each([...locks, ...queues, ...tasks])('$name', operation => {
  test.each(Object.keys(places) as (keyof typeof places)[])('%s', async place => {
    for (const isGranted of [false, true]) {
      // Those that go on would wake the next ones before it is its turn.
      if (isGranted && operation.wakes === 'chain' && places[place][1] > 0) continue;
      for (const ending of Object.keys(endings)) {
        try {
          await tryEnding(operation, place, isGranted, ending);
        } catch (error) {
          (error as Error).message = `${isGranted ? 'granted, ' : ''}${ending}: ${(error as Error).message}`;
          throw error;
        }
      }
    }
  });
});

const timers = () => process.getActiveResourcesInfo().filter(name => name === 'Timeout').length;
let before: number;
beforeAll(() => {
  before = timers();
});

test('no timer is left', () => {
  expect(timers()).toBeLessThanOrEqual(before);
});

/** Functions of the hub by their names: those that it exports, and the methods of its classes. */
function functions(): Map<string, unknown> {
  const found = new Map<string, unknown>();
  const seen = new Set<object>([Function.prototype, Object.prototype, Error.prototype, Greenlet.prototype]);
  const look = (owner: object | null, name: string): void => {
    if (owner === null || seen.has(owner)) return;
    seen.add(owner);
    for (const key of Reflect.ownKeys(owner)) {
      const { value } = Object.getOwnPropertyDescriptor(owner, key) as PropertyDescriptor;
      if (typeof value === 'function' && key !== 'constructor') found.set(`${name}.${String(key)}`, value);
    }
    look(Object.getPrototypeOf(owner), Object.getPrototypeOf(owner)?.constructor?.name);
  };
  for (const [name, value] of Object.entries(hub)) {
    if (typeof value !== 'function') continue;
    if (/^[A-Z]/.test(name)) {
      if (Object.hasOwn(value, 'run')) found.set(`${name}.run, static`, (value as unknown as typeof Timeout).run);
      look(value.prototype, name);
    } else found.set(name, value);
  }
  return found;
}

/** Waits of another kind, with tests of their own. */
const elsewhere = [
  ...['callback', 'idle', 'iterate', 'sleep', 'wait', 'waitEvent'],
  'asyncify',
  // Switches and throws as a greenlet does.
  'Task.throw',
];

/** What returns at once wherever it is called. */
const neverWaits = [
  ...['currentSignal', 'daemon', 'dumpGreenlets', 'exitOnCollect', 'local', 'reportDeadlocks', 'spawn', 'spawnLater'],
  'trackGreenlets',
  ...['getNowait', 'link', 'set', 'setError', 'setFrom', 'successful', 'unlink'].map(name => `AsyncResult.${name}`),
  ...['getNowait', 'putNowait', 'putting'].map(name => `Channel.${name}`),
  ...['notify', 'notifyAll', 'release'].map(name => `Condition.${name}`),
  ...['clear', 'isSet', 'set'].map(name => `Event.${name}`),
  ...['add', 'applyAsync', 'discard', 'has', 'left', 'mapAsync', 'start'].map(name => `Group.${name}`),
  'Group.Symbol(Symbol.iterator)',
  'Hold.release',
  'Pool.left',
  ...['getNowait', 'peekNowait', 'putNowait', 'putting', 'shutdown', 'taskDone'].map(name => `Queue.${name}`),
  ...['release', 'releaseAll', 'restore'].map(name => `RLock.${name}`),
  'BoundedSemaphore.release',
  'Semaphore.release',
  ...['link', 'linkError', 'linkValue', 'start', 'startLater', 'successful', 'unlink'].map(name => `Task.${name}`),
  ...['cancel', 'start'].map(name => `Timeout.${name}`),
];

test('each function that may wait is one of these', () => {
  const tried = new Set([...locks, ...queues, ...tasks].flatMap(({ calls }) => calls));
  const all = functions();
  const ofEngine = /Symbol\((?:greenc\.case|.*dispose)\)$/;
  const untried = [...all].filter(([name, fn]) => !tried.has(fn as Operation['calls'][number]) && !ofEngine.test(name));
  expect(untried.map(([name]) => name).sort()).toEqual([...elsewhere, ...neverWaits].sort());
});
