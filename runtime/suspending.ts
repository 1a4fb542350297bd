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

/**
 * `object[key]`, if it may be read to learn which method it is; else undefined. Each name is written out, since the engine remembers for each
 * place where it has found what stands there.
 */
export function knownMethod(object: any, key: unknown): unknown {
  switch (key) {
    case 'throw':
      return coreOf(object) && object.throw;
    case 'get':
      return isOurs(object) ? object.get : undefined;
    case 'join':
      return isOurs(object) ? object.join : undefined;
    case 'kill':
      return isOurs(object) ? object.kill : undefined;
    case 'acquire':
      return Suspending.isOurs(object) ? object.acquire : undefined;
    case 'body':
      return Suspending.isOurs(object) ? object.body : undefined;
    case 'end':
      return Suspending.isOurs(object) ? object.end : undefined;
    case 'put':
      return Suspending.isOurs(object) ? object.put : undefined;
    case 'read':
      return Suspending.isOurs(object) ? object.read : undefined;
    case 'readLine':
      return Suspending.isOurs(object) ? object.readLine : undefined;
    case 'wait':
      return Suspending.isOurs(object) ? object.wait : undefined;
    case 'write':
      return Suspending.isOurs(object) ? object.write : undefined;
    default:
      return undefined;
  }
}

const isOurs = (object: unknown): boolean => Suspending.isOurs(object) || coreOf(object) !== undefined;
