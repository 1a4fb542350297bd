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
      for (const name of namesIn(node)) r.bind(name, 'var', scope);
    } else declareVars(r, children(node), scope);
  }
}

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
    else if (node.type === 'FunctionDeclaration' && node.id) declareFunction(r, node, scope);
    else if (node.type === 'ImportDeclaration')
      for (const specifier of node.specifiers) r.bind(specifier.local.name, 'import', scope);
    else if (node.type === 'LabeledStatement') declareLexical(r, [node.body], scope);
  }
}

/** The names of a declaration or pattern. */
export function namesIn(node: t.Node): string[] {
  return Object.keys(t.getBindingIdentifiers(node));
}

function declareFunction(r: Resolver, node: t.FunctionDeclaration, scope: Scope): void {
  const { name } = node.id as t.Identifier;
  const isPlain = !node.async && !node.generator;
  if (!isOutermost(scope) && !r.strict && isPlain && scope.fn && !isShadowed(name, scope)) {
    let home = r.scope;
    while (!isOutermost(home)) home = home.parent as Scope;
    (node as AnnexBFunction).annexB = r.bind(name, 'var', home);
  }
  r.bind(name, 'function', scope);
}

function isOutermost(scope: Scope): boolean {
  return scope.kind === 'function' || scope.kind === 'module';
}

/** Whether a lexical variable between the block and the function would clash with a `var` of that name. */
function isShadowed(name: string, block: Scope): boolean {
  for (let scope = block.parent; scope; scope = scope.parent) {
    const binding = scope.bindings.get(name);
    if (isOutermost(scope))
      return !!binding && (binding.kind === 'let' || binding.kind === 'const' || binding.kind === 'class');
    if (binding && !(scope.kind === 'catch' && binding.kind === 'catch')) return true;
  }
  return false;
}
