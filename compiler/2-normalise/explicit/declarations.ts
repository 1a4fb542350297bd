/**
 * Declarations of variables and classes.
 *
 * In: a function's variables, then its declarations. Out: for each variable that both halves need, a place outside
 * the author's declaration; the declaration assigns to it.
 *
 *     var a = 1, b;            →  a = 1
 *     const [c, d] = f();      c shared    →  let d; [c, d] = f()
 *     class K {}               K shared    →  K = class K {}
 *     let n = 0;               n in a cell →  let $n = { v: void 0 }; …; $n.v = 0
 *
 * The trap: a pattern can hold variables of both kinds, and what is an assignment now must name anonymous functions
 * and fail in the words of the declaration it was.
 */
import * as t from '@babel/types';
import { id, letDeclaration, member, ref, set, undef } from '../../normal-form/build.js';
import type { RewrittenClass } from '../../normal-form/classes.js';
import {
  type Binding,
  type FunctionInfo,
  type IdentifierRef,
  makeBinding,
  type Scope,
} from '../../normal-form/model.js';
import { visit, visitChildren } from '../explicit.js';
import { isRenamed, named, namedFor } from '../naming.js';
import { needsCell } from '../storage.js';
import { authorName } from '../text.js';
import { splice } from './lists.js';
import type { Explicit } from './state.js';
import { definition, namedSource } from './variables.js';

export interface DeclaringStatement extends t.ExpressionStatement {
  /** A declaration made into an assignment: engine messages are those of a declaration. */
  declares?: boolean;
}

/** Gives the variable of a resumable function its place: a cell, the function's lists, or the start of its scope. */
export function prepareVariable(x: Explicit, fn: FunctionInfo, binding: Binding): void {
  const { kind, scope } = binding;
  if (needsCell(binding)) {
    const cell = makeBinding(x.fresh(`$${binding.name}`), 'const', scope, fn);
    cell.storage = 'copy';
    cell.captures = binding.captures;
    binding.cell = cell;
    if (!isForHead(scope)) x.start(scope.node, declareCell(x, binding));
  } else if (binding.storage === 'shared') {
    const isBlockFunction = kind === 'function' && scope !== fn.scope;
    if (isBlockFunction || ['var', 'let', 'const', 'class'].includes(kind)) fn.shared.push(binding);
  } else if (kind === 'var') fn.vars.push(binding);
  else if (binding.needsTdz && kind !== 'param')
    x.start(scope.node, letDeclaration(ref(binding), x.helpers.value('TDZ')));
}

/** The loop makes the cells of its head itself, one per iteration. */
function isForHead(scope: Binding['scope']): boolean {
  return scope.kind === 'loop' && scope.node.type === 'ForStatement';
}

/** `let $n = { v: … }`, with what the variable holds before its declaration. */
export function declareCell(x: Explicit, binding: Binding): t.VariableDeclaration {
  const initial = binding.needsTdz ? x.helpers.value('TDZ') : undef();
  return letDeclaration(ref(binding.cell as Binding), cellWith(initial));
}

/** A new cell with the value that `cell` has now. */
export function copyOfCell(cell: Binding): t.Expression {
  return cellWith(member(ref(cell), 'v'));
}

function cellWith(value: t.Expression): t.Expression {
  return t.objectExpression([t.objectProperty(id('v'), value)]);
}

/** A variable of the pass's own, which no closure captures. */
export function localVariable(x: Explicit, name: string, scope: Scope): Binding {
  const binding = makeBinding(x.fresh(name), 'let', scope, x.fn as FunctionInfo);
  binding.storage = 'local';
  return binding;
}

/** True where the declaration must become an assignment. */
export function isLoose(x: Explicit, binding: Binding | null | undefined): boolean {
  return !!binding && binding.owner === x.fn && !!(binding.cell || binding.storage === 'shared' || binding.needsTdz);
}

export function namesIn(pattern: t.Node): IdentifierRef[] {
  return Object.values(t.getBindingIdentifiers(pattern)) as IdentifierRef[];
}

export function declaration(x: Explicit, node: t.VariableDeclaration): t.Statement {
  if (!x.fn?.resumable) {
    visitChildren(x, node);
    for (const declarator of node.declarations)
      if (declarator.init) declarator.init = namedSource(x, declarator.id, declarator.init);
    return node;
  }
  const result = node.declarations.flatMap(declarator => declared(x, node, declarator));
  if (result.length > 0) t.inheritLeadingComments(result[0] as t.Statement, node);
  return splice(result);
}

function declared(x: Explicit, node: t.VariableDeclaration, declarator: t.VariableDeclarator): t.Statement[] {
  const { init } = declarator;
  const target = declarator.id as t.LVal;
  const isVar = node.kind === 'var';
  if (isVar && !init) return [];
  const names = namesIn(target);
  if (!isVar && !names.some(name => isLoose(x, name.binding))) {
    if (init) declarator.init = namedFor(target, namedSource(x, target, visit(x, init) as t.Expression));
    definition(x, target);
    return [t.inherits(t.variableDeclaration(node.kind, [declarator]), node)];
  }
  const natives = isVar ? [] : names.filter(name => !isLoose(x, name.binding));
  const result: t.Statement[] = natives.map(name => letDeclaration(ref(name.binding as Binding)));
  let value = init ? (visit(x, init) as t.Expression) : undef();
  // As an assignment the pattern would fail in other words.
  if (init) value = namedSource(x, target, value);
  const place = definition(x, target);
  const isOtherName = target.type === 'Identifier' && (place !== target || isRenamed(place));
  const statement = set(place, isOtherName ? named(value, authorName(target)) : value) as DeclaringStatement;
  statement.declares = true;
  result.push(t.inherits(statement, declarator));
  return result;
}

export function classDeclaration(x: Explicit, node: t.ClassDeclaration): t.Statement {
  const binding = (node.id as IdentifierRef | null)?.binding;
  visitChildren(x, node);
  if (!x.fn?.resumable || !binding?.scope.hasPoint) return node;
  const value = t.inherits(
    t.classExpression(t.identifier(binding.author ?? binding.name), node.superClass, node.body, node.decorators),
    node,
  ) as t.ClassExpression & RewrittenClass;
  value.later = (node as RewrittenClass).later ?? false;
  if (isLoose(x, binding)) return set(definition(x, ref(binding) as t.Identifier), value);
  return letDeclaration(ref(binding), value);
}
