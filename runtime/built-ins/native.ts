/** What equivalents of constructors leave to the engine: no code of the program's is called here but by accessors. */
import { isIteratedByEngine, isObject } from '../protocol.js';

const { apply, construct, defineProperty, getOwnPropertyDescriptor, getPrototypeOf } = Reflect;

/** `Reflect.construct`, which compiled code would have suspended. */
export const constructNative = (type: unknown, args: readonly unknown[], target: unknown): unknown =>
  construct(type as never, args, target as never);

export const withoutErrors = (target: unknown, [, ...others]: readonly unknown[]): object =>
  construct(AggregateError, [noErrors, ...others], target as never);

/** Iterates as an empty array, whatever has become of those. */
const noErrors = { [Symbol.iterator]: () => ({ next: () => ({ done: true }) }) };

export const setErrors = (error: object, value: unknown): boolean =>
  defineProperty(error, 'errors', { value, writable: true, enumerable: false, configurable: true });

const getterOf = (home: object, name: PropertyKey) => getOwnPropertyDescriptor(home, name)?.get as () => unknown;
const tagOfTyped = getterOf(getPrototypeOf(Int8Array.prototype) as object, Symbol.toStringTag);
const buffers = ['ArrayBuffer', 'SharedArrayBuffer'].flatMap(name => {
  const type = (globalThis as unknown as Record<string, { prototype: object } | undefined>)[name];
  return type === undefined ? [] : [getterOf(type.prototype, 'byteLength')];
});

/** Whether a typed array made of `source` is the engine's business: it reads no property of it that could be foreign. */
export function isReadByEngine(source: unknown): boolean {
  return (
    !isObject(source) || apply(tagOfTyped, source, []) !== undefined || isBuffer(source) || isIteratedByEngine(source)
  );
}

function isBuffer(source: object): boolean {
  for (let i = 0; i < buffers.length; i++) {
    try {
      apply(buffers[i] as () => unknown, source, []);
      return true;
    } catch {}
  }
  return false;
}
