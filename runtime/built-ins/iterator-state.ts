/**
 * What iterator helpers are made of (ECMA-262, 27.1.3): their state, and the prototypes that stand between them and the
 * engine's. No code of the program's is called here but by accessors.
 */
import { Adopt } from '../foreign.js';
import { isObject } from '../protocol.js';

type Method = (...args: any[]) => any;

const { create, getPrototypeOf } = Object;
const { apply } = Reflect;
const { [Symbol.hasInstance]: ordinaryHasInstance } = Function.prototype;

/** The engine's class, where there is one. */
export const builtIn = (globalThis as { Iterator?: any }).Iterator as { from: Method; prototype: any } | undefined;

/** The engine's methods. */
export const native: Record<string, Method> = { ...ownMethods(builtIn?.prototype), from: builtIn?.from as Method };

function ownMethods(home: object | undefined): Record<string, Method> {
  const found: Record<string, Method> = {};
  for (const name of [
    'map',
    'filter',
    'take',
    'drop',
    'flatMap',
    'reduce',
    'forEach',
    'some',
    'every',
    'find',
    'toArray',
  ]) {
    const method = home === undefined ? undefined : Object.getOwnPropertyDescriptor(home, name)?.value;
    if (method !== undefined) found[name] = method;
  }
  return found;
}

const emptyIterator = { __proto__: null, next: () => ({ done: true }) };
const prototypeOf = (method: Method | undefined, ...args: unknown[]): any =>
  method === undefined ? null : getPrototypeOf(apply(method, emptyIterator, args));

/** The engine's own `next` and `return`. */
export const nativeHelper = prototypeOf(native.map, isObject) as { next: unknown; return: unknown } | null;
export const nativeWrapper = prototypeOf(native.from, emptyIterator) as { next: unknown; return: unknown } | null;

/** What green helpers, and what Iterator.from gives, inherit from. They get their methods in index.ts. */
export const greenHelper: object = create(nativeHelper);
export const greenWrapper: object = create(nativeWrapper);

/** An iterator with its `next` (GetIteratorDirect). */
export interface Source {
  readonly iterator: object;
  readonly next: unknown;
  /** What it has given last. */
  value: unknown;
}

export function sourceOf(iterator: object): Source {
  return { iterator, next: (iterator as { next?: unknown }).next, value: undefined };
}

/** An iterator that tells whether it has been closed. */
export class StandIn {
  isClosed = false;

  get return(): undefined {
    this.isClosed = true;
    return undefined;
  }
}
Object.setPrototypeOf(StandIn.prototype, null);

export const START = 0;
export const WAITING = 1;
export const RUNNING = 2;
export const ENDED = 3;

export interface Helper {
  /** Gives the next value, in `value`, or false at the end. */
  readonly advance: (helper: Helper) => unknown;
  readonly source: Source;
  readonly f: unknown;
  phase: number;
  /** How many values `f` has seen; or how many are still to be taken, or dropped. */
  count: number;
  value: unknown;
  /** The iterator that flatMap goes through. */
  inner: Source | null;
}

class Instance extends Adopt {
  #state: Helper | Source;

  constructor(object: object, state: Helper | Source) {
    super(object);
    this.#state = state;
  }

  static of(value: object): Helper | Source | undefined {
    return #state in value ? value.#state : undefined;
  }
}

export function helperOver(iterator: object, advance: Helper['advance'], f: unknown, count: number): object {
  const source = sourceOf(iterator);
  return new Instance(create(greenHelper), {
    advance,
    source,
    f,
    phase: START,
    count,
    value: undefined,
    inner: null,
  });
}

export const wrapperOf = (source: Source): object => new Instance(create(greenWrapper), source);

/** Null: it is none of ours. */
export function helperState(value: unknown): Helper | null {
  const state = isObject(value) ? Instance.of(value) : undefined;
  return state !== undefined && 'advance' in state ? state : null;
}

export function wrapperState(value: unknown): Source | null {
  const state = isObject(value) ? Instance.of(value) : undefined;
  return state === undefined || 'advance' in state ? null : state;
}

/** OrdinaryHasInstance, for the engine's Iterator. */
export const isIterator = (value: object): boolean => apply(ordinaryHasInstance, builtIn, [value]);

/** What `take` and `drop` are limited to: undefined if the engine has to refuse it. */
export function limitOf(given: number): number | undefined {
  const limit = Math.trunc(given);
  return limit >= 0 ? limit : undefined;
}

/** Throws for what an object has in place of a method that gives an iterator. */
export function wrongMethod(method: unknown): never {
  throw new TypeError(
    `'${String(method)}' returned for property 'Symbol(Symbol.iterator)' of object '#<Object>' is not a function`,
  );
}
