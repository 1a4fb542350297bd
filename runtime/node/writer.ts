/** Streams, written in straight lines. The functions here are called by suspension points that are not compiled, as Reader's are. */
import type { ServerResponse } from 'node:http';
import type { Writable } from 'node:stream';
import { checkLimit, checkSignal, timeoutOf } from '../hub/limits.js';
import { park, type Source, Wait, waiting } from '../hub/wait.js';
import { WaitList } from '../hub/wait-list.js';
import { goOnThrowing, goOnWith } from './going-on.js';
import { type Limit, Limited } from './limited.js';

const events = ['drain', 'finish', 'close', 'error'];

const mayWrite = (stream: Writable): boolean => !stream.writableNeedDrain;
const isFinished = (stream: Writable): boolean => stream.writableFinished;

/** Whether there is nothing to be waited for any more, for whatever reason. */
const isOver = (stream: Writable): boolean => stream.destroyed || (stream.errored ?? null) !== null;

/** Those who wait until a stream has come so far. */
class Waits extends WaitList implements Source {
  constructor(
    readonly stream: Writable,
    readonly isSoFar: (stream: Writable) => boolean,
  ) {
    super();
  }

  expired(): void {}

  /** Has those go on who need not wait any more. What one of them does may have the others wait on. */
  serve(event: string): void {
    const { stream, last } = this;
    let wait = this.first;
    while (wait !== null && (this.isSoFar(stream) || isOver(stream))) {
      const isLast = wait === last;
      this.forget(wait);
      if (wait.source !== this) (wait.source as Limited).release();
      const error = stream.errored ?? (isCutShort(stream, event) ? cutShort(stream) : null);
      if (error === null) goOnWith(wait, undefined);
      else goOnThrowing(wait, error);
      wait = isLast ? null : this.first;
    }
  }
}

/** Of an HTTP response, Node says that it has finished where its connection has been lost. */
function isCutShort(stream: Writable, event: string): boolean {
  const { req } = stream as Partial<ServerResponse>;
  return req?.socket.destroyed === true || (stream.destroyed && event !== 'finish');
}

/** Of a stream that has been destroyed without an error while somebody waited: an HTTP response is so if its client goes. */
function cutShort(stream: Writable): Error {
  return refusing(stream, 'Premature close', 'ERR_STREAM_PREMATURE_CLOSE');
}

/** Of a stream that somebody has waited for. Its listeners stay: most who wait once do so again. */
class Writer {
  readonly mayWrite: Waits;
  readonly isFinished: Waits;

  constructor(stream: Writable) {
    this.mayWrite = new Waits(stream, mayWrite);
    this.isFinished = new Waits(stream, isFinished);
    for (const name of events)
      stream.on(name, () => {
        this.mayWrite.serve(name);
        this.isFinished.serve(name);
      });
  }
}

const writers = new WeakMap<Writable, Writer>();

function writerOf(stream: Writable): Writer {
  let writer = writers.get(stream);
  if (writer === undefined) {
    writer = new Writer(stream);
    writers.set(stream, writer);
  }
  return writer;
}

/** How a function is named in errors, and the function, which returns what it is given here. */
interface Call {
  readonly what: string;
  readonly method: object;
}

function waitFor(stream: Writable, which: keyof Writer, limit: Limit | undefined, { what, method }: Call): undefined {
  if (!isOver(stream)) {
    const greenlet = waiting(what);
    checkSignal(limit);
    const waits = writerOf(stream)[which];
    const source = limit === undefined ? waits : new Limited(waits, limit);
    return park(new Wait(greenlet, source), method, timeoutOf(limit));
  }
  if (stream.errored) throw stream.errored;
}

/** Writes to a stream, and waits while too much is under way. */
export function write(stream: Writable, data: string | Uint8Array, limit: Limit | undefined, call: Call): undefined {
  checkLimit(limit, call.what);
  checkOpen(stream);
  if (stream.write(data)) return;
  if (stream.writableNeedDrain || isOver(stream)) return waitFor(stream, 'mayWrite', limit, call);
}

/** Ends a stream, and waits until everything has been handed to the system. */
export function end(
  stream: Writable,
  data: string | Uint8Array | undefined,
  limit: Limit | undefined,
  call: Call,
): undefined {
  checkLimit(limit, call.what);
  if (data !== undefined) checkOpen(stream);
  if (!stream.writableEnded) stream.end(data);
  if (!stream.writableFinished) return waitFor(stream, 'isFinished', limit, call);
  if (stream.errored) throw stream.errored;
}

/** What was thrown where a stream was written to that had been destroyed without an error. */
const refusals = new WeakMap<Writable, Error>();

function refusing(stream: Writable, message: string, code: string): Error {
  const error = Object.assign(new Error(message), { code });
  refusals.set(stream, error);
  return error;
}

/** Whether an error says of a stream that it is gone: its own, or what a write has thrown for want of one. */
export function saysGone(stream: Writable, error: unknown): boolean {
  return error === stream.errored || (refusals.has(stream) && error === refusals.get(stream));
}

function checkOpen(stream: Writable): void {
  const { destroyed } = stream;
  if (!destroyed && !stream.writableEnded) return;
  if (stream.errored) throw stream.errored;
  if (destroyed) throw refusing(stream, 'Cannot call write after a stream was destroyed', 'ERR_STREAM_DESTROYED');
  throw Object.assign(new Error('write after end'), { code: 'ERR_STREAM_WRITE_AFTER_END' });
}
