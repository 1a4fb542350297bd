/**
 * What a ForeignFrameError says besides the name and the place: where the foreign function stands, and what would compile
 * it. Nobody but the engine's stack knows that, and by the time a foreign frame is found the function has mostly returned.
 * So the stacks of some switches are kept: of the first ones of a program, where a forgotten "use greenlet" shows, and of
 * those after each ForeignFrameError. All others cost nothing. An Error notes its stack at once and formats it when that
 * is read, so what is kept is cheap as well.
 *
 * In: a stack as V8 writes it; others tell nothing. Out: the error, with the stack of the switch where that is kept.
 *
 * The trap: a stack has green frames, the runtime's own, the engine's and foreign ones, and bundlers put them all into one
 * file. What cannot be told apart is not named.
 */

import { shown } from './foreign.js';
import type { Frame } from './frame.js';
import { isCalledPlainly, isHooked } from './plain-callers.js';
import { innermost } from './positions.js';
import { append } from './protocol.js';
import { isNative } from './quiet.js';
import { realm, share } from './realm.js';

interface StackFrame {
  readonly name: string;
  /** Empty: the engine's own code. */
  readonly file: string;
  /** The file with line and column. */
  readonly place: string;
}

/** How many switches are watched at the start, and after an error. */
const WATCHED = 100;
/** How many later, now and then, where the register hook runs: a forgotten "use greenlet" may show at any time. */
const WATCHED_LATER = 20;
/** Milliseconds between these times, at the end. */
const SELDOM = 1000;
/** How many frames of a stack are kept. */
const DEPTH = 30;

const { ForeignFrameError, NOBODY, advice, now } = realm;
// The program may put something else in their place.
const EngineError = Error;
const { setTimeout } = globalThis as unknown as { setTimeout(callback: () => void, delay: number): unknown };
const host = Error as { stackTraceLimit?: unknown; captureStackTrace?(error: Error, above: object): void };

/** The errors made here, whose stacks are read with the runtime's frames in them. */
const traces = new WeakSet<object>();

/** An error with a stack of this depth, from the caller on. */
function trace(depth: number): Error {
  const { stackTraceLimit } = host;
  Reflect.set(host, 'stackTraceLimit', depth);
  const error = new EngineError();
  Reflect.set(host, 'stackTraceLimit', stackTraceLimit);
  traces.add(error);
  return error;
}

/** What is to be thrown if the pending switch fails, with the stack of who calls `method`. The message is not known yet. */
function errorAt(method: object): Error {
  const { stackTraceLimit, captureStackTrace } = host;
  if (typeof captureStackTrace !== 'function') return new ForeignFrameError();
  let error: Error;
  try {
    Reflect.set(host, 'stackTraceLimit', 0);
    error = new ForeignFrameError();
  } finally {
    // The engine's stack limit may have been met.
    Reflect.set(host, 'stackTraceLimit', stackTraceLimit);
  }
  captureStackTrace(error, method);
  return error;
}

/** The frames that an error's stack names, innermost first. */
function framesOf(error: Error): StackFrame[] {
  const frames: StackFrame[] = [];
  const lines = String(error.stack).split('\n');
  for (let i = 0; i < lines.length; i++) {
    const parts = /^\s+at (?:(?:async )?(.*?) \((.*)\)|(?:async )?(.*))$/.exec(lines[i] as string);
    if (parts === null) continue;
    const place = parts[2] ?? parts[3] ?? '';
    const end = /(?::\d+){1,2}$/.exec(place)?.index;
    // A receiver that says nothing, and the name of the property beside the function's.
    const name = (parts[1] ?? '').replace(/^(?:Object|Greenlet)\.(?=[\w$])| \[as .*\]$/g, '');
    append(frames, { name, place, file: end === undefined ? '' : pathOf(place.slice(0, end)) });
  }
  return frames;
}

/** Source maps give paths where the engine gives URLs. */
export function pathOf(file: string): string {
  const path = /^file:\/\/(?:\/(?=[A-Za-z]:))?(.*)$/.exec(file)?.[1];
  return (path === undefined ? file : decodeURI(path)).replaceAll('\\', '/');
}

