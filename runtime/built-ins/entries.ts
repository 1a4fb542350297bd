/** What `forEach` of collections goes through, by the engine's own iterators. */

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
const steps = new Map<Each, Entries['next']>();

/** The classes whose `forEach` there are equivalents for. */
export function eaches(): Each[] {
  const found: Each[] = [];
  const all = globalThis as unknown as Record<string, (new () => object) | undefined>;
  for (const name of ['Map', 'Set', 'URLSearchParams', 'Headers', 'FormData']) {
    const type = all[name];
    if (type === undefined) continue;
    const { forEach, entries } = type.prototype as Each;
    const each = { forEach, entries };
    steps.set(each, (getPrototypeOf(apply(entries, new type(), [])) as Entries).next);
    found.push(each);
  }
  return found;
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
