/**
 * The state of normalising one function: the statements written so far and the temporaries in use.
 * The passes beside it are functions over it, one language construct a file.
 */
import * as t from '@babel/types';
import { isPoint } from '../1-select/points.js';
import { children, isFunction, ref, set } from '../normal-form/build.js';
import { constructsOf } from '../normal-form/classes.js';
import type { Helpers } from '../normal-form/helpers.js';
import {
  type Binding,
  type FunctionInfo,
  type IdentifierRef,
  isGenerator,
  makeBinding,
  type Names,
  type Point,
  type PointStatement,
  type Taker,
} from '../normal-form/model.js';

const pointful = new WeakMap<t.Node, boolean>();

/** Whether evaluating `node` passes a suspension point of the function it stands in. */
export function hasPoint(node: t.Node | null | undefined): boolean {
  if (!node) return false;
  let known = pointful.get(node);
  if (known === undefined) {
    known = isPoint(node) || [...ownParts(node)].some(hasPoint);
    pointful.set(node, known);
  }
  return known;
}

/** The children that are evaluated with the node itself: not the bodies of functions and fields. */
export function* ownParts(node: t.Node): Generator<t.Node> {
  if (t.isClassMethod(node) || t.isObjectMethod(node) || t.isClassProperty(node) || t.isClassAccessorProperty(node)) {
    if (node.computed) yield node.key;
  } else if (isFunction(node) || t.isStaticBlock(node) || t.isClassPrivateProperty(node)) return;
  else yield* children(node);
}

/**
 * Whether the function's parameters are evaluated in its body: where one of them may suspend, and in async functions,
 * which must reject if one of them fails, and not throw.
 */
export function lowersParameters(node: FunctionInfo['node']): boolean {
  const rejects = node.async && !(node as Partial<t.FunctionExpression>).generator;
  return (
    !!constructsOf(node)?.lowersParameters || node.params.some(param => hasPoint(param) || (rejects && !isName(param)))
  );
}

/** Nothing can fail in it. */
function isName(param: t.Node): boolean {
  return param.type === 'Identifier' || (param.type === 'RestElement' && param.argument.type === 'Identifier');
}

export class Normaliser {
  readonly fn: FunctionInfo;
  /** The body stays where it is while it is suspended: what is native may stay so. */
  readonly isHeld: boolean;
  readonly helpers: Helpers;
  readonly names: Names;
  /** Callees that would be found again when a call is suspended are kept before it instead. */
  readonly keepsCallees: boolean;
  out: t.Statement[] = [];
  /** Within a `try`: a failed call must leave its target as it was. */
  tryDepth = 0;
  /** Where the statement stands that is being lowered: the place of points that no call of the author's stands for. */
  loc: t.Node['loc'] = null;
  #temps: Binding[];
  #inUse = 0;

  constructor(fn: FunctionInfo, helpers: Helpers, names: Names, temps: Binding[], keepsCallees: boolean) {
    this.fn = fn;
    this.isHeld = isGenerator(fn);
    this.helpers = helpers;
    this.names = names;
    this.keepsCallees = keepsCallees;
    this.#temps = temps;
  }

  push(...statements: t.Statement[]): void {
    this.out.push(...statements);
  }

  /** The statements that `write` pushes, instead of pushing them. */
  capture(write: () => void): t.Statement[] {
    const outer = this.out;
    this.out = [];
    write();
    const written = this.out;
    this.out = outer;
    return written;
  }

  /** Runs `write`; the temporaries it takes are free afterwards. */
  scoped<R>(write: () => R): R {
    const mark = this.#inUse;
    const result = write();
    this.#inUse = mark;
    return result;
  }

  temp(): Binding {
    let binding = this.#temps[this.#inUse];
    if (!binding) {
      binding = makeBinding(this.helpers.local(`$${this.#inUse + 1}`), 'temp', this.fn.scope, null);
      this.#temps.push(binding);
    }
    this.#inUse++;
    return binding;
  }

  /** Evaluates `value` now, into a temporary. */
  keep(value: t.Expression): Binding {
    const temp = this.temp();
    this.push(set(ref(temp), unnamed(value)));
    return temp;
  }

