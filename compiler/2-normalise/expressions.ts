/**
 * Expressions into normal form: every suspension point becomes a statement of its own.
 *
 *     a.b[f()] + `${x}${g()}`
 *     →  $1 = a.b; $2 = f(); $3 = $1[$2]; $4 = `${x}`; $5 = g();   and what remains: $3 + `${$4}${$5}`
 *
 * `lower` pushes the statements and returns what remains: an expression without points, which the caller
 * must put where it is evaluated next. `effect` is the same for an expression whose value nobody wants.
 *
 * The trap: whatever the author wrote before a point has been *read* before it. A variable that could
 * change meanwhile, a property, a conversion to string or to a property key: all are done in order.
 */
import * as t from '@babel/types';
import { isPoint, runsUnknown } from '../1-select/points.js';
import { again, assign, ref, set, when } from '../normal-form/build.js';
import type { Binding, IdentifierRef } from '../normal-form/model.js';
import { lowerMemberAssignment, lowerMemberUpdate, lowerRead, mayRead } from './accesses.js';
import { lowerCall, lowerNew, lowerTagged } from './calls.js';
import { lowerChain } from './chains.js';
import { lowerClassExpression } from './class-definitions.js';
import { isOfTemplate } from './conversions.js';
import { lowerDelegation } from './delegation.js';
import { named } from './naming.js';
import { hasPoint, type Normaliser, unnamed } from './normaliser.js';
import { assignPattern, checkObject, namesSource } from './patterns.js';
import { type ListItem, lowerArray, lowerElements, spreadOf } from './spread.js';
import { authorName, shownAs } from './text.js';

export function lower(n: Normaliser, node: t.Expression): t.Expression {
  if (!hasPoint(node)) return node;
  switch (node.type) {
    case 'CallExpression':
      return runsUnknown(node) ? lowerCall(n, node, true) : lowerParts(n, node);
    case 'NewExpression':
      return runsUnknown(node) ? lowerNew(n, node, true) : lowerParts(n, node);
    case 'TaggedTemplateExpression':
      return lowerTagged(n, node, true);
    case 'OptionalCallExpression':
    case 'OptionalMemberExpression':
      return lowerChain(n, node, true);
    case 'SequenceExpression': {
      const last = node.expressions.length - 1;
      for (const expression of node.expressions.slice(0, last)) effect(n, expression);
      return lower(n, node.expressions[last] as t.Expression);
    }
    case 'LogicalExpression':
      return lowerLogical(n, node);
    case 'ConditionalExpression': {
      const result = n.temp();
      const test = lower(n, node.test);
      n.push(when(test, into(n, result, node.consequent), into(n, result, node.alternate)));
      return ref(result);
    }
    case 'AssignmentExpression':
      return lowerAssignment(n, node);
    case 'UpdateExpression':
      if (isPoint(node.argument)) return lowerMemberUpdate(n, node, true);
      node.argument = lowerReference(n, node.argument as t.MemberExpression, []);
      return node;
    case 'UnaryExpression':
      if (node.operator === 'delete' && t.isMemberExpression(node.argument))
        node.argument = lowerReference(n, node.argument, []);
      else if (node.operator === 'delete' && t.isOptionalMemberExpression(node.argument))
        return lowerChain(n, node.argument, true, true);
      else {
        const value = lower(n, node.argument);
        // What the author deletes is no variable; a temporary would be one.
        const isTemporary = node.operator === 'delete' && t.isIdentifier(value);
        node.argument = isTemporary ? t.unaryExpression('void', value) : value;
      }
      return node;
    case 'MemberExpression':
      return mayRead(node) ? lowerRead(n, node) : lowerReference(n, node, []);
    case 'BinaryExpression': {
      if (node.left.type === 'PrivateName') {
        node.right = lower(n, node.right);
        return node;
      }
      const [left, right] = n.operands([node.left, node.right], part => lower(n, part));
      return t.inherits(t.binaryExpression(node.operator, left as t.Expression, right as t.Expression), node);
    }
    case 'TemplateLiteral':
      return lowerTemplate(n, node);
    case 'ArrayExpression':
      return lowerArray(n, node);
    case 'ObjectExpression':
      return lowerObject(n, node);
    case 'ClassExpression':
      return lowerClassExpression(n, node);
    case 'ParenthesizedExpression':
      return lower(n, node.expression);
    case 'YieldExpression':
      return node.delegate ? lowerDelegation(n, node) : lowerParts(n, node);
    default:
      return lowerParts(n, node);
  }
}

