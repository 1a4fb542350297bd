/**
 * Green functions for the tests of the runtime, which must not depend on the compiler: the body is a generator that
 * yields its calls, `[callee, this, ...args]`, around it stands what compiled code does at a call.
 */
import { Frame, link, SUSPENDED, suspend, take } from '../../runtime/abi.js';
import type { Greenlet } from '../../runtime/index.js';

export type Call = [callee: any, self?: unknown, ...args: unknown[]];
export type Body = (this: any, ...args: any[]) => Generator<Call, unknown, any>;

const info = (): [string, string] => ['test/green.ts', 'green,1.1'];

type Step = (activation: Generator<Call, unknown, any>, next: IteratorResult<Call, unknown>) => unknown;

/** Goes through a body's calls; SUSPENDED if one of them was suspended, with the call's error thrown into the body. */
const run: Step = (activation, next) => {
  while (!next.done) {
    const [callee, self, ...args] = next.value;
    let result: unknown;
    try {
      result = callee.apply(self, args);
      if (result === SUSPENDED) result = link(callee, info, 0);
    } catch (error) {
      next = activation.throw(error);
      continue;
    }
    if (result === SUSPENDED) return SUSPENDED;
    next = activation.next(result);
  }
  return next.value;
};

function resume(frame: Frame): unknown {
  const activation = frame.a;
  let delivered: unknown;
  try {
    delivered = take();
  } catch (error) {
    return run(activation, activation.throw(error));
  }
  return run(activation, activation.next(delivered));
}

/** The green function with this body. */
export function green(body: Body): (...args: any[]) => any {
  return function (this: unknown, ...args: unknown[]) {
    const activation = body.apply(this, args);
    const result = run(activation, activation.next());
    if (result !== SUSPENDED) return result;
    return suspend(new Frame(1, activation), resume, 0, info, undefined, 'greenc1:0');
  };
}

/** The calls `greenlet.switch(...payload)` and `greenlet.throw(...error)`, to be yielded. */
export function switchTo(greenlet: Greenlet, ...payload: unknown[]): Call {
  return [greenlet.switch, greenlet, ...payload];
}

export function throwInto(greenlet: Greenlet, ...error: unknown[]): Call {
  return [greenlet.throw, greenlet, ...error];
}
