/**
 * Spread and plain array patterns, over any iterable. Compiled code asks for everything at once: what a spread stands
 * for, or the values that a pattern takes.
 *
 *     f(...xs)   →  f(...spread(xs, "xs", ONLY))          const [a, b] = xs   →  { 0: a, 1: b } = taken(xs, 2, "…")
 *
 * What can be iterated without running a line of the program's is left to the engine, or read by index. For anything
 * else the protocol is followed here (ECMA-262, 7.4), in a frame written by hand, since all its methods may suspend.
 *
 * The trap: a pattern assigns its variables one by one, so when the iterator fails those before have their values, and
 * when `return` fails all have. Where a handler could look at them the error stands in the list, to be met there.
 */

import type { Frame } from './frame.js';
import {
  append,
  checkedIterator,
  checkedResult,
  isArrayIntact,
  isHarmless,
  isIndexed,
  methodOf,
  notCallable,
  notIterable,
  propertyNotIterable,
} from './protocol.js';
import { isProxy } from './proxies.js';
import { realm } from './realm.js';

// The realm's: this copy of the runtime may not be its first.
const { SUSPENDED, call, link, now, push, take } = realm;

/** Of a spread: something runs before the list is spread, so it must not change with the iterable. */
const FRESH = 1;
/** Of a spread: the only one in a call, and the last argument. The engine has words of its own for what is amiss. */
const ONLY = 2;

/** Of a pattern: it ends in a rest element. */
const REST = 1;
/** Of a pattern: a handler may look at its variables, so errors stand in the list, which is one longer. */
const HELD = 2;
/** Of a pattern: `text` is the object that the iterable is a property of. */
const PROPERTY = 4;

const few = 4;

const all = Number.POSITIVE_INFINITY;

const OPENING = 0;
const STEPPING = 1;
const CLOSING = 2;

/** The iteration of one spread or pattern. */
class Collecting {
  phase = OPENING;
  iterator: object | null = null;
  next: unknown;
  readonly list: unknown[] = [];

  constructor(
    /** The method that is being called. */
    public callee: unknown,
    /** How many values are wanted, and in what form. */
    readonly count: number,
    readonly mode: number,
    /** The words for a `next` that is no function; 0: it is shown. */
    readonly text: string | 0,
    /** Makes of the list what compiled code gets. */
    readonly finish: (c: Collecting) => unknown,
    /** The function that compiled code has called. */
    readonly self: object,
  ) {}
}

/** What compiled code is to spread where the author spreads `value`: that itself, where nobody can tell, or a list. */
export function spread(value: any, text: string | 0, how = 0): unknown {
  const method: unknown = value === null || value === undefined ? undefined : value[Symbol.iterator];
  if (isIndexed(method)) {
    const { length } = value;
    return length <= few || how === FRESH || isProxy?.(value) ? copied(value, length) : value;
  }
  if (isHarmless(value, method)) return how === FRESH ? [...value] : value;
  if (typeof method !== 'function') {
    if (how === ONLY) notSpreadable(value, text as string);
    notIterable(value, text);
  }
  return begin(value, new Collecting(method, all, 0, how === ONLY ? 0 : text, spreadSafely, spread));
}

/** `[...value]`. */
export function listOf(value: any, text: string | 0): unknown {
  const method: unknown = value === null || value === undefined ? undefined : value[Symbol.iterator];
  if (isIndexed(method)) return copied(value, value.length);
  if (isHarmless(value, method)) return [...value];
  if (typeof method !== 'function') notIterable(value, text);
  return begin(value, new Collecting(method, all, 0, text, asList, listOf));
}

/** The values that an array pattern with `count` targets takes from `value`, and the rest if `mode` says so. */
export function taken(value: any, count: number, text: string | 0, mode = 0): unknown {
  const method: unknown = value === null || value === undefined ? undefined : value[Symbol.iterator];
  // The hot paths: the reads of the engine's iterator, each after one of the length, but no iterator; and literals, which
  // cost less than adding to a list.
  if (count <= 3 && (mode & ~PROPERTY) === 0 && isIndexed(method) && count > 0) {
    const isEmpty = !(value.length > 0);
    const first: unknown = isEmpty ? undefined : value[0];
    if (count === 1) return [first];
    if (isEmpty || !(value.length > 1)) return count === 2 ? [first, undefined] : [first, undefined, undefined];
    const second: unknown = value[1];
    return count === 2 ? [first, second] : [first, second, value.length > 2 ? value[2] : undefined];
  }
  return takenBy(method, value, count, text, mode);
}

function takenBy(method: unknown, value: any, count: number, text: string | 0, mode: number): unknown {
  if (isIndexed(method)) return mode & HELD ? heldElements(value, count, mode) : elements(value, [], count, mode);
  if (typeof method !== 'function') {
    if (mode & PROPERTY) propertyNotIterable(value, text as string);
    notIterable(value, text);
  }
  return begin(value, new Collecting(method, count, mode, 0, taking, taken));
}

/** What the engine's iterator for arrays would give. */
function elements(value: ArrayLike<unknown>, list: unknown[], count: number, mode: number): unknown[] {
  let at = 0;
  let isDone = false;
  for (; at < count; at++) {
    isDone ||= at >= value.length;
    append(list, isDone ? undefined : value[at]);
  }
  if (mode & REST) append(list, isDone ? [] : elementsFrom(value, at));
  else if (mode & HELD) append(list, undefined);
  return list;
}

