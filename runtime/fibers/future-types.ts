/** What `greenc/fibers/future` is to TypeScript. */

/** A value that will be there, or an error. `wait` stops the current fiber until it is. */
export interface Future<T = any> {
  /** What it has been resolved with. Undefined before. */
  readonly value?: T;
  readonly error?: unknown;
  readonly resolved?: boolean;
  /** The value. Throws the error it has been resolved with, or an Error if it has not been resolved yet. */
  get(): T;
  /** The same, but waits for it in the current fiber. Throws an Error outside of fibers. */
  wait(): T;
  /** Resolves it with a value, and calls back whoever has asked for it. Throws an Error if it is resolved. */
  return(value?: T): void;
  /** Resolves it with an error, which must be a true value. Throws an Error if it is resolved. */
  throw(error: unknown): void;
  /** Throws its error, should it get one, where nobody can catch it. */
  detach(): void;
  isResolved(): boolean;
  /** A callback `(error, value) => …` that resolves it. */
  resolver(): (error?: unknown, value?: T) => void;
  /** Has `callback` called when it is resolved, at once if it is. */
  resolve(callback: (error: any, value: T) => void): this;
  /** The same for the value; an error goes to `errors`. */
  resolve(errors: Future<any>, callback: (value: T) => void): this;
  /** The same for the value; an error goes nowhere. */
  resolveSuccess(callback: (value: T) => void): this;
  /** Resolves `future` in the same way as it is resolved. */
  proxy(future: Future<T>): void;
  /** The same for errors, for one future or several. */
  proxyErrors(futures: Future<any> | Future<any>[]): this;
  promise(): Promise<T>;
}

/** A function whose calls are fibers of their own: it returns their future. */
export type FutureFunction<T = any> = (...args: any[]) => Future<T>;

export interface FutureConstructor {
  new <T = any>(): Future<T>;
  readonly prototype: Future;
  /** Calls a function in a fiber of its own. With several: the future is an array, and fails if one of them does. */
  task<T>(fn: () => T): Future<T>;
  task<T = any>(...fns: (() => T)[]): Future<T[]>;
  /**
   * Makes a function that returns a future of one that takes a callback `(error, value) => …` as its last argument; or of an
   * object a new one that inherits from it, with such a function for each method.
   * @param multi whether the callback is given several values, to be an array
   * @param suffix what the new methods are called besides the name of the old ones: `Future` by default
   */
  wrap<T = any>(fn: (...args: any[]) => any, multi?: boolean, suffix?: string): FutureFunction<T>;
  wrap<O extends object>(methods: O, multi?: boolean, suffix?: string): O & Record<string, any>;
  /** Waits in the current fiber until all are resolved. Of errors, `get` of each tells. Throws an Error outside of fibers. */
  wait(...futures: (Future<any> | Future<any>[])[]): void;
  fromPromise<T>(promise: PromiseLike<T>): Future<T>;
}

declare global {
  interface Function {
    /** The same function with a fiber of its own for each call. `detach`: as `Future#detach`, for all of them. */
    future<T = any>(detach?: boolean): FutureFunction<T>;
  }
}
