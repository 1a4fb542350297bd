/** Whether `new` works on it. Asking runs nothing of the program's. */
export function isConstructor(value: unknown): value is new (...args: any[]) => any {
  if (typeof value !== 'function') return false;
  try {
    new new Proxy(value as new () => object, { construct: () => ({}) })();
    return true;
  } catch {
    return false;
  }
}
