/**
 * The compiler's model of a module: which function owns which variable, who captures it, and where
 * functions may suspend. `1-select/scopes.ts` builds it; every later pass reads it. Identifiers carry
 * their binding on the node itself, so that copies of a tree keep it.
 */
import type * as t from '@babel/types';
import type { Construction, SuperPoint } from './classes.js';
import type { StayCode } from './stays.js';

export type BindingKind =
  | 'var'
  | 'let'
  | 'const'
  | 'param'
  | 'function'
  | 'class'
  | 'catch'
  | 'import'
  | 'self'
  /** What a name of a loop's head means in the expression that is iterated: a variable that never gets a value. */
  | 'early'
  | 'temp';

/** How a variable of a resumable function survives a suspension. */
export type Storage =
  /** Lives and dies between two suspension points: left as the author wrote it, in both halves. */
  | 'native'
  /** Captured by no closure: saved in the frame while it is live. */
  | 'local'
  /** Captured, but never assigned once a closure exists: each half has a binding of its own, saved like a local. */
  | 'copy'
  /** Captured and assigned: one binding outside both halves, which the resume half closes over. */
  | 'shared';

/** A moment in the text: `order` counts visited nodes, `loops` are the enclosing loops of the same function. */
export interface Place {
  order: number;
  loops: readonly number[];
}

/** A closure over a variable comes into being. */
export interface Capture extends Place {
  fn: FunctionInfo;
}

export interface Binding {
  name: string;
  /** The author's name, where it had to be changed to be unique in the function. */
  author: string | null;
  kind: BindingKind;
  scope: Scope;
  /** The function whose activation holds the variable; null at the top level of the module. */
  owner: FunctionInfo | null;
  references: IdentifierRef[];
  /** Where the owner assigns it (initialisers included), and whether some other function does. */
  assignments: Place[];
  assignedByClosure: boolean;
  /** Where closures over it come into being. */
  captures: Capture[];
  /** First read or write in the owner itself, and the end of the declaration; for TDZ. */
  firstUse: number;
  declared: Place | null;
  /** An early use cannot be excluded: reads go through a check. */
  needsTdz: boolean;
  storage: Storage;
  /** Holds an array or a string, for good. */
  isList?: true;
  /** Begins with a function or class of the module's own, or with what `require` gives. */
  holdsOwn?: true;
  /** The function of the module's own that it begins with; null: one of several. */
  begins?: FunctionInfo | null;
  /** Captured, assigned, and one per iteration: the variable lives in the `v` of the object this holds. */
  cell: Binding | null;
}

/** A variable of which nothing is known yet. `owner` lists it among its own. */
export function makeBinding(name: string, kind: BindingKind, scope: Scope, owner: FunctionInfo | null): Binding {
  const binding: Binding = {
    name,
    author: null,
    kind,
    scope,
    owner,
    references: [],
    assignments: [],
    assignedByClosure: false,
    captures: [],
    firstUse: Number.POSITIVE_INFINITY,
    declared: null,
    needsTdz: false,
    storage: 'native',
    cell: null,
  };
  owner?.bindings.push(binding);
  return binding;
}

export interface IdentifierRef extends t.Identifier {
  binding?: Binding | null;
  /** The mention is the callee of a call. */
  called?: boolean;
}

export type ScopeKind = 'module' | 'function' | 'block' | 'switch' | 'loop' | 'catch' | 'class' | 'self';

export interface Scope {
  kind: ScopeKind;
  node: t.Node;
  parent: Scope | null;
  fn: FunctionInfo | null;
  bindings: Map<string, Binding>;
  loops: readonly number[];
  order: number;
  /** A suspension point of `fn` lies within. */
  hasPoint: boolean;
}

export type FunctionNode =
  | t.FunctionDeclaration
  | t.FunctionExpression
  | t.ArrowFunctionExpression
  | t.ObjectMethod
  | t.ClassMethod
  | t.ClassPrivateMethod;

