/** `new Map(…)` and its like, and Object.fromEntries (ECMA-262, 24.1.1.1, 24.1.1.2, 20.1.2.7). */
import { consume } from '../consume.js';
import { define, isHarmless, isIndexed, isIteratedByEngine, isObject, notIterable } from '../protocol.js';
import { realm } from '../realm.js';

const { call } = realm;

const { construct } = Reflect;

type Collection = new (iterable?: any) => object;

/** As `Reflect.construct` for one class. */
export type Make = (target: unknown, args: readonly unknown[]) => unknown;

/** The equivalents of the constructors. */
export const collections: [unknown, Make][] = [
  ...([Map, WeakMap] as Collection[]).map(built => filling('set', built)),
  ...([Set, WeakSet] as Collection[]).map(built => filling('add', built)),
];

function filling(adder: 'set' | 'add', built: Collection): [unknown, Make] {
  const own = built.prototype[adder];
  const make: Make = (target, args) => filled(built, target, adder, own, args[0], make);
  return [built, make];
}

function filled(
  built: Collection,
  target: unknown,
  adder: 'set' | 'add',
  own: unknown,
  value: any,
  self: Make,
): unknown {
  const collection = construct(built, [], target as Collection) as Record<string, unknown>;
  if (value === null || value === undefined) return collection;
  const add = collection[adder];
  // The engine says so.
  if (typeof add !== 'function') return construct(built, [[]], target as Collection);
  const take = (item: unknown): unknown => {
    if (adder === 'add') return call(add, collection, item);
    const { key, value } = entry(item);
    return call(add, collection, key, value);
  };
  const method: unknown = value[Symbol.iterator];
  if (typeof method !== 'function') notIterable(value, 0);
  // Nothing of the program's is run then, and the constructor itself would be no faster.
  if (add === own && isIndexed(method)) for (let at = 0; at < value.length; at++) take(value[at]);
  else if (add === own && isHarmless(value, method)) for (const item of value) take(item);
  else return consume(value, { callee: add, take, taken: () => undefined, finish: () => collection }, self, method);
  return collection;
}

const { fromEntries } = Object;

export function objectFromEntries(this: unknown, value: unknown): unknown {
  if (isIteratedByEngine(value)) return call(fromEntries, this, value);
  const object = {};
  const taken = (given: unknown): undefined => {
    const { key, value: item } = given as Entry;
    define(object, key as PropertyKey, item);
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
