/** Expressions whose values are primitives, whatever they are made of: converting one calls nothing of the program's. */
import * as t from '@babel/types';
import type { IdentifierRef } from '../normal-form/model.js';

const conversions = new Set(['String', 'Number', 'BigInt', 'Boolean', 'Symbol', 'parseInt', 'parseFloat']);

export function isPrimitive(node: t.Node): boolean {
  switch (node.type) {
    case 'BinaryExpression':
    case 'UnaryExpression':
    case 'UpdateExpression':
    case 'TemplateLiteral':
      return true;
    case 'LogicalExpression':
      return isPrimitive(node.left) && isPrimitive(node.right);
    case 'ConditionalExpression':
      return isPrimitive(node.consequent) && isPrimitive(node.alternate);
    case 'SequenceExpression':
      return isPrimitive(node.expressions.at(-1) as t.Expression);
    case 'AssignmentExpression':
      return !['=', '&&=', '||=', '??='].includes(node.operator) || (node.operator === '=' && isPrimitive(node.right));
    case 'CallExpression':
      return isGlobal(node.callee) && conversions.has(node.callee.name);
    case 'Identifier':
      return isGlobal(node) && ['undefined', 'NaN', 'Infinity'].includes(node.name);
    default:
      return t.isLiteral(node) && node.type !== 'RegExpLiteral';
  }
}

const isGlobal = (node: t.Node): node is t.Identifier => t.isIdentifier(node) && !(node as IdentifierRef).binding;
