/**
 * Finds the callee of `o.m(…)` again, on behalf of a call site whose callee is being suspended: nothing is kept before the
 * call, so that calls which are not suspended cost nothing. Where that cannot be found (looking.ts), it is taken for compiled.
 *
 * The trap: what stands there now need not be what was called. A method may have been replaced while it ran, a variable
 * assigned, a state changed. A green function there, or one that calls nothing, cannot have passed on what a callee of
 * its own has returned: so it has come later. If it could have, it is foreign, and in the way.
 */
import { NOTHING } from './asking.js';
import { binding, bindingBy, targetOfBound } from './bound.js';
import { type Handed, isGreen } from './foreign.js';
import type { Greenlet } from './greenlet.js';
import { lookedUp, UNKNOWN, valueAt } from './looking.js';
import { isAbsent, isProxy, partsOf, proxying } from './proxies.js';
import { isQuiet } from './quiet.js';
import { realm, share } from './realm.js';
import { knownMethod } from './suspending.js';

const { NOBODY, accepts, coreOf, now } = realm;
const { apply: applyMethod, call: callMethod } = Function.prototype;

/** What `link` is told of a callee that is taken for compiled. */
const COMPILED = 0;

/** Stands for who has given a method, if there is nobody to be named. */
const somebody = (() => () => {})();

/** What compiled code calls to learn whom `object[key](…)`, or `object[key][…](…)`, has called. */
function member(object: unknown, key: unknown, ...path: unknown[]): unknown {
  for (let i = 0; i < path.length; i++) {
    object = lookedUp(object, key);
    if (object === UNKNOWN) return COMPILED;
    key = path[i];
  }
  // By far the most frequent; apart, to be inlined.
  if (key === 'switch' && coreOf(object) !== undefined) return (object as Greenlet).switch;
  return knownMethod(object, key) ?? judged(calleeOf(object, key));
}

/** Whom `object[key](…)` has called, if it still stands there. For `f.call` and `f.apply` it is `f`, since they would hide a foreign `f`. */
export function calleeOf(object: unknown, key: unknown): unknown {
  const found = lookedUp(object, key);
  // It gave a method before.
  if (found === NOTHING) return somebody;
  return found === callMethod || found === applyMethod ? object : found;
}

/** What `link` is to be told of what stands in the place of the callee. */
export function judged(found: unknown): unknown {
  const { handed, last } = now;
  if (found === handed) return found;
  if (typeof found !== 'function') return COMPILED;
  // Kept from another call: the error is to name who gave it.
  if (handed === NOBODY) return found;
  if (accepts(found, handed, last)) return COMPILED;
  return found !== somebody && (isGreen(found) || isQuiet(found)) ? COMPILED : found;
}

/** What is behind a bound function, or a proxy that is called. */
function targetOf(callee: object, handed: Handed): unknown {
  const parts = partsOf(callee);
  if (parts === undefined) return isProxy?.(callee) === true ? undefined : targetOfBound(callee, handed);
  const trap = valueAt(parts.handler, 'apply');
  if (isAbsent(trap)) return parts.target;
  return typeof trap === 'function' ? trap : undefined;
}

export const callees = share('callees', () => {
  realm.known.targetOf = targetOf;
  return {
    binding,
    bindingBy,
    /** What a getter of the program's gives that nobody could tell from a foreign one. The mark stays in its text. */
    gave: (value: unknown, _mark: string): unknown => value,
    member,
    proxying,
  };
});
