/**
 * Parts of classes that the compiler has moved: fields whose initialisers can be suspended, names, computed keys.
 *
 * A class definition is evaluated without a suspension, so what its parts tell one another needs no place of its own:
 * the innermost class being defined is the last one begun.
 */
import { Adopt } from './foreign.js';
import { key } from './support.js';

/** What a class that extends it defines fields with: on the object its constructor is given. */
export const Field = class extends Adopt {
  /** What it is to define. */
  static value: unknown;
};

/** Defines a field by a class made for it: by far the fastest way. */
export function put(definer: new (object: object) => object, object: object, value: unknown): void {
  Field.value = value;
  new definer(object);
  Field.value = undefined;
}

/** The name that the author's class has, where its text had to say another one, `given`. */
export function className(type: object, name: string, given: string): void {
  const property = Object.getOwnPropertyDescriptor(type, 'name');
  // It may have a static member of that name.
  if (property?.value === given) Object.defineProperty(type, 'name', { value: name });
}

/** What a function is called by the key of the property it is the value of. */
export function keyName(name: PropertyKey): string {
  if (typeof name !== 'symbol') return String(name);
  return name.description === undefined ? '' : `[${name.description}]`;
}

let keys: PropertyKey[] = [];

/** More than any classes within computed keys of classes can have: what errors have left is dropped. */
const many = 10_000;

/** Converts and keeps a computed key, for `keptKeys`. */
export function keep(value: unknown): PropertyKey {
  if (keys.length > many) keys = keys.slice(many / 2);
  const name = key(value);
  keys.push(name);
  return name;
}

/**
 * The computed keys that the class just made has kept. Where the element itself has moved, a method stands in for it
 * whose key is `keep(…) && "constructor"`: a property every class has, and gets back here.
 */
export function keptKeys(type: { prototype: object }, count: number): PropertyKey[] {
  Object.defineProperty(type.prototype, 'constructor', { value: type });
  return keys.splice(keys.length - count);
}

let rest: unknown;

/** Keeps what is left to do for the class just made, until it is asked for right behind the class. */
export function later(method: unknown): void {
  rest = method;
}

export function restOfClass(): unknown {
  const method = rest;
  rest = undefined;
  return method;
}
