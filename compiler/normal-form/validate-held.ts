/** The rules about a generator as it is written: it has one half, and is held at each of its points. */
import * as t from '@babel/types';
import { isPoint } from '../1-select/points.js';
import type { AnalysedFunction, Complaint } from './definition.js';
import { Complaints, evaluated, textOf } from './validate-tree.js';

export function checkHeld({ normal, points }: AnalysedFunction): Complaint[] {
  const complaints = new Complaints(normal);
  const found: number[] = [];
  const inside = (node: t.Node): void => {
    const parts = evaluated(node);
    parts.forEach((part, i) => {
      if (!isDeclarationOfPoint(part, parts[i + 1])) visit(part, parts[i - 1]);
    });
  };
  const visit = (node: t.Node, previous: t.Node | undefined): void => {
    complaints.at(node);
    const hold = holdOf(node);
    const pc = hold?.pc ?? delegatedPc(node);
    if (pc === null) {
      if (isPoint(node)) complaints.add('unchecked point', `${textOf(node)} is not compared with the sentinel`);
      inside(node);
      return;
    }
    found.push(pc);
    // The call stands in the comparison, or in the declaration just before it.
    if (hold && t.isIdentifier(hold.compared) && previous?.type !== 'VariableDeclaration')
      complaints.add('unchecked point', `the comparison of point ${pc} has no call before it`);
  };
  inside(normal.fn.node.body);
  const expected = points.map(({ pc }) => pc);
  if (String(found) !== String(expected))
    complaints.add('unchecked point', `the generator is held at points ${found}, and should be at ${expected}`);
  return complaints.list;
}

/**
 * `if (call === SUSPENDED) { t = yield* held(callee, info, mark, pc); }`: the compared side, and the point. With a taker
 * of its own: `if (call === SUSPENDED) { yield* held(callee, info, mark, pc, true); t = taker(…); }`
 */
function holdOf(node: t.Node): { compared: t.Node; pc: number } | null {
  if (node.type !== 'IfStatement' || node.alternate || !t.isBlockStatement(node.consequent)) return null;
  const [wait, taker, ...others] = node.consequent.body;
  const compared = comparedWithSentinel(node.test);
  const value = t.isExpressionStatement(wait) ? assigned(wait.expression) : null;
  const held =
    t.isYieldExpression(value, { delegate: true }) && t.isCallExpression(value.argument) ? value.argument : null;
  const [, , , pc, isLeft] = held?.arguments ?? [];
  if (!compared || !t.isNumericLiteral(pc) || others.length > 0) return null;
  const isTaken = t.isExpressionStatement(taker) && t.isCallExpression(assigned(taker.expression));
  return (isLeft ? isTaken : !taker) ? { compared, pc: pc.value } : null;
}

function comparedWithSentinel(node: t.Node): t.Node | null {
  if (!t.isBinaryExpression(node, { operator: '===' }) || !t.isIdentifier(node.right)) return null;
  return node.left;
}

function assigned(node: t.Node): t.Node {
  return t.isAssignmentExpression(node, { operator: '=' }) ? node.right : node;
}

/** The last argument of a call, which is the number of the point. */
function lastNumber(node: t.Node | null | undefined): number | null {
  const last = t.isCallExpression(node) ? node.arguments.at(-1) : null;
  return t.isNumericLiteral(last) ? last.value : null;
}

/** `t = yield* delegate(…, pc)` */
function delegatedPc(node: t.Node): number | null {
  if (!t.isExpressionStatement(node)) return null;
  const value = assigned(node.expression);
  return t.isYieldExpression(value, { delegate: true }) ? lastNumber(value.argument) : null;
}

/** `let x = f(); if (x === SUSPENDED && …) …` */
function isDeclarationOfPoint(node: t.Node, next: t.Node | undefined): boolean {
  if (node.type !== 'VariableDeclaration' || !next) return false;
  const target = node.declarations[0]?.id;
  const hold = holdOf(next);
  return !!hold && t.isIdentifier(target) && t.isIdentifier(hold.compared, { name: target.name });
}
