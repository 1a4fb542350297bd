/**
 * Statements into normal form: in what comes out, a suspension point is a statement of its own, conditions
 * and operands have none, and every construct left native can be re-entered at its points.
 *
 *     if (f(x)) return g(y);   →  $1 = f(x); if ($1) { $1 = g(y); return $1; }
 *
 * A `catch` with points moves out of its `try`, because there is no way back into a native one.
 */
import * as t from '@babel/types';
import { isPoint } from '../1-select/points.js';
import { block, id, labelled, num, ref, same, set, when } from '../normal-form/build.js';
import type { HelperCall } from '../normal-form/helpers.js';
import type { Binding, GuardedTry, IdentifierRef, PointDeclaration, PointStatement } from '../normal-form/model.js';
import { declareArray, isPlain } from './array-patterns.js';
import { lowerClass } from './class-definitions.js';
import { completion } from './completion.js';
import type { DeclaringStatement } from './explicit/declarations.js';
import { effect, isDirect, lower, lowerDirect } from './expressions.js';
import { lowerDoWhile, lowerFor, lowerForIn, lowerForOf, lowerWhile } from './loops.js';
import { hasPoint, type Normaliser } from './normaliser.js';
import { assignPattern, checkObject, namesSource } from './patterns.js';
import { mentionsOurs, shownAs } from './text.js';

export function list(n: Normaliser, statements: readonly t.Statement[]): t.Statement[] {
  return n.capture(() => {
    for (const node of statements) statement(n, node);
  });
}

/** The statements of a loop body or branch. A block's own scope must stay a block. */
export function bodyOf(n: Normaliser, node: t.Statement): t.Statement[] {
  if (node.type !== 'BlockStatement') return list(n, [node]);
  return list(n, node.body);
}

export function statement(n: Normaliser, node: t.Statement, labels: readonly string[] = []): void {
  const comments = node.leadingComments;
  const start = n.out.length;
  if (!hasPoint(node) && !takesApartOurs(node)) n.push(labelled(node, labels));
  else {
    const outer = n.loc;
    n.loc = node.loc ?? outer;
    n.scoped(() => withPoints(n, node, labels));
    n.loc = outer;
  }
  const first = n.out[start];
  if (comments && first && !first.leadingComments) first.leadingComments = comments;
}

/** Whether it takes apart what only we have a name for, so that the engine's message would say that name. */
function takesApartOurs(node: t.Statement): boolean {
  if (node.type === 'VariableDeclaration')
    return node.declarations.some(({ id: target, init }) => isNamedByUs(target, init));
  return (
    node.type === 'ExpressionStatement' &&
    t.isAssignmentExpression(node.expression, { operator: '=' }) &&
    isNamedByUs(node.expression.left, node.expression.right)
  );
}

function isNamedByUs(target: t.Node, source: t.Node | null | undefined): boolean {
  return t.isPattern(target) && !!source && mentionsOurs(source);
}

function withPoints(n: Normaliser, node: t.Statement, labels: readonly string[]): void {
  switch (node.type) {
    case 'ExpressionStatement':
      expressionStatement(n, node);
      return;
    case 'VariableDeclaration':
      for (const declarator of node.declarations) n.scoped(() => declarator_(n, node, declarator));
      return;
    case 'ClassDeclaration':
      lowerClass(n, node);
      n.push(node);
      return;
    case 'ReturnStatement':
      lowerReturn(n, node, node.argument as t.Expression);
      return;
    case 'ThrowStatement':
      n.push(t.inherits(t.throwStatement(lower(n, node.argument)), node));
      return;
    case 'BlockStatement':
      n.push(labelled(t.inherits(block(list(n, node.body)), node), labels));
      return;
    case 'IfStatement': {
      const test = lower(n, node.test);
      const alternate = node.alternate ? bodyOf(n, node.alternate) : undefined;
      const consequent = bodyOf(n, node.consequent);
      n.push(labelled(t.inherits(when(test, consequent, alternate), node), labels));
      return;
    }
    case 'LabeledStatement':
      statement(n, node.body, [...labels, node.label.name]);
      return;
    case 'WhileStatement':
      lowerWhile(n, node, labels);
      return;
    case 'DoWhileStatement':
      lowerDoWhile(n, node, labels);
      return;
    case 'ForStatement':
      lowerFor(n, node, labels);
      return;
    case 'ForOfStatement':
      lowerForOf(n, node, labels);
      return;
    case 'ForInStatement':
      lowerForIn(n, node, labels);
      return;
    case 'SwitchStatement':
      lowerSwitch(n, node, labels);
      return;
    case 'TryStatement':
      lowerTry(n, node, labels);
      return;
    default:
      throw new Error(`greenc: no normal form for ${node.type}`);
  }
}

