/**
 * The runtime's own classes, besides Greenlet, whose methods suspend extend this one. Whom a call site has called is looked for when the
 * call is suspended, without running any getter, which takes longer than the switch itself; with these objects it is known that what
 * their methods are called stands for no getter, unless the program replaces them.
 */
import { realm, share } from './realm.js';

const { coreOf } = realm;

class Known {
  #isOurs = true;

  static isOurs(object: unknown): boolean {
    return typeof object === 'object' && object !== null && #isOurs in object;
  }
}

// One per realm, as the call sites' looking.
export const Suspending: typeof Known = share('suspending', () => Known);

/** Whether `object[key]` may be read to learn which method it is. */
export function isKnown(object: unknown, key: unknown): boolean {
  switch (key) {
    case 'switch':
    case 'throw':
      return coreOf(object) !== undefined;
    case 'get':
    case 'join':
    case 'kill':
      return Suspending.isOurs(object) || coreOf(object) !== undefined;
    case 'acquire':
    case 'put':
    case 'read':
    case 'readLine':
    case 'wait':
      return Suspending.isOurs(object);
    default:
      return false;
  }
}
