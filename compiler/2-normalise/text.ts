/**
 * The author's expression as V8 prints it in its messages ("a.b(...).c is not a function"), for calls whose
 * callee we keep in a temporary. Follows the behaviour of V8's CallPrinter, observed on Node 20 to 26.
 */
import * as t from '@babel/types';
import type { IdentifierRef } from '../normal-form/model.js';

/** An expression that stands for something the author wrote otherwise; engine messages must say what. */
export type Stand = t.Expression & { author?: string };

const unknown = '(intermediate value)';

/** The name the author gave the variable. */
export function authorName(node: t.Identifier): string {
  return (node as IdentifierRef).binding?.author ?? node.name;
}

export function authorText(node: t.Node): string {
  const { author } = node as Stand;
  if (author !== undefined) return author;
  switch (node.type) {
    case 'Identifier':
      return authorName(node);
    case 'ThisExpression':
      return 'this';
    case 'StringLiteral':
      return `"${node.value}"`;
    case 'NumericLiteral':
    case 'BooleanLiteral':
      return String(node.value);
    case 'NullLiteral':
      return 'null';
    case 'RegExpLiteral':
      return `/${node.pattern}/${node.flags}`;
    case 'TemplateLiteral':
      return node.expressions.length === 0
        ? `"${node.quasis[0]?.value.cooked ?? ''}"`
        : node.expressions.map(authorText).join('');
    case 'MemberExpression':
    case 'OptionalMemberExpression': {
      const dot = node.optional ? '?.' : '';
      const object = authorText(node.object);
      if (!node.computed) return `${object}${dot || '.'}${propertyText(node.property)}`;
      if (node.property.type === 'StringLiteral') return `${object}${dot || '.'}${node.property.value}`;
      return `${object}${dot}[${authorText(node.property)}]`;
    }
    case 'CallExpression':
    case 'OptionalCallExpression':
      return `${authorText(node.callee)}(...)`;
    case 'TaggedTemplateExpression':
      return `${authorText(node.tag)}(...)`;
    case 'ConditionalExpression':
      return unknown + unknown + unknown;
    case 'BinaryExpression':
    case 'LogicalExpression':
      return `(${authorText(node.left)} ${node.operator} ${authorText(node.right)})`;
    case 'SequenceExpression':
      return node.expressions.map(authorText).reduce((left, right) => `(${left} , ${right})`);
    case 'UnaryExpression':
      return `(${node.operator}${node.operator.length > 1 ? ' ' : ''}${authorText(node.argument)})`;
    case 'AssignmentExpression':
      return node.left.type === 'Identifier' ? authorText(node.left) : unknown;
    case 'ObjectExpression':
      return `{${node.properties.map(p => (p.type === 'ObjectProperty' ? authorText(p.value) : unknown)).join('')}}`;
    case 'ArrayExpression':
      return `[${node.elements.map(element => (element ? authorText(element) : '')).join(',')}]`;
    default:
      return unknown;
  }
}

function propertyText(node: t.Node): string {
  return node.type === 'PrivateName' ? `#${node.id.name}` : (node as t.Identifier).name;
}

/** "x is not iterable", in the form it takes where the source of a pattern or loop is `node`. */
export function notIterableText(node: t.Node): string {
  if (t.isCallExpression(node) || t.isOptionalCallExpression(node))
    return `${authorText(node.callee)} is not a function or its return value is not iterable`;
  return `${authorText(node)} is not iterable`;
}
