/**
 * Three forms that only scripts may use, written as what they mean, so that no pass has to know of them.
 *
 * In: the Program. Out: the same, changed in place; nothing for most.
 *
 *     if (a) function f() {}               →  if (a) { function f() {} }
 *     for (var i = f() in o) …             →  for (var i in i = f(), o) …
 *     f() = a    f()++    for (f() of xs)  →  (f(), fail()).v = a  …          fail throws the engine's ReferenceError
 *
 * The trap: a label of the loop must stay at the loop, so the initial value cannot become a statement before it.
 */
import * as t from '@babel/types';
import { block } from '../normal-form/build.js';

export function spellOutLegacy(program: t.Program): void {
  t.traverseFast(program, node => {
    if (node.type === 'IfStatement') {
      node.consequent = inBlock(node.consequent);
      if (node.alternate) node.alternate = inBlock(node.alternate);
    } else if (node.type === 'ForInStatement' && node.left.type === 'VariableDeclaration') {
      const [declarator] = node.left.declarations;
      if (!declarator?.init || declarator.id.type !== 'Identifier') return;
      const { id, init } = declarator;
      const initialised = t.inherits(t.assignmentExpression('=', t.cloneNode(id), init), declarator);
      node.right = t.inherits(t.sequenceExpression([initialised, node.right]), node.right);
      declarator.init = null;
    } else if (node.type === 'UpdateExpression') {
      if (isCall(node.argument)) node.argument = failing(node.argument, inUpdate(node.prefix));
    } else if (node.type === 'AssignmentExpression') {
      if (isCall(node.left)) node.left = failing(node.left, 'in assignment');
    } else if (node.type === 'ForInStatement' || node.type === 'ForOfStatement') {
      if (isCall(node.left)) node.left = failing(node.left, 'in for-loop');
    }
  });
}

const isCall = (target: t.Node): target is t.CallExpression => target.type === 'CallExpression';

const inUpdate = (isPrefix: boolean): string => `expression in ${isPrefix ? 'prefix' : 'postfix'} operation`;

/** A target that fails as soon as it is evaluated, after the call. */
function failing(call: t.CallExpression, where: string): t.MemberExpression {
  const error = t.newExpression(t.identifier('ReferenceError'), [t.stringLiteral(`Invalid left-hand side ${where}`)]);
  const fail = t.callExpression(t.arrowFunctionExpression([], block([t.throwStatement(error)])), []);
  return t.memberExpression(t.sequenceExpression([call, fail]), t.identifier('v'));
}

function inBlock(statement: t.Statement): t.Statement {
  return statement.type === 'FunctionDeclaration' ? t.inherits(block([statement]), statement) : statement;
}
