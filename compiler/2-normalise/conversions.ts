/**
 * Conversions to a string or a number that may suspend, in a `toString`, `valueOf` or `[Symbol.toPrimitive]`.
 *
 *     String(x)      →  converts(x) ? callBuiltIn(String, undefined, x) : String(x)
 *     `${x}, ${y}`   →  `${textOf(x)}, ${textOf(y)}`
 *     textOf(x)      →  converts(x) ? textOf(x) : x                       as a point, where `textOf` does it in a frame
 *
 * Template literals are nearly always of primitives, and would nearly all become suspension points. So only those of
 * modules are that define such a method which calls something; elsewhere there is `String(x)`.
 *
 * The trap: each part of a template is converted before the next is evaluated, symbols (which cannot be) among them.
 */
import * as t from '@babel/types';
import { mayCall } from '../1-select/accessors.js';
import type { Awaitable } from '../1-select/awaited.js';
import { isPoint } from '../1-select/points.js';
import { isPrimitive } from '../1-select/primitives.js';
import { again, children, id, isFunction, isGlobal } from '../normal-form/build.js';
import type { Helpers } from '../normal-form/helpers.js';
import type { IdentifierRef } from '../normal-form/model.js';
import { result } from './calls.js';
import { lower } from './expressions.js';
import type { Normaliser } from './normaliser.js';

/** A call of `textOf`. */
type Conversion = t.CallExpression & { converts?: true };

export const isOfTemplate = (node: t.Node): boolean => !!(node as Conversion).converts;

const globals = new Set(['String', 'Number']);

/** Whether the call is one of a conversion that may suspend. */
export function isConversion(node: t.CallExpression): boolean {
  const { callee, arguments: args } = node;
  if (!isPoint(node) || args.length !== 1 || !t.isExpression(args[0])) return false;
  return isOfTemplate(node) || isGlobal(callee, globals);
}

export function lowerConversion(
  n: Normaliser,
  node: t.CallExpression,
  wanted: boolean,
  target?: IdentifierRef,
): t.Expression {
  const callee = node.callee as t.Identifier;
  const value = n.repeatable(lower(n, node.arguments[0] as t.Expression), []);
  const condition = n.helpers.call('converts', value);
  const { loc } = node;
  if (isOfTemplate(node)) {
    const made = t.conditionalExpression(condition, n.helpers.call('textOf', again(value)), again(value));
    return result(n, node, made, n.helpers.value('textOf'), loc, wanted, target);
  }
  const direct: Awaitable & t.CallExpression = t.callExpression(callee, [again(value)]);
  direct.awaited = true;
  const green = n.helpers.call('callBuiltIn', again(callee), id('undefined'), again(value));
  const link = n.helpers.call('builtIn', again(callee), id('undefined'));
  return result(n, node, t.conditionalExpression(condition, green, direct), link, loc, wanted, target);
}

/** Makes conversions of the parts of template literals, if that is called for. Whether there are any. */
export function convertTemplates(program: t.Program, helpers: Helpers): boolean {
  if (!definesConversion(program)) return false;
  let found = false;
  const visit = (node: t.Node, isTagged: boolean): void => {
    if (node.type === 'TemplateLiteral' && !isTagged)
      node.expressions = (node.expressions as t.Expression[]).map(part => {
        if (isPrimitive(part)) return part;
        found = true;
        const made = t.inherits(t.callExpression(helpers.value('textOf'), [part]), part);
        return Object.assign(made, { converts: true } satisfies Pick<Conversion, 'converts'>);
      });
    for (const child of children(node)) visit(child, node.type === 'TaggedTemplateExpression' && child === node.quasi);
  };
  visit(program, false);
  return found;
}

const methods = new Set(['toString', 'valueOf']);

/** Whether a method that converts, and calls something, is defined anywhere in it. */
function definesConversion(node: t.Node): boolean {
  const value = definedBy(node);
  return (value !== null && calls(value)) || children(node).some(definesConversion);
}

/** What such a method is defined as, if `node` defines one. */
function definedBy(node: t.Node): t.Node | null {
  switch (node.type) {
    case 'ObjectMethod':
    case 'ClassMethod':
      return node.kind !== 'constructor' && isName(node.key, node.computed) ? node.body : null;
    case 'ObjectProperty':
    case 'ClassProperty':
      return isName(node.key, node.computed ?? false) ? (node.value ?? null) : null;
    case 'AssignmentExpression': {
      const { left } = node;
      return t.isMemberExpression(left) && isName(left.property, left.computed) ? node.right : null;
    }
    case 'CallExpression': {
      // `Object.defineProperty(o, 'toString', …)`
      const [, key, property] = node.arguments;
      return key && property && isName(key, true) ? property : null;
    }
    default:
      return null;
  }
}

function isName(key: t.Node, isComputed: boolean): boolean {
  if (t.isStringLiteral(key)) return methods.has(key.value);
  return isComputed ? t.matchesPattern(key, 'Symbol.toPrimitive') : t.isIdentifier(key) && methods.has(key.name);
}

/** Whether running it, if it is a function, may call something; and of what is none, nothing is known. */
function calls(node: t.Node): boolean {
  const visit = (part: t.Node): boolean => mayCall(part) || (!isFunction(part) && children(part).some(visit));
  if (t.isFunction(node)) return visit(node.body);
  return t.isBlockStatement(node) ? visit(node) : !t.isLiteral(node) && node.type !== 'ObjectPattern';
}
