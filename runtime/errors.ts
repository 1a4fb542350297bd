// The constructors are written out because V8's own hand their arguments on by iterating an array, and by then its
// iterator may be one of the program's, which suspends.

/** Misuse of greenlets: a cyclic parent, a greenlet without `run`, compiled code of another ABI, … */
export class GreenletError extends Error {
  constructor(message?: string, options?: ErrorOptions) {
    super(message, options);
  }
}

/** Thrown to end a greenlet. Where it escapes, its greenlet ends normally with the exit object as its value. */
export class GreenletExit extends Error {
  constructor(message?: string, options?: ErrorOptions) {
    super(message, options);
  }
}

/**
 * A switch would have to suspend a function that greenc did not compile. It is thrown at the switch, or at the
 * operation that first noticed; the message names the function as far as it is known, the place, and the remedy.
 */
export class ForeignFrameError extends GreenletError {
  constructor(message?: string, options?: ErrorOptions) {
    super(message, options);
  }
}

// On the prototype, like the built-in errors; written out, because minifiers rename classes.
for (const [type, value] of [
  [GreenletError, 'GreenletError'],
  [GreenletExit, 'GreenletExit'],
  [ForeignFrameError, 'ForeignFrameError'],
] as const) {
  Object.defineProperty(type.prototype, 'name', { value, writable: true, configurable: true });
}
