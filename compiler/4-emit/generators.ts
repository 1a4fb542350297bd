/**
 * Puts a generator together from its normal form. It has one half: at a suspension point the
 * activation waits in a `yield*` of the runtime's until that resumes it (see runtime/holds).
 *
 *     x = f(y)   →  if ((x = f(y)) === $S) x = yield* $h(f, $i, "greenc1:3", 1);
 *     x = yield* $1   →  x = yield* $delegate($1, $i, "greenc1:3", 2);
 *
 * The trap: the function must also be made known to the runtime wherever the author makes it, which is what
 * `conversions` does at the end, with the mark that is put on it here.
 */
import * as t from '@babel/types';
import { assign, block, id, mapChildren, member, num, ref, when } from '../normal-form/build.js';
import { type Binding, type FunctionInfo, type IdentifierRef, type Point, pointOf } from '../normal-form/model.js';
import { withoutAwait } from './async-bodies.js';
import { convertLater } from './conversions.js';
import { type Emission, isSuspended } from './fast-half.js';
import { mark, type Plan } from './functions.js';

interface Body {
  fn: FunctionInfo;
  e: Emission;
  isAsync: boolean;
}

export function emitGenerator({ normal, emission: e }: Plan): void {
  const { fn, body, declarations, temps, hasLateParameters = false } = normal;
  const { node } = fn;
  const isAsync = node.async === true;
  const declared = [...new Set([...temps, ...fn.vars, ...fn.shared])].map(binding =>
    t.variableDeclarator(ref(binding), binding.needsTdz ? e.helpers.value('TDZ') : null),
  );
  const statements = isAsync ? body.map(statement => withoutAwait(statement, e.helpers)) : body;
  const written = statements.flatMap(statement => held(statement, { fn, e, isAsync }));
  const before = declared.length > 0 ? [t.variableDeclaration('let', declared)] : [];
  const directives = node.body.type === 'BlockStatement' ? node.body.directives : [];
  const inherited = node.body;
  node.body = t.blockStatement([...declarations, ...before, ...written], directives);
  node.body.loc = inherited.loc;
  node.async = false;
  if (isAsync) convertLater(fn, hasLateParameters ? 'asyncParametrised' : 'asyncGenerator', true);
  else convertLater(fn, hasLateParameters ? 'parametrised' : 'generator', hasLateParameters);
}

function held(node: t.Statement, body: Body): t.Statement[] {
  const point = pointOf(node);
  if (point) return point.delegates ? delegation(node, point, body) : heldPoint(node, point, body);
  if (t.isFunction(node)) return [node];
  nested(node, body);
  return [node];
}

/** Statements within statements; expressions hold no points any more. */
function nested(node: t.Node, body: Body): void {
  const list = (statements: t.Statement[]) => statements.flatMap(statement => held(statement, body));
  if (t.isBlockStatement(node)) {
    node.body = list(node.body);
    return;
  }
  mapChildren(node, child => {
    if (t.isBlockStatement(child)) child.body = list(child.body);
    else if (t.isSwitchCase(child)) child.consequent = list(child.consequent);
    else if (t.isCatchClause(child)) child.body.body = list(child.body.body);
    else if (t.isStatement(child) && !t.isFunction(child)) {
      const written = held(child, body);
      return written.length === 1 ? (written[0] as t.Statement) : block(written);
    }
    return child;
  });
}

/** Where the body stands, for the runtime to keep. */
function place(point: Point, { fn, e }: Body): t.Expression[] {
  return [id(e.info), t.stringLiteral(mark(fn)), num(point.pc)];
}

function delegation(node: t.Statement, point: Point, body: Body): t.Statement[] {
  const { helpers } = body.e;
  const call = point.call as t.YieldExpression;
  const helper = body.isAsync ? 'delegateAsync' : 'delegate';
  call.argument = helpers.call(helper, call.argument as t.Expression, ...place(point, body));
  if (!body.isAsync) return [node];
  const outcome = () => ref((point.target as IdentifierRef).binding as Binding);
  // The generator may have been asked to return, which only it can do.
  return [node, t.ifStatement(helpers.call('returned', outcome()), t.returnStatement(member(outcome(), 'v')))];
}

function heldPoint(node: t.Statement, point: Point, body: Body): t.Statement[] {
  const { e } = body;
  const { helpers } = e;
  const { binding } = point.target ?? {};
  const given = (value: t.Expression): t.Expression => (binding ? assign(ref(binding), value) : value);
  const isDeclaration = node.type === 'VariableDeclaration';
  const outcome = isDeclaration && binding ? ref(binding) : given(point.call);
  const { taker } = point;
  // A taker takes what is delivered, or what the call of a foreign function has come to, by itself.
  const wait = helpers.call('held', point.callee, ...place(point, body), ...(taker ? [t.booleanLiteral(true)] : []));
  const waiting = t.yieldExpression(wait, true);
  const then = taker ? [waiting, given(helpers.call(taker.helper, ...taker.args))] : [given(waiting)];
  const check = when(
    isSuspended(outcome, e),
    then.map(expression => t.expressionStatement(expression)),
  );
  return isDeclaration ? [node, check] : [t.inherits(check, node)];
}
