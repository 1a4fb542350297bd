'use greenlet';
/**
 * Between greenlets and async iteration: an async iterator as an ordinary one, each of whose calls waits for the promise that the
 * iterator gives. So `for…of` does with it what `for await` does in an async function.
 *
 * The trap: a wait for `next` that is cut short (a kill, a timeout, a signal) looks to the loop like a failure of the iterator, which
 * loops do not close. So it is closed here.
 */
import { isObject, notCallable } from '../protocol.js';
import { Asked, awaited } from './async-sources.js';
import { misuse } from './checks.js';
import { checkLimit, type Limits, signalOf, timeoutOf } from './limits.js';
import { Outcome } from './outcome.js';
import { follow, waitFor } from './promises.js';
import { waiting } from './wait.js';

/** The engine's `f.call(self, ...args)`; the call site links with `f`. */
declare function $greenc1call(f: unknown, self: unknown, ...args: unknown[]): any;

interface Source {
  readonly next?: unknown;
  readonly return?: unknown;
  readonly throw?: unknown;
}

/** Where one waits, in errors. */
const LOOP = 'a loop over iterate()';

class AwaitedIterator {
  private readonly advance: unknown;
  private readonly asked: Asked;
  /** What `return` or `throw` was when it was read last. */
  private method: unknown = undefined;

  constructor(
    iterable: unknown,
    private readonly iterator: Source,
    private readonly limit: number | Limits | undefined,
  ) {
    this.asked = new Asked(iterable, iterator, timeoutOf(limit));
    this.advance = iterator.next;
  }

  next(...sent: unknown[]): unknown {
    const { advance, asked, iterator, limit } = this;
    // Before there is an effect.
    waiting(LOOP);
    if (typeof advance !== 'function') notCallable(advance);
    const promise = sent.length > 0 ? $greenc1call(advance, iterator, ...sent) : $greenc1call(advance, iterator);
    if (signalOf(limit) === undefined) return waitFor(promise, LOOP, asked, asked.timeout);
    const outcome = new Outcome(LOOP, limit);
    outcome.dropped = () => asked.forget();
    follow(outcome, promise);
    return outcome.get();
  }

  /** Undefined where the iterator has none, as whoever closes it looks. */
  get return(): unknown {
    this.method = this.iterator.return;
    return this.method == null ? undefined : this.ask;
  }

  get throw(): unknown {
    this.method = this.iterator.throw;
    return this.method == null ? undefined : this.ask;
  }

  private ask(...args: unknown[]): unknown {
    const { method, iterator } = this;
    const outcome = new Outcome(LOOP, this.limit);
    if (typeof method !== 'function') notCallable(method);
    follow(outcome, $greenc1call(method, iterator, ...args));
    return outcome.get();
  }
}

// So that it has the methods of iterators, in engines where these have some, and iterates itself.
Object.setPrototypeOf(AwaitedIterator.prototype, Object.getPrototypeOf(Object.getPrototypeOf([][Symbol.iterator]())));

/**
 * An ordinary iterable over an async one, for `for…of` in a greenlet: where `for await` would await, the greenlet waits.
 *
 *     for (const chunk of iterate(stream)) …
 *
 * A loop that is left early closes the async iterator and waits until that is done. A wait for the next value that is cut short (the
 * greenlet is killed, the time is up, the signal aborted) closes it too, without waiting; a stream of Node's is destroyed.
 *
 * @param iterable what has an async iterator, or an ordinary one, whose values are then waited for
 * @param limit milliseconds at most for each wait; or these and a signal
 * @returns an iterator, which can be iterated once
 * @throws TypeError if there is nothing to iterate; while iterating, Timeout, the signal's reason, and GreenletError in main
 */
export function iterate<T>(
  iterable: AsyncIterable<T> | Iterable<T | PromiseLike<T>>,
  limit?: number | Limits,
): IterableIterator<T> {
  checkLimit(limit, 'iterate()');
  const method: unknown = (iterable as AsyncIterable<T> | null | undefined)?.[Symbol.asyncIterator];
  let iterator: unknown;
  if (method !== undefined && method !== null) iterator = $greenc1call(method, iterable);
  else if (typeof (iterable as Iterable<T> | null | undefined)?.[Symbol.iterator] === 'function')
    iterator = awaited(iterable as Iterable<T>);
  else throw misuse('iterate()', 'something with an async iterator, or with an iterator', iterable);
  if (!isObject(iterator)) throw new TypeError('Result of the Symbol.asyncIterator method is not an object');
  return new AwaitedIterator(iterable, iterator, limit) as unknown as IterableIterator<T>;
}
