/**
 * `super(xs)` of classes whose parents have green equivalents. Classes see `new.target` and get their fields as ever: what
 * the equivalent makes becomes `this` as what a suspended parent has made does (see construct.ts). That takes the engine
 * some microseconds, as a class gets another parent for a moment, and so it is done only where `super()` may suspend.
 *
 *     super(xs)   →  superAsWritten(C, xs, new.target) ? super(xs) : superMade(C, new.target, xs)
 */
import { bodies } from '../bodies.js';
import { valueAt } from '../looking.js';
import { isIteratedByEngine } from '../protocol.js';
import { isNative } from '../quiet.js';
import { realm } from '../realm.js';
import type { Make } from './collections.js';
import { constructors } from './constructors.js';
import { isReadByEngine } from './native.js';
import { Given } from './promise-values.js';

const { SUSPENDED, now } = realm;
const { isExtensible } = Object;
const parentOf = Object.getPrototypeOf as (type: object) => unknown;

/** Whether `super(first, …)` of a class is to be the engine's business. */
export const superAsWritten = (type: object, first: unknown, target: unknown): boolean =>
  now.current.parent === null || isInert(first) || isLeft(parentOf(type), first, target) || !isExtensible(type);

/** None of these classes calls anything that it finds in such a value. */
const isInert = (value: unknown): boolean =>
  value === null || (typeof value !== 'object' && typeof value !== 'function' && typeof value !== 'string');

/** Whether the parent has no equivalent, or would call nothing that can be suspended. Looking must not be noticed. */
function isLeft(parent: unknown, first: unknown, target: unknown): boolean {
  if (!constructors.has(parent)) return true;
  if (parent === Promise) return typeof first !== 'function' || Given.owns(first) || isEngines(first);
  if (parent === AggregateError) return isIteratedByEngine(first);
  if (parent !== Map && parent !== Set && parent !== WeakMap && parent !== WeakSet) return isReadByEngine(first);
  const { prototype } = parent as { prototype: Record<string, unknown> };
  const name = 'add' in prototype ? 'add' : 'set';
  const adder = valueAt(valueAt(target, 'prototype'), name);
  return adder === prototype[name] && isIteratedByEngine(first);
}

/** What a bound function calls may be compiled. */
function isEngines(callee: object): boolean {
  const name = valueAt(callee, 'name');
  return isNative(callee) && !(typeof name === 'string' && name.startsWith('bound '));
}

const makeOf = (type: object): Make => constructors.get(parentOf(type)) as Make;

/** `super(...args)` in a greenlet: what it gives stands for the object. */
export const superMade = (type: object, target: unknown, ...args: unknown[]): object =>
  bodies.madeByParent(makeOf(type)(target, args));

/** `super(...args)` from where the language does not allow it. */
export function superCall(type: never, target: never, args: unknown[], self?: object): unknown {
  if (superAsWritten(type, args[0], target)) return bodies.superCall(type, target, args, self);
  const object = makeOf(type)(target, args);
  return object === SUSPENDED ? object : bodies.bind(type, object as object, self);
}

/** What a call site is to link with that has used the above. */
export function superBy(type: object): unknown {
  const parent = parentOf(type);
  return constructors.get(parent) ?? parent;
}
