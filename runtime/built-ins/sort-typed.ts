'use greenlet';
/** Sorts the values of a typed array as V8 does, down to the order of comparisons: top-down merge sort. */

import { copied } from './sort.js';

/** The engine's `f.call(self, ...args)`; the call site links with `f`. */
declare function $greenc1call(f: unknown, self: unknown, ...args: unknown[]): any;

/** Gives the values in order; the list is used up. */
export function mergeSorted(values: unknown[], compare: unknown): unknown[] {
  const result = copied(values, 0, values.length);
  if (values.length > 1) sortInto(result, values, 0, values.length, compare);
  return result;
}

/** Both lists hold the same from `start` to `end`; `target` will hold it in order. */
function sortInto(target: unknown[], source: unknown[], start: number, end: number, compare: unknown): void {
  const middle = start + ((end - start) >> 1);
  if (middle - start > 1) sortInto(source, target, start, middle, compare);
  if (end - middle > 1) sortInto(source, target, middle, end, compare);
  let left = start;
  let right = middle;
  for (let to = start; to < end; to++) {
    let isLeft = left < middle;
    if (isLeft && right < end) isLeft = !(+$greenc1call(compare, undefined, source[left], source[right]) > 0);
    target[to] = isLeft ? source[left++] : source[right++];
  }
}
