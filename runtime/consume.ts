/**
 * What built-ins that iterate have in common, for iterables whose methods may suspend: the loop, in a frame written by
 * hand. What they do with a value may call code of the program's, which may suspend as well.
 *
 * The trap: an iterator is closed if something goes wrong with a value, but not if it fails itself.
 */
import { caught } from './caught.js';
import type { Frame } from './frame.js';
import { checkedIterator, checkedResult, methodOf, notCallable, notIterable } from './protocol.js';
import { realm } from './realm.js';

// The realm's: this copy of the runtime may not be its first.
const { SUSPENDED, call, link, now, push, take } = realm;

/** What a built-in does with the values. */
export interface Sink {
  /** Whom the last call in `create` or `take` was of. */
  callee?: unknown;
  /** Makes what is to be filled, if that calls code of the program's. */
  create?(): unknown;
  created?(given: unknown): void;
  /** Does with a value what calls code of the program's, and then the rest with what that has given: maybe a call again. */
  take(value: unknown): unknown;
  taken(given: unknown): (() => unknown) | undefined;
  /** An iterator that fails itself is closed, too. */
  readonly closesFailed?: boolean;
  /** The result of it all. */
  finish(): unknown;
  /** The result if something has failed. Without this method the error is thrown. */
  fail?(error: unknown): unknown;
}

/** In place of a method that has not been looked up. */
const UNREAD = Symbol();

const CREATING = 0;
const OPENING = 1;
const STEPPING = 2;
const TAKING = 3;
const CLOSING = 4;

class Consuming {
  phase = CREATING;
  iterator: object | null = null;
  next: unknown;
  /** Whom the call is of that is awaited. */
  callee: unknown;
  /** While closing: why. */
  error: unknown;

  constructor(
    readonly value: unknown,
    readonly sink: Sink,
    /** The built-in that compiled code has called. */
    readonly self: object,
    /** What Symbol.iterator names, or UNREAD. */
    readonly method: unknown,
  ) {}
}

/** Iterates `value`, for the built-in `self`. `method`: what its Symbol.iterator names, if that has been read already. */
export function consume(value: unknown, sink: Sink, self: object, method: unknown = UNREAD): unknown {
  return run(new Consuming(value, sink, self, method), () => sink.create?.(), null);
}

function resume(frame: Frame): unknown {
  return run(frame.a as Consuming, take, frame);
}

/** Goes on with what `first` gives. `frame`: what it suspends in, if it has done so before. */
function run(c: Consuming, first: () => unknown, frame: Frame | null): unknown {
  try {
    let go: (() => unknown) | null = first;
    while (go !== null) {
      try {
        let given = go();
        if (given === SUSPENDED) {
          const isSinks = c.phase === CREATING || c.phase === TAKING;
          given = link(isSinks ? c.sink.callee : c.callee, 'by a built-in function');
          if (given === SUSPENDED) return suspended(c, frame);
        }
        go = arrived(c, given);
      } catch (error) {
        go = closing(c, caught(error));
      }
    }
    return c.sink.finish();
  } catch (error) {
    if (c.sink.fail === undefined) throw error;
    return c.sink.fail(error);
  }
}

function suspended(c: Consuming, frame: Frame | null): unknown {
  if (frame === null) {
    push(new realm.Frame(1, undefined, c), resume);
    now.handed = c.self;
  }
  return SUSPENDED;
}

/** The next call; null at the end. `given`: what the last one has given. */
function arrived(c: Consuming, given: unknown): (() => unknown) | null {
  switch (c.phase) {
    case CREATING: {
      c.sink.created?.(given);
      const method = c.method === UNREAD ? (c.value as { [Symbol.iterator]?: unknown })[Symbol.iterator] : c.method;
      if (typeof method !== 'function') notIterable(c.value, 0);
      c.callee = method;
      c.phase = OPENING;
      return () => call(method, c.value);
    }
    case OPENING:
      c.iterator = checkedIterator(given);
      c.next = (c.iterator as { next?: unknown }).next;
      break;
    case STEPPING: {
      const result = checkedResult(given);
      if (result.done) return null;
      const { value } = result;
      c.phase = TAKING;
      return () => c.sink.take(value);
    }
    case TAKING: {
      const more = c.sink.taken(given);
      if (more) return more;
      break;
    }
    default:
      throw c.error;
  }
  c.phase = STEPPING;
  c.callee = c.next;
  return () => (typeof c.next === 'function' ? call(c.next, c.iterator) : notCallable(c.next));
}

/** The call that closes the iterator, because of an error. */
function closing(c: Consuming, error: unknown): () => unknown {
  const closes = c.phase === TAKING || (c.phase === STEPPING && c.sink.closesFailed);
  if (!closes) throw c.phase === CLOSING ? c.error : error;
  c.phase = CLOSING;
  c.error = error;
  return () => {
    c.callee = methodOf(c.iterator as object, 'return');
    return c.callee === undefined ? undefined : call(c.callee, c.iterator);
  };
}
