'use greenlet';
/** Node's streams, read and written in straight lines. */
import { Buffer } from 'node:buffer';
import type { Readable, Writable } from 'node:stream';
import type { Limits } from '../hub/limits.js';
import { Outcome } from '../hub/outcome.js';

/** Milliseconds at most, or these and an AbortSignal. */
export type Limit = number | Limits;

const NEWLINE = 10;
const RETURN = 13;

/** Waits until one of some events. Whoever calls it finds out himself what has happened. */
export function until(stream: Readable | Writable, events: readonly string[], what: string, limit?: Limit): void {
  const outcome = new Outcome(what, limit);
  const done = () => outcome.give(undefined);
  outcome.release = () => {
    for (const name of events) stream.removeListener(name, done);
  };
  for (const name of events) stream.on(name, done);
  outcome.get();
}

const readingEnds = ['readable', 'end', 'close', 'error'];
const writingEnds = ['drain', 'close', 'error'];
const finishing = ['finish', 'close', 'error'];

/** Reads a stream of bytes. */
export class Reader {
  readonly #stream: Readable;
  /** How reading is named in errors. */
  readonly #what: string;
  /** What has been read and not been asked for. */
  #rest: Buffer | null = null;
  /** The reads that wait; null before the first of them. */
  #waiting: Outcome[] | null = null;

  constructor(stream: Readable, name: string) {
    this.#stream = stream;
    this.#what = `${name}.read()`;
  }

  /** See `Socket#read`. All in one function, since each call on the way costs as much as a switch. */
  read(size?: number, limit?: Limit): Buffer | null {
    const stream = this.#stream;
    const rest = this.#rest;
    if (size === 0) return Buffer.alloc(0);
    if (rest !== null && (size === undefined || size <= rest.length)) {
      this.#rest = size === undefined || size === rest.length ? null : rest.subarray(size);
      return rest.subarray(0, size);
    }
    const wanted = rest === null ? size : (size as number) - rest.length;
    for (;;) {
      const chunk: Buffer | null = stream.read(wanted);
      if (chunk === null && stream.errored) throw stream.errored;
      if (chunk !== null || stream.readableEnded || stream.destroyed) {
        if (rest === null) return chunk;
        this.#rest = null;
        return chunk === null ? rest : Buffer.concat([rest, chunk]);
      }
      const outcome = new Outcome(this.#what, limit);
      this.#add(outcome);
      outcome.get();
    }
  }

  /** See `Socket#readLine`. */
  readLine(encoding: BufferEncoding, limit?: Limit): string | null {
    const chunks: Buffer[] = [];
    try {
      for (;;) {
        const chunk = this.read(undefined, limit);
        const end = chunk === null ? 0 : chunk.indexOf(NEWLINE);
        if (chunk !== null) chunks.push(end < 0 ? chunk : chunk.subarray(0, end));
        if (end < 0) continue;
        if (chunk !== null && end + 1 < chunk.length) this.#rest = chunk.subarray(end + 1);
        const line = Buffer.concat(chunks);
        const isLast = chunk === null && line.length === 0;
        chunks.length = 0;
        return isLast ? null : withoutReturn(line, chunk !== null).toString(encoding);
      }
    } finally {
      // The line is not whole yet, and whoever waits for it has been killed: it is for the next.
      if (chunks.length > 0) this.#rest = Buffer.concat(chunks);
    }
  }

  #add(outcome: Outcome): void {
    const waiting = this.#waiting ?? this.#listen();
    // Those that have been given up.
    for (let index = waiting.length - 1; index >= 0; index--) if (!waiting[index].isPending) waiting.splice(index, 1);
    waiting.push(outcome);
  }

  /** Listeners that stay: to come and go with each read would cost as much as the read. */
  #listen(): Outcome[] {
    const waiting: Outcome[] = [];
    const wake = () => {
      for (const outcome of waiting) outcome.give(undefined);
      waiting.length = 0;
    };
    for (const name of readingEnds) this.#stream.on(name, wake);
    this.#waiting = waiting;
    return waiting;
  }
}

function withoutReturn(line: Buffer, isEnded: boolean): Buffer {
  return isEnded && line.at(-1) === RETURN ? line.subarray(0, -1) : line;
}

/** Writes to a stream, and waits while too much is under way. */
export function write(stream: Writable, data: string | Uint8Array, what: string, limit?: Limit): void {
  checkOpen(stream);
  stream.write(data);
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
