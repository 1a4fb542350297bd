/**
 * What holds statements: functions, blocks, `switch`, labels; and the functions declared in blocks.
 *
 * In: the node as the author wrote it. Out: the same node, its statements visited, opened by what its scope needs.
 *
 *     { f(); function f() {} }   →  { let f = function () {}; f(); }      (and `var f`'s assignment in its old place)
 *
 * The trap: the functions of a block exist from its start, but in sloppy code the `var` of the same name is assigned
 * where the declaration stands. In a `switch` the block around all cases is where they go.
 */
import type * as t from '@babel/types';
import { letDeclaration, ref, set } from '../../normal-form/build.js';
import type { AnnexBFunction, Binding, FunctionInfo, IdentifierRef } from '../../normal-form/model.js';
import { visit } from '../explicit.js';
import { named } from '../naming.js';
import { relabelled, unsplice, wrapped } from './lists.js';
import type { Explicit } from './state.js';
import { holder, targets } from './variables.js';

export function functionNode(x: Explicit, node: t.Function): t.Node {
  const outer = x.fn;
  x.fn = x.module.infoOf.get(node) ?? null;
  if ('key' in node && node.computed) node.key = visit(x, node.key) as t.Expression;
  node.params = node.params.map(param => targets(x, param) as t.Identifier);
  if (node.body.type === 'BlockStatement') {
    node.body.body = statements(x, node.body.body, node.body);
    node.body.body.unshift(...x.take(node));
    const renewed = x.fn?.resumable ? x.fn.renewed : [];
    node.body.body.unshift(...renewed.map(([variable, parameter]) => set(ref(variable), ref(parameter))));
  } else node.body = visit(x, node.body) as t.Expression;
  x.fn = outer;
  return node;
}

export function blockStatement(x: Explicit, node: t.BlockStatement): t.Statement {
  node.body = statements(x, node.body, node);
  node.body.unshift(...x.take(node));
  return node;
}

/** `scopeNode`: the node whose scope holds the functions that are declared in the list. */
function statements(x: Explicit, list: readonly t.Statement[], scopeNode: t.Node): t.Statement[] {
  const functions: t.Statement[] = [];
  const plain = list.map(withoutLabels);
  const visited = plain.flatMap((statement, index) => {
    if (statement.type === 'FunctionDeclaration' && isBlockFunction(x, statement)) {
      const late = annexB(statement);
      const binding = declaredBy(statement);
      const isReplaced = plain.some(
        (other, place) => place > index && other.type === 'FunctionDeclaration' && declaredBy(other) === binding,
      );
      if (isReplaced) abandon(x.module.infoOf.get(statement) as FunctionInfo);
      else functions.push(hoisted(x, statement));
      return late;
    }
    return unsplice(visit(x, statement) as t.Statement);
  });
  if (functions.length > 0) x.start(scopeNode, ...functions);
  return visited;
}

/** A label before a function means nothing. */
function withoutLabels(node: t.Statement): t.Statement {
  let inner = node;
  while (inner.type === 'LabeledStatement') inner = inner.body;
  return inner.type === 'FunctionDeclaration' ? inner : node;
}

function isBlockFunction(x: Explicit, node: t.FunctionDeclaration): boolean {
  return !!x.fn?.resumable && declaredBy(node).scope.kind !== 'function';
}

function declaredBy(node: t.FunctionDeclaration): Binding {
  return (node.id as IdentifierRef).binding as Binding;
}

/** In sloppy code a later function of the block may have the same name: nobody ever sees this one. */
function abandon(fn: FunctionInfo): void {
  fn.resumable = fn.hasPoint = false;
  fn.guarded = null;
  for (const child of fn.children) abandon(child);
}

function hoisted(x: Explicit, node: t.FunctionDeclaration): t.Statement {
  const binding = declaredBy(node);
  functionNode(x, node);
  const value = node as unknown as t.FunctionExpression;
  value.type = 'FunctionExpression';
  value.id = null;
  const given = binding.cell || binding.author ? named(value, binding.author ?? binding.name) : value;
  if (binding.cell || binding.storage === 'shared') return set(holder(binding), given);
  return letDeclaration(ref(binding), given);
}

/** What evaluating the declaration does in sloppy code: it copies the function to the `var`. */
function annexB(node: t.FunctionDeclaration): t.Statement[] {
  const { annexB: variable } = node as AnnexBFunction;
  if (!variable) return [];
  const value = holder(declaredBy(node));
  return [set(holder(variable), value)];
}

/** What goes before a loop goes before its labels too. */
export function labeledStatement(x: Explicit, node: t.LabeledStatement): t.Statement {
  return relabelled(node, visit(x, node.body) as t.Statement);
}

export function switchStatement(x: Explicit, node: t.SwitchStatement): t.Statement {
  node.discriminant = visit(x, node.discriminant) as t.Expression;
  for (const clause of node.cases) {
    if (clause.test) clause.test = visit(x, clause.test) as t.Expression;
    clause.consequent = statements(x, clause.consequent, node);
  }
  return wrapped(x.take(node), node);
}