  /** A temporary with the value of `value`, which may be one already. */
  held(value: t.Expression): Binding {
    const { binding } = value as IdentifierRef;
    return binding?.kind === 'temp' ? binding : this.keep(value);
  }

  /** An expression for the value of `value` as of now, whatever `rest` (what is evaluated before it is used) does. */
  stable(value: t.Expression, rest: readonly (t.Node | null | undefined)[]): t.Expression {
    return this.isStable(value, rest) ? value : ref(this.keep(value));
  }

  /** The same for a value that is mentioned more than once: a function would be another one each time. */
  repeatable(value: t.Expression, rest: readonly (t.Node | null | undefined)[]): t.Expression {
    return t.isFunction(value) ? ref(this.keep(value)) : this.stable(value, rest);
  }

  isStable(value: t.Expression, rest: readonly (t.Node | null | undefined)[]): boolean {
    if (t.isThisExpression(value) || (t.isLiteral(value) && !t.isTemplateLiteral(value) && !t.isRegExpLiteral(value)))
      return true;
    if (t.isTemplateLiteral(value)) return value.expressions.length === 0;
    if (t.isFunctionExpression(value) || t.isArrowFunctionExpression(value)) return true;
    if (t.isUnaryExpression(value, { operator: 'void' })) return t.isLiteral(value.argument);
    if (value.type !== 'Identifier') return false;
    const { binding } = value as IdentifierRef;
    if (!binding) return value.name === 'undefined' || value.name === 'NaN' || value.name === 'Infinity';
    if (binding.kind === 'temp') return true;
    if (isConstant(binding)) return true;
    const mine = binding.owner === this.fn && !binding.assignedByClosure && binding.storage !== 'shared';
    return mine && !rest.some(node => node && assigns(node, binding));
  }

  /**
   * Lowers operands that are evaluated left to right. What comes before the last suspension point is kept;
   * what comes after it stays in the expression that the caller builds at once.
   */
  operands(
    nodes: readonly t.Expression[],
    lower: (node: t.Expression) => t.Expression,
    rest: readonly t.Node[] = [],
  ): t.Expression[] {
    const last = nodes.reduce((found, node, i) => (hasPoint(node) ? i : found), -1);
    return nodes.map((node, i) => {
      if (i > last) return node;
      const lowered = lower(node);
      return i < last ? this.stable(lowered, [...nodes.slice(i + 1), ...rest]) : lowered;
    });
  }

  /** Writes a suspension point: `target = call`, or the call alone. `callee` is what link is told. */
  point(
    call: t.Expression,
    callee: t.Expression,
    loc: t.Node['loc'],
    target: IdentifierRef | null,
    taker: Taker | null = null,
  ): void {
    const expression = target ? t.assignmentExpression('=', target, call) : call;
    const statement = t.expressionStatement(expression) as PointStatement;
    const point: Point = { call, target, callee, taker, loc: loc ?? this.loc, pc: 0, site: 0, live: [] };
    statement.point = point;
    statement.loc = loc;
    this.push(statement);
  }
}

/** A variable that has one value from its declaration on. */
export function isConstant(binding: Binding): boolean {
  switch (binding.kind) {
    case 'import':
      return true;
    case 'const':
    case 'self':
      return !binding.needsTdz;
    case 'param':
    case 'function':
    case 'catch':
      return binding.assignments.length === 0 && binding.storage !== 'shared';
    case 'class':
    case 'let':
    case 'var':
      return binding.kind === 'class' && binding.assignments.length <= 1 && !binding.needsTdz;
    case 'temp':
      return true;
    case 'early':
      return false;
  }
}

function assigns(node: t.Node, binding: Binding): boolean {
  if (node.type === 'AssignmentExpression') {
    for (const name of Object.values(t.getBindingIdentifiers(node.left as t.LVal)))
      if ((name as IdentifierRef).binding === binding) return true;
  } else if (node.type === 'UpdateExpression' && (node.argument as IdentifierRef).binding === binding) return true;
  for (const part of ownParts(node)) if (assigns(part, binding)) return true;
  return false;
}

/** A temporary must not give its name to an anonymous function or class. */
export function unnamed(value: t.Expression): t.Expression {
  return (t.isFunction(value) || t.isClass(value)) && !('id' in value && value.id)
    ? t.sequenceExpression([t.numericLiteral(0), value])
    : value;
}
