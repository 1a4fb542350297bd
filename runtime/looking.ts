/**
 * Properties whose value is wanted a second time, because it was a method that is being suspended.
 *
 * What the program itself has compiled is not run again for that: where only a getter or a trap of its own would tell, there
 * is no answer. Those of foreign code are asked once more, with every switch refused.
 */
import { ask, getterOf, NOTHING } from './asking.js';
import { isAbsent, isProxy, partsOf } from './proxies.js';
import { key as toKey } from './support.js';

const { apply, get } = Reflect;
const { toString: textMethod } = Function.prototype;
const { exec } = RegExp.prototype;

/** In place of a value that cannot be known without running code of the program's. */
export const UNKNOWN: object = Object.freeze({ __proto__: null });

/** A getter that only names a variable, as bundlers write for what modules export: to run it again does nothing. */
const namesOnly = /^[\w$ ]*\(\)\s*(=>\s*[\w$.]+|(=>\s*)?{\s*return [\w$.]+;?\s*})$/;
/** In the text of what greenc has compiled, whether it can be suspended or checks its calls. */
const ownMark = /["'`](greenc1:\d+["'`]|getter["'`]\))/;

const isLeftToTarget = (trap: unknown): boolean => isAbsent(trap) || trap === get;

const isPrimitive = (value: unknown): boolean =>
  value === null || (typeof value !== 'object' && typeof value !== 'function');

const isFound = (pattern: RegExp, code: unknown): boolean =>
  typeof code === 'function' && apply(exec, pattern, [apply(textMethod, code, [])]) !== null;

const isOwn = (code: unknown): boolean => isFound(ownMark, code);

/** `object[key]` if that runs nothing, or only names a variable; else UNKNOWN. */
export function valueAt(object: unknown, key: unknown): unknown {
  if (object === null || object === undefined || !isPrimitive(key)) return UNKNOWN;
  if (!isPrimitive(object) && (isProxy === undefined || isProxy(object))) {
    const parts = partsOf(object as object);
    if (parts !== undefined)
      return isLeftToTarget(valueAt(parts.handler, 'get')) ? valueAt(parts.target, key) : UNKNOWN;
    if (isProxy !== undefined) return UNKNOWN;
  }
  // Behind it there may be a proxy of which nobody can tell.
  const getter = getterOf(object, key as PropertyKey);
  if (getter !== undefined && !isFound(namesOnly, getter)) return UNKNOWN;
  // A setter alone has no value that could have been called: reading the property runs nothing.
  return (object as Record<PropertyKey, unknown>)[key as PropertyKey];
}

/** Whether it is code of the program's own that would have to run. */
function isOwnBusiness(object: object, key: PropertyKey): boolean {
  const parts = isPrimitive(object) ? undefined : partsOf(object);
  if (parts !== undefined) {
    const trap = valueAt(parts.handler, 'get');
    if (isLeftToTarget(trap)) return isOwnBusiness(parts.target, key);
    return trap === UNKNOWN || isOwn(trap);
  }
  return isProxy?.(object) !== true && isOwn(getterOf(object, key));
}

/** The key that an object is converted to; UNKNOWN if the program's own code would have to do that. */
function converted(object: object): unknown {
  let method = valueAt(object, Symbol.toPrimitive);
  if (isAbsent(method)) method = valueAt(object, 'toString');
  if (method === UNKNOWN || isOwn(method)) return UNKNOWN;
  return ask(() => toKey(object));
}

/**
 * `object[key]`, as far as it can be known; UNKNOWN where the program's own code would have to run, or there is nothing
 * to read it from any more. NOTHING if foreign code, asked again, gives nothing.
 */
export function lookedUp(object: unknown, key: unknown): unknown {
  if (object === null || object === undefined) return UNKNOWN;
  const name = isPrimitive(key) ? key : converted(key as object);
  if (name === UNKNOWN) return UNKNOWN;
  const value = valueAt(object, name);
  if (value !== UNKNOWN || isOwnBusiness(object, name as PropertyKey)) return value;
  return ask(() => (object as Record<PropertyKey, unknown>)[name as PropertyKey] ?? NOTHING);
}
