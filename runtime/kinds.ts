/**
 * Makes compiled functions what their authors wrote. An async function is compiled to an ordinary one that is no
 * constructor (an arrow function or a method), so that it may return the sentinel; what is left to tell the two apart
 * is what it inherits from.
 */
import { realm } from './realm.js';

const asyncPrototype = Object.getPrototypeOf(async () => {}) as object;
const { defineProperty, getOwnPropertyDescriptor, setPrototypeOf } = Object;
const { apply, ownKeys } = Reflect;
const { then } = Promise.prototype;

/**
 * The promise of an async function that foreign code has called may be dropped with what that code returns, when the
 * switch in it has failed. Nobody can handle its rejection then, and the error that is thrown instead tells of it.
 */
realm.now.forget ??= result => {
  try {
    then.call(result as Promise<unknown>, undefined, () => {});
  } catch {
    // It is no promise.
  }
};

/** Makes `fn` an async function. Anything else is left as it is. */
export function asAsync<T>(fn: T): T {
  return typeof fn === 'function' ? setPrototypeOf(fn, asyncPrototype) : fn;
}

const { toString: textMethod } = Function.prototype;
const mark = /["'`]greenc1:(\d+)["'`]\)+[\s;]*\}\s*$/;

/** A helper of this file that makes something of a function. */
type Make = (fn: unknown) => unknown;

function remade(make: Make, owner: object, key: PropertyKey): void {
  const property = getOwnPropertyDescriptor(owner, key) as PropertyDescriptor;
  const made = make(property.value);
  if (made !== property.value) defineProperty(owner, key, { ...property, value: made });
}

/** Does so with methods of an object that has just been made, or of a class and its instances: those with these numbers in their marks. */
export function remadeMethods<T extends object>(make: Make, owner: T, ...numbers: number[]): T {
  const { prototype } = owner as { prototype?: object };
  for (const object of typeof owner === 'function' ? [owner, prototype as object] : [owner]) {
    for (const key of ownKeys(object)) {
      const method: unknown = getOwnPropertyDescriptor(object, key)?.value;
      if (typeof method !== 'function') continue;
      const number = mark.exec((apply(textMethod, method, []) as string).slice(-400))?.[1];
      if (number !== undefined && numbers.includes(Number(number))) remade(make, object, key);
    }
  }
  return owner;
}

/** Does so with the only property of an object. */
export function remadeValue<T extends object>(make: Make, owner: T): T {
  remade(make, owner, ownKeys(owner)[0] as PropertyKey);
  return owner;
}

/**
 * What a hoisted function does as long as its module has not begun: in a cycle of imports others may call it by then.
 * The mark stands at the end of the call, as in compiled functions: nothing is left to do here after it either.
 */
export function early(make: () => Make, self: unknown, args: ArrayLike<unknown>, _mark: string): unknown {
  return apply(make(), self, args as unknown[]);
}
