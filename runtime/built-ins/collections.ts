/** `new Map(…)` and its like, and Object.fromEntries (ECMA-262, 24.1.1.1, 24.1.1.2, 20.1.2.7). */
import { consume } from '../consume.js';
import { isHarmless, isIndexed, isIteratedByEngine, isObject } from '../protocol.js';
import { realm } from '../realm.js';

const { call } = realm;

type Collection = new (iterable?: any) => object;

/** What makes a collection of an iterable, by its class. */
export const collections = new Map<unknown, (value: unknown) => unknown>();
for (const built of [Map, WeakMap] as Collection[]) makeBy('set', built);
for (const built of [Set, WeakSet] as Collection[]) makeBy('add', built);

function makeBy(adder: 'set' | 'add', built: Collection): void {
  const own = built.prototype[adder];
  collections.set(built, value => filled(built, adder, own, value));
}

function filled(built: Collection, adder: 'set' | 'add', own: unknown, value: any): unknown {
  const collection = new built() as Record<string, unknown>;
  if (value === null || value === undefined) return collection;
  const add = collection[adder];
  if (typeof add !== 'function')
    throw new TypeError(`'${add}' returned for property '${adder}' of object '#<${built.name}>' is not a function`);
  const take = (item: unknown): unknown => {
    if (adder === 'add') return call(add, collection, item);
    const { key, value } = entry(item);
    return call(add, collection, key, value);
  };
  const method: unknown = value[Symbol.iterator];
  // Nothing of the program's is run then, and the constructor itself would be no faster.
  if (add === own && isIndexed(method)) for (let at = 0; at < value.length; at++) take(value[at]);
  else if (add === own && isHarmless(value, method)) for (const item of value) take(item);
  else return consume(value, { callee: add, take, taken: () => undefined, finish: () => collection }, built, method);
  return collection;
}

const { fromEntries } = Object;

export function objectFromEntries(this: unknown, value: unknown): unknown {
  if (isIteratedByEngine(value)) return call(fromEntries, this, value);
  const object = {};
  const taken = (given: unknown): undefined => {
    const { key, value: item } = given as Entry;
    Object.defineProperty(object, key as PropertyKey, {
      value: item,
      writable: true,
      enumerable: true,
      configurable: true,
    });
  };
  closesFailed ??= findWhetherItCloses();
  return consume(value, { take: entry, taken, closesFailed, finish: () => object }, fromEntries);
}

let closesFailed: boolean | undefined;

/** V8 closes even an iterator whose `next` has failed. */
function findWhetherItCloses(): boolean {
  let closes = false;
  const iterator = {
    next(): never {
      throw 0;
    },
    return() {
      closes = true;
      return {};
    },
  };
  try {
    fromEntries({ [Symbol.iterator]: () => iterator } as never);
  } catch {}
  return closes;
}

interface Entry {
  key: unknown;
  value: unknown;
}

function entry(item: unknown): Entry {
  if (!isObject(item)) throw new TypeError(`Iterator value ${String(item)} is not an entry object`);
  const pair = item as Record<number, unknown>;
  return { key: pair[0], value: pair[1] };
}