/** For its effects only. */
export function effect(n: Normaliser, node: t.Expression): void {
  n.scoped(() => {
    if (hasPoint(node)) {
      switch (node.type) {
        case 'CallExpression':
          if (isPoint(node)) return void lowerCall(n, node, false);
          break;
        case 'NewExpression':
          if (isPoint(node)) return void lowerNew(n, node, false);
          break;
        case 'TaggedTemplateExpression':
          if (isPoint(node)) return void lowerTagged(n, node, false);
          break;
        case 'OptionalCallExpression':
          return void lowerChain(n, node, false);
        case 'MemberExpression':
          if (mayRead(node)) return void lowerRead(n, node, null);
          break;
        case 'AssignmentExpression':
          if (node.left.type === 'MemberExpression' && isPoint(node.left))
            return void lowerMemberAssignment(n, node, false);
          break;
        case 'UpdateExpression':
          if (isPoint(node.argument)) return void lowerMemberUpdate(n, node, false);
          break;
        case 'SequenceExpression':
          for (const expression of node.expressions) effect(n, expression);
          return;
        case 'LogicalExpression':
          if (node.operator !== '??') {
            const test = lower(n, node.left);
            const then = n.capture(() => effect(n, node.right));
            n.push(when(node.operator === '&&' ? test : t.unaryExpression('!', test), then));
            return;
          }
          break;
        case 'ConditionalExpression': {
          const test = lower(n, node.test);
          n.push(
            when(
              test,
              n.capture(() => effect(n, node.consequent)),
              n.capture(() => effect(n, node.alternate)),
            ),
          );
          return;
        }
        case 'UnaryExpression':
          if (node.operator === 'void' || node.operator === '!') return effect(n, node.argument);
          break;
      }
    }
    const rest = lower(n, node);
    if (!(rest.type === 'Identifier' && (rest as IdentifierRef).binding?.kind === 'temp'))
      n.push(t.inherits(t.expressionStatement(rest), node));
  });
}

/** Lowers `node` and assigns it to `target`. */
export function into(n: Normaliser, target: Binding, node: t.Expression): t.Statement[] {
  return n.capture(() => {
    if (isDirect(node)) lowerDirect(n, node, ref(target));
    else n.push(set(ref(target), unnamed(lower(n, node))));
  });
}

/** Whether the point of an expression can give its value to any variable; what is left of it is that variable. */
export const isDirect = (node: t.Node): node is t.CallExpression | t.MemberExpression =>
  (node.type === 'CallExpression' && isPoint(node)) || (node.type === 'MemberExpression' && mayRead(node));

/** The point is the last statement written. */
export function lowerDirect(n: Normaliser, node: t.CallExpression | t.MemberExpression, target: IdentifierRef): void {
  if (node.type === 'CallExpression') lowerCall(n, node, true, target);
  else lowerRead(n, node, target);
}

/** Operands of constructs with no rule of their own, left to right. */
function lowerParts(n: Normaliser, node: t.Expression): t.Expression {
  const record = node as unknown as Record<string, unknown>;
  for (const key of t.VISITOR_KEYS[node.type] ?? []) {
    const value = record[key];
    if (Array.isArray(value)) record[key] = lowerElements(n, value as ListItem[], key === 'arguments');
    else if (value && t.isExpression(value as t.Node)) record[key] = lower(n, value as t.Expression);
  }
  return node;
}

function lowerLogical(n: Normaliser, node: t.LogicalExpression): t.Expression {
  const result = n.temp();
  if (!hasPoint(node.right)) {
    return t.inherits(t.logicalExpression(node.operator, lower(n, node.left), node.right), node);
  }
  n.push(...into(n, result, node.left));
  n.push(when(logicalTest(node.operator, ref(result)), into(n, result, node.right)));
  return ref(result);
}

/** Whether the right side of `left OP right` is evaluated. */
export function logicalTest(operator: string, left: t.Expression): t.Expression {
  if (operator === '&&') return left;
  if (operator === '||') return t.unaryExpression('!', left);
  return t.binaryExpression('==', left, t.nullLiteral());
}

/** `o.p` and `o[k]`: what is evaluated of it before `rest` is; the access itself remains. */
export function lowerReference(n: Normaliser, node: t.MemberExpression, rest: readonly t.Node[]): t.MemberExpression {
  const later = rest.some(part => hasPoint(part));
  if (node.object.type === 'Super') {
    if (node.computed) node.property = keepFor(n, node.property as t.Expression, rest, later);
    return node;
  }
  if (!node.computed) {
    node.object = keepFor(n, node.object, rest, later);
    return node;
  }
  const property = node.property as t.Expression;
  node.object = keepFor(n, node.object, [property, ...rest], later || hasPoint(property));
  node.property = keepFor(n, property, rest, later);
  return node;
}

