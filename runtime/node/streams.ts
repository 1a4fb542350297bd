'use greenlet';
/** Node's streams, written in straight lines. */
import type { Readable, Writable } from 'node:stream';
import type { Limits } from '../hub/limits.js';
import { Outcome } from '../hub/outcome.js';

/** Milliseconds at most, or these and an AbortSignal. */
export type Limit = number | Limits;

/** Waits until one of some events. Whoever calls it finds out himself what has happened. */
function until(stream: Readable | Writable, events: readonly string[], what: string, limit?: Limit): void {
  const outcome = new Outcome(what, limit);
  const done = () => outcome.give(undefined);
  outcome.release = () => {
    for (const name of events) stream.removeListener(name, done);
  };
  for (const name of events) stream.on(name, done);
  outcome.get();
}

const writingEnds = ['drain', 'close', 'error'];
const finishing = ['finish', 'close', 'error'];

/** Writes to a stream, and waits while too much is under way. */
export function write(stream: Writable, data: string | Uint8Array, what: string, limit?: Limit): void {
  checkOpen(stream);
  if (stream.write(data)) return;
  while (stream.writableNeedDrain && !stream.destroyed) until(stream, writingEnds, what, limit);
  if (stream.errored) throw stream.errored;
}

/** Ends a stream, and waits until everything has been handed to the system. */
export function end(stream: Writable, data: string | Uint8Array | undefined, what: string, limit?: Limit): void {
  if (data !== undefined) checkOpen(stream);
  if (!stream.writableEnded) {
    if (data === undefined) stream.end();
    else stream.end(data);
  }
  while (!stream.writableFinished && !stream.destroyed) until(stream, finishing, what, limit);
  if (stream.errored) throw stream.errored;
}

function checkOpen(stream: Writable): void {
  if (stream.errored) throw stream.errored;
  if (stream.destroyed || stream.writableEnded) {
    const isDestroyed = stream.destroyed;
    throw Object.assign(new Error(isDestroyed ? 'Cannot call write after a stream was destroyed' : 'write after end'), {
      code: isDestroyed ? 'ERR_STREAM_DESTROYED' : 'ERR_STREAM_WRITE_AFTER_END',
    });
  }
}