/** The branches of a condition return for themselves. */
function lowerReturn(n: Normaliser, node: t.ReturnStatement, value: t.Expression): void {
  if (t.isConditionalExpression(value) && hasPoint(value)) {
    const test = lower(n, value.test);
    const consequent = n.capture(() => lowerReturn(n, node, value.consequent));
    n.push(when(test, consequent), ...n.capture(() => lowerReturn(n, node, value.alternate)));
  } else if (t.isSequenceExpression(value)) {
    const last = value.expressions.length - 1;
    for (const expression of value.expressions.slice(0, last)) effect(n, expression);
    lowerReturn(n, node, value.expressions[last] as t.Expression);
  } else n.push(t.inherits(t.returnStatement(lower(n, value)), node));
}

function expressionStatement(n: Normaliser, node: t.ExpressionStatement): void {
  const { expression } = node;
  if (t.isAssignmentExpression(expression, { operator: '=' }) && !t.isMemberExpression(expression.left)) {
    const { left, right } = expression;
    if ((node as DeclaringStatement).declares) {
      declare(n, null, left as t.LVal, right, isNamedByUs(left, right) ? shownAs(right) : right);
      return;
    }
    const { binding } = left as IdentifierRef;
    // A failed call must leave the variable as it was, and closures must not see the sentinel in it.
    const direct = binding?.storage === 'local' && !binding.needsTdz && n.tryDepth === 0 && binding.owner === n.fn;
    if (direct && isDirect(right)) {
      lowerDirect(n, right, left as IdentifierRef);
      return;
    }
    if (t.isIdentifier(left)) {
      n.push(t.inherits(set(left, lower(n, right)), node));
      return;
    }
    assignFrom(n, left as t.LVal, right, false, isNamedByUs(left, right) ? shownAs(right) : right);
    return;
  }
  effect(n, expression);
}

function declarator_(n: Normaliser, node: t.VariableDeclaration, declarator: t.VariableDeclarator): void {
  const { id: target, init } = declarator;
  const isOurs = isNamedByUs(target, init);
  if (!hasPoint(declarator) && !isOurs) {
    n.push(t.inherits(t.variableDeclaration(node.kind, [declarator]), declarator));
    return;
  }
  const source = init as t.Expression;
  declare(n, node.kind as 'let', target as t.LVal, source, isOurs ? shownAs(source) : source);
}

/** Declares (`kind`) or defines (null) the variables of `target` with the value of `init`. */
export function declare(
  n: Normaliser,
  kind: 'let' | 'const' | 'var' | null,
  target: t.LVal,
  init: t.Expression,
  source: t.Expression | null,
  isFresh = kind !== null,
): void {
  if (target.type === 'Identifier') {
    const { binding } = target as IdentifierRef;
    if (kind && binding?.storage === 'local' && isDirect(init)) {
      // The declaration itself is the point: nobody sees the variable before it has its value.
      const start = n.out.length;
      lowerDirect(n, init, target as IdentifierRef);
      const at = n.out.length - 1;
      const { point } = n.out[at] as PointStatement;
      const declaration = t.inherits(
        t.variableDeclaration('let', [t.variableDeclarator(target, point.call)]),
        init,
      ) as PointDeclaration;
      declaration.point = point;
      n.out[at] = declaration;
      if (at < start) throw new Error('greenc: a call wrote no point');
      return;
    }
    const value = lower(n, init);
    if (kind) n.push(t.inherits(t.variableDeclaration(kind, [t.variableDeclarator(target, value)]), init));
    else n.push(t.inherits(set(target, value), init));
    return;
  }
  if (t.isMemberExpression(target)) {
    n.push(set(target, lower(n, init)));
    return;
  }
  if (kind && t.isArrayPattern(target) && isPoint(target) && isPlain(n, target, true)) {
    const called = source && shownAs(source);
    declareArray(n, kind, target, { value: lower(n, init), source: called, declares: true, isFresh: true });
    return;
  }
  const suspends = hasPoint(init) || source !== init;
  if (kind && (hasPoint(target) || (suspends && mayTakeApart(target)))) {
    for (const name of Object.values(t.getBindingIdentifiers(target)) as IdentifierRef[])
      n.push(t.variableDeclaration('let', [t.variableDeclarator(ref(name.binding as Binding))]));
    assignFrom(n, target, init, true, source, true);
    return;
  }
  if (!kind) {
    assignFrom(n, target, init, true, source, isFresh);
    return;
  }
  const value = patternSource(n, target, init, source);
  n.push(t.inherits(t.variableDeclaration(kind, [t.variableDeclarator(target as t.ArrayPattern, value)]), init));
}

/** Whether the engine would name a source of ours, and the variables may stand beside points. */
function mayTakeApart(target: t.LVal): boolean {
  const names = Object.values(t.getBindingIdentifiers(target)) as IdentifierRef[];
  return namesSource(target) && names.every(({ binding }) => binding?.storage !== 'native');
}

