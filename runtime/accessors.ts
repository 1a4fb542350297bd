/**
 * Getters and setters that suspend, where compiled code reads and writes properties (option `accessors`).
 *
 *     if ((y = o.x) === $S) … getter(o, "x") …        if (wrote(o.x = toWrite(y)) === $S) … setter(o, "x") …
 *
 * What a getter returns is the value of the expression, so the sentinel gets through. What a setter returns is dropped;
 * but `now.handed` is set between a function that hands the sentinel over and the one that links it. Which accessor it was
 * is asked for the check alone, and must run no code of the program's.
 *
 * The trap: it is set as well after a foreign function has dropped a sentinel. Whoever is about to write makes sure that
 * what is found afterwards has come from the setter.
 */
import { SuperReference, superOf } from './construct.js';
import { isGreen, NOBODY } from './foreign.js';
import type { Info } from './frame.js';
import { guard } from './guard.js';
import { UNKNOWN } from './looking.js';
import { isProxy } from './proxies.js';
import { realm } from './realm.js';

// The realm's: this copy of the runtime may not be its first.
const { SUSPENDED, abandon, now } = realm;

/** Gives the value of an assignment that is about to be made. */
export function toWrite<T>(value: T): T {
  if (now.handed !== NOBODY) throw abandon();
  return value;
}

/** SUSPENDED if the assignment that has just been made has run a setter that suspended. */
export function wrote(_value: unknown): unknown {
  return now.handed === NOBODY ? undefined : SUSPENDED;
}

/** The same for an assignment in a body that cannot be suspended. Gives its value. */
export function guardWrite(value: unknown, info: Info, site: number, kind: string): unknown {
  if (now.handed !== NOBODY) guard(SUSPENDED, info, site, kind);
  return value;
}

/** Stands for what a proxy's handler does. It is not for the sentinel: traps have to give what the language asks for. */
const handler = { 'the handler of a proxy'() {} }['the handler of a proxy'];

/** The getter that reading `object[key]` has run. `isSuper`: it is `super[key]`, and `object` is `this`. */
export function getter(object: unknown, key: PropertyKey, isSuper = 0): unknown {
  return find(accessors(object, key, 'get'), isSuper);
}

/** The setter that assigning to `object[key]` has run. */
export function setter(object: unknown, key: PropertyKey, isSuper = 0): unknown {
  return find(accessors(object, key, 'set'), isSuper);
}

/**
 * Where `super` begins to look is known to the engine alone. It is somewhere above `this`: all that stands there must
 * be green.
 */
function find(found: unknown[], isSuper: number): unknown {
  return (isSuper ? found.find(one => typeof one === 'function' && !isGreen(one)) : found[0]) ?? UNKNOWN;
}

/** What stands behind a property, from the object upwards. UNKNOWN: a value, which an accessor may have left there. */
function accessors(object: unknown, key: PropertyKey, kind: 'get' | 'set'): unknown[] {
  if (object instanceof SuperReference) return accessors(superOf(object.type), object.key, kind);
  const found: unknown[] = [];
  let at = object === null || object === undefined ? null : Object(object);
  for (; at !== null; at = Object.getPrototypeOf(at)) {
    if (isProxy?.(at)) return [...found, handler];
    const own = Object.getOwnPropertyDescriptor(at, key);
    // No getter has given it now: what has copied the object, by a spread say, has left it there.
    if (kind === 'get' && own?.value === SUSPENDED) throw abandon();
    if (own) found.push(own[kind] ?? UNKNOWN);
  }
  return found;
}
