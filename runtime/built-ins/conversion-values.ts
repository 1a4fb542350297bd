/** The steps of conversions in which nothing of the program's is called. */
import { realm } from '../realm.js';

const { now } = realm;

/** Whether converting `value` may suspend, or fails. */
export const converts = (value: unknown): boolean =>
  typeof value === 'object' ? value !== null : typeof value === 'function' || typeof value === 'symbol';

/** Whether the engine may convert it: main is never unwound. */
export const isLeftToEngine = (value: unknown): boolean =>
  now.current.parent === null || (typeof value !== 'object' && typeof value !== 'function') || value === null;

export const textOfEngine = (value: any): string => `${value}`;

/** As `String` and `Number`, of no arguments too. */
export const { String: stringOfEngine, Number: numberOfEngine } = globalThis;

/** What a date is converted by, whose `toString` may be the program's. */
export const dateToPrimitive: unknown = Date.prototype[Symbol.toPrimitive];

export function noPrimitive(): never {
  throw new TypeError('Cannot convert object to primitive value');
}
