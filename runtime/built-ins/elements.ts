/** What the equivalents of array methods have in common: no code of the program's is called here but by accessors. */
import { call } from '../foreign.js';
import { append, define } from '../protocol.js';

/** The length of an array-like (ECMA-262, 7.3.18). */
export function lengthOf(list: { length: unknown }): number {
  const { length } = list;
  return typeof length === 'number' && length >>> 0 === length ? length : toLength(length);
}

/** ToLength (7.1.20). Not by Number, which takes a BigInt. */
export const toLength = (value: unknown): number =>
  Math.min(Math.max(Math.trunc(+(value as number)) || 0, 0), Number.MAX_SAFE_INTEGER);

export const isMissing = (value: unknown): value is null | undefined => value === null || value === undefined;

/** Has the engine refuse what is no list, or no function to reduce it by. */
export const refuseReduction = (reduction: unknown, list: unknown, f: unknown, initial: unknown[]): unknown =>
  initial.length === 0 ? call(reduction, list, f) : call(reduction, list, f, initial[0]);

/** CreateDataPropertyOrThrow. `isOwn`: an array that nobody else has yet, so that looking at it is not noticed. */
export function put(list: any, at: number, value: unknown, isOwn: boolean): void {
  // Where nothing answers to the index, an assignment is the same, and much faster.
  if (isOwn && !(at in list)) list[at] = value;
  else define(list, at, value);
}

/** The values of a list, without its holes. */
export function valuesIn(list: any, length: number): unknown[] {
  const values: unknown[] = [];
  for (let at = 0; at < length; at++) if (at in list) append(values, list[at]);
  return values;
}

/**
 * How many values a list must have for the engine to look for runs in it: in shorter ones newer versions of V8 compare otherwise. It is asked
 * with what it compares the fourth value first.
 */
export const fewestToSort = /* @__PURE__ */ fewestWithRun((list, compare) => list.sort(compare));
export const fewestToCopy = /* @__PURE__ */ fewestWithRun((list, compare) => list.toSorted(compare));

type Numbers = number[] & { toSorted(compare: (a: number, b: number) => number): number[] };

function fewestWithRun(sort: (list: Numbers, compare: (a: number, b: number) => number) => void): number {
  for (let length = 4; length < 64; length++) {
    const others: number[] = [];
    sort(new Array(length).fill(0).map((_, at) => at) as Numbers, (a, b) => {
      others.push(b);
      return a - b;
    });
    if (others[2] !== 1) return length === 4 ? 0 : length;
  }
  return 0;
}

/** More runs are never waiting in a sort, however long the list: each is longer than the two after it together. */
const mostRuns = 85;

/** A figure for each run that waits to be merged. */
export const runStack = (): Uint32Array => new Uint32Array(mostRuns);

const typedArrays = Object.getPrototypeOf(Int8Array.prototype) as { at(index: number): unknown };
const { at } = typedArrays;
const getterOf = (name: PropertyKey) => Object.getOwnPropertyDescriptor(typedArrays, name)?.get as () => unknown;
const lengthGetter = getterOf('length');
const tagGetter = getterOf(Symbol.toStringTag);

/** The number of elements of a typed array; 0 if it has lost them. */
export const typedLength = (list: unknown): number => Reflect.apply(lengthGetter, list, []) as number;

/** Whether it is a typed array that has its elements. */
export function isUsable(list: unknown): boolean {
  try {
    Reflect.apply(at, list, [0]);
    return true;
  } catch {
    return false;
  }
}

type TypedClass = new (length: number) => ArrayLike<unknown>;

const classes = new Map<unknown, TypedClass>();
for (const name of Reflect.ownKeys(globalThis)) {
  if (typeof name === 'string' && /^(Big)?(Int|Uint|Float)\d+(Clamped)?Array$/.test(name))
    classes.set(name, (globalThis as unknown as Record<string, TypedClass>)[name] as TypedClass);
}

export const typedClasses: readonly unknown[] = [...classes.values()];

/** The engine's class that a typed array is of. */
export const classOf = (list: unknown): TypedClass => classes.get(Reflect.apply(tagGetter, list, [])) as TypedClass;

/** What a species constructor has made for the method, if it will do. */
export function checkedResultOf(made: unknown, original: unknown, length: number, method: () => unknown): unknown {
  if (!isUsable(made)) refuseSpecies(method, made);
  const isBig = (list: unknown): boolean => classOf(list).name.startsWith('Big');
  if (isBig(made) !== isBig(original))
    throw new TypeError(`Content type of source's and created typed arrays differ: ${classOf(made).name}`);
  return validated(made, length);
}

/** Has the engine say that a species constructor has `made` what a method cannot use. */
function refuseSpecies(method: () => unknown, made: unknown): void {
  function maker(): unknown {
    return made;
  }
  const value = { __proto__: null, [Symbol.species]: maker };
  const list = Object.defineProperty(new Int8Array(0), 'constructor', { value });
  Reflect.apply(method, list, [isUsable]);
}

/** Has the engine say that a constructor has `made` what `from`, its own, cannot use. */
export function refuseResult(from: unknown, made: unknown): void {
  function maker(): unknown {
    return made;
  }
  Reflect.apply(from as () => unknown, maker, [{ __proto__: null }]);
}

/** A typed array that a constructor of the program's has made, if it is one and long enough. */
export function validated(made: unknown, length: number): unknown {
  // The engine's own check, in its words.
  Reflect.apply(at, made, [0]);
  if (typedLength(made) < length)
    throw new TypeError('Derived TypedArray constructor created an array which was too small');
  return made;
}
