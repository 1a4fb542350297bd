/**
 * Two forms that only scripts may use, written as what they mean, so that no pass has to know of them.
 *
 * In: the Program. Out: the same, changed in place; nothing for most.
 *
 *     if (a) function f() {}               →  if (a) { function f() {} }
 *     for (var i = f() in o) …             →  for (var i in i = f(), o) …
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
    }
  });
}

function inBlock(statement: t.Statement): t.Statement {
  return statement.type === 'FunctionDeclaration' ? t.inherits(block([statement]), statement) : statement;
}
