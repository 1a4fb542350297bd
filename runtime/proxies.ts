/**
 * Proxies. Nothing in the language tells what a proxy stands for, and to ask its handler runs it: so compiled code notes the
 * proxies it makes.
 *
 *     new Proxy(target, handler)   →  new (proxying(Proxy))(target, handler)
 *
 * The trap: what a program calls `Proxy` may be something else by now.
 */
const Native = Proxy;

interface Parts {
  readonly target: object;
  readonly handler: object;
}

/** Not a private field, as elsewhere: Firefox's optimising compiler runs the traps of a proxy that has one. */
const known = new WeakMap<object, Parts>();
const { get, set } = WeakMap.prototype;
const { apply } = Reflect;

function note<Made extends object>(made: Made, target: object, handler: object): Made {
  apply(set, known, [made, { target, handler }]);
  return made;
}

/** What a proxy that compiled code has made was made of; undefined for anything else. */
export const partsOf = (object: object): Parts | undefined => apply(get, known, [object]) as Parts | undefined;

class Noted {
  constructor(target: object, handler: object) {
    // biome-ignore lint/correctness/noConstructorReturn: what `new` gives is the proxy.
    return note(new Native(target, handler), target, handler);
  }

  static revocable(target: object, handler: object): { proxy: object; revoke: () => void } {
    const made = Native.revocable(target, handler);
    note(made.proxy, target, handler);
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