/** The stacks of the calls of `check`. */
const callers: Error[] = [];
let own: string | undefined;
const compiled: Record<string, true> = Object.create(null);

/** Finds out which file is the runtime's, and from the stacks of `check` which are compiled ones. */
function readCallers(): void {
  // Of `trace` itself: a program that has forgotten every "use greenlet" has called no `check`.
  own ??= framesOf(trace(1))[0]?.file ?? '';
  for (let i = 0; i < callers.length; i++) {
    const frames = framesOf(callers[i] as Error);
    const caller = frames[2];
    if (caller !== undefined && caller.file !== '') compiled[caller.file] = true;
  }
  callers.length = 0;
}

/** The parts of the runtime stand in one folder, or as the package has them, in `shared` and `runtime`, unless they are one file. */
function isOwn({ file }: StackFrame): boolean {
  const folder = /^.*\//.exec(own as string)?.[0];
  if (folder === undefined || file === own) return file !== '' && file === own;
  return file.startsWith(folder) || file.startsWith(folder.replace(/\/shared\/$/, '/runtime/'));
}

/** By what a module has said when it was loaded; or it is the source of a function that has been suspended just now. */
function isGreen({ file }: StackFrame): boolean {
  if (compiled[file]) return true;
  for (let { frame } = now.current; frame !== null; frame = frame.next) {
    if (frame.info !== null && `/${file}`.endsWith(`/${frame.info()[0].replaceAll('\\', '/')}`)) return true;
  }
  return false;
}

/**
 * The foreign frames that are nearest to the switch whose stack this is, innermost first; undefined if the stack does not
 * tell. Beneath the driver nothing concerns the greenlet.
 */
function foreignIn(frames: readonly StackFrame[]): StackFrame[] | undefined {
  const found: StackFrame[] = [];
  let isOver = false;
  for (let i = 0; i < frames.length; i++) {
    const frame = frames[i] as StackFrame;
    if (isOwn(frame)) {
      if (/\bdrive$/.test(frame.name)) return found;
      isOver ||= found.length > 0;
    } else if (isGreen(frame)) isOver ||= found.length > 0;
    else if (!isOver) append(found, frame);
  }
  return frames.length < DEPTH ? undefined : found;
}

/** Of the pending switch. */
interface Origin {
  /** Whose stack is read here. */
  readonly trace: Error;
  /** What is thrown if the switch comes to nothing: its stack leads to the call that is at fault. */
  readonly error: Error;
}

/**
 * That of the pending switch, if it is kept. Weakly, which lasts as long as the switch is pending: in a stack are the objects
 * whose methods were called, and a greenlet is not to be kept by its last switch.
 */
let origin: WeakRef<Origin> | null = null;
let left = 0;

/**
 * @param method who is asked to switch
 * @param what of the hub's: the call that waits
 */
function watch(method: object, what?: string): void {
  if (--left <= 0) {
    origin = null;
    now.watch = null;
    if (isHooked()) watchLater();
    return;
  }
  const kept = { trace: trace(DEPTH), error: errorAt(method) };
  origin = new WeakRef(kept);
  if (!isCalledPlainly()) return;
  readCallers();
  const frames = framesOf(kept.trace);
  const at = frames.findIndex(one => !isOwn(one));
  const frame = frames[at];
  // Whoever has compiled it, it has said so when it was loaded.
  if (frame === undefined || frame.file === '' || isGreen(frame)) return;
  const name = /[\w$]*?(?=(?:\$\d+)?$)/.exec(frames[at - 1]?.name ?? '')?.[0] || 'switch';
  const called = what === undefined ? name : callOf(name, what);
  dropSwitch();
  throw about(kept.error, `the caller of ${called} cannot be suspended: ${adviceFor(frame, nameOf(frame), '')}`);
}

