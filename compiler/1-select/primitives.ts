/** Expressions whose values are primitives, whatever they are made of: converting one calls nothing of the program's. */
import * as t from '@babel/types';
import { isGlobal } from '../normal-form/build.js';

const conversions = new Set(['String', 'Number', 'BigInt', 'Boolean', 'Symbol', 'parseInt', 'parseFloat']);
const constants = new Set(['undefined', 'NaN', 'Infinity']);

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
      return isGlobal(node.callee, conversions);
    case 'Identifier':
      return isGlobal(node, constants);
    default:
      return t.isLiteral(node) && node.type !== 'RegExpLiteral';
  }
}
