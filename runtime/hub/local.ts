/** What each greenlet has of its own. */
import { type Greenlet, getCurrent } from '../index.js';
import { checkFunction } from './checks.js';

/** Stands behind the proxy, which asks it for the object that has the fields of the current greenlet. */
class Fields {
  /** By its greenlet: what is only referred to from here is collected with that. */
  readonly #of = new WeakMap<Greenlet, object>();

  constructor(
    readonly prototype: object,
    readonly init: (() => object) | undefined,
  ) {}

  get current(): object {
    const greenlet = getCurrent();
    let fields = this.#of.get(greenlet);
    if (fields === undefined) {
      fields = Object.assign(Object.create(this.prototype) as object, this.init?.());
      this.#of.set(greenlet, fields);
    }
    return fields;
  }
}

const fieldsOf = new WeakMap<object, Fields>();

function current(target: object): object {
  return (fieldsOf.get(target) as Fields).current;
}

const handler: ProxyHandler<object> = {
  get: (target, key, receiver) => Reflect.get(current(target), key, receiver),
  set: (target, key, value) => Reflect.set(current(target), key, value),
  has: (target, key) => Reflect.has(current(target), key),
  deleteProperty: (target, key) => Reflect.deleteProperty(current(target), key),
  defineProperty: (target, key, descriptor) => Reflect.defineProperty(current(target), key, descriptor),
  getOwnPropertyDescriptor: (target, key) => Reflect.getOwnPropertyDescriptor(current(target), key),
  ownKeys: target => Reflect.ownKeys(current(target)),
  // It would be said of all greenlets' fields.
  preventExtensions: () => false,
};

class LocalFields {
  constructor(init?: () => object) {
    if (init !== undefined) checkFunction(init, 'a Local', 'new Local(init)');
    fieldsOf.set(this, new Fields(new.target.prototype, init));
    // biome-ignore lint/correctness/noConstructorReturn: the proxy is the object.
    return new Proxy(this, handler);
  }
}

/**
 * An object whose fields are each greenlet's own (main's too): what one greenlet sets, no other sees. They are collected with the greenlet.
 *
 *     const request = new Local(() => ({ depth: 0 }));
 *     request.depth++;
 *
 * `init` gives the fields that a greenlet has when it first asks for one; by default it has none. It is called in that greenlet, and must
 * not wait. A subclass may have methods, which all greenlets share.
 */
export const Local = LocalFields as new <Own extends object = Record<PropertyKey, any>>(init?: () => Own) => Own;

/** `Local` under the name that gevent has for it. */
export const local: typeof Local = Local;
