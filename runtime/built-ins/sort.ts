'use greenlet';
/**
 * Sorts as V8 does, down to which values are compared, and in which order: a program that watches its comparison function
 * sees no difference. The algorithm is listsort, by Tim Peters (Objects/listsort.txt of CPython), with V8's choices where
 * it leaves some. Compiled by greenc: a comparison may suspend anywhere in it.
 */

import { append } from '../protocol.js';
import { runStack } from './elements.js';

/** What it gives is converted by `+`: below 0 if `a` goes first. NaN is below nothing. */
type Compare = (a: unknown, b: unknown) => any;

interface Sorting {
  readonly compare: Compare;
  readonly list: unknown[];
  /** How often one run must win in a row before `gallop` is tried. */
  threshold: number;
  /** The sorted runs that are still to be merged: how many, start and length of each. */
  runs: number;
  readonly starts: Uint32Array;
  readonly lengths: Uint32Array;
}

/** After so many wins in a row, the next are looked for in leaps. */
const LONG = 7;

/** A list of less is one run: nothing is merged. */
const SHORT = 64;

/**
 * Sorts a list of our own in place and gives it. `undefined` goes last, uncompared.
 * @param fewest how many values a list must have to be looked through for runs
 */
export function sorted(list: unknown[], compare: Compare, fewest: number): unknown[] {
  let defined = 0;
  for (let at = 0; at < list.length; at++) if (list[at] !== undefined) list[defined++] = list[at];
  for (let at = defined; at < list.length; at++) list[at] = undefined;
  if (defined < SHORT) {
    if (defined > 1) insert(compare, list, 0, defined < fewest ? 1 : findRun(compare, list, 0, defined), defined);
    return list;
  }
  sortRuns({ compare, list, threshold: LONG, runs: 0, starts: runStack(), lengths: runStack() }, defined);
  return list;
}

function sortRuns(s: Sorting, length: number): void {
  const { compare, list } = s;
  const least = leastRun(length);
  for (let start = 0; start < length; ) {
    let run = findRun(compare, list, start, length);
    if (run < least) {
      const forced = Math.min(least, length - start);
      insert(compare, list, start, start + run, start + forced);
      run = forced;
    }
    s.starts[s.runs] = start;
    s.lengths[s.runs++] = run;
    mergeUneven(s);
    start += run;
  }
  const { lengths } = s;
  while (s.runs > 1) {
    const n = s.runs - 2;
    merge(s, n > 0 && lengths[n - 1] < lengths[n + 1] ? n - 1 : n);
  }
}

/** A number from 32 to 64 of which `length` is about a power of two times as much. */
function leastRun(length: number): number {
  let rest = 0;
  let n = length;
  for (; n >= SHORT; n >>= 1) rest |= n & 1;
  return n + rest;
}

/** The length of the run that begins at `start`; a descending one is turned round. */
function findRun(compare: Compare, list: unknown[], start: number, end: number): number {
  let at = start + 1;
  if (at === end) return 1;
  const descends = +compare(list[at], list[at - 1]) < 0;
  for (at++; at < end; at++) if (+compare(list[at], list[at - 1]) < 0 !== descends) break;
  if (descends) {
    for (let low = start, high = at - 1; low < high; low++, high--) {
      const value = list[low];
      list[low] = list[high];
      list[high] = value;
    }
  }
  return at - start;
}

/** Binary insertion of what follows the run from `start` to `from`. */
function insert(compare: Compare, list: unknown[], start: number, from: number, end: number): void {
  for (let at = from; at < end; at++) {
    const value = list[at];
    let low = start;
    let high = at;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (+compare(value, list[middle]) < 0) high = middle;
      else low = middle + 1;
    }
    for (let to = at; to > low; to--) list[to] = list[to - 1];
    list[low] = value;
  }
}

/** Merges until each run is longer than the next two together. */
function mergeUneven(s: Sorting): void {
  const { lengths } = s;
  while (s.runs > 1) {
    const n = s.runs - 2;
    if (!isUneven(lengths, n + 1) || !isUneven(lengths, n)) merge(s, lengths[n - 1] < lengths[n + 1] ? n - 1 : n);
    else if (lengths[n] <= lengths[n + 1]) merge(s, n);
    else return;
  }
}

function isUneven(lengths: Uint32Array, n: number): boolean {
  return n < 2 || lengths[n - 2] > lengths[n - 1] + lengths[n];
}

/** Merges run `n` with the next. */
function merge(s: Sorting, n: number): void {
  const { compare, list, starts, lengths } = s;
  const end = starts[n + 1] + lengths[n + 1];
  const middle = starts[n + 1];
  lengths[n] += lengths[n + 1];
  if (n + 3 === s.runs) {
    starts[n + 1] = starts[n + 2];
    lengths[n + 1] = lengths[n + 2];
  }
  s.runs--;
  // What is in place already at both ends stays there.
  const start = starts[n] + after(compare, list, list[middle], starts[n], middle - starts[n], 0);
  if (start === middle) return;
  const many = before(compare, list, list[middle - 1], middle, end - middle, end - middle - 1);
  if (many === 0) return;
  if (middle - start <= many) mergeUp(s, start, middle, middle + many);
  else mergeDown(s, start, middle, middle + many);
}

