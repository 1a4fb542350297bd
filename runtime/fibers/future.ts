/** `greenc/fibers/future`: futures, and `Function.prototype.future`. */
import { share } from '../realm.js';
import type { FutureConstructor, Future as FutureType } from './future-types.js';
import { futureOf, Future as makeFuture } from './futures.js';

type Future<T = any> = FutureType<T>;

/** Every copy of this module exports the first one's. */
const Future: FutureConstructor = share('futures', () => {
  Function.prototype.future = futureOf as typeof Function.prototype.future;
  return makeFuture as unknown as FutureConstructor;
});

export default Future;