function keepFor(n: Normaliser, node: t.Expression, rest: readonly t.Node[], later: boolean): t.Expression {
  const lowered = lower(n, node);
  return later ? n.stable(lowered, rest) : lowered;
}

function lowerAssignment(n: Normaliser, node: t.AssignmentExpression): t.Expression {
  const { left, right, operator } = node;
  if (t.isObjectPattern(left) || t.isArrayPattern(left)) {
    const author = shownAs(right);
    if (!hasPoint(left) && !namesSource(left)) {
      const kept = n.keep(lower(n, right));
      if (t.isObjectPattern(left)) checkObject(n, left, ref(kept), author);
      node.right = ref(kept);
      return node;
    }
    const value = n.keep(lower(n, right));
    assignPattern(n, left, ref(value), author, false);
    return ref(value);
  }
  const logical = operator === '&&=' || operator === '||=' || operator === '??=';
  if (left.type === 'Identifier') {
    if (operator === '=') {
      node.right = lower(n, right);
      return node;
    }
    if (logical) {
      const result = n.keep(left);
      n.push(
        when(logicalTest(operator.slice(0, 2), ref(result)), [
          ...into(n, result, named(right, authorName(left))),
          set(again(left) as t.Identifier, ref(result)),
        ]),
      );
      return ref(result);
    }
    const old = n.stable(again(left) as t.Identifier, [right]);
    return assign(left, t.binaryExpression(operator.slice(0, -1) as '+', old, lower(n, right)));
  }
  if (isPoint(left)) return lowerMemberAssignment(n, node, true);
  const place = lowerReference(n, left as t.MemberExpression, [right]);
  if (operator === '=') {
    node.left = place;
    node.right = lower(n, right);
    return node;
  }
  // The place is used twice, reading and writing.
  if (place.object.type !== 'Super') place.object = n.repeatable(place.object, [right]);
  if (place.computed) place.property = n.stable(place.property as t.Expression, [right]);
  const old = n.keep(twin(place));
  if (logical) {
    n.push(when(logicalTest(operator.slice(0, 2), ref(old)), [...into(n, old, right), set(place, ref(old))]));
    return ref(old);
  }
  return assign(place, t.binaryExpression(operator.slice(0, -1) as '+', ref(old), lower(n, right)));
}

/** The same place again. */
export function twin(place: t.MemberExpression): t.MemberExpression {
  const property = place.property as t.Expression;
  return t.memberExpression(
    again(place.object),
    place.computed ? again(property) : t.cloneNode(property),
    place.computed,
  );
}

/** Each part is converted to a string before the next is evaluated. */
function lowerTemplate(n: Normaliser, node: t.TemplateLiteral): t.Expression {
  const parts = node.expressions as t.Expression[];
  const last = parts.reduce((found, part, i) => (hasPoint(part) ? i : found), -1);
  node.expressions = parts.map((part, i) => {
    if (i > last) return part;
    const lowered = lower(n, part);
    if (i === last || isOfTemplate(part)) return lowered;
    if (t.isLiteral(lowered) && !t.isTemplateLiteral(lowered)) return lowered;
    const empty = () => t.templateElement({ raw: '', cooked: '' });
    return ref(n.keep(t.templateLiteral([empty(), empty()], [lowered])));
  });
  return node;
}

function lowerObject(n: Normaliser, node: t.ObjectExpression): t.Expression {
  const { properties } = node;
  const last = properties.reduce((found, property, i) => (hasPoint(property) ? i : found), -1);
  properties.forEach((property, i) => {
    if (i > last) return;
    const rest = properties.slice(i + 1, last + 1);
    if (property.type === 'SpreadElement') {
      const spread = lower(n, property.argument);
      property.argument = i < last ? ref(n.keep(t.objectExpression([spreadOf(spread)]))) : spread;
      return;
    }
    const value = property.type === 'ObjectProperty' ? (property.value as t.Expression) : null;
    if (property.computed) {
      const key = lower(n, property.key as t.Expression);
      property.key = i < last || hasPoint(value) ? ref(n.keep(n.helpers.call('key', key))) : key;
    }
    if (!value || property.type !== 'ObjectProperty') return;
    const lowered = lower(n, value);
    const isFunction = t.isFunction(lowered) || (t.isClass(lowered) && !lowered.id);
    property.value = i < last && !isFunction ? n.stable(lowered, rest) : lowered;
    if (property.value !== value) property.shorthand = false;
  });
  return node;
}
