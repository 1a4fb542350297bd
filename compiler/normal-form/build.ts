/** Short constructors for the nodes that passes make, and copies that keep bindings. */
import * as t from '@babel/types';
import type { Binding, IdentifierRef } from './model.js';

/** A mention of a variable. The name is settled at the end, when variables may have been renamed. */
export function ref(binding: Binding): IdentifierRef {
  const node = t.identifier(binding.name) as IdentifierRef;
  node.binding = binding;
  binding.references.push(node);
  return node;
}

/** The same variable, or a copy of an expression without effect, to be evaluated once more. */
export function again(node: t.Expression): t.Expression {
  if (node.type !== 'Identifier') return t.cloneNode(node);
  const { binding } = node as IdentifierRef;
  return binding ? ref(binding) : id(node.name);
}

export const id = (name: string): t.Identifier => t.identifier(name);
export const num = (value: number): t.NumericLiteral => t.numericLiteral(value);
export const undef = (): t.Expression => t.unaryExpression('void', num(0));
export const assign = (left: t.LVal, right: t.Expression, operator = '='): t.AssignmentExpression =>
  t.assignmentExpression(operator, left as t.LVal & t.OptionalMemberExpression, right);
export const set = (left: t.LVal, right: t.Expression): t.ExpressionStatement =>
  t.expressionStatement(assign(left, right));
export const same = (left: t.Expression, right: t.Expression): t.BinaryExpression =>
  t.binaryExpression('===', left, right);
export const and = (left: t.Expression, right: t.Expression): t.LogicalExpression =>
  t.logicalExpression('&&', left, right);
export const call = (callee: t.Expression, ...args: t.CallExpression['arguments']): t.CallExpression =>
  t.callExpression(callee, args);
export const member = (object: t.Expression, name: string): t.MemberExpression => t.memberExpression(object, id(name));
export const block = (body: t.Statement[]): t.BlockStatement => t.blockStatement(body);
export const when = (test: t.Expression, then: t.Statement[], otherwise?: t.Statement[]): t.IfStatement =>
  t.ifStatement(test, block(then), otherwise?.length ? block(otherwise) : null);
export const letDeclaration = (target: t.LVal, init?: t.Expression | null): t.VariableDeclaration =>
  t.variableDeclaration('let', [t.variableDeclarator(target as t.Identifier, init ?? null)]);

/** The statement under its labels, the outermost first. */
export const labelled = (node: t.Statement, labels: readonly string[]): t.Statement =>
  labels.reduceRight<t.Statement>((inner, name) => t.labeledStatement(id(name), inner), node);

const keysOf = (node: t.Node): readonly string[] => t.VISITOR_KEYS[node.type] ?? [];

/** The child nodes of `node`, in source order. A list, since a generator costs several times as much. */
export function children(node: t.Node): t.Node[] {
  const found: t.Node[] = [];
  for (const key of keysOf(node)) {
    const value = (node as unknown as Record<string, unknown>)[key];
    if (Array.isArray(value)) {
      for (const item of value) if (item) found.push(item as t.Node);
    } else if (value) found.push(value as t.Node);
  }
  return found;
}

/** Replaces each child of `node` by what `change` gives for it. */
export function mapChildren(node: t.Node, change: (child: t.Node, key: string) => t.Node): void {
  const record = node as unknown as Record<string, unknown>;
  for (const key of keysOf(node)) {
    const value = record[key];
    if (Array.isArray(value)) {
      for (let i = 0; i < value.length; i++) if (value[i]) value[i] = change(value[i] as t.Node, key);
    } else if (value) record[key] = change(value as t.Node, key);
  }
}

/**
 * A deep copy that keeps bindings and positions. `change` may answer for a node itself; it is asked
 * before the node's children are copied, and returns undefined to have it copied as it is.
 */
export function copy<N extends t.Node>(node: N, change?: (node: t.Node) => t.Node | undefined): N {
  const own = change?.(node);
  if (own) return own as N;
  const result = { ...node } as unknown as Record<string, unknown>;
  for (const key of keysOf(node)) {
    const value = result[key];
    if (Array.isArray(value)) result[key] = value.map(item => (item ? copy(item as t.Node, change) : item));
    else if (value) result[key] = copy(value as t.Node, change);
  }
  const binding = (node as IdentifierRef).binding;
  if (binding) binding.references.push(result as unknown as IdentifierRef);
  // A comment belongs to one place: the copy would print it a second time.
  result.leadingComments = result.trailingComments = result.innerComments = undefined;
  return result as unknown as N;
}

/** A mention of something that no module declares: of that name, or of one of these, if any are given. */
export const isGlobal = (node: t.Node | null | undefined, names?: string | ReadonlySet<string>): node is t.Identifier =>
  node?.type === 'Identifier' &&
  !(node as IdentifierRef).binding &&
  (names === undefined || (typeof names === 'string' ? names === node.name : names.has(node.name)));

export const isFunction = (node: t.Node): boolean => t.isFunction(node) && node.type !== ('TSDeclareMethod' as string);
