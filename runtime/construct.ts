/**
 * Constructors that suspend. `new` takes SUSPENDED for an object like any other; what is difficult is `super()`.
 *
 * A parent that is suspended under `super()` gives it a *blank*, an object of no use: the class's field initialisers
 * see that `this` is the blank and do nothing, and its constructor, which sees it too, saves its frame. Once the
 * parent has the object, the class's part of the construction must happen on that: `this`, fields, private members.
 * Only its constructor can do it, so it is called once more, and the parent's first statement gives the object:
 *
 *     bind(C, object)             C: super() → its parent: object → fields of C → back with the object
 *     superCall(C, target, args)  C: super(...args) → …           → the object, when arguments have been suspended
 *
 * Both say in `construction` what they want, and constructors that can be suspended begin by looking there.
 *
 * Where a green equivalent does the part of a parent of the engine's, there is no `super()` for its object to come from:
 * the constructor is told that it is being suspended, and goes on in its resume half at once if the object is there.
 */
import type { ForeignFrameError } from './errors.js';
import type { Frame, Info, Resume } from './frame.js';
import { valueAt } from './looking.js';
import { type FramePosition, innermost } from './positions.js';
import { isObject } from './protocol.js';
import { isAbsent, partsOf } from './proxies.js';
import { realm } from './realm.js';
import { THROW } from './state.js';
import { key } from './support.js';

// The realm's: this copy of the runtime may not be its first.
const { GreenletError, SUSPENDED, accepts, call, construction, now, passedOn, refuse, settle, suspend } = realm;

type Class = new (...args: any) => object;

const { setPrototypeOf } = Reflect;

/** Classes whose constructors have been suspended: those look into `construction` first. */
const prepared = new WeakSet<object>();

/** The class that `super()` of `type` calls. */
export const parentOf = Object.getPrototypeOf as (type: object) => Class;

/** Where `super` looks in a method of `type`. */
export const superOf = (type: Class): object => Object.getPrototypeOf(type.prototype) as object;

/** A constructor's `this` before `super()` has given it. */
export function noThis(): never {
  throw new ReferenceError(
    "Must call super constructor in derived class before accessing 'this' or returning from derived constructor",
  );
}

/** The tail of a function that `new` can call, or a class's `super()`: as `suspend`. */
export function suspendNew(
  frame: Frame,
  resume: Resume,
  self: object | 0,
  info: Info,
  target: object | undefined,
  constructed: unknown,
  id: string,
): unknown {
  const result = suspend(frame, resume, self, info, target && constructed, id);
  const isParent = target !== undefined && (target === self ? isReflected(target) : isClass(target));
  return result === SUSPENDED && isParent ? blank(self, target) : result;
}

/** A parent can be told to construct what it would construct itself. */
const isReflected = (type: object): boolean => type === construction.reflected;

/** Told from a function, which it may be `new.target` of, by what its `prototype` is like. */
function isClass(target: object): boolean {
  return Object.getOwnPropertyDescriptor(target, 'prototype')?.writable === false;
}

/** The tail of a class's constructor. `constructed`: the object, if the class has no parent. */
export function suspendClass(
  frame: Frame,
  resume: Resume,
  type: object,
  info: Info,
  target: object,
  constructed: unknown,
  id: string,
): unknown {
  const { callee } = frame;
  const given = construction.blank;
  const isUnderSuper = given !== SUSPENDED;
  construction.blank = SUSPENDED;
  prepared.add(type);
  const object = Ready.objectOf(given);
  const isReady = object !== SUSPENDED;
  if (isUnderSuper && (isReady || !isAccepted(callee))) {
    frame.info = info;
    frame.id = id;
    now.value = isReady ? object : refusal(callee, innermost(frame));
    now.count = isReady ? 1 : THROW;
    const result = resume(frame);
    if (result !== SUSPENDED) return result;
  }
  const result = suspend(frame, resume, type, info, constructed, id);
  const isParent = (target !== type && behindProxies(target) !== type) || isReflected(type);
  return result === SUSPENDED && isParent ? blank(type, target) : result;
}

/** What `new` constructs of a proxy that the program has made without a trap for it: then that is `new.target`. */
function behindProxies(type: object): object {
  const parts = partsOf(type);
  return parts !== undefined && isAbsent(valueAt(parts.handler, 'construct')) ? behindProxies(parts.target) : type;
}

const isAccepted = (callee: unknown): boolean => callee === now.handed || accepts(callee, now.handed, now.last);

/**
 * The error for a parent that is foreign. What comes of the frames it cut off is not the outcome, as it is for a call:
 * the parent's own part of the construction has been done to the blank.
 */
function refusal(parent: unknown, site: FramePosition | string | undefined): ForeignFrameError {
  const error = passedOn(parent, site, now.last);
  try {
    settle(error);
  } catch (outcome) {
    if (outcome !== error) error.cause = outcome;
  }
  return error;
}

const misuse = (): never => {
  if (now.target === null || now.blocked !== null) throw refuse();
  // Green classes see what they have been given: it is the one right below.
  const { type } = made;
  let { target } = made;
  for (let above = parentOf(target); above !== type && isClass(above); above = parentOf(target)) target = above;
  throw refusal(target, `to construct ${made.target.name || '(anonymous)'}`);
};

/** Who has made the last blank, if it can name itself, and what it was called to construct. */
const made = { type: 0 as object | 0, target: Object as Class };

/** Nothing but fields can be put on it: a foreign class that goes on with it fails at once, and clearly. */
const traps: ProxyHandler<object> = {
  get: misuse,
  set: misuse,
  has: misuse,
  deleteProperty: misuse,
  getPrototypeOf: misuse,
  setPrototypeOf: misuse,
  ownKeys: misuse,
  getOwnPropertyDescriptor: misuse,
};