function assignFrom(
  n: Normaliser,
  target: t.LVal,
  init: t.Expression,
  declares: boolean,
  source: t.Node | null = init,
  isFresh = false,
): void {
  // Else the engine names what the author wrote.
  const suspends = hasPoint(init) || source !== init;
  if (hasPoint(target) || (suspends && mayTakeApart(target))) {
    const author = source && shownAs(source);
    // An array pattern mentions it once, before anything else.
    const value = t.isArrayPattern(target) ? lower(n, init) : n.repeatable(lower(n, init), [target]);
    assignPattern(n, target, value, author, declares, isFresh);
    return;
  }
  const value = patternSource(n, target, init, source);
  n.push(t.inherits(set(target, value), init));
}

/** The source of a pattern that stays native, checked where the engine would name our temporary. */
function patternSource(n: Normaliser, target: t.LVal, init: t.Expression, source: t.Node | null): t.Expression {
  // Else the engine names what the author wrote.
  const suspends = hasPoint(init) || source !== init;
  const author = source && shownAs(source);
  const isChecked = (init as Partial<HelperCall>).helper;
  const value = lower(n, init);
  if (!suspends || !t.isObjectPattern(target) || isChecked) return value;
  const kept = n.repeatable(value, [target]);
  checkObject(n, target, kept, author);
  return kept;
}

function lowerSwitch(n: Normaliser, node: t.SwitchStatement, labels: readonly string[]): void {
  const testsSuspend = node.cases.some(clause => hasPoint(clause.test));
  node.discriminant = lower(n, node.discriminant);
  if (testsSuspend) {
    // Which case it is, found test by test; then a switch over that.
    const value = n.keep(node.discriminant);
    const chosen = n.keep(num(-1));
    node.cases.forEach((clause, index) => {
      if (!clause.test) return;
      const test = clause.test;
      const found = n.capture(() => {
        n.push(t.ifStatement(same(ref(value), lower(n, test)), block([set(ref(chosen), num(index))])));
      });
      n.push(when(same(ref(chosen), num(-1)), found));
      clause.test = num(index);
    });
    node.discriminant = ref(chosen);
  }
  for (const clause of node.cases) clause.consequent = list(n, clause.consequent);
  n.push(labelled(node, labels));
}

function lowerTry(n: Normaliser, node: t.TryStatement, labels: readonly string[]): void {
  if (n.isHeld) {
    n.push(labelled(heldTry(n, node), labels));
    return;
  }
  const written = n.capture(() => {
    const { finalizer } = node;
    if (finalizer && hasPoint(finalizer)) {
      node.finalizer = null;
      completion(
        n,
        () => {
          if (node.handler) lowerCatch(n, node);
          else n.push(...list(n, node.block.body));
        },
        () => n.push(block(list(n, finalizer.body))),
      );
    } else lowerCatch(n, node);
  });
  if (labels.length > 0) n.push(labelled(block(written), labels));
  else n.push(...written);
}

/** A body that is held where it stands may be so in any block of a native `try`. */
function heldTry(n: Normaliser, node: t.TryStatement): t.TryStatement {
  const { handler, finalizer } = node;
  n.tryDepth++;
  node.block = t.inherits(block(list(n, node.block.body)), node.block);
  if (!finalizer) n.tryDepth--;
  if (handler && hasPoint(handler)) handler.body = block(list(n, handler.body.body));
  if (finalizer) {
    n.tryDepth--;
    node.finalizer = t.inherits(block(list(n, finalizer.body)), finalizer);
  }
  return node;
}

function lowerCatch(n: Normaliser, node: t.TryStatement): void {
  const { handler, finalizer } = node;
  const movesOut = handler && hasPoint(handler);
  // Taken before the block is lowered: they are in use while it runs.
  const failed = movesOut ? n.temp() : null;
  const error = movesOut ? n.temp() : null;
  n.tryDepth++;
  const attempt = t.inherits(t.tryStatement(block(list(n, node.block.body)), handler, finalizer), node) as GuardedTry;
  n.tryDepth--;
  attempt.guarded = !!finalizer;
  if (!handler || !failed || !error) {
    n.push(attempt);
    return;
  }
  const caught = n.helpers.local('$x');
  attempt.handler = t.catchClause(
    id(caught),
    block([set(ref(failed), num(1)), set(ref(error), n.helpers.call('caught', id(caught)))]),
  );
  attempt.finalizer = null;
  attempt.guarded = false;
  if (finalizer) n.tryDepth++;
  const after = n.capture(() => {
    const { param } = handler;
    if (param) declare(n, 'let', param as t.LVal, ref(error), t.isArrayPattern(param) ? null : id('.catch'));
    const statements = list(n, handler.body.body);
    // A block of its own where the pattern has points, which the body's variables do not live to see.
    n.push(...(hasPoint(param) ? [block(statements)] : statements));
  });
  if (finalizer) n.tryDepth--;
  const parts = [set(ref(failed), num(0)), attempt, when(same(ref(failed), num(1)), after)];
  if (!finalizer) n.push(...parts);
  else {
    const whole = t.tryStatement(block(parts), null, finalizer) as GuardedTry;
    whole.guarded = true;
    n.push(whole);
  }
}
