'use greenlet';
/** Closes iterators (ECMA-262, 7.4.11). */
import { isObject, methodOf } from '../protocol.js';
import { StandIn } from './iterator-state.js';

/** The engine's `f.call(self, ...args)`; the call site links with `f`. */
declare function $greenc1call(f: unknown, self: unknown, ...args: unknown[]): any;

export function close(iterator: object): void {
  const method = methodOf(iterator, 'return');
  if (method !== undefined && !isObject($greenc1call(method, iterator)))
    throw new TypeError('return called on non-object');
}

/** Because of an error, which is the one that counts. */
export function closeFailed(iterator: object): void {
  try {
    const method = methodOf(iterator, 'return');
    if (method !== undefined) $greenc1call(method, iterator);
  } catch {}
}

/** The engine refuses what one of its methods is given; newer ones close the iterator then (ECMA-262 since 2025). */
export function refuse(method: unknown, iterator: object, given: unknown): never {
  const standIn = new StandIn();
  try {
    return $greenc1call(method, standIn, given) as never;
  } catch (error) {
    if (standIn.isClosed) closeFailed(iterator);
    throw error;
  }
}
