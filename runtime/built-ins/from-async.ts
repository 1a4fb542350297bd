'use greenlet';
/**
 * Array.fromAsync (ECMA-262, 23.1.2.1.1): it calls code of the program's before it awaits anything, to get the iterator,
 * to make what is to be filled, and to ask for the first value. The rest is done in main, by the engine.
 */
import { asyncCloses, asyncIterationBy, asyncOpened, failing, syncIterationBy } from '../async-iteration.js';
import { checkedIterator } from '../protocol.js';
import { fillAwaiting, giverOf, rejected } from './async-arrays.js';
import { isMissing, lengthOf } from './elements.js';
import { isConstructor } from './is-constructor.js';

/** The engine's `f.call(self, ...args)`; the call site links with `f`. */
declare function $greenc1call(f: unknown, self: unknown, ...args: unknown[]): any;

// The program may put something else in the place of Symbol.
const { asyncIterator, iterator } = Symbol;
const native = (Array as { fromAsync?: unknown }).fromAsync;

export function fromAsync(this: any, items: any, map?: unknown, self?: unknown): unknown {
  if (isMissing(items) || (map !== undefined && typeof map !== 'function'))
    return $greenc1call(native, this, items, map, self);
  try {
    const iteration = iterationOf(items);
    const isOwn = this === Array || !isConstructor(this);
    if (iteration === null) {
      const length = lengthOf(items);
      // A number: nothing that a built-in would iterate.
      const list = isOwn ? new Array(length) : new this(+length);
      return fillAwaiting(list, Object(items), length, map, self);
    }
    const given = $greenc1call(iteration.m, iteration.o);
    // In the engine's words, which are the same for both kinds here.
    asyncOpened(iteration, checkedIterator(given));
    const maker = isOwn ? this : giverOf(new this());
    if (!iteration.isNative && asyncCloses(iteration, firstOf(iteration))) {
      try {
        $greenc1call(iteration.c, iteration.i);
      } catch {}
    }
    return $greenc1call(native, maker, iteration, map, self);
  } catch (error) {
    return rejected(error);
  }
}

/** Null: what has no iterator is like an array. */
function iterationOf(items: any): any {
  const method = items[asyncIterator];
  if (!isMissing(method)) return asyncIterationBy(items, checked(method, 'asyncIterator'));
  const other = items[iterator];
  return isMissing(other) ? null : syncIterationBy(items, checked(other, 'iterator'));
}

function checked(method: unknown, name: string): unknown {
  if (typeof method === 'function') return method;
  throw new TypeError(
    `Array.fromAsync requires that the property of the first argument, items[Symbol.${name}], when exists, be a function`,
  );
}

function firstOf(iteration: any): unknown {
  try {
    return $greenc1call(iteration.n, iteration.i);
  } catch (error) {
    return failing(error);
  }
}
