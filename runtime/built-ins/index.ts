/**
 * Green equivalents of built-ins that call back, or iterate. Compiled code asks for them where its callee may be such a
 * built-in; nothing global is changed. Main is never unwound: what it calls is the engine's own, and may suspend.
 *
 *     xs.map(f)       →  inMain() ? xs.map(f) : callBuiltInOf("xs.map", xs, "map", f)
 *     new Map(xs)     →  asWritten(Map) ? new Map(xs) : made(Map, xs)
 *
 * There are two kinds. Those that greenc compiles (`"use greenlet"`) are ordinary functions, and a call site links with
 * the equivalent. Those that are frames written by hand hand over in the name of the built-in.
 */
import { bodies } from '../bodies.js';
import { calleeOf, judged } from '../callees.js';
import { defineMethods, type GeneratorFunction } from '../generators.js';
import { append, isObject } from '../protocol.js';
import { realm } from '../realm.js';
import { callable } from '../support.js';
import { arrayFrom } from './array-from.js';
import * as arrays from './arrays.js';
import { objectFromEntries } from './collections.js';
import { combinators } from './combinators.js';
import { constructors } from './constructors.js';
import { numberOf, stringOf } from './conversions.js';
import { lengthOf } from './elements.js';
import { type Each, eaches, eachesLate } from './entries.js';
import { forEachOf } from './for-each.js';
import { fromAsync } from './from-async.js';
import { groupings } from './group-by.js';
import { isConstructor } from './is-constructor.js';
import * as iteratorHelpers from './iterator-helpers.js';
import * as iteratorMethods from './iterator-methods.js';
import { greenHelper, greenWrapper, builtIn as iteratorType, native as nativeIterators } from './iterator-state.js';
import * as json from './json.js';
import * as promiseMethods from './promise-methods.js';
import * as replacements from './replace.js';
import { replaceByRegExp } from './replace.js';
import * as typedArrays from './typed-arrays.js';
import { from } from './typed-constructors.js';

const { now } = realm;
const { apply, construct } = Reflect;

type Callable = (...args: unknown[]) => unknown;

const compiled = new Map<unknown, unknown>();
add(Array, { fromAsync });
add(Array.prototype, arrays);
add(String.prototype, replacements);
compiled.set(RegExp.prototype[Symbol.replace], replaceByRegExp);
add(JSON, json);
add(Promise, combinators);
add(Promise, promiseMethods.statics);
add(Promise.prototype, promiseMethods.methods);
compiled.set(String, stringOf);
compiled.set(Number, numberOf);
addEaches(eaches());
add(Object.getPrototypeOf(Int8Array.prototype), typedArrays);
add(Object.getPrototypeOf(Int8Array), { from });
addIterators();

function addEaches(found: readonly Each[]): void {
  for (let at = 0; at < found.length; at++) compiled.set(found[at].forEach, forEachOf(found[at]));
}

function add(home: object, equivalents: Record<string, unknown>): void {
  for (const [name, equivalent] of Object.entries(equivalents)) {
    const builtIn = (home as Record<string, unknown>)[name];
    // Not every engine has all of them.
    if (builtIn !== undefined) compiled.set(builtIn, equivalent);
  }
}

/** The methods of iterators. Green ones have them themselves: at most call sites nobody asks whether it is the built-in. */
function addIterators(): void {
  if (iteratorType === undefined) return;
  const all: Record<string, object> = { ...iteratorHelpers.lazy, ...iteratorMethods.eager };
  const own: Record<string, object> = {};
  for (const [name, equivalent] of Object.entries(all)) {
    const builtIn = nativeIterators[name];
    if (builtIn === undefined) continue;
    compiled.set(builtIn, equivalent);
    own[name] = equivalent;
  }
  compiled.set(nativeIterators.from, iteratorMethods.from);
  // The realm's, which generators of any copy of the runtime inherit from.
  const greenGenerator = Object.getPrototypeOf(
    bodies.generator(function* () {} as unknown as GeneratorFunction).prototype,
  );
  defineMethods(greenGenerator, own);
  defineMethods(greenHelper, { ...own, ...iteratorHelpers.helperMethods });
  defineMethods(greenWrapper, { ...own, ...iteratorMethods.wrapperMethods });
}

