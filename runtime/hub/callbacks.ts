'use greenlet';
/** Between greenlets and callbacks. What is called to begin may wait itself. */
import { checkFunction, misuse } from './checks.js';
import { checkSignal, type Limits } from './limits.js';
import { Outcome } from './outcome.js';

type Results<Values extends unknown[]> = Values extends [infer Value] ? Value : Values extends [] ? undefined : Values;

/** As `switch` delivers them. */
const delivered = (values: unknown[]): unknown => (values.length > 1 ? values : values[0]);

/**
 * Calls `start` with a callback of Node's kind, and suspends the current greenlet until that is called:
 *
 *     const stats = callback(done => fs.stat(path, done));
 *
 * It may be called before `start` returns; all calls but the first are ignored.
 *
 * @param start begins something; what it returns is ignored
 * @param limit milliseconds at most; or these and a signal. Nobody tells what has begun that it is given up
 * @returns what the callback is called with after the error: one value as it is, several as an array
 * @throws the error that the callback is called with; what `start` throws; Timeout; the signal's reason; GreenletError in main,
 *   where `start` is not called
 */
export function callback<Values extends unknown[] = [any]>(
  start: (done: (error?: unknown, ...values: Values | []) => void) => unknown,
  limit?: number | Limits,
): Results<Values> {
  checkFunction(start, 'callback()', 'callback(done => …)');
  const outcome = new Outcome('callback()', limit);
  checkSignal(limit);
  start((error, ...values) => (error ? outcome.fail(error) : outcome.give(delivered(values))));
  return outcome.get();
}

/** Node's EventEmitter, or whatever has its methods. */
export interface EmitterLike {
  on(name: any, listener: (...args: any[]) => void): unknown;
  removeListener(name: any, listener: (...args: any[]) => void): unknown;
}

/** EventTarget, or whatever has its methods. */
export interface TargetLike {
  addEventListener(name: any, listener: (event: any) => void): unknown;
  removeEventListener(name: any, listener: (event: any) => void): unknown;
}

/**
 * Suspends the current greenlet until the next event of a name. However the wait ends, its listeners are removed.
 *
 * @param emitter an EventEmitter or an EventTarget
 * @param limit milliseconds at most; or these and a signal
 * @returns what listeners are called with: undefined, a value, or an array of several; for an EventTarget the event
 * @throws what an EventEmitter emits as 'error' meanwhile, if that is not the event to wait for; Timeout; the signal's reason;
 *   GreenletError in main
 */
export function waitEvent<Value = any>(
  emitter: EmitterLike | TargetLike,
  name: string | symbol,
  limit?: number | Limits,
): Value {
  if ((typeof emitter !== 'object' && typeof emitter !== 'function') || emitter === null) throw noEmitter(emitter);
  const outcome = new Outcome('waitEvent()', limit);
  checkSignal(limit);
  const onEvent = (...args: unknown[]): void => outcome.give(delivered(args));
  const onError = (error: unknown): void => outcome.fail(error);
  if ('on' in emitter && typeof emitter.on === 'function') {
    outcome.release = () => {
      emitter.removeListener(name, onEvent);
      if (name !== 'error') emitter.removeListener('error', onError);
    };
    emitter.on(name, onEvent);
    if (name !== 'error') emitter.on('error', onError);
  } else if ('addEventListener' in emitter && typeof emitter.addEventListener === 'function') {
    outcome.release = () => emitter.removeEventListener(name, onEvent);
    emitter.addEventListener(name, onEvent);
  } else throw noEmitter(emitter);
  return outcome.get();
}

function noEmitter(emitter: unknown): TypeError {
  return misuse('waitEvent()', 'an EventEmitter or an EventTarget', emitter, 'waitEvent(emitter, name)');
}
