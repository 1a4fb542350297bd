/**
 * Streams of bytes, read in straight lines. A read is its own suspension point, and what comes is handed to who waits for it when the event
 * loop tells of it: each call on the way, and each turn of a queue, would cost as much as a switch.
 */
import { Buffer } from 'node:buffer';
import type { Readable } from 'node:stream';
import { checkLimit, checkSignal, timeoutOf } from '../hub/limits.js';
import { park, type Source, Wait, waiting } from '../hub/wait.js';
import { WaitList } from '../hub/wait-list.js';
import { ALL, ANY, Asked, LINE } from './asked.js';
import { Chunks } from './chunks.js';
import { goOnThrowing, goOnWith } from './going-on.js';
import type { Limit } from './limited.js';

const events = ['readable', 'end', 'close', 'error'];

/** It is itself what a read waits for that takes what comes next, for as long as it takes. */
export class Reader implements Source {
  /** A message that comes in by HTTP says when it is complete, which its last event would say later. */
  readonly #stream: Readable & { readonly complete?: boolean };
  /** What has been read and not been asked for; null before there is any. */
  #chunks: Chunks | null = null;
  /** The reads that wait, which get what they ask for in their order; null before the first of them. */
  #waits: WaitList | null = null;
  /** All that had come was taken, and the stream has told of nothing since. */
  #isDry = false;

  constructor(stream: Readable) {
    this.#stream = stream;
  }

  /**
   * See `Socket#read`.
   * @param what how the call is named in errors
   * @param method who calls this, and returns what it returns
   */
  read(size: number | undefined, limit: Limit | undefined, what: string, method: object): Buffer | null {
    if (size === 0) return Buffer.alloc(0);
    if (size !== undefined || limit !== undefined) return this.#ask(new Asked(this, size ?? ANY, limit), what, method);
    const bytes = this.#takeInTurn(ANY);
    if (bytes !== undefined) return bytes;
    if (this.#waits === null) this.#listen();
    return park(new Wait(waiting(what), this), method);
  }

  /** See `Socket#readLine`. */
  readLine(encoding: BufferEncoding, limit: Limit | undefined, what: string, method: object): string | null {
    return this.#ask(new Asked(this, LINE, limit, encoding), what, method);
  }

  /** See `Incoming#body`. */
  readAll(limit: Limit | undefined, what: string, method: object): Buffer {
    return this.#ask(new Asked(this, ALL, limit), what, method);
  }

  #ask(asked: Asked, what: string, method: object): any {
    checkLimit(asked.limit, what);
    const bytes = this.#takeInTurn(asked.wanted);
    if (bytes !== undefined) return asked.given(bytes);
    checkSignal(asked.limit);
    if (this.#waits === null) this.#listen();
    return park(new Wait(waiting(what), asked), method, timeoutOf(asked.limit));
  }

  /** Nobody is overtaken who waits. */
  #takeInTurn(wanted: number): Buffer | null | undefined {
    return this.#waits === null || this.#waits.isEmpty ? this.#take(wanted) : undefined;
  }

  /**
   * What is there of what is wanted.
   * @returns null at the end; undefined if it is to be waited for
   * @throws the stream's error, after all that has come before it
   */
  #take(wanted: number): Buffer | null | undefined {
    const stream = this.#stream;
    const chunks = this.#chunks;
    if (wanted === ANY && (chunks === null || chunks.length === 0)) {
      const chunk: Buffer | null = this.#pull();
      if (chunk !== null) return chunk;
    } else {
      const count = this.#gather(wanted);
      if (count > 0) return (this.#chunks as Chunks).take(count);
    }
    if (this.#isDry) return undefined;
    if (stream.errored) throw stream.errored;
    const hasEnded = stream.readableEnded || (stream.complete === true && stream.readableLength === 0);
    if (!hasEnded && !stream.destroyed) return undefined;
    if (!hasEnded && wanted === ALL) throw Object.assign(new Error('aborted'), { code: 'ECONNRESET' });
    return this.#chunks === null || this.#chunks.length === 0 ? null : this.#chunks.take(this.#chunks.length);
  }

  /** What the stream has. */
  #pull(): Buffer | null {
    const stream = this.#stream;
    if (this.#isDry) {
      if (!stream.destroyed) return null;
      this.#isDry = false;
    }
    const chunk: Buffer | null = stream.read();
    // Newer versions of Node give one of its chunks at a time, and tell of the others only when all have been asked for.
    this.#isDry = chunk !== null && this.#waits !== null && stream.readableLength === 0;
    return chunk;
  }

  /** Reads as much as is wanted, if that has come. Gives the number of its bytes, or 0. */
  #gather(wanted: number): number {
    this.#chunks ??= new Chunks();
    const chunks = this.#chunks;
    for (;;) {
      const { length } = chunks;
      if (wanted === LINE) {
        const count = chunks.lineLength;
        if (count > 0) return count;
      } else if (length > 0 && length >= wanted) return wanted === ANY ? length : wanted;
      const chunk = this.#pull();
      if (chunk === null) return 0;
      chunks.add(chunk);
    }
  }

  /** Listeners that stay: to come and go with each read would cost as much as the read. */
  #listen(): void {
    this.#waits = new WaitList();
    const tell = () => {
      this.#isDry = false;
      this.#serve();
    };
    for (const name of events) this.#stream.on(name, tell);
  }

  /** Gives those who wait what has come. */
  #serve(): void {
    const waits = this.#waits as WaitList;
    // Who goes on may ask again, behind the others, for something that is there.
    while (waits.first !== null && this.#serveOne(waits.first));
  }

  /** @returns whether it need not wait any more */
  #serveOne(wait: Wait): boolean {
    const asked = wait.source === this ? null : (wait.source as Asked);
    let bytes: Buffer | null | undefined;
    try {
      bytes = this.#take(asked === null ? ANY : asked.wanted);
    } catch (error) {
      this.#leave(wait, asked);
      goOnThrowing(wait, error);
      return true;
    }
    if (bytes === undefined) return false;
    this.#leave(wait, asked);
    goOnWith(wait, asked === null ? bytes : asked.given(bytes));
    return true;
  }

  #leave(wait: Wait, asked: Asked | null): void {
    (this.#waits as WaitList).forget(wait);
    asked?.release();
  }

  add(wait: Wait): void {
    (this.#waits as WaitList).add(wait);
  }

  forget(wait: Wait): void {
    (this.#waits as WaitList).forget(wait);
    this.#serve();
  }

  expired(): void {}

  giveBack(bytes: Buffer | null): void {
    if (bytes === null) return;
    this.#chunks ??= new Chunks();
    this.#chunks.putBack(bytes);
    this.#serve();
  }
}
