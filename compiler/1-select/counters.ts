/**
 * istanbul's counters, where its plugin has finished before ours:
 *
 *     function cov_2l9ahl1dkz() { … "__coverage__" … }   stays as it is
 *     cov_2l9ahl1dkz().s[0]++;                            is no suspension point
 *
 * There is one in front of each statement, so that the code would be several times as large otherwise. Where istanbul finishes
 * after us it has not declared the function yet: see `points.ts`.
 * The trap: an author may call a function so. That it is istanbul's, the name of its global tells.
 */
import * as t from '@babel/types';

/** A call of the function that gives istanbul's counts. */
export interface CounterCall {
  counter?: true;
}

export function noteCounters(program: t.Program): void {
  const declaration = program.body.find(isDeclaration);
  if (!declaration) return;
  declaration.body.directives.push(t.directive(t.directiveLiteral('no greenlet')));
  const { name } = declaration.id as t.Identifier;
  t.traverseFast(program, node => {
    if (t.isCallExpression(node) && t.isIdentifier(node.callee, { name })) (node as CounterCall).counter = true;
  });
}

function isDeclaration(node: t.Statement): node is t.FunctionDeclaration {
  if (!t.isFunctionDeclaration(node) || !isCounterName(node.id?.name ?? '')) return false;
  return node.body.body.some(
    one =>
      t.isVariableDeclaration(one) &&
      t.isIdentifier(one.declarations[0].id, { name: 'gcv' }) &&
      t.isStringLiteral(one.declarations[0].init),
  );
}

export const isCounterName = (name: string): boolean => /^cov_[\da-z]+$/.test(name);
