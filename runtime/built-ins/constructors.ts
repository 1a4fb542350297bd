/** Constructors with green equivalents. Those hand themselves over. */
import { aggregateError } from './aggregate-error.js';
import { collections, type Make } from './collections.js';
import { typedClasses } from './elements.js';
import { promise } from './promise.js';
import { typedArrayOf } from './typed-constructors.js';

const all = new Map<unknown, Make>([...collections, [Promise, promise], [AggregateError, aggregateError]]);
for (const built of typedClasses) all.set(built, typedArrayOf(built));

const { get, has } = Map.prototype;
/** With methods of its own: the program may have changed those of all maps. */
export const constructors = Object.assign(all, { get, has }) as Pick<typeof all, 'get' | 'has'>;
