/**
 * Array patterns in which code runs between two values: defaults, targets, nested patterns. They take their values one
 * by one, and close the iterator if they are left before its end.
 *
 *     [a = f(), ...o.p] = xs   →  $1 = open(xs, 0); try { $2 = step($1); …; o.p = others($1) } … finish($1, $k)
 *
 * As in collect.ts arrays are read by index, and the methods of other iterators called here, in frames written by hand.
 *
 * The trap: an iterator that fails itself, or whose result does, counts as at its end, so that nobody closes it.
 */
import { collect } from './collect.js';
import type { Frame, Resume } from './frame.js';
import {
  append,
  type Completion,
  checkedIterator,
  checkedResult,
  failed,
  isIndexed,
  isThrow,
  methodOf,
  notCallable,
  notIterable,
  propertyNotIterable,
} from './protocol.js';
import { realm } from './realm.js';

// The realm's: this copy of the runtime may not be its first.
const { SUSPENDED, abandon, call, link, now, push, take } = realm;

/** The iteration of one pattern. */
class Steps {
  at = 0;
  isDone = false;

  constructor(
    /** What is read by index; null: the iterator is asked. */
    readonly items: ArrayLike<unknown> | null,
    readonly iterator: object | null,
    readonly next: unknown,
  ) {}
}

/** Begins to take `value` apart. `text` as for `taken`; `isPart`: it is the object that `value` is a property of. */
export function open(value: any, text: string | 0, isPart = 0): unknown {
  const method: unknown = value === null || value === undefined ? undefined : value[Symbol.iterator];
  if (isIndexed(method)) return new Steps(value, null, null);
  if (typeof method !== 'function') {
    if (isPart) propertyNotIterable(value, text as string);
    notIterable(value, text);
  }
  const iterator = called(call(method, value), method, resumeOpen, null, open);
  return iterator === SUSPENDED ? iterator : opened(iterator);
}

function resumeOpen(): unknown {
  return opened(take());
}

function opened(given: unknown): Steps {
  const iterator = checkedIterator(given);
  return new Steps(null, iterator, (iterator as { next?: unknown }).next);
}

/** The next value; undefined at the end. */
export function step(steps: Steps): unknown {
  if (steps.isDone) return undefined;
  const { items } = steps;
  if (items !== null) {
    if (steps.at < items.length) return items[steps.at++];
    steps.isDone = true;
    return undefined;
  }
  steps.isDone = true;
  const { next } = steps;
  if (typeof next !== 'function') notCallable(next);
  const result = called(call(next, steps.iterator), next, resumeStep, steps, step);
  return result === SUSPENDED ? result : stepped(steps, result);
}

function resumeStep(frame: Frame): unknown {
  return stepped(frame.a, take());
}

function stepped(steps: Steps, given: unknown): unknown {
  const result = checkedResult(given);
  if (result.done) return undefined;
  const { value } = result;
  // A foreign `next` has put it there. The pattern's call site would take it for a suspension of this function.
  if (value === SUSPENDED) throw abandon();
  steps.isDone = false;
  return value;
}

/** All values that are left, as an array. */
export function others(steps: Steps): unknown {
  const { items, isDone } = steps;
  const list: unknown[] = [];
  steps.isDone = true;
  if (isDone) return list;
  if (items === null) return collect(steps.iterator as object, steps.next, others);
  while (steps.at < items.length) append(list, items[steps.at++]);
  return list;
}

/** The pattern has been left, `left` says how: closes the iterator if it is not at its end. */
export function finish(steps: Steps, left: Completion | 0): unknown {
  if (steps.isDone || steps.items !== null) return undefined;
  try {
    const method = methodOf(steps.iterator as object, 'return');
    if (method === undefined) return undefined;
    const result = called(call(method, steps.iterator), method, resumeFinish, left, finish);
    return result === SUSPENDED ? result : finished(left, result);
  } catch (error) {
    failed(error, left);
  }
}

function resumeFinish(frame: Frame): unknown {
  try {
    return finished(frame.a, take());
  } catch (error) {
    failed(error, frame.a);
  }
}

function finished(left: Completion | 0, given: unknown): unknown {
  if (!isThrow(left)) checkedResult(given);
  return undefined;
}

/** What a method of the program's has given; SUSPENDED if it is to be awaited, in a frame with `record`. */
function called(given: unknown, callee: unknown, resume: Resume, record: unknown, self: object): unknown {
  if (given !== SUSPENDED) return given;
  const settled = link(callee, 'by an array pattern');
  if (settled !== SUSPENDED) return settled;
  push(new realm.Frame(1, undefined, record), resume);
  now.handed = self;
  return SUSPENDED;
}
