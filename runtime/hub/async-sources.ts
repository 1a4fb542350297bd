/** What iterate() leaves to the engine: the async iterator of an ordinary iterable, and closing one that nobody waits for. */
import { Callback } from './ending.js';
import { enqueue } from './ready.js';
import { Timeout } from './timeout.js';
import type { Source } from './wait.js';

/** Its values are awaited. */
export async function* awaited<T>(iterable: Iterable<T>): AsyncGenerator<Awaited<T>> {
  yield* iterable as Iterable<Awaited<T>>;
}

/** The waits for the results of an iterator, which is closed if one of them is given up. */
export class Asked implements Source {
  constructor(
    readonly iterable: any,
    readonly iterator: any,
    readonly timeout: number | undefined,
  ) {}

  add(): void {}

  /** Soon, in main. */
  forget(): void {
    enqueue(new Callback(close, this));
  }

  expired(): never {
    throw new Timeout(this.timeout);
  }

  giveBack(): void {
    this.forget();
  }
}

/** Nobody cares what it comes to. A stream of Node's would wait for its next chunk before it closes. */
function close({ iterable, iterator }: Asked): void {
  const ignored = (): void => {};
  try {
    Promise.resolve(iterator.return?.()).then(ignored, ignored);
    if (typeof iterable.pipe === 'function' && typeof iterable.destroy === 'function') iterable.destroy();
  } catch {
    // Whatever it is, the greenlet goes on with something else.
  }
}
