'use greenlet';
/** `forEach` of maps, sets and what else has it besides `entries`: both see what is added on the way. */
import { type Each, entriesOf, stepOf } from './entries.js';

/** The engine's `f.call(self, ...args)`; the call site links with `f`. */
declare function $greenc1call(f: unknown, self: unknown, ...args: unknown[]): any;

/** The equivalent of `each.forEach`. */
export function forEachOf(each: Each): unknown {
  return function forEach(this: object, f: unknown, self?: unknown): unknown {
    const entries = typeof f === 'function' ? entriesOf(each, this) : null;
    if (entries === null) return $greenc1call(each.forEach, this, f);
    for (let entry = stepOf(entries); entry !== null; entry = stepOf(entries))
      $greenc1call(f, self, entry.value, entry.key, this);
    return undefined;
  };
}