const handWritten = new Map<unknown, unknown>([
  [Array.from, arrayFrom],
  [Object.fromEntries, objectFromEntries],
  ...groupings(),
]);

export const equivalentOf = (callee: unknown): unknown => compiledFor(callee) ?? handWritten.get(callee);

function compiledFor(callee: unknown): unknown {
  const known = compiled.get(callee);
  if (known !== undefined) return known;
  const found = eachesLate(callee);
  if (found.length === 0) return undefined;
  addEaches(found);
  return compiled.get(callee);
}

const { apply: applyMethod, call: callMethod } = Function.prototype;
const callsSelf = (callee: unknown): boolean => callee === callMethod || callee === applyMethod;

/** Whether built-ins may call what suspends. */
export const inMain = (): boolean => now.current.parent === null;

// No list is iterated here: the program may have changed what that does.

/** `self[name](...args)` in a greenlet. `text`: what the author calls. */
export function callBuiltInOf(text: string, self: any, name: string, ...args: unknown[]): unknown {
  const callee: unknown = self[name];
  callable(callee, text);
  return inGreenlet(callee as Callable, self, args);
}

/** `callee.call(self, ...args)` */
export function callBuiltIn(callee: Callable, self: unknown, ...args: unknown[]): unknown {
  return inMain() ? apply(callee, self, args) : inGreenlet(callee, self, args);
}

function inGreenlet(callee: Callable, self: unknown, args: unknown[]): unknown {
  if (callsSelf(callee)) return apply(callee, equivalentOf(self) ?? self, args);
  if (callee === apply) args[0] = equivalentOf(args[0]) ?? args[0];
  return apply((equivalentOf(callee) ?? callee) as Callable, self, args);
}

/** What a call site is to link with that has used the above. `first` and `second`: what it may only call, of what it is given. */
export function builtInOf(self: unknown, name: string, first?: unknown, second?: unknown): unknown {
  return judged(builtIn(calleeOf(self, name), self, first, second));
}

export function builtIn(callee: unknown, self: unknown, first?: unknown, second?: unknown): unknown {
  let called = callsSelf(callee) ? self : callee;
  // `call.call(f, …)`, and what comes to the same.
  if (callsSelf(called) || (called === apply && first !== undefined)) called = callsSelf(first) ? second : first;
  return linked(called);
}

function linked(callee: unknown): unknown {
  return compiledFor(callee) ?? callee;
}

/** Whether `new callee(…)` is to be the engine's business. */
export const asWritten = (callee: unknown): boolean => now.current.parent === null || !constructors.has(callee);

/** `new callee(...args)`, where it is not. */
export function made(callee: unknown, ...args: unknown[]): unknown {
  const make = constructors.get(callee);
  return make === undefined ? construct(callee as never, args) : make(callee, args);
}

/** What a call site is to link with that has used the above. */
export const madeBy = (callee: unknown): unknown => constructors.get(callee) ?? callee;

/** `reflect.construct(type, list, target)` */
export function reflectConstruct(reflect: typeof Reflect, ...args: unknown[]): unknown {
  const type = args[0];
  const list = args[1] as ArrayLike<unknown>;
  const target = args.length < 3 ? type : args[2];
  const make = inMain() || reflect.construct !== construct ? undefined : constructors.get(type);
  if (make === undefined || !isObject(list) || !isConstructor(target))
    return apply(bodies.reflectConstruct, undefined, [reflect, args]);
  const given: unknown[] = [];
  const length = lengthOf(list);
  for (let at = 0; at < length; at++) append(given, list[at]);
  return make(target, given);
}
