/**
 * `blockWarning`: who keeps the event loop to itself, and in which line.
 *
 * A greenlet that does not wait keeps everything else from happening, so nobody in its thread can tell. Another thread can: it looks
 * several times in the span that is allowed whether the same resumption is still under way, and if so has the debugger stop the main
 * thread for a moment and call a function there. That one finds the stack of what has been stopped beneath it, by the same source maps
 * and logical stacks as that of an error. Where there is no debugger, in worker threads for instance, or if it comes too late because
 * the thread is in a system call, the greenlet is named when it has given up the loop, with the place where it waits then.
 */
import { isMainThread, Worker } from 'node:worker_threads';
import { type Around, setAround } from '../around.js';
import { checkFunction, checkMilliseconds } from '../hub/checks.js';
import { Method } from '../hub/ending.js';
import { endingOf, Task } from '../hub/task.js';
import type { Greenlet } from '../index.js';
import { realm, share } from '../realm.js';

const { now } = realm;

/** Resumptions are counted from 1 to this, and again. */
const LAST = 2 ** 31 - 1;
/** The word that both threads know: which resumption is under way; 0: none. */
const UNDER_WAY = 0;
const symbol = 'greenc.blocking';
/** Ends what has been begun. */
const state = share('node.block-warning', () => Object.seal({ stop: null as (() => void) | null }));

const watcher = `
const { workerData: { word, ms } } = require('node:worker_threads');
const { Session } = require('node:inspector');
let seen = 0;
let since = 0;
let session = null;
setInterval(() => {
  const resumption = Atomics.load(word, ${UNDER_WAY});
  if (resumption !== seen) {
    seen = resumption;
    since = performance.now();
  } else if (resumption !== 0 && since !== null && session === null && performance.now() - since >= ms) {
    since = null;
    stop(resumption);
  }
}, ms / 4);
function stop(resumption) {
  session = new Session();
  session.connectToMainThread();
  session.once('Debugger.paused', ({ params }) => {
    const [{ callFrameId }] = params.callFrames;
    const expression = 'globalThis[Symbol.for("${symbol}")]?.(' + resumption + ')';
    session.post('Debugger.evaluateOnCallFrame', { callFrameId, expression, silent: true }, () => {
      session.post('Debugger.resume', () => {
        session.disconnect();
        session = null;
      });
    });
  });
  session.post('Debugger.enable', () => session.post('Debugger.pause'));
}
`;

/**
 * Warns of greenlets that keep the event loop to themselves, with the stack at which they do so: once for each time.
 *
 * In the main thread another thread watches, and stops it by the debugger's means, which takes some milliseconds then; as long as nothing
 * is stopped, each time that a greenlet goes on costs some 300 nanoseconds. That thread may need some turns of the event loop to
 * come up; who keeps the loop before that is named afterwards. What an earlier call has begun ends.
 * @param ms how many milliseconds a greenlet may run before it waits
 * @param print is given the text; by default it goes to the console as an error
 * @returns a function that ends it
 */
export function blockWarning(ms = 100, print: (text: string) => void = text => console.error(text)): () => void {
  checkMilliseconds(ms, 'blockWarning()');
  checkFunction(print, 'blockWarning()', 'blockWarning(ms, print)');
  state.stop?.();
  const word = new Int32Array(new SharedArrayBuffer(4));
  let count = 0;
  let told = 0;
  /** What is called in tasks, since they began: of one that has ended nothing else tells. */
  const names = new WeakMap<Greenlet, string>();

  const warn = (greenlet: Greenlet, what: string, stack: string): void => {
    const own: unknown = Object.getOwnPropertyDescriptor(greenlet, 'name')?.value;
    const name = typeof own === 'string' ? own : names.get(greenlet) || outermost(stack) || 'a greenlet';
    print(`Blocked: ${name} ${what}${stack && `\n${stack}`}`);
  };

  /** Called by the debugger, on top of whatever is running. */
  const stopped = (resumption: number): void => {
    if (word[UNDER_WAY] !== resumption) return;
    told = resumption;
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 50;
    const { stack = '' } = new Error();
    Error.stackTraceLimit = stackTraceLimit;
    warn(now.current.self as Greenlet, `has kept the event loop for more than ${ms} ms`, callers(stack));
  };

  const around: Around = (work, on) => {
    const before = word[UNDER_WAY];
    count = count === LAST ? 1 : count + 1;
    const resumption = count;
    const { current } = now;
    const greenlet = current.self as Greenlet;
    const called = greenlet instanceof Task ? endingOf(greenlet).work : null;
    if (called !== null) names.set(greenlet, (called instanceof Method ? called.fn : called).name);
    const start = performance.now();
    Atomics.store(word, UNDER_WAY, resumption);
    try {
      return work(on);
    } finally {
      Atomics.store(word, UNDER_WAY, before);
      const taken = performance.now() - start;
      // Its frames are not its own again before the driver has them: soon.
      if (taken >= ms && told !== resumption) {
        queueMicrotask(() => {
          const { dead, stack } = greenlet;
          const end = dead ? 'ended' : 'waited';
          warn(greenlet, `kept the event loop for ${Math.round(taken)} ms, until it ${end}`, stack);
        });
      }
    }
  };

  Object.defineProperty(globalThis, Symbol.for(symbol), { value: stopped, configurable: true, writable: true });
  const watching = isMainThread ? new Worker(watcher, { eval: true, execArgv: [], workerData: { word, ms } }) : null;
  watching?.unref();
  setAround('watch', around);
  const stop = (): void => {
    if (state.stop !== stop) return;
    state.stop = null;
    setAround('watch', null);
    void watching?.terminate();
  };
  state.stop = stop;
  return stop;
}

/** The lines of a stack that are beneath what the debugger has called. */
function callers(stack: string): string {
  const lines = stack.split('\n');
  const evaluated = lines.findIndex(line => /\(eval at .*<anonymous>:1:\d+\)$/.test(line));
  return lines.slice(evaluated + 1).join('\n');
}

/** The function at the end of a stack, which is what the greenlet runs; empty if it has no name. */
function outermost(stack: string): string {
  const lines = stack.split('\n');
  const end = lines.findIndex(line => line.startsWith('    ---'));
  const last = lines.slice(0, end < 0 ? lines.length : end).at(-1) ?? '';
  return /^ {4}at (?:async )?([\w$.#]+) \(/.exec(last)?.[1] ?? '';
}
