/** `greenc/fibers/future`: futures, and `Function.prototype.future`. */
import { share } from '../realm.js';
import type { FutureConstructor, Future as FutureType } from './future-types.js';
import { FutureClass, futureOf } from './futures.js';

type Future<T = any> = FutureType<T>;

/** Every copy of this module exports the first one's. */
const Future: FutureConstructor = share('futures', () => {
  Function.prototype.future = futureOf as typeof Function.prototype.future;
  return FutureClass as unknown as FutureConstructor;
});

export default Future;
