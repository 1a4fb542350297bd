/** What the harness takes of `node:util`, for an engine that has nothing but the language. */

const { apply } = Reflect;

/** Whether a built-in that looks for an internal slot finds it. */
function has(method: (this: never, ...args: never[]) => unknown, value: unknown): boolean {
  try {
    apply(method, value, [undefined]);
    return true;
  } catch {
    return false;
  }
}

const getter = (holder: object, key: string): (() => unknown) =>
  Object.getOwnPropertyDescriptor(holder, key)?.get as () => unknown;

const toText = Object.prototype.toString;
const mapSize = getter(Map.prototype, 'size');
const setSize = getter(Set.prototype, 'size');
const source = getter(RegExp.prototype, 'source');
const boxes = [Number, String, Boolean, Symbol, BigInt].map(({ prototype }) => prototype.valueOf);

/** What all realms' `Proxy` has made: no engine tells a program which objects are proxies. */
const proxies = new WeakSet<object>();

/** Makes the proxies of a realm known. */
export function watchProxies(realm: { Proxy: ProxyConstructor }): void {
  realm.Proxy = new Proxy(realm.Proxy, {
    construct(target, args) {
      const made = Reflect.construct(target, args) as object;
      proxies.add(made);
      return made;
    },
  });
}

const isProxy = (value: unknown): boolean => proxies.has(value as object);
const tagOf = (value: unknown): string => (isProxy(value) ? '' : (apply(toText, value, []) as string));

/** @public: `node:util` of the page is this file. */
export const types = {
  isProxy,
  isNativeError: (value: unknown): boolean => (Error as unknown as { isError(value: unknown): boolean }).isError(value),
  isMap: (value: unknown): boolean => has(mapSize, value),
  isSet: (value: unknown): boolean => has(setSize, value),
  isRegExp: (value: unknown): boolean => has(source, value),
  isBoxedPrimitive: (value: unknown): boolean => typeof value === 'object' && boxes.some(method => has(method, value)),
  isArgumentsObject: (value: unknown): boolean => tagOf(value) === '[object Arguments]',
  isGeneratorObject: (value: unknown): boolean => /^\[object (?:Async)?Generator\]$/.test(tagOf(value)),
  isPromise: (value: unknown): boolean => tagOf(value) === '[object Promise]',
};
