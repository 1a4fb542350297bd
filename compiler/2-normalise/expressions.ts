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
import { isPoint } from '../1-select/points.js';
import { again, assign, ref, set, when } from '../normal-form/build.js';
import type { Binding, IdentifierRef } from '../normal-form/model.js';
import { lowerCall, lowerNew, lowerTagged } from './calls.js';
import { lowerChain } from './chains.js';
import { hasPoint, type Normaliser } from './normaliser.js';
import { assignPattern, checkObject, namesSource } from './patterns.js';
import { authorText, notIterableText, shownAs } from './text.js';

export function lower(n: Normaliser, node: t.Expression): t.Expression {
  if (!hasPoint(node)) return node;
  switch (node.type) {
    case 'CallExpression':
      return isPoint(node) ? lowerCall(n, node, true) : lowerParts(n, node);
    case 'NewExpression':
      return isPoint(node) ? lowerNew(n, node, true) : lowerParts(n, node);
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
      node.argument = lowerReference(n, node.argument as t.MemberExpression, []);
      return node;
    case 'UnaryExpression':
      if (node.operator === 'delete' && t.isMemberExpression(node.argument))
        node.argument = lowerReference(n, node.argument, []);
      else if (node.operator === 'delete' && t.isOptionalMemberExpression(node.argument))
        return lowerChain(n, node.argument, true, true);
      else node.argument = lower(n, node.argument);
      return node;
    case 'MemberExpression':
      return lowerReference(n, node, []);
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
    case 'ArrayExpression': {
      node.elements = lowerElements(n, node.elements as ListItem[]) as t.ArrayExpression['elements'];
      return node;
    }
    case 'ObjectExpression':
      return lowerObject(n, node);
    case 'ClassExpression':
      lowerClass(n, node);
      return node;
    case 'ParenthesizedExpression':
      return lower(n, node.expression);
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
          return void lowerTagged(n, node, false);
        case 'OptionalCallExpression':
          return void lowerChain(n, node, false);
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
    if (node.type === 'CallExpression' && isPoint(node)) {
      lowerCall(n, node, true, ref(target));
      return;
    }
    n.push(set(ref(target), lower(n, node)));
  });
}

/** Operands of constructs with no rule of their own, left to right. */
function lowerParts(n: Normaliser, node: t.Expression): t.Expression {
  const record = node as unknown as Record<string, unknown>;
  for (const key of t.VISITOR_KEYS[node.type] ?? []) {
    const value = record[key];
    if (Array.isArray(value)) record[key] = lowerElements(n, value as ListItem[]);
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
function logicalTest(operator: string, left: t.Expression): t.Expression {
  if (operator === '&&') return left;
  if (operator === '||') return t.unaryExpression('!', left);
  return t.binaryExpression('==', left, t.nullLiteral());
}

type ListItem = t.Expression | t.SpreadElement | null;

/** Arguments and array elements. What is spread before a point is spread into an array then. */
export function lowerElements(n: Normaliser, items: ListItem[], isCall = false): ListItem[] {
  const last = items.reduce((found, item, i) => (hasPoint(item) ? i : found), -1);
  if (last < 0) return items;
  const before = items.slice(0, last);
  const result: ListItem[] = [];
  before.forEach((item, i) => {
    const following = [...before.slice(i + 1), ...items.slice(last)] as t.Node[];
    if (!item) result.push(item);
    else if (item.type === 'SpreadElement') {
      const spread = checkedSpread(n, item.argument, isCall, false);
      result.push(t.spreadElement(ref(n.keep(t.arrayExpression([t.spreadElement(spread)])))));
    } else result.push(n.stable(lower(n, item), following));
  });
  const item = items[last] as t.Expression | t.SpreadElement;
  if (item.type === 'SpreadElement') {
    const isOnly = last === items.length - 1 && !before.some(other => other?.type === 'SpreadElement');
    item.argument = checkedSpread(n, item.argument, isCall, isOnly);
  }
  result.push(item.type === 'SpreadElement' ? item : lower(n, item));
  return [...result, ...items.slice(last + 1)];
}

/** What is spread, with the engine's message if it cannot be: among arguments it depends on where the spread stands. */
function checkedSpread(n: Normaliser, node: t.Expression, isCall: boolean, isOnly: boolean): t.Expression {
  const text = isCall ? authorText(node) : notIterableText(node);
  const value = lower(n, node);
  if (isCall && isOnly) return n.helpers.call('spreadable', value, t.stringLiteral(text));
  return n.helpers.call('iterable', value, isCall ? t.numericLiteral(0) : t.stringLiteral(text));
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
          ...into(n, result, right),
          set(again(left) as t.Identifier, ref(result)),
        ]),
      );
      return ref(result);
    }
    const old = n.stable(again(left) as t.Identifier, [right]);
    return assign(left, t.binaryExpression(operator.slice(0, -1) as '+', old, lower(n, right)));
  }
  const place = lowerReference(n, left as t.MemberExpression, [right]);
  if (operator === '=') {
    node.left = place;
    node.right = lower(n, right);
    return node;
  }
  // The place is used twice, reading and writing.
  if (place.object.type !== 'Super') place.object = n.stable(place.object, [right]);
  if (place.computed) place.property = n.stable(place.property as t.Expression, [right]);
  const old = n.keep(twin(place));
  if (logical) {
    n.push(when(logicalTest(operator.slice(0, 2), ref(old)), [...into(n, old, right), set(place, ref(old))]));
    return ref(old);
  }
  return assign(place, t.binaryExpression(operator.slice(0, -1) as '+', ref(old), lower(n, right)));
}

/** The same place again. */
function twin(place: t.MemberExpression): t.MemberExpression {
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
    if (i === last) return lowered;
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
      property.argument = i < last ? ref(n.keep(t.objectExpression([t.spreadElement(spread)]))) : spread;
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

/** A class whose heritage or computed keys have points: they are evaluated first, in order. */
export function lowerClass(n: Normaliser, node: t.Class): void {
  const keyed = node.body.body.filter(element => 'computed' in element && element.computed) as t.ClassMethod[];
  const parts = [...(node.superClass ? [node.superClass] : []), ...keyed.map(element => element.key as t.Expression)];
  const last = parts.reduce((found, part, i) => (hasPoint(part) ? i : found), -1);
  parts.forEach((part, i) => {
    if (i > last) return;
    const isHeritage = i === 0 && !!node.superClass;
    const lowered = lower(n, part);
    const value = i < last ? ref(n.keep(isHeritage ? lowered : n.helpers.call('key', lowered))) : lowered;
    if (isHeritage) node.superClass = value;
    else (keyed[i - (node.superClass ? 1 : 0)] as t.ClassMethod).key = value;
  });
}
