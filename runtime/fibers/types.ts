/** What `greenc/fibers` is to TypeScript. */

/** A function with a stack of its own, which `Fiber.yield` puts aside and `run` goes on with. */
export interface Fiber {
  /**
   * Starts the fiber, or goes on where it has yielded.
   * @param value the function's argument at the start, afterwards what `Fiber.yield` returns; one at the most
   * @returns what is given to the next `Fiber.yield`, or the function's result; then it may be started again
   * @throws what the function throws; Error if the fiber is running
   */
  run<Received = any, Sent = any>(value?: Sent): Received;
  /**
   * Ends a fiber that has yielded: its `Fiber.yield` throws, and so does each that it calls on its way out.
   * @returns the function's result if it has one in spite of that, else undefined, as for a fiber that has not started
   * @throws what else the function throws; Error if the fiber is running
   */
  reset<Result = any>(): Result | undefined;
  /**
   * Has the `Fiber.yield` of a fiber that has yielded throw.
   * @returns what `run` would
   * @throws Error if the fiber has not yielded
   */
  throwInto<Received = any>(error?: unknown): Received;
  /** Whether its function has been called and has not ended. */
  readonly started: boolean;
}

/** The type of `Fiber`, which may be called with or without `new`. */
export interface FiberConstructor {
  new (run: (value?: any) => unknown): Fiber;
  (run: (value?: any) => unknown): Fiber;
  readonly prototype: Fiber;
  /** The fiber that is running; undefined outside of fibers. */
  readonly current: Fiber | undefined;
  /**
   * Puts the current fiber aside. `value` is what the `run` that has entered it returns.
   * @returns what the next `run` gives
   * @throws what `throwInto` gives; Error outside of fibers, and in one that is being reset
   */
  yield<Received = any, Sent = any>(value?: Sent): Received;
  /** How many stacks of ended fibers are kept. greenc has none to keep: it only makes out `fibersCreated` by it. */
  poolSize: number;
  /** How many stacks there would be by now: a fiber takes one that another has left, or a new one. */
  readonly fibersCreated: number;
}
