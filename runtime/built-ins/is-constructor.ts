import { Adopt } from '../foreign.js';

/** Remembers constructors: asking costs a proxy, and `new` may stand in a loop. */
class Known extends Adopt {
  readonly #is = true;

  constructor(callee: object) {
    // Written out, as in foreign.ts.
    super(callee);
  }

  static has(callee: object): boolean {
    return #is in callee;
  }
}

/** Whether `new` works on it. Asking runs nothing of the program's. */
export function isConstructor(value: unknown): value is new (...args: any[]) => any {
  if (typeof value !== 'function') return false;
  if (Known.has(value)) return true;
  try {
    new new Proxy(value as new () => object, { construct: () => ({}) })();
  } catch {
    return false;
  }
  try {
    new Known(value);
  } catch {
    // An engine that keeps private fields off frozen objects.
  }
  return true;
}
