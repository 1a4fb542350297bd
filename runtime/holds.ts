/**
 * How the body of a generator is held. At a suspension point it waits in a `yield*` of the runtime's:
 *
 *     if ((t = f(x)) === SUSPENDED) t = yield* held(f, info, id, pc);
 *
 * The engine hands what the iterator there gives, a `Hold`, on to whoever has called the generator's native `next`,
 * `return` or `throw`, and does not look at it. Green methods know it for what it is; they link the frame that stands
 * for the body, and return the sentinel. That frame resumes the body with RESUMED, and the `yield*` ends.
 *
 * The trap: others have the generator too. The iterator is asked whatever they ask of the generator, so that a body
 * that is held stays where it is; and in the hands of native code a Hold fails at the first touch.
 */
import type { Frame as FrameClass, Info, Resume } from './frame.js';
import { innermost } from './positions.js';
import { realm } from './realm.js';
import { THROW } from './state.js';

// The realm's: this copy of the runtime may not be its first.
const { Frame, NOBODY, SUSPENDED, accepts, call, now, passedOn, push, settle, take } = realm;
type Frame = FrameClass;

export type AnyGenerator = Generator<unknown, unknown, unknown>;
export type Method = (this: AnyGenerator, value?: any) => IteratorResult<unknown, unknown>;

export const generatorKind = Object.getPrototypeOf(function* () {});
export const generatorPrototype = generatorKind.prototype as Record<'next' | 'return' | 'throw', Method>;
const { next: nativeNext } = generatorPrototype;

/** What a held body receives when the runtime resumes it. To anybody else it seems to be running. */
export const RESUMED: unique symbol = Symbol('resumed');

/** The Hold that the native method that has returned just now has given, until somebody green has seen it. */
const gate: { hold: Hold | null } = { hold: null };

/** Whether a native method that has returned just now has given a Hold. */
export const isHold = (result: unknown): boolean => result === gate.hold;

export function running(): never {
  throw new TypeError('Generator is already running');
}

/** Stands for whichever method has been called natively. */
const natively = { 'a method of %GeneratorPrototype%'() {} }['a method of %GeneratorPrototype%'];

/** A body that waits, or has waited, in a `yield*`; and at the same time what that gives. */
export abstract class Hold {
  /** The native method that resumes the body. */
  by = nativeNext;
  /** A frame stands for the body. */
  isLinked = false;
  /** How many times the engine will look on its way out of the body: once for each `yield*`. */
  #looks = 0;

  constructor(
    readonly info: Info,
    readonly id: string,
    readonly pc: number,
    readonly depth: number,
  ) {}

  get done(): boolean {
    if (this.#looks === 0) throw this.#refused();
    this.#looks--;
    return false;
  }

  get value(): unknown {
    throw this.#refused();
  }

  /** The body is to be held: what its `yield*` receives. */
  given(): this {
    this.#looks = this.depth;
    gate.hold = this;
    return this;
  }

  /**
   * The body is held and somebody asks it for a result. If no frame stands for it, because native code has kept this,
   * nobody else will ever resume it.
   */
  asked(): unknown {
    if (this.isLinked) return this.given();
    throw this.foreign();
  }

  foreign(): Error {
    return passedOn(natively, "in place of the generator's own", now.last);
  }

  /** Native code looks at it. */
  #refused(): Error {
    if (this.isLinked) return new TypeError('Generator is already running');
    const error = this.foreign();
    try {
      if (gate.hold === this && now.target !== null) settle(error);
    } catch {
      // What has been cut off is over. The body will get an error of its own.
    }
    return error;
  }
}

/** Whether `callee`, which has returned the sentinel, may be suspended. If not, the outcome of the call is delivered. */
export function isAccepted(callee: unknown, info: Info, id: string, pc: number): boolean {
  const { handed } = now;
  if (callee === handed || accepts(callee, handed, now.last)) {
    now.handed = NOBODY;
    return true;
  }
  const place = new Frame(pc);
  place.info = info;
  place.id = id;
  try {
    now.value = settle(passedOn(callee, innermost(place), now.last));
    now.count = 1;
  } catch (error) {
    now.value = error;
    now.count = THROW;
  }
  return false;
}

/** Links `frame` for the body that has just been held, on behalf of `fn`, which its caller has called. */
export function link(frame: Frame, resume: Resume, fn: object): unknown {
  keepPlace(frame);
  push(frame, resume);
  now.handed = fn;
  return SUSPENDED;
}

/** Notes where the body stands that has just been held. Its callee has been checked already. */
export function keepPlace(frame: Frame): void {
  const hold = gate.hold as Hold;
  gate.hold = null;
  if (hold.isLinked) running();
  hold.isLinked = true;
  frame.pc = hold.pc;
  frame.info = hold.info;
  frame.id = hold.id;
  frame.d = hold;
  frame.callee = NOBODY;
}

/** What a frame does that stands for a body: gives the outcome of the method that the body was held in. */
export function resumeBody(frame: Frame): unknown {
  const result = call(released(frame).by, frame.a, RESUMED);
  if (!isHold(result)) return result;
  keepPlace(frame);
  return SUSPENDED;
}

/** The body that the frame stands for is about to be resumed; gives its Hold. */
export function released({ d: hold }: Frame): Hold {
  hold.isLinked = false;
  return hold;
}

/** Waits at a call. */
class Wait extends Hold {
  #isWaiting = false;

  constructor(
    info: Info,
    id: string,
    pc: number,
    depth: number,
    /** The call is foreign, and over. */
    readonly isOver: boolean,
    /** What is delivered is left for a helper to take. */
    readonly isLeft: boolean,
  ) {
    super(info, id, pc, depth);
  }

  [Symbol.iterator](): this {
    return this;
  }

  next(token: unknown): unknown {
    if (token === RESUMED || this.isOver) return { value: this.isLeft ? undefined : take(), done: true };
    if (this.#isWaiting) return this.asked();
    this.#isWaiting = true;
    return this.given();
  }

  return(): unknown {
    return this.asked();
  }

  throw(): unknown {
    return this.asked();
  }
}

/**
 * What a generator waits in at a suspension point, having received the sentinel from `callee`. `isLeft`: not what is
 * delivered is wanted, for a helper will take it. `depth`: of the body in generators of the runtime's.
 */
export function held(
  callee: unknown,
  info: Info,
  id: string,
  pc: number,
  isLeft = false,
  depth = 1,
): Generator<unknown, any, unknown> {
  return new Wait(info, id, pc, depth, !isAccepted(callee, info, id, pc), isLeft) as never;
}
