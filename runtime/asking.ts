/**
 * Runs code that has run before, to learn what it gave: a getter of foreign code, say, that gave the method which is being
 * suspended. A switch is pending meanwhile. Nothing that this code does may touch it, and whatever it throws is dropped.
 */
import { ForeignFrameError } from './errors.js';
import { lookupGetter } from './foreign.js';
import { realm } from './realm.js';

const { NOBODY, call, construction, now } = realm;

/** What `ask` gives if there is no answer. */
export const NOTHING: object = Object.freeze({ __proto__: null });

const refusal = new ForeignFrameError('What is asked again for the method it has given cannot be suspended');

/**
 * The getter behind a property. It runs nothing, unless there is a proxy among the prototypes: so less is done about that than
 * `ask` does, as this happens at every second call that is suspended.
 */
export function getterOf(object: unknown, key: PropertyKey): unknown {
  const { blocked } = now;
  now.blocked = refusal;
  try {
    return call(lookupGetter, object, key);
  } catch {
    return NOTHING;
  } finally {
    now.blocked = blocked;
  }
}

/** The value of `read`, in which every switch fails; NOTHING if it throws. */
export function ask(read: () => unknown): unknown {
  const { target, value, count, run, last, handed, blocked } = now;
  const { frame } = now.current;
  const { blank } = construction;
  now.blocked = refusal;
  // Any target will do: what finds one pending refuses to switch. The chain must not be found.
  now.target = now.current;
  now.current.frame = now.last = null;
  now.handed = NOBODY;
  try {
    return read();
  } catch {
    return NOTHING;
  } finally {
    now.target = target;
    now.value = value;
    now.count = count;
    now.run = run;
    now.current.frame = frame;
    now.last = last;
    now.handed = handed;
    now.blocked = blocked;
    construction.blank = blank;
  }
}
