/**
 * What the modules of the hub export, by their names: what the first copy of this code has published. The build (cli/dev/one-per-realm.mjs)
 * has each module ask.
 */
import { share } from '../realm.js';

const published = share('hub', () => new Map<string, object>());

/** Gives what has been published under `name`, or publishes what `make` returns. */
export function shared<T extends object>(name: string, make: () => T): T {
  const known = published.get(name);
  if (known !== undefined) return known as T;
  const made = make();
  published.set(name, made);
  return made;
}
