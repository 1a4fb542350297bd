'use greenlet';
import { EventEmitter } from 'node:events';
import { getCurrent } from 'greenc';
import {
  asyncify,
  Condition,
  callback,
  daemon,
  Group,
  idle,
  iterate,
  joinAll,
  killAll,
  Local,
  Lock,
  Pool,
  PriorityQueue,
  Queue,
  select,
  sleep,
  spawn,
  spawnLater,
  Task,
  Timeout,
  wait,
  waitEvent,
  withTimeout,
} from 'greenc/hub';
import { blockWarning, patchAll, runScript } from 'greenc/node';
import { connect, createServer } from 'greenc/node/net';
import { ThreadPool } from 'greenc/node/threads';
import { green, thrownBy } from './green.js';

/** Arguments that types forbid. */
const any = (value: unknown): any => value;

const pending = new Promise(() => {});
const addOne = (n: number) => n + 1;
const group = new Group();
const lock = new Lock();
const own = (): Task => getCurrent() as Task;

const itself = 'takes the function itself, not what a call of it gives';
const limit = 'a number of milliseconds, or an object with timeout and signal';
const milliseconds = 'needs a number of milliseconds, and got';

/** What is said of calls that cannot be meant. */
const cases: [said: string, call: () => unknown][] = [
  // Options that do not exist.
  ['wait() has no option timout: did you mean timeout?', () => wait(pending, any({ timout: 5 }))],
  ['wait() has no option abort: it has timeout and signal', () => wait(pending, any({ abort: 5 }))],
  ['wait() takes a signal as an option: { signal }', () => wait(pending, any(new AbortController().signal))],
  [`wait() needs ${limit}, and got null`, () => wait(pending, any(null))],
  ['idle() has no option Timeout: did you mean timeout?', () => idle(any({ Timeout: 5 }))],
  ['sleep() has no option timeout: it has signal', () => sleep(1, any({ timeout: 5 }))],
  ['sleep() needs an object with signal, and got 5', () => sleep(1, any(5))],
  ['callback() has no option time: did you mean timeout?', () => callback(() => {}, any({ time: 5 }))],
  [
    'waitEvent() has no option singal: did you mean signal?',
    () => waitEvent(new EventEmitter(), 'x', any({ singal: 5 })),
  ],
  ['iterate() has no option timeouts: did you mean timeout?', () => iterate([], any({ timeouts: 5 }))],
  ['asyncify() has no option timeOut: did you mean timeout?', () => asyncify(addOne, any({ timeOut: 5 }))],
  ['asyncify() needs an object with timeout and signal, and got 5', () => asyncify(addOne, any(5))],
  [`asyncify() ${milliseconds} "5"`, () => asyncify(addOne, any({ timeout: '5' }))],
  ['imap() has no option maxSize: did you mean maxsize?', () => group.imap(addOne, [1], any({ maxSize: 2 }))],
  [
    'imapUnordered() needs an object with maxsize and timeout, and got 2',
    () => group.imapUnordered(addOne, [1], any(2)),
  ],
  ['a server has no option limits: did you mean limit?', () => createServer(() => {}, any({ limits: 2 }))],
  ['connect() has no option timout: did you mean timeout?', () => connect(1, any({ timout: 2 }))],
  ['a pool has no option sise: did you mean size?', () => new ThreadPool('x.js', any({ sise: 2 }))],
  [
    'pool.run() has no option transfers: did you mean transfer?',
    () => new ThreadPool('x.js').run(1, any({ transfers: [] })),
  ],
  ['pool.map() has no option names: did you mean name?', () => new ThreadPool('x.js').map([1], any({ names: 'f' }))],
  ['pool.join() has no option timout: did you mean timeout?', () => new ThreadPool('x.js').join(any({ timout: 5 }))],
  ['patchAll() has no option childProcess: did you mean child_process?', () => patchAll(any({ childProcess: false }))],
  ['runScript() has no option args: did you mean argv?', () => runScript('x.js', any({ args: [] }))],
  // What a call gives, in place of a function.
  [`a task needs a function, and got a promise: spawn(fn, ...args) ${itself}`, () => spawn(any(Promise.resolve(1)))],
  [`a task needs a function, and got undefined: spawn(fn, ...args) ${itself}`, () => spawn(any(undefined))],
  [`a task needs a function, and got 2: spawn(fn, ...args) ${itself}`, () => group.spawn(any(addOne(1)))],
  [`asyncify() needs a function, and got 2: asyncify(fn) ${itself}`, () => asyncify(any(addOne(1)))],
  [`callback() needs a function, and got 5: callback(done => …) ${itself}`, () => callback(any(5))],
  [`a timeout needs a function, and got undefined: run(fn) ${itself}`, () => withTimeout(5, any(undefined))],
  [`run() needs a function, and got undefined: run(fn) ${itself}`, () => lock.run(any(undefined))],
  [
    `task.link() needs a function, and got undefined: link(callback) ${itself}`,
    () => spawn(addOne, 1).link(any(undefined)),
  ],
  [`a Local needs a function, and got an object: new Local(init) ${itself}`, () => new Local(any({}))],
  [`a server needs a function, and got undefined: createServer(handler) ${itself}`, () => createServer(any(undefined))],
  [`blockWarning() needs a function, and got "x": blockWarning(ms, print) ${itself}`, () => blockWarning(5, any('x'))],
  // Arguments that are missing, or the wrong way round.
  [
    'map() needs a function first, and got an array: map(fn, items)',
    () => new Pool(2).map(any([1, 2]), any(undefined)),
  ],
  ['map() needs a function first, and got an array: map(fn, items)', () => group.map(any([1]), any(addOne))],
  ['mapAsync() needs something to iterate, and got 5: mapAsync(fn, items)', () => group.mapAsync(addOne, any(5))],
  ['imap() needs a function first, and got an array: imap(fn, items)', () => group.imap(any([1]), any(addOne))],
  ['apply() needs a list of arguments, and got 5: apply(fn, [one, two])', () => group.apply(addOne, any(5))],
  [`spawnLater() ${milliseconds} a function: spawnLater(ms, fn, ...args)`, () => spawnLater(any(addOne), any(5))],
  [`startLater() ${milliseconds} "5"`, () => new Task(addOne).startLater(any('5'))],
  // Something else than it is to be.
  [`sleep() ${milliseconds} "10"`, () => sleep(any('10'))],
  [`wait() ${milliseconds} "10"`, () => wait(pending, any('10'))],
  [`queue.get() ${milliseconds} an object`, () => new Queue().get(any({ timeout: 5 }))],
  [`a timeout ${milliseconds} "x"`, () => new Timeout(any('x'))],
  [`a timeout ${milliseconds} a function`, () => withTimeout(any(addOne), any(undefined))],
  [`blockWarning() ${milliseconds} "5"`, () => blockWarning(any('5'))],
  ['the room of a queue is a number of items', () => new Queue(any({ maxsize: 3 }))],
  ['what compares items is to be a function', () => new PriorityQueue(any(5))],
  ['joinAll() needs a list of tasks, and got an array', () => joinAll(any([5]))],
  ['joinAll() needs a list of tasks, and got an object', () => joinAll(any(own()))],
  ['killAll() needs a list of tasks, and got an array', () => killAll(any([spawn(addOne, 1), {}]))],
  ['a group needs tasks, and got a function: spawn(fn) gives one', () => new Pool(1).add(any(addOne))],
  [
    'select() needs names for what it waits for, or a list of that, and got an object: select({ job: jobs, done: task })',
    () => select(any(new Queue())),
  ],
  ['select() needs something to wait for, and got undefined', () => select(any(undefined))],
  [
    'select() needs queues, channels, events, locks, tasks, results or promises, and got undefined',
    () => select(any({ a: undefined })),
  ],
  [
    'iterate() needs something with an async iterator, or with an iterator, and got undefined',
    () => iterate(any(undefined)),
  ],
  [
    'waitEvent() needs an EventEmitter or an EventTarget, and got "x": waitEvent(emitter, name)',
    () => waitEvent(any('x'), 'y'),
  ],
  [
    'waitEvent() needs an EventEmitter or an EventTarget, and got an object: waitEvent(emitter, name)',
    () => waitEvent(any({}), 'y'),
  ],
  ['a condition needs a lock, and got an object: new Condition(new RLock())', () => new Condition(any({}))],
  ['daemon() needs a greenlet, and got a function', () => daemon(any(addOne))],
  ['a pool needs the path or URL of a module, and got a function', () => new ThreadPool(any(addOne))],
];

green('who is given something else says what it needs, and what it got', () => {
  const messages: string[] = [];
  for (const [, call] of cases) messages.push(String(thrownBy(call)));
  expect(messages).toEqual(cases.map(([said]) => `TypeError: ${said}`));
});

green('who would wait for itself is told so', () => {
  const messages = [() => own().join(), () => own().get()].map(call => String(thrownBy(call)));
  expect(messages).toEqual([
    'GreenletError: task.join() in the task itself would wait for ever',
    'GreenletError: task.get() in the task itself would wait for ever',
  ]);
  expect(own().join(1)).toBe(undefined);
});

green('options without a value are as good as none', () => {
  expect(wait(Promise.resolve(1), any({ timeout: undefined, signal: undefined }))).toBe(1);
  expect(sleep(1, {})).toBe(undefined);
  expect(wait(asyncify(addOne, any({ timeout: undefined }))(1))).toBe(2);
});
