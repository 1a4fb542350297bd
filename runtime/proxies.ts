/**
 * Proxies. Nothing in the language tells what a proxy stands for, and to ask its handler runs it: so compiled code notes the
 * proxies it makes.
 *
 *     new Proxy(target, handler)   →  new (proxying(Proxy))(target, handler)
 *
 * The trap: what a program calls `Proxy` may be something else by now.
 */
import { Adopt } from './foreign.js';

const Native = Proxy;

/** A proxy, and what it was made of. */
class Proxied extends Adopt {
  #target: object;
  #handler: object;

  constructor(made: object, target: object, handler: object) {
    super(made);
    this.#target = target;
    this.#handler = handler;
  }

  static partsOf(object: object): Parts | undefined {
    return #target in object ? { target: object.#target, handler: object.#handler } : undefined;
  }
}

interface Parts {
  readonly target: object;
  readonly handler: object;
}

/** What a proxy that compiled code has made was made of; undefined for anything else. */
export const partsOf = (object: object): Parts | undefined => Proxied.partsOf(object);

class Noted {
  constructor(target: object, handler: object) {
    // biome-ignore lint/correctness/noConstructorReturn: what `new` gives is the proxy.
    return new Proxied(new Native(target, handler), target, handler);
  }

  static revocable(target: object, handler: object): { proxy: object; revoke: () => void } {
    const made = Native.revocable(target, handler);
    new Proxied(made.proxy, target, handler);
    return made;
  }
}

/** What compiled code makes proxies with. */
export const proxying = (type: unknown): unknown => (type === Native ? Noted : type);

/** Whether the handler leaves an operation to the target. */
export const isAbsent = (trap: unknown): boolean => trap === undefined || trap === null;

type Test =
  | 'isBigIntObject'
  | 'isBooleanObject'
  | 'isBoxedPrimitive'
  | 'isNumberObject'
  | 'isPromise'
  | 'isProxy'
  | 'isStringObject';

interface Platform {
  process?: {
    getBuiltinModule?(name: 'util'): { types: Record<Test, (value: unknown) => boolean> };
  };
}

/** What the platform can tell of values that the language cannot. */
export const types = (globalThis as Platform).process?.getBuiltinModule?.('util').types;

export const isProxy = types?.isProxy;
