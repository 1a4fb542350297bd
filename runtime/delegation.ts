/**
 * `yield*` in a green generator. The engine does it, with an iterator that stands before the author's: it calls the
 * methods of that as it would call the author's, and what these return goes through untouched; if they suspend, the
 * body is held (see holds.ts).
 */

import type { Info } from './frame.js';
import { greenGenerator } from './generators.js';
import { generatorPrototype, Hold, isAccepted, type Method, RESUMED } from './holds.js';
import { realm } from './realm.js';

// The realm's: this copy of the runtime may not be its first.
const { SUSPENDED, call, take } = realm;
const { next: nativeNext, return: nativeReturn } = generatorPrototype;
const { next: greenNext } = greenGenerator;

/** What `opened` of iteration.ts gives, as far as delegation needs it: array or null, iterator, its `next`. */
interface Iteration {
  readonly a: unknown[] | null;
  readonly i: any;
  readonly n: unknown;
}

const arrayValues = Array.prototype[Symbol.iterator];

/** `yield* delegate(…)` is what `yield* xs` was, where the methods of the iterator of `xs` may suspend. */
export function delegate(iteration: Iteration, info: Info, id: string, pc: number): unknown {
  const { a, i, n } = iteration;
  return a === null ? new Delegation(i, n, info, id, pc) : call(arrayValues, a);
}

type Then = (result: unknown) => unknown;

/** Held in a call of the iterator's. Made only then: whoever walks a tree makes a Delegation for each of its nodes. */
class Pending extends Hold {
  constructor(
    { info, id, pc }: Delegation,
    /** What is to be made of the outcome. */
    readonly after: Then,
    by: Method,
  ) {
    super(info, id, pc, 1);
    this.by = by;
  }
}

class Delegation {
  pending: Pending | null = null;

  constructor(
    readonly iterator: any,
    readonly method: unknown,
    readonly info: Info,
    readonly id: string,
    readonly pc: number,
  ) {}

  [Symbol.iterator](): this {
    return this;
  }

  next(value: unknown): unknown {
    if (this.pending !== null) return this.held(value);
    const { iterator, method } = this;
    // Named, the method of green generators is inlined by the engine.
    const result = method === greenNext ? call(greenNext, iterator, value) : call(method, iterator, value);
    return result === SUSPENDED ? this.suspended(method, same) : result;
  }

  get return(): unknown {
    if (this.pending !== null) return this.held;
    const { iterator } = this;
    const method: unknown = iterator.return;
    if (typeof method !== 'function') return method;
    // The engine must go on as for a `return` once the body is resumed.
    return (value: unknown) => this.given(call(method, iterator, value), method, same, nativeReturn);
  }

  get throw(): unknown {
    if (this.pending !== null) return this.held;
    const { iterator } = this;
    const method: unknown = iterator.throw;
    if (method === undefined || method === null) return () => this.close();
    if (typeof method !== 'function') return method;
    return (error: unknown) => this.given(call(method, iterator, error), method, same);
  }

  /** The iterator cannot be thrown into. The engine would close it, but could not be held in that. */
  close(): unknown {
    const { iterator } = this;
    const method: unknown = iterator.return;
    if (method === undefined || method === null) return noThrow({});
    return this.given(call(method, iterator), method, noThrow);
  }

  given(result: unknown, callee: unknown, then: Then, by = nativeNext): unknown {
    return result === SUSPENDED ? this.suspended(callee, then, by) : then(result);
  }

  suspended(callee: unknown, then: Then, by = nativeNext): unknown {
    if (!isAccepted(callee, this.info, this.id, this.pc)) return then(take());
    this.pending = new Pending(this, then, by);
    return this.pending.given();
  }

  /** What the engine calls, whatever it has been asked for, while the body is held. */
  held(token: unknown): unknown {
    const pending = this.pending as Pending;
    if (token !== RESUMED && pending.isLinked) return pending.asked();
    this.pending = null;
    return pending.after(token === RESUMED ? take() : pending.asked());
  }
}

const same: Then = result => result;

function noThrow(result: unknown): never {
  if ((typeof result !== 'object' || result === null) && typeof result !== 'function')
    throw new TypeError(`Iterator result ${String(result)} is not an object`);
  throw new TypeError("The iterator does not provide a 'throw' method.");
}
