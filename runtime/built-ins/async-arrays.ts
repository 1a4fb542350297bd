/** What Array.fromAsync does once it awaits something: in main, where nothing has to be suspended. */
import { define } from '../protocol.js';
import { realm } from '../realm.js';

const { call } = realm;

/** A constructor that gives `list`. */
export function giverOf(list: object): unknown {
  return function giver(): object {
    return list;
  };
}

export async function rejected(error: unknown): Promise<never> {
  throw error;
}

/** Fills the list from what is like an array; gives it. */
export async function fillAwaiting(
  list: any,
  source: ArrayLike<unknown>,
  length: number,
  map: unknown,
  self: unknown,
): Promise<unknown> {
  for (let at = 0; at < length; at++) {
    let value = await source[at];
    if (map !== undefined) value = await call(map, self, value, at);
    define(list, at, value);
  }
  list.length = length;
  return list;
}