function heldElements(value: ArrayLike<unknown>, count: number, mode: number): unknown[] {
  const list: unknown[] = [];
  try {
    return elements(value, list, count, mode);
  } catch (error) {
    return failing(list, count, error);
  }
}

/** All that the engine's iterator for arrays would give. `length` has been read already, for its first value. */
function copied(value: ArrayLike<unknown>, length: number): unknown[] {
  // The engine copies arrays faster, but whether it is one costs more to ask than copying a few elements.
  if (length > few && !isProxy?.(value)) return [...(value as unknown[])];
  return length > 0 ? elementsAfter(value, value[0], 1) : [];
}

function elementsFrom(value: ArrayLike<unknown>, at: number): unknown[] {
  return at < value.length ? elementsAfter(value, value[at], at + 1) : [];
}

/** A literal for the first few, since adding to a list costs more. */
function elementsAfter(value: ArrayLike<unknown>, first: unknown, at: number): unknown[] {
  if (at >= value.length) return [first];
  const second = value[at];
  if (++at >= value.length) return [first, second];
  const third = value[at];
  if (++at >= value.length) return [first, second, third];
  const list = [first, second, third, value[at]];
  while (++at < value.length) append(list, value[at]);
  return list;
}

/** What is left of an iteration that has begun, for `self`, which compiled code has called. */
export function collect(iterator: object, next: unknown, self: object): unknown {
  const c = new Collecting(next, all, 0, 0, asList, self);
  c.iterator = iterator;
  c.next = next;
  c.phase = STEPPING;
  return advance(c, ask(c), null);
}

function begin(value: unknown, c: Collecting): unknown {
  return c.mode & HELD
    ? holding(c, () => advance(c, call(c.callee, value), null))
    : advance(c, call(c.callee, value), null);
}

function resume(frame: Frame): unknown {
  const c = frame.a as Collecting;
  return c.mode & HELD ? holding(c, () => advance(c, take(), frame)) : advance(c, take(), frame);
}

/** What `go` gives or, if it fails, a list that does. */
function holding(c: Collecting, go: () => unknown): unknown {
  try {
    return go();
  } catch (error) {
    const { list, count } = c;
    if (list.length > count) list.length = count;
    return failing(list, count, error);
  }
}

/**
 * A list that fails where the pattern reads the first value that did not come (no hole reads any), or what `return` has
 * spoilt: the element after the last, which only a held list has.
 */
function failing(list: unknown[], count: number, error: unknown): unknown[] {
  const get = () => {
    throw error;
  };
  for (let at = list.length; at <= count; at++) Object.defineProperty(list, at, { get, configurable: true });
  return list;
}

/** Goes on with what the method called last has given. `frame`: what it suspends in, if it has done so before. */
function advance(c: Collecting, given: unknown, frame: Frame | null): unknown {
  for (;;) {
    if (given === SUSPENDED) {
      given = link(c.callee, 'by a spread or an array pattern');
      if (given === SUSPENDED) {
        if (frame === null) {
          push(new realm.Frame(1, undefined, c), resume);
          now.handed = c.self;
        }
        return SUSPENDED;
      }
    }
    if (c.phase === OPENING) {
      c.iterator = checkedIterator(given);
      c.next = (c.iterator as { next?: unknown }).next;
      c.phase = STEPPING;
    } else {
      const result = checkedResult(given);
      if (c.phase === CLOSING || result.done) return c.finish(c);
      append(c.list, result.value);
    }
    if (c.list.length < c.count || c.mode & REST) given = ask(c);
    else {
      const method = methodOf(c.iterator as object, 'return');
      if (method === undefined) return c.finish(c);
      c.phase = CLOSING;
      c.callee = method;
      given = call(method, c.iterator);
    }
  }
}

/** Calls `next`. */
function ask(c: Collecting): unknown {
  c.callee = c.next;
  if (typeof c.next === 'function') return call(c.next, c.iterator);
  return c.text === 0 ? notCallable(c.next) : notIterable(c.next, c.text);
}

function notSpreadable(value: unknown, text: string): never {
  throw new TypeError(
    value === null || value === undefined
      ? `${text} is not iterable (cannot read property ${value})`
      : 'Spread syntax requires ...iterable[Symbol.iterator] to be a function',
  );
}

function asList({ list }: Collecting): unknown {
  return list;
}

/** A list of ours is spread by the engine, which must not meet what the program has made of the iteration of arrays. */
function spreadSafely({ list }: Collecting): unknown {
  if (isArrayIntact()) return list;
  const iterator = () => {
    let at = 0;
    return { next: () => (at < list.length ? { done: false, value: list[at++] } : { done: true, value: undefined }) };
  };
  return Object.defineProperty(list, Symbol.iterator, { value: iterator });
}

/** The list with as many elements as the pattern reads. */
function taking({ list, count, mode }: Collecting): unknown {
  const others: unknown[] = [];
  for (let i = count; i < list.length; i++) append(others, list[i]);
  if (list.length > count) list.length = count;
  while (list.length < count) append(list, undefined);
  if (mode & REST) append(list, others);
  else if (mode & HELD) append(list, undefined);
  return list;
}