/** How many values of the run come before `key`, those equal to it not counted. The search begins at `hint`. */
function before(compare: Compare, list: unknown[], key: unknown, start: number, length: number, hint: number): number {
  let low = 0;
  let high = 1;
  if (+compare(list[start + hint], key) < 0) {
    const most = length - hint;
    while (high < most && +compare(list[start + hint + high], key) < 0) {
      low = high;
      high = high * 2 + 1;
    }
    low += hint;
    high = Math.min(high, most) + hint;
  } else {
    const most = hint + 1;
    while (high < most && !(+compare(list[start + hint - high], key) < 0)) {
      low = high;
      high = high * 2 + 1;
    }
    const nearest = hint - low;
    low = hint - Math.min(high, most);
    high = nearest;
  }
  for (low++; low < high; ) {
    const middle = low + ((high - low) >> 1);
    if (+compare(list[start + middle], key) < 0) low = middle + 1;
    else high = middle;
  }
  return high;
}

/** The same, those equal to `key` counted. */
function after(compare: Compare, list: unknown[], key: unknown, start: number, length: number, hint: number): number {
  let low = 0;
  let high = 1;
  if (+compare(key, list[start + hint]) < 0) {
    const most = hint + 1;
    while (high < most && +compare(key, list[start + hint - high]) < 0) {
      low = high;
      high = high * 2 + 1;
    }
    const nearest = hint - low;
    low = hint - Math.min(high, most);
    high = nearest;
  } else {
    const most = length - hint;
    while (high < most && !(+compare(key, list[start + hint + high]) < 0)) {
      low = high;
      high = high * 2 + 1;
    }
    low += hint;
    high = Math.min(high, most) + hint;
  }
  for (low++; low < high; ) {
    const middle = low + ((high - low) >> 1);
    if (+compare(key, list[start + middle]) < 0) high = middle;
    else low = middle + 1;
  }
  return high;
}

function move(from: unknown[], start: number, list: unknown[], to: number, count: number): void {
  if (from === list && start < to) for (let i = count - 1; i >= 0; i--) list[to + i] = from[start + i];
  else for (let i = 0; i < count; i++) list[to + i] = from[start + i];
}

/** What `slice` gives, whatever the program has made of that. */
export function copied(list: unknown[], start: number, end: number): unknown[] {
  const copy: unknown[] = [];
  for (let at = start; at < end; at++) append(copy, list[at]);
  return copy;
}

/** Merges from the left; the first run, which is not the longer one, has been set aside. */
function mergeUp(s: Sorting, start: number, middle: number, end: number): void {
  const { compare, list } = s;
  const first = copied(list, start, middle);
  let mine = 0;
  let theirs = middle;
  let to = start;
  list[to++] = list[theirs++];
  let { threshold } = s;
  merging: while (theirs < end && mine < first.length - 1) {
    let wins = 0;
    let losses = 0;
    do {
      if (+compare(list[theirs], first[mine]) < 0) {
        list[to++] = list[theirs++];
        losses++;
        wins = 0;
        if (theirs === end) break merging;
      } else {
        list[to++] = first[mine++];
        wins++;
        losses = 0;
        if (mine === first.length - 1) break merging;
      }
    } while (wins < threshold && losses < threshold);
    threshold++;
    do {
      threshold = s.threshold = Math.max(1, threshold - 1);
      wins = after(compare, first, list[theirs], mine, first.length - mine, 0);
      move(first, mine, list, to, wins);
      to += wins;
      mine += wins;
      if (wins > 0 && mine >= first.length - 1) break merging;
      list[to++] = list[theirs++];
      if (theirs === end) break merging;
      losses = before(compare, list, first[mine], theirs, end - theirs, 0);
      move(list, theirs, list, to, losses);
      to += losses;
      theirs += losses;
      if (theirs === end) break merging;
      list[to++] = first[mine++];
      if (mine === first.length - 1) break merging;
    } while (wins >= LONG || losses >= LONG);
    s.threshold = ++threshold;
  }
  // What is left: one value of the first run, which is the greatest of all, or some of it.
  if (theirs < end && mine < first.length) {
    move(list, theirs, list, to, end - theirs);
    to += end - theirs;
  }
  move(first, mine, list, to, first.length - mine);
}

/** The same from the right, the second run having been set aside. */
function mergeDown(s: Sorting, start: number, middle: number, end: number): void {
  const { compare, list } = s;
  const second = copied(list, middle, end);
  let mine = second.length - 1;
  let theirs = middle - 1;
  let to = end - 1;
  list[to--] = list[theirs--];
  let { threshold } = s;
  merging: while (theirs >= start && mine > 0) {
    let wins = 0;
    let losses = 0;
    do {
      if (+compare(second[mine], list[theirs]) < 0) {
        list[to--] = list[theirs--];
        losses++;
        wins = 0;
        if (theirs < start) break merging;
      } else {
        list[to--] = second[mine--];
        wins++;
        losses = 0;
        if (mine === 0) break merging;
      }
    } while (wins < threshold && losses < threshold);
    threshold++;
    do {
      threshold = s.threshold = Math.max(1, threshold - 1);
      const length = theirs - start + 1;
      losses = length - after(compare, list, second[mine], start, length, length - 1);
      to -= losses;
      theirs -= losses;
      move(list, theirs + 1, list, to + 1, losses);
      if (theirs < start) break merging;
      list[to--] = second[mine--];
      if (mine === 0) break merging;
      wins = mine + 1 - before(compare, second, list[theirs], 0, mine + 1, mine);
      to -= wins;
      mine -= wins;
      move(second, mine + 1, list, to + 1, wins);
      if (wins > 0 && mine <= 0) break merging;
      list[to--] = list[theirs--];
      if (theirs < start) break merging;
    } while (wins >= LONG || losses >= LONG);
    s.threshold = ++threshold;
  }
  if (theirs >= start && mine >= 0) {
    to -= theirs - start + 1;
    move(list, start, list, to + 1, theirs - start + 1);
  }
  move(second, 0, list, to - mine, mine + 1);
}
