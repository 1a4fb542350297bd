/**
 * The state of resolving one module: where the walk is, and the table of scopes and variables so far. The files
 * `hoisting`, `mentions`, `function-scopes` and `scopes` are functions over it.
 *
 * In: nodes, as the walk enters them. Out: scopes that know their function, their loops and their moment.
 *
 *     function f(a) { for (const x of a) {…} }   →  function f: a   ⊃   loop of f: x   ⊃   block of f, in one loop
 *
 * The trap: a moment is a count of visited nodes, so whatever is dated depends on the order in which the walk goes
 * round. It goes in the order of the text, except where things happen in another order.
 */
import type * as t from '@babel/types';
import {
  type Binding,
  type BindingKind,
  type FunctionInfo,
  makeBinding,
  type Place,
  type Scope,
  type ScopeKind,
} from '../normal-form/model.js';
import type { AccessorNames } from './accessors.js';
import { hasDirective } from './functions.js';

/** Why a function stays as it is: what it holds can see and change its variables. */
export interface Refusal {
  reason: 'eval' | 'with';
  node: t.Node;
  fn: FunctionInfo;
}

export class Resolver {
  readonly functions: FunctionInfo[] = [];
  readonly infoOf = new Map<t.Node, FunctionInfo>();
  readonly refusals: Refusal[] = [];
  /** Function expressions that a call calls, or hands to a function expression that it calls. */
  readonly calledAtOnce = new Set<t.Node>();
  /** All names that occur as variables. */
  readonly taken = new Set<string>();
  /** The private names of each class scope. */
  readonly privateNames = new Map<Scope, ReadonlySet<string>>();
  /** The scope at the top level of the module. */
  readonly root: Scope;
  scope: Scope;
  fn: FunctionInfo | null = null;
  strict: boolean;
  /** The walk is within a `with` statement, at whatever depth. */
  isInWith = false;
  /** Nodes met so far, and suspension points of this function. */
  order = 0;
  points = 0;
  #loops: readonly number[] = [];

  /** `accessors`: null without that option. */
  constructor(
    program: t.Program,
    readonly accessors: AccessorNames | null,
  ) {
    this.strict = program.sourceType === 'module' || hasDirective(program, 'use strict');
    this.root = this.scope = this.newScope('module', program, null);
  }

  /** The enclosing loops of the same function. */
  get loops(): readonly number[] {
    return this.#loops;
  }

  /** Here and now. */
  place(): Place {
    return { order: this.order, loops: this.#loops };
  }

  newScope(kind: ScopeKind, node: t.Node, parent: Scope | null = this.scope): Scope {
    return {
      kind,
      node,
      parent,
      fn: this.fn,
      bindings: new Map(),
      loops: this.#loops,
      order: this.order,
      hasPoint: false,
    };
  }

  within(scope: Scope, body: () => void): void {
    const outer = this.scope;
    this.scope = scope;
    body();
    this.scope = outer;
  }

  inFunction(fn: FunctionInfo, body: () => void): void {
    const saved = [this.fn, this.scope, this.#loops, this.strict, this.points] as const;
    this.fn = fn;
    this.#loops = [];
    this.strict = fn.strict;
    this.scope = this.newScope('function', fn.node);
    fn.scope = this.scope;
    body();
    // Another function's points are none of this one's.
    [this.fn, this.scope, this.#loops, this.strict, this.points] = saved;
  }

  inLoop(body: () => void): void {
    const outer = this.#loops;
    this.#loops = [...outer, this.order];
    body();
    this.#loops = outer;
  }

  inWith(body: () => void): void {
    const outer = this.isInWith;
    this.isInWith = true;
    body();
    this.isInWith = outer;
  }

  /** Declares a name in `scope`, unless it is declared there already. */
  bind(name: string, kind: BindingKind, scope: Scope): Binding {
    this.taken.add(name);
    const old = scope.bindings.get(name);
    if (old) {
      // `var x` after a parameter or function x is the same variable; a later function declaration wins.
      if (kind === 'function' && old.kind === 'var') old.kind = 'function';
      return old;
    }
    const binding = makeBinding(name, kind, scope, scope.fn);
    scope.bindings.set(name, binding);
    return binding;
  }

  /** The variable that the name means here; null for a global. */
  lookup(name: string): Binding | null {
    for (let scope: Scope | null = this.scope; scope; scope = scope.parent) {
      const binding = scope.bindings.get(name);
      if (binding) return binding;
      // Whatever is called so outside, the function has its own.
      if (name === 'arguments' && scope.kind === 'function' && scope.fn?.node.type !== 'ArrowFunctionExpression') break;
    }
    return null;
  }
}
