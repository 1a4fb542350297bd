/** The name that an anonymous function takes from the syntax around it (ECMA-262, 8.4). */
import * as t from '@babel/types';

/** The name that an anonymous function gets from its place; null for none. */
export function nameGiven(parent: t.Node, key: string): string | null {
  switch (parent.type) {
    case 'VariableDeclarator':
      return key === 'init' ? nameOf(parent.id) : null;
    case 'AssignmentExpression':
      return key === 'right' && /^(?:=|&&=|\|\|=|\?\?=)$/.test(parent.operator) ? nameOf(parent.left) : null;
    case 'AssignmentPattern':
      return key === 'right' ? nameOf(parent.left) : null;
    case 'ObjectProperty':
    case 'ClassProperty':
    case 'ClassAccessorProperty': {
      if (key !== 'value' || parent.computed) return null;
      const name = nameOf(parent.key);
      return name === '__proto__' && parent.type === 'ObjectProperty' ? null : name;
    }
    case 'ClassPrivateProperty':
      return key === 'value' ? `#${parent.key.id.name}` : null;
    case 'ExportDefaultDeclaration':
      return 'default';
    default:
      return null;
  }
}

function nameOf(node: t.Node): string | null {
  if (t.isIdentifier(node)) return node.extra?.parenthesized ? null : node.name;
  if (t.isStringLiteral(node) || t.isNumericLiteral(node)) return String(node.value);
  return t.isBigIntLiteral(node) ? BigInt(node.value).toString() : null;
}
