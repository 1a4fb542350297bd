/** Array.from (ECMA-262, 23.1.2.1). The function that maps may suspend, too. */
import { consume, type Sink } from '../consume.js';
import type { Frame } from '../frame.js';
import { append, define, isIndexed, isIteratedByEngine } from '../protocol.js';
import { realm } from '../realm.js';
import { lengthOf } from './elements.js';
import { isConstructor } from './is-constructor.js';

const { SUSPENDED, call, link, now, push, take } = realm;
const { from } = Array;

export function arrayFrom(this: unknown, value: any, map?: unknown, self?: unknown): unknown {
  // Without the others, even undefined: the engine is faster then.
  if (map === undefined && isIteratedByEngine(value) && (this === Array || !isConstructor(this)))
    return call(from, this, value);
  const isWrong = value === null || value === undefined || (map !== undefined && typeof map !== 'function');
  if (isWrong) return call(from, this, value, map, self);
  const method: unknown = value[Symbol.iterator];
  if (method === null || method === undefined) return walk(new Filling(this, map, self, value, lengthOf(value)), null);
  if (isIndexed(method)) return walk(new Filling(this, map, self, value, undefined), null);
  if (typeof method !== 'function') throw new TypeError(wrongMethod);
  return consume(value, new Filling(this, map, self, value, undefined), from, method);
}

const wrongMethod =
  '%Array%.from requires that the property of the first argument, items[Symbol.iterator], when exists, be a function';

type Maker = new (length?: number) => unknown[];

/** The array, or what else a class makes, that is being filled. */
class Filling implements Sink {
  callee: unknown;
  list: unknown[] | null = null;
  at = 0;
  /** It is an ordinary array, which nobody sees before it is full. */
  readonly isArray: boolean;

  constructor(
    readonly maker: unknown,
    readonly map: unknown,
    readonly self: unknown,
    readonly source: ArrayLike<unknown>,
    /** Of a source without an iterator. */
    readonly length: number | undefined,
  ) {
    this.isArray = maker === Array || !isConstructor(maker);
  }

  create(): unknown {
    this.callee = this.maker;
    const { length, maker } = this;
    if (this.isArray) return [];
    return length === undefined ? new (maker as Maker)() : new (maker as Maker)(length);
  }

  created(given: unknown): void {
    this.list = given as unknown[];
  }

  take(value: unknown): unknown {
    this.callee = this.map;
    return this.map === undefined ? value : call(this.map, this.self, value, this.at);
  }

  taken(given: unknown): undefined {
    const list = this.list as unknown[];
    if (this.isArray) append(list, given);
    else define(list, this.at, given);
    this.at++;
  }

  finish(): unknown {
    const list = this.list as unknown[];
    list.length = this.at;
    return list;
  }
}

/** Fills from a source that is read by index. Nothing has to be closed when something fails. */
function walk(f: Filling, frame: Frame | null): unknown {
  const { source, length } = f;
  let given = frame === null ? f.create() : take();
  for (;;) {
    if (given === SUSPENDED) {
      given = link(f.callee, 'by Array.from');
      if (given === SUSPENDED) {
        if (frame === null) {
          push(new realm.Frame(1, undefined, f), resume);
          now.handed = from;
        }
        return SUSPENDED;
      }
    }
    if (f.list === null) f.created(given);
    else f.taken(given);
    if (f.at >= (length ?? source.length)) return f.finish();
    given = f.take(source[f.at]);
  }
}

function resume(frame: Frame): unknown {
  return walk(frame.a as Filling, frame);
}
