/**
 * The author's expression as V8 prints it in its messages ("a.b(...).c is not a function"), for calls whose
 * callee we keep in a temporary. Follows the behaviour of V8's CallPrinter, observed on Node 20 to 26.
 */
import * as t from '@babel/types';
import type { IdentifierRef } from '../normal-form/model.js';
import { ownParts } from './normaliser.js';

/** An expression that stands for something the author wrote otherwise; engine messages must say what. */
export type Stand = t.Expression & { author?: string };

/** What engines call a value without a name. */
export const unknown = '(intermediate value)';

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
      return t.isPattern(node.left) ? unknown : authorText(node.left);
    case 'UpdateExpression':
      return node.prefix
        ? `(${node.operator}${authorText(node.argument)})`
        : `(${authorText(node.argument)}${node.operator})`;
    case 'ObjectExpression':
      return `{${node.properties.map(() => unknown).join('')}}`;
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
  if (t.isCallExpression(node) || t.isOptionalCallExpression(node) || t.isNewExpression(node))
    return `${authorText(node.callee)} is not a function or its return value is not iterable`;
  return `${authorText(node)} is not iterable`;
}

/** What engine messages are to call a value whose expression is no longer there to tell. */
export const shown = (author: string): Stand => Object.assign(t.identifier(''), { author });

/** The same for an expression that is about to be taken apart. */
export function shownAs(node: t.Node): t.Expression {
  const { author } = node as Stand;
  if (author !== undefined) return shown(author);
  const isCall = t.isCallExpression(node) || t.isOptionalCallExpression(node);
  return isCall ? t.callExpression(shown(authorText(node.callee)), []) : shown(authorText(node));
}

/** Whether engines would say a name of ours instead of the author's. */
export function mentionsOurs(node: t.Node): boolean {
  return (node as Stand).author !== undefined || [...ownParts(node)].some(mentionsOurs);
}

/** A property that a nested pattern takes apart. */
export interface Part {
  of: t.Node;
  /** Null for a computed one, which goes unnamed. */
  key: string | null;
}

/**
 * What engines say where an object pattern has nothing to take apart, as the last arguments of `notDestructurable`;
 * null where reading the first property says it. `source` is what the engine calls the value: an expression of the
 * author's, or the property that a nested pattern takes apart; null: it says nothing.
 *
 *     let { a } = o       →  Cannot destructure property 'a' of 'o' as it is undefined.
 *     let { [k]: a } = o  →  Cannot destructure 'o' as it is undefined.
 *     let [{ [k]: a }] = o       →  Cannot read properties of undefined
 *     let { a: { b } = d } = o   →  Cannot destructure property 'a' of 'd' as it is undefined. (So says V8.)
 */
export function faultOf(pattern: t.ObjectPattern, source: t.Node | Part | null): [t.Expression, t.Expression] | null {
  const first = pattern.properties[0];
  const isPart = source !== null && 'of' in source;
  const isUnnamed = isPart && first?.type === 'RestElement';
  let of: t.Node | null = isUnnamed ? null : isPart ? source.of : source;
  let key = isPart && !isUnnamed ? source.key : null;
  if (first?.type === 'ObjectProperty' && !first.computed) {
    const { value: target } = first;
    const isDefaulted = t.isAssignmentPattern(target);
    const isNamed = isDefaulted ? t.isObjectPattern(target.left) : t.isIdentifier(target) || t.isPattern(target);
    if (!isNamed || (!isDefaulted && (isPart || source === null))) return null;
    if (isDefaulted) of = target.right;
    key = keyText(first.key);
  }
  return [
    of === null ? t.nullLiteral() : t.stringLiteral(authorText(of)),
    key === null ? t.nullLiteral() : t.stringLiteral(key),
  ];
}

function keyText(key: t.Node): string {
  return t.isIdentifier(key) ? key.name : String((key as t.StringLiteral).value);
}

/** What engines call the property that a nested pattern takes apart: a literal name, computed or not, but no index. */
export function partKey({ key, computed }: t.ObjectProperty): string | null {
  if (computed && !t.isStringLiteral(key) && !t.isTemplateLiteral(key)) return null;
  if (t.isTemplateLiteral(key) && key.expressions.length > 0) return null;
  const text = t.isTemplateLiteral(key) ? (key.quasis[0]?.value.cooked ?? '') : keyText(key);
  return /^\d+$/.test(text) ? null : text;
}
