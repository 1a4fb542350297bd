/** Object.groupBy and Map.groupBy (ECMA-262, 20.1.2.13 and 24.1.2.1). Not every engine has them. */
import { consume } from '../consume.js';
import { append } from '../protocol.js';
import { realm } from '../realm.js';
import { key } from '../support.js';
import { isMissing } from './elements.js';

const { call } = realm;

/** What is made of the groups. */
interface Groups {
  readonly result: object;
  /** The group with this key, which a function of the program's has given, if there is one already. */
  get(key: unknown): unknown[] | undefined;
  set(key: unknown, group: unknown[]): void;
  keyOf(given: unknown): unknown;
}

const { get, set } = Map.prototype;

function asMap(): Groups {
  const result = new Map();
  return {
    result,
    get: key => call(get, result, key) as unknown[] | undefined,
    set: (key, group) => call(set, result, key, group),
    keyOf: given => given,
  };
}

function asObject(): Groups {
  const result: Record<PropertyKey, unknown[]> = Object.create(null);
  return {
    result,
    get: key => result[key as PropertyKey],
    set: (key, group) => {
      result[key as PropertyKey] = group;
    },
    keyOf: key,
  };
}

function grouping(native: object, make: () => Groups): unknown {
  return function groupBy(this: unknown, items: unknown, f: unknown): unknown {
    // The engine refuses them.
    if (isMissing(items) || typeof f !== 'function') return call(native, this, items, f);
    const groups = make();
    let at = 0;
    let item: unknown;
    const take = (value: unknown): unknown => {
      item = value;
      return call(f, undefined, value, at++);
    };
    const taken = (given: unknown): undefined => {
      const key = groups.keyOf(given);
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [item]);
      else append(group, item);
    };
    return consume(items, { callee: f, take, taken, finish: () => groups.result }, native);
  };
}

/** The built-ins that there are, with their equivalents. */
export function groupings(): [object, unknown][] {
  const found: [object, unknown][] = [];
  const { groupBy: ofObject } = Object as { groupBy?: object };
  const { groupBy: ofMap } = Map as { groupBy?: object };
  if (ofObject !== undefined) found.push([ofObject, grouping(ofObject, asObject)]);
  if (ofMap !== undefined) found.push([ofMap, grouping(ofMap, asMap)]);
  return found;
}
