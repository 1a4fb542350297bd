'use greenlet';
/**
 * What the methods of arrays do once their arguments are checked, as small as can be: where a program calls them often,
 * the engine makes one piece of such a loop, the call site and the callback (see direct.ts). Any object will do for a list.
 * Arrow functions: their tails are the shortest.
 *
 * The trap: whoever imports them must name them otherwise, since calls of a `map` are taken for the method's.
 */

/** The engine's `f.call(self, ...args)`; the call site links with `f`. */
declare function $greenc1call(f: unknown, self: unknown, ...args: unknown[]): any;

export const forEach = (list: any, f: unknown, self: unknown, length: number): void => {
  for (let at = 0; at < length; at++) if (at in list) $greenc1call(f, self, list[at], at, list);
};

/** @param isOwn `made` is an array that nobody else has yet, so that looking at it is not noticed */
export const map = (list: any, f: unknown, self: unknown, length: number, made: any, isOwn: boolean): unknown => {
  for (let at = 0; at < length; at++) {
    if (!(at in list)) continue;
    const value = $greenc1call(f, self, list[at], at, list);
    // Where nothing answers to the index, an assignment is the same, and much faster.
    if (isOwn && !(at in made)) made[at] = value;
    else Object.defineProperty(made, at, { value, writable: true, enumerable: true, configurable: true });
  }
  return made;
};

export const filter = (list: any, f: unknown, self: unknown, length: number, made: any, isOwn: boolean): unknown => {
  let to = 0;
  for (let at = 0; at < length; at++) {
    if (!(at in list)) continue;
    const value = list[at];
    if (!$greenc1call(f, self, value, at, list)) continue;
    if (isOwn && !(to in made)) made[to] = value;
    else Object.defineProperty(made, to, { value, writable: true, enumerable: true, configurable: true });
    to++;
  }
  return made;
};

/** @param type what makes the array that is filled */
export const mapTo = (type: any, list: any, f: unknown, self: unknown, length: number): unknown => {
  // A number: nothing that a built-in would iterate.
  const made = type === Array ? new Array(length) : new type(+length);
  return map(list, f, self, length, made, type === Array);
};

export const filterTo = (type: any, list: any, f: unknown, self: unknown, length: number): unknown => {
  const made = type === Array ? [] : new type(+0);
  return filter(list, f, self, length, made, type === Array);
};

export const reduce = (list: any, f: any, length: number, start: number, initial: unknown): unknown => {
  let value = initial;
  for (let at = start; at < length; at++) if (at in list) value = f(value, list[at], at, list);
  return value;
};

export const some = (list: any, f: unknown, self: unknown, length: number): boolean => {
  for (let at = 0; at < length; at++) if (at in list && $greenc1call(f, self, list[at], at, list)) return true;
  return false;
};

export const every = (list: any, f: unknown, self: unknown, length: number): boolean => {
  for (let at = 0; at < length; at++) if (at in list && !$greenc1call(f, self, list[at], at, list)) return false;
  return true;
};

export const find = (list: any, f: unknown, self: unknown, length: number): unknown => {
  for (let at = 0; at < length; at++) {
    const value = list[at];
    if ($greenc1call(f, self, value, at, list)) return value;
  }
  return undefined;
};

export const findIndex = (list: any, f: unknown, self: unknown, length: number): number => {
  for (let at = 0; at < length; at++) if ($greenc1call(f, self, list[at], at, list)) return at;
  return -1;
};
