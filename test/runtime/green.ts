/**
 * Green functions for the tests of the runtime, which must not depend on the compiler: the body is a generator that
 * yields its calls, `[callee, this, ...args]`; around it stands what compiled code does at a call.
 */
import { builtIn, Frame, SUSPENDED, suspend, take } from '../../runtime/abi.js';
import type { Greenlet } from '../../runtime/index.js';

export type Call = [callee: any, self?: unknown, ...args: unknown[]];
export type Body = (this: any, ...args: any[]) => Generator<Call, unknown, any>;
export type Green = (...args: any[]) => any;

type Activation = Generator<Call, unknown, any>;

const info = (): [string, string] => ['test/green.ts', 'green,1.1'];

/** Goes through a body's calls. Gives its result, or the frame's arguments if a call was suspended. */
function run(activation: Activation, next: IteratorResult<Call, unknown>): unknown {
  while (!next.done) {
    const [callee, self, ...args] = next.value;
    let result: unknown;
    try {
      result = Reflect.apply(callee, self, args);
    } catch (error) {
      next = activation.throw(error);
      continue;
    }
    if (result === SUSPENDED) return new Suspension(builtIn(callee, self, args[0]));
    next = activation.next(result);
  }
  return next.value;
}

class Suspension {
  constructor(readonly callee: unknown) {}
}

function resume(frame: Frame): unknown {
  const activation: Activation = frame.a;
  let next: IteratorResult<Call, unknown>;
  let delivered: unknown;
  try {
    delivered = take();
  } catch (error) {
    next = activation.throw(error);
    return again(frame, run(activation, next));
  }
  next = activation.next(delivered);
  return again(frame, run(activation, next));
}

function again(frame: Frame, result: unknown): unknown {
  if (!(result instanceof Suspension)) return result;
  return frame.save(1, result.callee, frame.a, 0, 0, 0, 0, 0, 0, 0);
}

/** The green function with this body. */
export function green(body: Body): Green {
  return function (this: unknown, ...args: unknown[]) {
    const activation = body.apply(this, args);
    const result = run(activation, activation.next());
    if (!(result instanceof Suspension)) return result;
    return suspend(new Frame(1, result.callee, activation), resume, 0, info, undefined, 'greenc1:0');
  };
}

/** The calls `greenlet.switch(...payload)` and `greenlet.throw(...error)`, to be yielded. */
export function switchTo(greenlet: Greenlet, ...payload: unknown[]): Call {
  return [greenlet.switch, greenlet, ...payload];
}

export function throwInto(greenlet: Greenlet, ...error: unknown[]): Call {
  return [greenlet.throw, greenlet, ...error];
}