/** A function of the hub's that waits in `what`, as programs call it. */
function callOf(name: string, what: string | undefined): string {
  const call = `${name}()`;
  return what?.endsWith(`.${call}`) ? what : call;
}

function dropSwitch(): void {
  now.target = now.run = null;
  now.value = undefined;
  now.count = 0;
  now.handed = NOBODY;
}

/** An error that has been made before its message was known. */
function about(error: Error, message: string): Error {
  Object.defineProperty(error, 'message', { value: message, writable: true, enumerable: false, configurable: true });
  return error;
}

function watchSwitches(): void {
  origin = null;
  left = WATCHED;
  now.watch = watch;
}

let pause = 5;

function watchLater(): void {
  const timer = setTimeout(() => {
    left = WATCHED_LATER;
    now.watch = watch;
  }, pause);
  // Nothing that a process is to stay alive for.
  (timer as { unref?(): unknown }).unref?.();
  pause = Math.min(2 * pause, SELDOM);
}

/** Which of the foreign frames is to be named: who has been called or, of several, the first that stands in a file. */
function named(frames: readonly StackFrame[], callee: unknown): StackFrame | undefined {
  const name = typeof callee === 'function' ? String(callee.name) : '';
  let found: StackFrame | undefined;
  for (let i = 0; i < frames.length; i++) {
    const frame = frames[i] as StackFrame;
    if (name !== '' && frame.name.endsWith(name)) return frame;
    if (found === undefined || found.file === '') found = frame.file === '' ? (found ?? frame) : frame;
  }
  return found;
}

/** A program with all its directives may have been started like any other. */
const nothingCompiled =
  'no module of this program is compiled: start it by `greenc run`, or compile it, with "use greenlet" at the top of such modules';
const foreignCode = 'put "use greenlet" at the top of its module, or `include` it';
const builtIn = 'a built-in that greenc does not replace here';
const callOrWrite = 'call it by its own name, or write out what it does';

const nameOf = (frame: StackFrame): string => frame.name || '(anonymous)';

