'use greenlet';
import { asyncify } from 'greenc/hub';

/** A test whose body is the function of a greenlet, and may wait. */
export function green(name: string, body: () => void, timeout?: number): void {
  test(name, () => asyncify(body)(), timeout);
}

/** What `call` throws: what jest's `toThrow` calls cannot wait. */
export function thrownBy(call: () => unknown): any {
  let result: unknown;
  try {
    result = call();
  } catch (error) {
    return error;
  }
  throw new Error(`nothing was thrown, but ${String(result)} returned`);
}
