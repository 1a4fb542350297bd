/**
 * The methods of arrays that programs call most, and `Reflect.apply`, for compiled code that calls one in a greenlet. Each
 * stands between the call site and a loop, both small enough to become one with the site when the engine optimises that:
 *
 *     xs.map(f)  →  inMain() ? xs.map(f) : mapIn(xs.map, xs, f, "xs.map")
 *
 * Main comes here too if the method has been read before its arguments were evaluated; the loops do what the engine does.
 * A list that is no array, a callback that is no function and any other method go the usual way (index.ts).
 *
 * The trap: the call site links with the equivalent, and has to be handed that instead of the loop.
 */
import { realm } from '../realm.js';
import { callable } from '../support.js';
import {
  every as greenEvery,
  filter as greenFilter,
  find as greenFind,
  findIndex as greenFindIndex,
  forEach as greenForEach,
  map as greenMap,
  reduce as greenReduce,
  some as greenSome,
  sort as greenSort,
} from './arrays.js';
import { lengthOf } from './elements.js';
import { callBuiltIn, equivalentOf, inMain } from './index.js';
import {
  every as everyLoop,
  filter as filterLoop,
  filterTo,
  findIndex as findIndexLoop,
  find as findLoop,
  forEach as forEachLoop,
  map as mapLoop,
  mapTo,
  reduce as reduceLoop,
  some as someLoop,
} from './loops.js';
import { speciesOf } from './species.js';

const { SUSPENDED, call, now } = realm;
const { isArray } = Array;
const { apply } = Reflect;
const { every, filter, find, findIndex, forEach, map, reduce, some, sort } = Array.prototype;

export function forEachIn(method: unknown, list: unknown, f: unknown, text?: string): unknown {
  if (method !== forEach || typeof f !== 'function' || !isArray(list)) return otherwise(method, list, text, f);
  return handed(forEachLoop(list, f, undefined, lengthOf(list)), greenForEach);
}

export function mapIn(method: unknown, list: unknown, f: unknown, text?: string): unknown {
  if (method !== map || typeof f !== 'function' || !isArray(list)) return otherwise(method, list, text, f);
  const length = lengthOf(list);
  const type = speciesOf(list);
  const given =
    type === Array
      ? mapLoop(list, f, undefined, length, new Array(length), true)
      : mapTo(type, list, f, undefined, length);
  return handed(given, greenMap);
}

export function filterIn(method: unknown, list: unknown, f: unknown, text?: string): unknown {
  if (method !== filter || typeof f !== 'function' || !isArray(list)) return otherwise(method, list, text, f);
  const length = lengthOf(list);
  const type = speciesOf(list);
  const given =
    type === Array ? filterLoop(list, f, undefined, length, [], true) : filterTo(type, list, f, undefined, length);
  return handed(given, greenFilter);
}

export function reduceIn(method: unknown, list: unknown, f: unknown, initial: unknown, text?: string): unknown {
  if (method !== reduce || typeof f !== 'function' || !isArray(list)) return otherwise(method, list, text, f, initial);
  return handed(reduceLoop(list, f, lengthOf(list), 0, initial), greenReduce);
}

export function someIn(method: unknown, list: unknown, f: unknown, text?: string): unknown {
  if (method !== some || typeof f !== 'function' || !isArray(list)) return otherwise(method, list, text, f);
  return handed(someLoop(list, f, undefined, lengthOf(list)), greenSome);
}

export function everyIn(method: unknown, list: unknown, f: unknown, text?: string): unknown {
  if (method !== every || typeof f !== 'function' || !isArray(list)) return otherwise(method, list, text, f);
  return handed(everyLoop(list, f, undefined, lengthOf(list)), greenEvery);
}

export function findIn(method: unknown, list: unknown, f: unknown, text?: string): unknown {
  if (method !== find || typeof f !== 'function' || !isArray(list)) return otherwise(method, list, text, f);
  return handed(findLoop(list, f, undefined, lengthOf(list)), greenFind);
}

export function findIndexIn(method: unknown, list: unknown, f: unknown, text?: string): unknown {
  if (method !== findIndex || typeof f !== 'function' || !isArray(list)) return otherwise(method, list, text, f);
  return handed(findIndexLoop(list, f, undefined, lengthOf(list)), greenFindIndex);
}

export function sortIn(method: unknown, list: unknown, f: unknown, text?: string): unknown {
  return method === sort && !inMain() ? call(greenSort, list, f) : otherwise(method, list, text, f);
}

/** Of `Reflect.apply`. */
export function applyIn(method: unknown, reflect: unknown, f: any, self: unknown, list: any, text?: string): unknown {
  if (method !== apply) return otherwise(method, reflect, text, f, self, list);
  return apply(inMain() ? f : (equivalentOf(f) ?? f), self, list);
}

/** `text`: what the author calls, if nobody has looked yet whether it can be called. */
function otherwise(method: any, list: unknown, text: string | undefined, ...args: unknown[]): unknown {
  if (text !== undefined) callable(method, text);
  return callBuiltIn(method, list, ...args);
}

/** What a loop has given, in the name of an equivalent. */
function handed(given: unknown, equivalent: object): unknown {
  if (given === SUSPENDED) now.handed = equivalent;
  return given;
}