/** What the foreign function is, and what would help. `shown`: its name, where the message has not given it yet. */
function adviceFor({ file, place }: StackFrame, shown: string, runsOn: string): string {
  const uncompiled = `not compiled by greenc${runsOn}`;
  if (file === '') return `it is ${shown && `${shown}, `}${builtIn}${runsOn}; ${callOrWrite}`;
  if (/^eval at |^evalmachine|^<anonymous>/.test(file))
    return `it is made from text, ${uncompiled}; compile the text, or make it a module`;
  const what = shown === '' ? `it is ${uncompiled} (${place})` : `it is ${shown} (${place}), ${uncompiled}`;
  if (/^(node|internal):/.test(file)) {
    const how = whatOf(now.current.frame) === undefined ? '' : ', by spawn() say';
    return `${what}; let what it calls start a greenlet${how}, or write out what it does`;
  }
  const name = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1];
  if (name === undefined && !isHooked() && Object.keys(compiled).length === 0) return `${what}; ${nothingCompiled}`;
  return `${what}; ${name === undefined ? foreignCode : `compile the package: \`include\` "**/node_modules/${name}/**"`}`;
}

/** Nothing foreign is on the stack: the engine itself has called the function of this name. */
function remedyWithin(name: string): string {
  if (/^(?:.*\.)?(valueOf|toString|toJSON|\[Symbol\.toPrimitive\])$/.test(name))
    return 'the engine calls it to convert an object: call it yourself, before';
  if (/^(?:.*\.)?[gs]et /.test(name)) return 'it is an access: compile with the option `accessors`, or write a method';
  if (
    /^(?:.*\.)?(get|set|has|deleteProperty|ownKeys|defineProperty|getOwnPropertyDescriptor|apply|construct)$/.test(name)
  )
    return 'it may be the trap of a proxy, which the engine calls: let a method do what it does';
  return `${foreignCode}; of a built-in, ${callOrWrite}`;
}

/** The same where no switch is pending: the sentinel is that of one which has failed, and was kept. */
function adviceForKept(callee: unknown): string {
  const left = 'what an earlier switch had left with';
  if (callee === undefined) return `${left} it has come back only now; it is not compiled by greenc; ${foreignCode}`;
  if (typeof callee === 'function' && isNative(callee))
    return `it gave ${left} code that is not compiled by greenc; find that, and ${foreignCode}`;
  return `it gave ${left} it, and is not compiled by greenc; ${foreignCode}`;
}

/** The error. `what` is the foreign function: `callee`, which has passed the sentinel on; undefined: the caller of `last` has swallowed it. */
function errorFor(what: string, callee: unknown, last: Frame | null): Error {
  const isPending = now.target !== null && now.blocked === null;
  const kept = isPending ? origin?.deref() : undefined;
  const who = callee === undefined ? `the caller of ${runtimesCall(last) ?? shown(last)}` : what;
  const message = `${who} cannot be suspended: ${advise(callee, last, kept?.trace)}`;
  return kept === undefined ? new ForeignFrameError(message) : about(kept.error, message);
}

/** What the program calls of the runtime's, if `last` is that: its place would say nothing to anybody. */
function runtimesCall(last: Frame | null): string | undefined {
  const waitsIn = whatOf(last);
  if (waitsIn !== undefined || last === null) return waitsIn;
  const place = innermost(last);
  if (last.info === null || place === undefined || place.name === '' || !place.file.startsWith('greenc/runtime/'))
    return undefined;
  return callOf(place.name.replace(/^.*\./, ''), whatOf(now.current.frame));
}

/** Of a wait of the hub's: the call that waits. */
const whatOf = (frame: Frame | null): string | undefined => (frame as { what?: string } | null)?.what;

/** The second half of the message. `kept`: with the stack of the pending switch. */
function advise(callee: unknown, last: Frame | null, kept: Error | undefined): string {
  readCallers();
  if (now.target === null && now.blocked === null) {
    watchSwitches();
    return adviceForKept(callee);
  }
  const isPending = now.blocked === null;
  const isKept = kept !== undefined;
  const frames = isPending ? framesOf(kept ?? trace(DEPTH)) : [];
  // Without the stack of the switch that of a second one may do, since who calls back again is still there.
  const isSecond = frames.findIndex(({ name }) => /\brefuse$/.test(name)) >= 0;
  const found = isKept || isSecond ? foreignIn(frames) : undefined;
  watchSwitches();
  const frame = found && named(found, callee);
  const runsOn = callee === undefined ? ', and has run on without the result' : '';
  const name = typeof callee === 'function' ? String(callee.name) : '';
  if (frame !== undefined) {
    const isKnown = name !== '' && frame.name.endsWith(name);
    return adviceFor(frame, isKnown ? '' : `${isKept ? '' : 'probably '}${nameOf(frame)}`, runsOn);
  }
  const plain = `it is not compiled by greenc${runsOn}`;
  if (name.startsWith('bound ')) return `what it calls, or who has bound it, is not compiled by greenc; ${foreignCode}`;
  if (typeof callee === 'function' && isNative(callee)) return `it is ${builtIn}; ${callOrWrite}`;
  if (callee === undefined) return `${plain}; ${remedyWithin(innermost(last)?.name ?? '')}`;
  return `${plain}; ${callee instanceof Function ? foreignCode : 'it is of another realm'}`;
}

/** `check` is what compiled modules call when they are loaded; the others are for stack-traces.ts. */
export const { check, compiledFiles, isTrace } = share('advice', () => {
  const { of: plain } = advice;
  advice.of = (what, callee, last) => {
    try {
      return errorFor(what, callee, last);
    } catch {
      // The program has put something else in the place of the engine's methods that read texts.
      return plain(what, callee, last);
    }
  };
  watchSwitches();
  return {
    check(version: number): void {
      realm.check(version);
      append(callers, trace(3));
    },
    compiledFiles(): string[] {
      readCallers();
      return Object.keys(compiled);
    },
    isTrace: (error: object): boolean => traces.has(error),
  };
});
