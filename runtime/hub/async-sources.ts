/** What iterate() leaves to the engine: the async iterator of an ordinary iterable, and closing one that nobody waits for. */
import { Callback } from './ending.js';
import { enqueue } from './ready.js';

/** Its values are awaited. */
export async function* awaited<T>(iterable: Iterable<T>): AsyncGenerator<Awaited<T>> {
  yield* iterable as Iterable<Awaited<T>>;
}

class Source {
  constructor(
    readonly iterable: any,
    readonly iterator: any,
  ) {}
}

/** Closes an iterator soon, in main. */
export function closeSoon(iterable: unknown, iterator: unknown): void {
  enqueue(new Callback(close, new Source(iterable, iterator)));
}

/** Nobody cares what it comes to. A stream of Node's would wait for its next chunk before it closes. */
function close({ iterable, iterator }: Source): void {
  const ignored = (): void => {};
  try {
    Promise.resolve(iterator.return?.()).then(ignored, ignored);
    if (typeof iterable.pipe === 'function' && typeof iterable.destroy === 'function') iterable.destroy();
  } catch {
    // Whatever it is, the greenlet goes on with something else.
  }
}
