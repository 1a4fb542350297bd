'use greenlet';
/** The methods of iterators that go through them at once, and Iterator.from (ECMA-262, 27.1.4 and 27.1.2.1.1). */
import { append, isObject, methodOf, notCallable } from '../protocol.js';
import { close, refuse } from './closing.js';
import { isIterator, native, nativeWrapper, sourceOf, wrapperOf, wrapperState } from './iterator-state.js';
import { callBack, flattened, step } from './iterator-steps.js';

/** The engine's `f.call(self, ...args)`; the call site links with `f`. */
declare function $greenc1call(f: unknown, self: unknown, ...args: unknown[]): any;

/** The equivalents. What they refuse is left to the engine to refuse. */
export const eager = {
  reduce(this: unknown, f: unknown, ...initial: unknown[]): unknown {
    if (!isObject(this)) return $greenc1call(native.reduce, this, f);
    if (typeof f !== 'function') return refuse(native.reduce, this, f);
    const source = sourceOf(this);
    let count = 0;
    let value = initial[0];
    if (initial.length === 0) {
      if (!step(source)) throw new TypeError('Reduce of a done iterator with no initial value');
      value = source.value;
      count = 1;
    }
    // The value so far is what the function is called with first.
    const reducer = (item: unknown, index: number): unknown => $greenc1call(f, undefined, value, item, index);
    while (step(source)) value = callBack(source, reducer, count++);
    return value;
  },

  forEach(this: unknown, f: unknown): unknown {
    if (!isObject(this)) return $greenc1call(native.forEach, this, f);
    if (typeof f !== 'function') return refuse(native.forEach, this, f);
    const source = sourceOf(this);
    for (let count = 0; step(source); count++) callBack(source, f, count);
    return undefined;
  },

  some(this: unknown, f: unknown): unknown {
    if (!isObject(this)) return $greenc1call(native.some, this, f);
    if (typeof f !== 'function') return refuse(native.some, this, f);
    const source = sourceOf(this);
    for (let count = 0; step(source); count++) {
      if (!callBack(source, f, count)) continue;
      close(source.iterator);
      return true;
    }
    return false;
  },

  every(this: unknown, f: unknown): unknown {
    if (!isObject(this)) return $greenc1call(native.every, this, f);
    if (typeof f !== 'function') return refuse(native.every, this, f);
    const source = sourceOf(this);
    for (let count = 0; step(source); count++) {
      if (callBack(source, f, count)) continue;
      close(source.iterator);
      return false;
    }
    return true;
  },

  find(this: unknown, f: unknown): unknown {
    if (!isObject(this)) return $greenc1call(native.find, this, f);
    if (typeof f !== 'function') return refuse(native.find, this, f);
    const source = sourceOf(this);
    for (let count = 0; step(source); count++) {
      const { value } = source;
      if (!callBack(source, f, count)) continue;
      close(source.iterator);
      return value;
    }
    return undefined;
  },

  toArray(this: unknown): unknown {
    if (!isObject(this)) return $greenc1call(native.toArray, this);
    const source = sourceOf(this);
    const list: unknown[] = [];
    while (step(source)) append(list, source.value);
    return list;
  },
};

export function from(this: unknown, value: unknown): unknown {
  const source = flattened(value, true, 'Iterator.from');
  return isIterator(source.iterator) ? source.iterator : wrapperOf(source);
}

const nextOfEngine = nativeWrapper?.next;
const returnOfEngine = nativeWrapper?.return;

/** The methods of what it gives. */
export const wrapperMethods = {
  next(this: unknown): unknown {
    const source = wrapperState(this);
    if (source === null) return $greenc1call(nextOfEngine, this);
    if (typeof source.next !== 'function') notCallable(source.next);
    return $greenc1call(source.next, source.iterator);
  },

  return(this: unknown): unknown {
    const source = wrapperState(this);
    if (source === null) return $greenc1call(returnOfEngine, this);
    const method = methodOf(source.iterator, 'return');
    return method === undefined ? { value: undefined, done: true } : $greenc1call(method, source.iterator);
  },
};