function blank(type: object | 0, target: object): object {
  made.type = type;
  made.target = target as Class;
  construction.blank = new Proxy({}, traps);
  return construction.blank;
}

/** In place of a blank, where an equivalent has done the parent's part. */
class Ready {
  readonly #object: unknown;

  constructor(object: unknown) {
    this.#object = object;
  }

  /** The object, if it is there; else SUSPENDED. Blanks can be asked, too. */
  static objectOf(given: object): unknown {
    return #object in given ? given.#object : SUSPENDED;
  }
}

/** What `super()` would give where an equivalent of the parent has given `object`, or SUSPENDED. */
export function madeByParent(object: unknown): object {
  construction.blank = new Ready(object);
  return construction.blank;
}

/** What a constructor gives that is called to hand the finished object to a class below. */
export function given(): object | null {
  const { object } = construction;
  construction.owner = construction.object = null;
  return object;
}

/** What the owner's constructor calls `super` with. */
export function givenArguments(): readonly unknown[] {
  // The parent is to look into `construction` too, if it is to give the object.
  if (construction.object === null) construction.owner = null;
  return construction.args;
}

/**
 * The parent has finished the object: makes it `this` of the class, whose fields it gets.
 * @param self the constructor's `this` so far
 */
export function bind(type: Class, object: object, self?: object): object {
  if (self !== undefined) throw new ReferenceError('Super constructor may only be called once');
  const parent = parentOf(type);
  if (prepared.has(parent)) return construct(type, object, none, type);
  // A function, or a class that is the parent only now, does not look: for a moment the parent is one that gives it.
  lent.type = type;
  lent.parent = parent;
  lent.object = object;
  if (!setPrototypeOf(type, giver))
    throw new GreenletError(`${type.name} is not extensible: its parent, a function, cannot be suspended`);
  return construct(type, null, none, type);
}

/** Whose parent `giver` is, instead of which, and what it gives. */
const lent = { type: Object as Class, parent: Object as Class, object: {} as object };

/** One for all: the engine keeps what it knows of classes by their prototypes. */
function giver(): object {
  setPrototypeOf(lent.type, lent.parent);
  return lent.object;
}

const none: readonly unknown[] = [];

/** Calls the class's constructor in one of the ways that are not `new`. */
function construct(type: Class, object: object | null, args: readonly unknown[], target: Class): object {
  construction.owner = type;
  construction.object = object;
  construction.args = args;
  try {
    return reflecting(type, target, () => Reflect.construct(type, none, target));
  } finally {
    construction.owner = construction.object = null;
    construction.args = none;
  }
}

/** Has constructors know that `new.target` need not be what `new` has called. */
function reflecting<T>(type: unknown, target: unknown, make: () => T): T {
  const outer = construction.reflected;
  construction.reflected = target === type ? null : target;
  try {
    return make();
  } finally {
    construction.reflected = outer;
  }
}

/** `super(...args)` from where the language does not allow it: what it gives, or SUSPENDED. */
export function superCall(type: Class, target: Class, args: unknown[], self?: object): unknown {
  const parent = parentOf(type);
  const object =
    self === undefined
      ? construct(type, null, args, target)
      : reflecting(parent, target, () => Reflect.construct(parent, args, target));
  if (object !== construction.blank) return self === undefined ? object : bind(type, object, self);
  construction.blank = SUSPENDED;
  if (!isAccepted(parent)) throw refusal(parent, `by super() of ${type.name || '(anonymous)'}`);
  return SUSPENDED;
}

/** `Reflect.construct`, for whose `new.target` a class may take itself to be called by `super`. */
export function reflectConstruct(reflect: typeof Reflect, args: unknown[]): unknown {
  const target = args.length < 3 ? args[0] : args[2];
  const object = reflecting(args[0], target, () => call(reflect.construct, reflect, ...args));
  if (object !== construction.blank) return object;
  construction.blank = SUSPENDED;
  return SUSPENDED;
}

/** What a derived constructor gives when it returns `value`. */
export function constructed(value: unknown, self: object | undefined): object {
  if (isObject(value)) return value;
  if (value !== undefined) throw new TypeError('Derived constructors may only return object or undefined');
  return self ?? noThis();
}

/** `super[key]` in a constructor or field initialiser of `type`. */
export function superGet(type: Class, self: object, key: PropertyKey): unknown {
  return Reflect.get(superOf(type), key, self);
}

/** The same for `super[key]?.(…)`: what is to be called, with its `this`. */
export function superMethod(type: Class, self: object, key: PropertyKey): unknown {
  const method = superGet(type, self, key);
  return typeof method === 'function' ? method.bind(self) : method;
}

/** `super[key] = value` */
export function superSet<T>(type: Class, self: object, key: PropertyKey, value: T): T {
  if (!Reflect.set(superOf(type), key, value, self))
    throw new TypeError(`Cannot assign to read only property '${String(key)}' of object`);
  return value;
}

/** Its property `v` is `super[key]`. */
export class SuperReference {
  #key: PropertyKey | undefined;

  constructor(
    readonly type: Class,
    readonly self: object,
    readonly name: PropertyKey,
  ) {}

  get key(): PropertyKey {
    this.#key ??= key(this.name);
    return this.#key;
  }

  get v(): unknown {
    return superGet(this.type, this.self, this.key);
  }

  set v(value) {
    superSet(this.type, this.self, this.key, value);
  }
}

export function superReference(type: Class, self: object, name: PropertyKey): SuperReference {
  return new SuperReference(type, self, name);
}

/** `delete super[key]` */
export function noDelete(): never {
  throw new ReferenceError("Unsupported reference to 'super'");
}
