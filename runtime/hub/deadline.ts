/** What is left of a timeout that is for several waits in a row. */

const { performance } = globalThis as unknown as { performance: { now(): number } };

export class Deadline {
  readonly #end: number | undefined;

  /** @param timeout milliseconds from now; undefined: never */
  constructor(timeout: number | undefined) {
    this.#end = timeout === undefined ? undefined : performance.now() + timeout;
  }

  /** Milliseconds; 0 when the time is up. */
  get left(): number | undefined {
    return this.#end === undefined ? undefined : Math.max(0, this.#end - performance.now());
  }
}