export interface FunctionInfo {
  node: FunctionNode;
  name: string;
  parent: FunctionInfo | null;
  scope: Scope;
  strict: boolean;
  /** What the report calls it: function, arrow, method, getter, constructor, generator, async function, … */
  kind: string;
  /** Not null: it stays as written, for this reason, and nothing in it is looked at. */
  foreign: StayCode | null;
  /** It stands within a `with` statement, and its names mean what they mean there. */
  isInWith: boolean;
  /** Not null: it stays as written, for this reason, and checks its calls instead of resuming. */
  guarded: StayCode | null;
  hasPoint: boolean;
  resumable: boolean;
  uses: { this: boolean; arguments: boolean; newTarget: boolean; super: boolean; privateName: boolean };
  bindings: Binding[];
  children: FunctionInfo[];
  /** Variables of others that it (or a function in it) mentions; null stands for a global. */
  free: Set<Binding>;
  freeGlobals: Set<string>;
  /** Of a constructor that may be suspended. */
  construction: Construction | null;
  /** The binding by which the function can name itself, if that cannot change. */
  self: Binding | null;
  /** For a declaration: the variable it defines. */
  declares: Binding | null;
  /** Variables of the body that start with the value of the parameter of the same name. */
  renewed: [variable: Binding, parameter: Binding][];
  /** Variables declared outside both halves, because closures share them. */
  shared: Binding[];
  /** `var`s, which the normal form declares at the top of each half. */
  vars: Binding[];
  /** Number in the module's info table. */
  id: number;
  /** An async function with calls that only run after an `await`, and are no suspension points for that reason. */
  awaitsFirst: boolean;
  /** Every mention of the function calls it: nobody can ask what kind of object it is. */
  isOnlyCalled: boolean;
  /** Called where it is written, and nowhere else. */
  isCalledAtOnce: boolean;
  place: Place;
}

/**
 * Whether the function's activations are objects of their own. A suspension leaves such a body where it stands: it has
 * one half only, and may be suspended wherever it may yield.
 */
export function isGenerator(fn: FunctionInfo): boolean {
  return (fn.node as t.Node as Partial<t.FunctionExpression>).generator === true;
}

/**
 * A member expression, a property of an object pattern, or a call that stands for an access by `super`: an accessor may
 * suspend when it is read or written.
 */
export interface Access {
  reads?: true;
  writes?: true;
}

/** A spread, an array pattern, a `for…of` loop. */
export interface Iterates {
  /** What it iterates is known to run no code of the program's; or, in an object literal, it iterates nothing. */
  overList?: true;
}

export interface AnnexBFunction extends t.FunctionDeclaration {
  /** The `var` that evaluating this declaration assigns (Annex B.3.3). */
  annexB?: Binding;
}

/** A helper that makes of the value delivered what the helper called at the point would have made of it. */
export interface Taker {
  helper: string;
  args: IdentifierRef[];
}

/** A suspension point in normal form: the statement evaluates `call` into `target` (or drops it). */
export interface Point {
  /** `yield*`: what is held is not the call of a function. */
  delegates?: boolean;
  call: t.Expression;
  /** It is a `super(…)`. */
  superCall?: SuperPoint;
  target: IdentifierRef | null;
  /** What `link` is told about the callee: an expression that can be evaluated again without effect. */
  callee: t.Expression;
  /** What takes the value delivered instead of `take`: a helper, and its arguments before the last one. */
  taker: Taker | null;
  loc: t.SourceLocation | null | undefined;
  /** From 1, in source order within the function. Set by numbering. */
  pc: number;
  /** Index among all sites of the module. Set by numbering. */
  site: number;
  /** Variables to save. Set by liveness. */
  live: Binding[];
}

export interface PointStatement extends t.ExpressionStatement {
  point: Point;
}

export interface PointDeclaration extends t.VariableDeclaration {
  point: Point;
}

export interface GuardedTry extends t.TryStatement {
  /** The finally block must not run while a suspension unwinds. */
  guarded?: boolean;
}

export interface ModuleInfo {
  scope: Scope;
  functions: FunctionInfo[];
  names: Names;
}

/** Hands out names that occur nowhere in the module. */
export class Names {
  readonly #taken: Set<string>;

  constructor(taken: Set<string>) {
    this.#taken = taken;
  }

  fresh(base: string): string {
    let name = base;
    for (let i = 1; this.#taken.has(name); i++) name = `${base}${i}`;
    this.#taken.add(name);
    return name;
  }
}

export function pointOf(node: t.Node): Point | undefined {
  return (node as Partial<PointStatement>).point;
}
