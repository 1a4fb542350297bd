/** What `forEach` of collections goes through, by the engine's own iterators. */
import { append } from '../protocol.js';

/** The methods of a class of collections. */
export interface Each {
  readonly forEach: unknown;
  readonly entries: (this: unknown) => Iterator<[unknown, unknown]>;
}

export interface Entries {
  readonly iterator: Iterator<[unknown, unknown]>;
  /** The engine's, whatever the program has made of it. */
  readonly next: () => IteratorResult<[unknown, unknown]>;
}

const { apply, getPrototypeOf } = Reflect;
const { toString: textOf } = Function.prototype;
const { startsWith } = String.prototype;
const steps = new Map<Each, Entries['next']>();

/** Node loads these when they are first asked for, which takes longer than to load the runtime. */
const late = ['Headers', 'FormData'];
/** Callees that are of neither: a look at a text takes several times as long as one at a set. */
const others = new WeakSet<object>();

/** The classes whose `forEach` there are equivalents for, but those. */
export const eaches = (): Each[] => ['Map', 'Set', 'URLSearchParams'].flatMap<Each>(name => eachOf(name) ?? []);

/** The others, once a callee turns up that may be of one; a list of its own, which the program has no way to. */
export function eachesLate(callee: unknown): Each[] {
  const found: Each[] = [];
  if (late.length === 0 || typeof callee !== 'function' || others.has(callee)) return found;
  if (!isForEach(callee)) {
    others.add(callee);
    return found;
  }
  for (let at = 0; at < late.length; at++) {
    const each = eachOf(late[at]);
    if (each !== undefined) append(found, each);
  }
  late.length = 0;
  return found;
}

/** Whether that is what its text calls it: asking for its name could run something of the program's. */
function isForEach(callee: object): boolean {
  const text: string = apply(textOf, callee, []);
  return apply(startsWith, text, ['forEach']) || apply(startsWith, text, ['function forEach']);
}

function eachOf(name: string): Each | undefined {
  const type = (globalThis as unknown as Record<string, (new () => object) | undefined>)[name];
  if (type === undefined) return undefined;
  try {
    const { forEach, entries } = type.prototype as Each;
    const each = { forEach, entries };
    steps.set(each, (getPrototypeOf(apply(entries, new type(), [])) as Entries).next);
    return each;
  } catch {
    // A class of the program's.
    return undefined;
  }
}

/** Null: `collection` is none of the class. */
export function entriesOf(each: Each, collection: unknown): Entries | null {
  try {
    return { iterator: apply(each.entries, collection, []), next: steps.get(each) as Entries['next'] };
  } catch {
    return null;
  }
}

export function stepOf({ iterator, next }: Entries): { key: unknown; value: unknown } | null {
  const { done, value } = apply(next, iterator, []) as IteratorResult<[unknown, unknown]>;
  return done ? null : { key: value[0], value: value[1] };
}
