/**
 * What a place in the finished program means for a function: the name it gives, whether it is written to there, what it
 * mentions of its surroundings.
 *
 * In: nodes, and the child of which parent they are. Out: answers, for `kinds`.
 *
 * The trap: an anonymous function takes its name from the very syntax around it; parentheses around the target of an
 * assignment are enough to take it away.
 */
import * as t from '@babel/types';
import { named } from '../2-normalise/naming.js';
import { children, id, mapChildren, member } from '../normal-form/build.js';
import type { Binding, IdentifierRef } from '../normal-form/model.js';

export function isNamedByKey(parent: t.Node, key: string): boolean {
  return parent.type === 'ObjectProperty' && parent.computed && key === 'value';
}

/** What is written to, and no value. */
export function isTarget(parent: t.Node, key: string): boolean {
  switch (parent.type) {
    case 'AssignmentExpression':
    case 'AssignmentPattern':
    case 'ForInStatement':
    case 'ForOfStatement':
      return key === 'left';
    case 'UpdateExpression':
    case 'RestElement':
      return key === 'argument';
    default:
      return false;
  }
}

export function mentions(node: t.Node, binding: Binding): boolean {
  return (node as IdentifierRef).binding === binding || [...children(node)].some(child => mentions(child, binding));
}

/** Cautious: a `super` of a class or object inside counts too. */
export function mentionsSuper(node: t.Node): boolean {
  return node.type === 'Super' || [...children(node)].some(mentionsSuper);
}

/** In sloppy code, assigning a function's own name within it is no error and does nothing. */
export function ignoreAssignments(node: t.Node, self: Binding): void {
  const isSelf = (part: t.Node | null | undefined): boolean => (part as IdentifierRef | null)?.binding === self;
  const nowhere = (): t.MemberExpression => member(t.objectExpression([]), 'v');
  const visit = (part: t.Node): t.Node => {
    if (part.type === 'AssignmentExpression' && isSelf(part.left)) {
      const right = visit(part.right) as t.Expression;
      if (part.operator === '=') return named(right, self.name);
      const operator = part.operator.slice(0, -1);
      return /^(?:&&|\|\||\?\?)$/.test(operator)
        ? t.logicalExpression(operator as '&&', id(self.name), named(right, self.name))
        : t.binaryExpression(operator as '+', id(self.name), right);
    }
    if (part.type === 'UpdateExpression' && isSelf(part.argument)) return t.unaryExpression('+', id(self.name));
    mapChildren(part, (child, key) => {
      if (isSelf(child) && isWritten(part, key)) return nowhere();
      if (part.type !== 'ObjectPattern' || child.type !== 'ObjectProperty' || !isSelf(child.value)) return visit(child);
      return t.objectProperty(visit(child.key) as t.Expression, nowhere(), child.computed);
    });
    return part;
  };
  mapChildren(node, visit);
}

/** Within patterns and the heads of loops. */
function isWritten(parent: t.Node, key: string): boolean {
  return isTarget(parent, key) || parent.type === 'ArrayPattern';
}
