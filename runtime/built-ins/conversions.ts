'use greenlet';
/** `String(x)`, `Number(x)` and the parts of template literals, where `x` is an object (ECMA-262, 7.1.1, 7.1.1.1, 21.4.4.45). */
import { isObject, notCallable } from '../protocol.js';
import {
  dateToPrimitive,
  isLeftToEngine,
  noPrimitive,
  numberOfEngine,
  stringOfEngine,
  textOfEngine,
} from './conversion-values.js';

/** The engine's `f.call(self, ...args)`; the call site links with `f`. */
declare function $greenc1call(f: unknown, self: unknown, ...args: unknown[]): any;

/** `${value}` */
export function textOf(value: unknown): string {
  if (isLeftToEngine(value)) return textOfEngine(value);
  const primitive = toPrimitive(value, 'string');
  return textOfEngine(primitive);
}

export function stringOf(...args: unknown[]): string {
  const value = args[0];
  if (args.length === 0 || isLeftToEngine(value)) return $greenc1call(stringOfEngine, undefined, ...args);
  const primitive = toPrimitive(value, 'string');
  return textOfEngine(primitive);
}

export function numberOf(...args: unknown[]): number {
  const value = args[0];
  if (args.length === 0 || isLeftToEngine(value)) return $greenc1call(numberOfEngine, undefined, ...args);
  const primitive = toPrimitive(value, 'number');
  return $greenc1call(numberOfEngine, undefined, primitive);
}

function toPrimitive(value: any, hint: string): unknown {
  const method = value[Symbol.toPrimitive];
  if (method === undefined || method === null || method === dateToPrimitive) return ordinaryToPrimitive(value, hint);
  if (typeof method !== 'function') notCallable(method);
  const primitive = $greenc1call(method, value, hint);
  return isObject(primitive) ? noPrimitive() : primitive;
}

function ordinaryToPrimitive(value: any, hint: string): unknown {
  const isText = hint === 'string';
  const first = isText ? value.toString : value.valueOf;
  if (typeof first === 'function') {
    const primitive = $greenc1call(first, value);
    if (!isObject(primitive)) return primitive;
  }
  const second = isText ? value.valueOf : value.toString;
  if (typeof second === 'function') {
    const primitive = $greenc1call(second, value);
    if (!isObject(primitive)) return primitive;
  }
  return noPrimitive();
}
