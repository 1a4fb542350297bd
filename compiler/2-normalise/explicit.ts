/**
 * Makes explicit what declarations do, so that a function can be cut in two.
 *
 * In: a resolved module whose storage is decided. Out: the same program in which, in resumable functions,
 *   - `var` declarations are assignments (the variables are listed on the function);
 *   - variables shared by both halves are assigned, not declared (listed on the function too);
 *   - a captured, assigned variable of a loop body is `$c.v`, one cell `$c` per iteration;
 *   - reads that may come too early check for TDZ, writes to constants throw;
 *   - functions in blocks are `let`s at the start of their block (and assign the Annex B `var`).
 *
 *     for (const x of xs) { let n = 0; fs.push(() => n++); f(); }
 *     →  for (const x of xs) { let $n = { v: void 0 }; $n.v = 0; fs.push(() => $n.v++); f(); }
 *
 * This file is the walk; what it does with each construct stands in the files of `explicit/`.
 *
 * The trap: closures that stay as they are mention the variables too. So the walk goes through all functions of the
 * module, and what a mention becomes depends on the variable, what a declaration becomes on the function it stands in.
 */
import * as t from '@babel/types';
import { mapChildren } from '../normal-form/build.js';
import type { Helpers } from '../normal-form/helpers.js';
import { blockStatement, functionNode, labeledStatement, switchStatement } from './explicit/blocks.js';
import { classDeclaration, declaration, prepareVariable } from './explicit/declarations.js';
import { tryStatement } from './explicit/handlers.js';
import { forEachStatement, forStatement } from './explicit/loops.js';
import { Explicit, type ResolvedModule } from './explicit/state.js';
import { assignment, read, targets, update } from './explicit/variables.js';
import type { Stand } from './text.js';

export function makeExplicit(program: t.Program, module: ResolvedModule, helpers: Helpers): void {
  const x = new Explicit(module, helpers);
  for (const fn of module.functions)
    if (fn.resumable) for (const binding of [...fn.bindings]) prepareVariable(x, fn, binding);
  mapChildren(program, child => visit(x, child));
}

/** What stands in the node's place afterwards, which may be the node itself, changed. */
export function visit(x: Explicit, node: t.Node): t.Node {
  switch (node.type) {
    case 'Identifier':
      return read(x, node);
    case 'AssignmentExpression':
      return assignment(x, node);
    case 'UpdateExpression':
      return update(x, node);
    case 'VariableDeclaration':
      return declaration(x, node);
    case 'ClassDeclaration':
      return classDeclaration(x, node);
    case 'FunctionDeclaration':
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
    case 'ObjectMethod':
    case 'ClassMethod':
    case 'ClassPrivateMethod':
      return functionNode(x, node);
    case 'BlockStatement':
      return blockStatement(x, node);
    case 'SwitchStatement':
      return switchStatement(x, node);
    case 'TryStatement':
      return tryStatement(x, node);
    case 'ForStatement':
      return forStatement(x, node);
    case 'ForInStatement':
    case 'ForOfStatement':
      return forEachStatement(x, node);
    case 'ObjectPattern':
    case 'ArrayPattern':
      return targets(x, node);
    case 'ExportSpecifier':
    case 'ImportDeclaration':
      return node;
    case 'LabeledStatement':
      return labeledStatement(x, node);
    case 'CallExpression':
      visitChildren(x, node);
      node.callee = calleeIn(x, node.callee as t.Expression);
      return node;
    case 'TaggedTemplateExpression':
      visitChildren(x, node);
      node.tag = calleeIn(x, node.tag);
      return node;
    default:
      visitChildren(x, node);
      return node;
  }
}

/** `$c.v()` would make the cell the receiver. Resumable functions lower such calls themselves, for their messages. */
function calleeIn(x: Explicit, callee: t.Expression): t.Expression {
  const isStand = !!(callee as Stand).author;
  return isStand && !x.fn?.resumable ? t.sequenceExpression([t.numericLiteral(0), callee]) : callee;
}

/** Children that are expressions or statements, but not names that are no variables. */
export function visitChildren(x: Explicit, node: t.Node): void {
  mapChildren(node, (child, key) => (isPlainName(node, key) ? child : visit(x, child)));
}

function isPlainName(node: t.Node, key: string): boolean {
  switch (node.type) {
    case 'MemberExpression':
    case 'OptionalMemberExpression':
      return key === 'property' && !node.computed;
    case 'ObjectProperty':
    case 'ObjectMethod':
    case 'ClassMethod':
    case 'ClassProperty':
    case 'ClassAccessorProperty':
      return key === 'key' && !node.computed;
    case 'ClassPrivateProperty':
    case 'PrivateName':
      return key === 'key' || key === 'id';
    case 'LabeledStatement':
    case 'BreakStatement':
    case 'ContinueStatement':
      return key === 'label';
    case 'ClassDeclaration':
    case 'ClassExpression':
    case 'FunctionExpression':
      return key === 'id';
    case 'MetaProperty':
      return true;
    default:
      return false;
  }
}
