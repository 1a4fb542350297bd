/**
 * Loops that declare variables in their heads.
 *
 * In: a `for`, `for…in` or `for…of` statement. Out: the same with a head that declares nothing shared, or, where a
 * captured variable of a `for` head is assigned, a loop without a head that makes one cell per iteration:
 *
 *     for (let k = 0; k < 3; k++) fs.push(() => k++, f());
 *     →  let $k = { v: void 0 }; $k.v = 0;  let $kn = { v: $k.v };  let $first = true;
 *        for (;;) {
 *          let $k1 = $first ? $kn : { v: $kn.v };  $kn = $k1;
 *          if ($first) $first = false; else $k1.v++;
 *          if (!($k1.v < 3)) break;
 *          fs.push(() => $k1.v++, f());
 *        }
 *
 * The trap: a closure in the update belongs to the iteration that comes, one in the test to the one it opens, and one
 * in the initialiser to none of them, but to a copy of its own.
 */
import * as t from '@babel/types';
import { block, letDeclaration, mapChildren, ref, set } from '../../normal-form/build.js';
import { type Binding, type IdentifierRef, makeBinding } from '../../normal-form/model.js';
import { visit, visitChildren } from '../explicit.js';
import { copyOfCell, declareCell, isLoose, localVariable, namesIn } from './declarations.js';
import { isSplice, unsplice, wrapped } from './lists.js';
import type { Explicit } from './state.js';
import { definition, targets } from './variables.js';

export function forStatement(x: Explicit, node: t.ForStatement): t.Statement {
  const inHead = node.init?.type === 'VariableDeclaration' ? namesIn(node.init) : [];
  const withCells = inHead.flatMap(({ binding }) => (binding?.cell ? [binding] : []));
  if (withCells.length > 0) return forCells(x, node, withCells);
  visitChildren(x, node);
  const { init } = node;
  if (init && (t.isStatement(init) as boolean)) node.init = asForInit(init as t.Statement);
  return wrapped([...x.take(node), ...hoistedInit(node)], node);
}

/** A declaration in a `for` head may have become an assignment statement. */
function asForInit(statement: t.Statement): t.ForStatement['init'] {
  if (statement.type === 'ExpressionStatement') return statement.expression;
  if (!isSplice(statement)) return statement as t.VariableDeclaration;
  const parts = statement.body;
  if (parts.every(part => part.type === 'ExpressionStatement'))
    return parts.length === 0 ? null : t.sequenceExpression(parts.map(part => part.expression));
  if (parts.every(part => part.type === 'VariableDeclaration'))
    return t.variableDeclaration(
      'let',
      parts.flatMap(part => part.declarations),
    );
  return statement as unknown as t.VariableDeclaration;
}

/** A head that stayed a list of statements goes before the loop. */
function hoistedInit(node: t.ForStatement): t.Statement[] {
  const init = node.init as t.Node | null | undefined;
  if (!init || !isSplice(init)) return [];
  node.init = null;
  return init.body;
}

/** `$kn` walks from iteration to iteration, `$k1` is this iteration's, `$k` the initialiser's. */
function forCells(x: Explicit, node: t.ForStatement, variables: Binding[]): t.Statement {
  const walkers = new Map<Binding, Binding>();
  for (const { cell, scope } of variables) {
    const { name } = cell as Binding;
    walkers.set(cell as Binding, localVariable(x, `${name}n`, scope));
  }
  const before: t.Statement[] = variables.map(variable => declareCell(x, variable));
  before.push(...unsplice(visit(x, node.init as t.VariableDeclaration) as t.Statement));
  for (const [cell, walker] of walkers) before.push(letDeclaration(ref(walker), copyOfCell(cell)));
  const first = localVariable(x, '$first', (variables[0] as Binding).scope);
  const update = node.update ? [t.expressionStatement(visit(x, node.update) as t.Expression)] : [];
  const test = node.test
    ? [t.ifStatement(t.unaryExpression('!', visit(x, node.test) as t.Expression), t.breakStatement())]
    : [];
  const body = visit(x, node.body) as t.Statement;
  const inner: t.Statement[] = [];
  const ownCells = new Map<Binding, Binding>();
  for (const [cell, walker] of walkers) {
    // Made in a loop, though its scope is the head's.
    const scope = { ...cell.scope, loops: [-1] };
    const own = makeBinding(x.fresh(cell.name), 'const', scope, x.fn);
    own.storage = 'copy';
    own.captures = cell.captures;
    ownCells.set(cell, own);
    inner.push(
      letDeclaration(ref(own), t.conditionalExpression(ref(first), ref(walker), copyOfCell(walker))),
      set(ref(walker), ref(own)),
    );
  }
  inner.push(
    t.ifStatement(
      ref(first),
      block([set(ref(first), t.booleanLiteral(false))]),
      update.length > 0 ? block(update) : null,
    ),
    ...test,
    asBlock(body),
  );
  const loop = t.inherits(t.forStatement(null, null, null, block(inner)), node);
  replaceBindings(loop.body, ownCells);
  before.push(letDeclaration(ref(first), t.booleanLiteral(true)));
  return wrapped([...x.take(node), ...before], loop);
}

function asBlock(body: t.Statement): t.BlockStatement {
  return body.type === 'BlockStatement' ? body : block([body]);
}

function replaceBindings(node: t.Node, by: ReadonlyMap<Binding, Binding>): void {
  const { binding } = node as IdentifierRef;
  const replacement = binding && by.get(binding);
  if (replacement) {
    (node as IdentifierRef).binding = replacement;
    (node as t.Identifier).name = replacement.name;
    replacement.references.push(node as IdentifierRef);
  }
  mapChildren(node, child => {
    replaceBindings(child, by);
    return child;
  });
}

export function forEachStatement(x: Explicit, node: t.ForXStatement): t.Statement {
  const head = node.left;
  node.right = visit(x, node.right) as t.Expression;
  if (head.type !== 'VariableDeclaration') node.left = targets(x, head) as t.LVal;
  else if (x.fn?.resumable) declaringHead(x, node, head);
  else visitChildren(x, head);
  node.body = visit(x, node.body) as t.Statement;
  const start = x.take(node);
  if (start.length > 0) node.body = block([...start, node.body]);
  return node;
}

/** A head whose variables are shared or in cells becomes a variable of its own, taken apart in the body. */
function declaringHead(x: Explicit, node: t.ForXStatement, head: t.VariableDeclaration): void {
  const pattern = (head.declarations[0] as t.VariableDeclarator).id as t.LVal;
  const names = namesIn(pattern);
  if (head.kind === 'var') {
    node.left = Object.assign(definition(x, pattern), { declares: true }) as t.Identifier;
    return;
  }
  if (!names.some(name => isLoose(x, name.binding))) {
    definition(x, pattern);
    return;
  }
  const item = localVariable(x, '$n', ((names[0] as IdentifierRef).binding as Binding).scope);
  node.left = letDeclaration(ref(item));
  const value = Object.assign(ref(item), { author: '.for' });
  const declaration = t.variableDeclaration(head.kind, [t.variableDeclarator(pattern as t.Identifier, value)]);
  // Around the body, whose functions close over what is declared here.
  node.body = block([declaration, node.body]);
}
