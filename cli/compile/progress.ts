/** How far a command has got: on a terminal one line that is rewritten, in a pipe a line every now and then. */

/** The part of a stream that is used. */
interface Stream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

const REWRITE_AFTER = 50;
const LINE_AFTER = 20_000;

export class Progress {
  readonly #stream: Stream;
  readonly #total: number;
  readonly #now: () => number;
  readonly #isTerminal: boolean;
  #done = 0;
  #last: number;
  #isShown = false;

  constructor(stream: Stream, total: number, now: () => number = () => performance.now()) {
    this.#stream = stream;
    this.#total = total;
    this.#now = now;
    this.#isTerminal = stream.isTTY === true && process.env.TERM !== 'dumb';
    this.#last = now();
  }

  /** One more is done. */
  step(name: string): void {
    this.#done++;
    const time = this.#now();
    if (time - this.#last < (this.#isTerminal ? REWRITE_AFTER : LINE_AFTER)) return;
    this.#last = time;
    if (!this.#isTerminal) {
      this.#stream.write(`${this.#done} of ${this.#total} files\n`);
      return;
    }
    const count = `[${this.#done}/${this.#total}] `;
    // A line that wraps could not be rewritten.
    const room = Math.max(0, (this.#stream.columns ?? 80) - count.length - 1);
    const shown = name.length > room ? `…${name.slice(name.length - room + 1)}` : name;
    this.#stream.write(`\r\x1b[K${count}${room > 1 ? shown : ''}`);
    this.#isShown = true;
  }

  /** Call it before anything else is printed, and at the end. */
  clear(): void {
    if (this.#isShown) this.#stream.write('\r\x1b[K');
    this.#isShown = false;
  }
}
