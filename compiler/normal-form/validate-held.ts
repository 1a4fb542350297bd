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
 * `if (call === SUSPENDED && held(…, pc) === SUSPENDED) { while (…yield…); take(); }`: the compared side, and the point.
 * With a taker of its own: `if (call === SUSPENDED) { if (held(…, pc) === SUSPENDED) { while (…yield…); } taker(); }`
 */
function holdOf(node: t.Node): { compared: t.Node; pc: number } | null {
  if (node.type !== 'IfStatement' || node.alternate || !t.isBlockStatement(node.consequent)) return null;
  const joint = t.isLogicalExpression(node.test, { operator: '&&' }) ? node.test : null;
  const [first, go, ...others] = node.consequent.body;
  const inner = joint ? null : holding(first);
  const compared = comparedWithSentinel(joint ? joint.left : node.test);
  const held = joint ? comparedWithSentinel(joint.right) : inner?.held;
  const pc = held && lastNumber(assigned(held));
  if (!compared || typeof pc !== 'number') return null;
  const waits = isWait(joint ? first : inner?.wait);
  const goesOn = t.isExpressionStatement(go) && t.isCallExpression(assigned(go.expression));
  return waits && goesOn && others.length === 0 ? { compared, pc } : null;
}

function holding(node: t.Node | undefined): { held: t.Node | null; wait: t.Node | undefined } | null {
  if (!t.isIfStatement(node) || node.alternate || !t.isBlockStatement(node.consequent)) return null;
  return { held: comparedWithSentinel(node.test), wait: node.consequent.body[0] };
}

function isWait(node: t.Node | undefined): boolean {
  return t.isWhileStatement(node) && t.isBinaryExpression(node.test) && t.isYieldExpression(node.test.left);
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
