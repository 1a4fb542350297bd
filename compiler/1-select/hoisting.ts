/**
 * What a scope declares before any of it runs.
 *
 * In: the statements of a function, block or module, about to be walked. Out: their names bound in its scope.
 *
 *     { let a; var b; function f() {} }   →  block: a, f; function: b, and in sloppy code f as well
 *
 * The trap: in sloppy code a function in a block is two variables, the block's and a `var` (Annex B.3.3), but only
 * where writing `var` there instead would be no error.
 */
import * as t from '@babel/types';
import { children } from '../normal-form/build.js';
import type { AnnexBFunction, Scope } from '../normal-form/model.js';
import type { Resolver } from './resolver.js';

/** `var` names, which belong to the function whatever block they stand in. */
export function declareVars(r: Resolver, nodes: Iterable<t.Node>, scope: Scope): void {
  for (const node of nodes) {
    if (t.isFunction(node) || t.isClass(node) || t.isExpression(node)) continue;
    if (node.type === 'VariableDeclaration' && node.kind === 'var') {
      for (const name of namesIn(node)) r.bind(name, isArguments(name, scope) ? 'param' : 'var', scope);
    } else declareVars(r, children(node), scope);
  }
}

/** Whether a `var` of that name is the variable of the function's arguments, which has its value from the start. */
export const isArguments = (name: string, { kind, fn }: Scope): boolean =>
  name === 'arguments' && kind === 'function' && fn !== null && fn.node.type !== 'ArrowFunctionExpression';

/** `let`, `const`, `class` and functions of a statement list. */
export function declareLexical(r: Resolver, statements: readonly t.Node[], scope: Scope): void {
  for (const outer of statements) {
    const node =
      (outer.type === 'ExportNamedDeclaration' || outer.type === 'ExportDefaultDeclaration') && outer.declaration
        ? outer.declaration
        : outer;
    if (node.type === 'VariableDeclaration' && node.kind !== 'var') {
      for (const name of namesIn(node)) r.bind(name, node.kind === 'let' ? 'let' : 'const', scope);
    } else if (node.type === 'ClassDeclaration' && node.id) r.bind(node.id.name, 'class', scope);
    else if (node.type === 'FunctionDeclaration' && node.id) r.bind(node.id.name, 'function', scope);
    else if (node.type === 'ImportDeclaration')
      for (const specifier of node.specifiers) r.bind(specifier.local.name, 'import', scope);
    else if (node.type === 'LabeledStatement') declareLexical(r, [node.body], scope);
  }
}

/** The names of a declaration or pattern. */
export function namesIn(node: t.Node): string[] {
  return Object.keys(t.getBindingIdentifiers(node));
}

/**
 * Functions in blocks of a sloppy function's body: each is also a `var` of the function, except where that would clash
 * with a lexical variable in between, or be a parameter. Known before anything of the body is walked, since closures may
 * mention the variable before the block is reached. `hidden`: names that a `var` in `nodes` would clash with.
 */
export function declareBlockFunctions(
  r: Resolver,
  nodes: Iterable<t.Node>,
  scope: Scope,
  hidden: ReadonlySet<string>,
): void {
  for (const node of nodes) {
    if (t.isFunction(node) || t.isClass(node) || t.isExpression(node)) continue;
    const inner = hiddenBy(node, hidden);
    for (const statement of listIn(node)) {
      const fn = withoutLabels(statement);
      if (fn.type !== 'FunctionDeclaration') continue;
      const { name } = fn.id as t.Identifier;
      const isVariable = !fn.async && !fn.generator && !hidden.has(name);
      (fn as AnnexBFunction).annexB = isVariable ? r.bind(name, 'var', scope) : undefined;
    }
    declareBlockFunctions(r, children(node), scope, inner);
  }
}

/** What a `var` within `node` would clash with. */
function hiddenBy(node: t.Node, hidden: ReadonlySet<string>): ReadonlySet<string> {
  const names = listIn(node).flatMap(statement => lexicalNames(statement, true));
  if (t.isFor(node)) {
    const head = node.type === 'ForStatement' ? node.init : node.left;
    if (head) names.push(...lexicalNames(head, false));
  } else if (node.type === 'CatchClause' && node.param && node.param.type !== 'Identifier')
    names.push(...namesIn(node.param));
  return names.length === 0 ? hidden : new Set([...hidden, ...names]);
}

/** The names of `let`, `const` and classes, and in blocks of functions, that a statement declares. */
export function lexicalNames(statement: t.Node, isInBlock: boolean): string[] {
  const node = withoutLabels(statement);
  if (node.type === 'VariableDeclaration') return node.kind === 'var' ? [] : namesIn(node);
  const isLexical = node.type === 'ClassDeclaration' || (isInBlock && node.type === 'FunctionDeclaration');
  return isLexical && node.id ? [node.id.name] : [];
}

function listIn(node: t.Node): readonly t.Statement[] {
  if (node.type === 'BlockStatement') return node.body;
  return node.type === 'SwitchStatement' ? node.cases.flatMap(clause => clause.consequent) : [];
}

function withoutLabels(node: t.Node): t.Node {
  let inner = node;
  while (inner.type === 'LabeledStatement') inner = inner.body;
  return inner;
}
