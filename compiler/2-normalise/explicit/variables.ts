/**
 * Mentions of variables: reads, assignments, targets of patterns.
 *
 * In: an expression that mentions the author's variable. Out: one that mentions what holds it now, after the checks
 * that the engine would have made.
 *
 *     n += x     n in the cell $n            →  $n.v = $n.v + x
 *     y = f(x)   x may be read too early     →  y = f(x === TDZ ? tdz("x") : x)
 *     k = f()    k a constant                →  constant(f())
 *
 * The trap: an assignment finds its variable missing only after the value has been evaluated, hence
 * `first(value, check)`; but a compound one reads the variable first, and finds it missing before.
 */
import * as t from '@babel/types';
import { assign, member, ref, same } from '../../normal-form/build.js';
import type { Binding, IdentifierRef } from '../../normal-form/model.js';
import { visit } from '../explicit.js';
import { isRenamed, named } from '../naming.js';
import { hasPoint } from '../normaliser.js';
import { authorName, authorText, faultOf, mentionsOurs, type Stand } from '../text.js';
import type { Explicit } from './state.js';

/** Where the variable's value is: in its cell, if it has one. */
export function holder(binding: Binding): t.MemberExpression | IdentifierRef {
  return binding.cell ? member(ref(binding.cell), 'v') : ref(binding);
}

export function read(x: Explicit, node: IdentifierRef): t.Expression {
  const { binding } = node;
  if (binding?.kind === 'early') return stand(x.helpers.tdz(binding), binding);
  if (!binding || !(binding.cell || binding.needsTdz)) return node;
  if (!binding.needsTdz) return stand(holder(binding), binding);
  const isEarly = same(holder(binding), x.helpers.value('TDZ'));
  return stand(t.conditionalExpression(isEarly, x.helpers.tdz(binding), holder(binding)), binding);
}

/** Messages must name the variable, and a call of it has no receiver. */
function stand(value: t.Expression, binding: Binding): Stand {
  return Object.assign(value, { author: binding.author ?? binding.name });
}

export function assignment(x: Explicit, node: t.AssignmentExpression): t.Expression {
  if (node.left.type !== 'Identifier') {
    const early = Object.values(t.getBindingIdentifiers(node.left))
      .map(name => (name as IdentifierRef).binding)
      .filter((binding): binding is Binding => !!binding?.needsTdz && !isFixed(binding));
    node.left = targets(x, node.left) as t.MemberExpression;
    node.right = namedSource(x, node.left, visit(x, node.right) as t.Expression);
    // With points in it the pattern is taken apart, and each target checked in its turn.
    for (const binding of hasPoint(node.left) ? [] : early) node.right = checkedAfter(x, node.right, binding);
    return node;
  }
  const left = node.left as IdentifierRef;
  const { binding } = left;
  node.right = visit(x, node.right) as t.Expression;
  if (!binding || !(binding.cell || binding.needsTdz || isFixed(binding) || binding.kind === 'early')) {
    if (binding?.author) node.right = named(node.right, binding.author);
    return node;
  }
  const { operator, right } = node;
  const value = () => named(right, binding.author ?? binding.name);
  if (operator === '=') return write(x, left, binding, value());
  if (operator === '&&=' || operator === '||=' || operator === '??=')
    return t.logicalExpression(operator.slice(0, 2) as '&&', read(x, left), write(x, left, binding, value()));
  return write(x, left, binding, t.binaryExpression(operator.slice(0, -1) as '+', read(x, left), right));
}

/** `left = value`, after the checks that come between the value and the assignment. */
function write(x: Explicit, left: IdentifierRef, binding: Binding, value: t.Expression): t.Expression {
  if (binding.kind === 'early') return x.helpers.call('first', value, x.helpers.tdz(binding));
  const checked = binding.needsTdz ? checkedAfter(x, value, binding) : value;
  return isFixed(binding) ? x.helpers.call('constant', checked) : assign(unchecked(x, left), checked);
}

/** The value, once it is evaluated and the variable found to exist. */
function checkedAfter(x: Explicit, value: t.Expression, binding: Binding): t.Expression {
  return x.helpers.call('first', value, x.helpers.tdzCheck(binding, holder(binding)));
}

export function update(x: Explicit, node: t.UpdateExpression): t.Expression {
  if (node.argument.type !== 'Identifier') {
    node.argument = visit(x, node.argument) as t.MemberExpression;
    return node;
  }
  const left = node.argument as IdentifierRef;
  const { binding } = left;
  if (!binding) return node;
  if (binding.kind === 'early') return read(x, left);
  if (isFixed(binding)) return x.helpers.call('constant', t.unaryExpression('+', read(x, left)));
  if (binding.cell) node.argument = holder(binding);
  if (!binding.needsTdz) return node;
  return t.sequenceExpression([read(x, left), node]);
}

/** A constant that the emitted code does not declare as one, so that the engine would let it be assigned. */
function isFixed(binding: Binding): boolean {
  return binding.kind === 'const' && binding.storage !== 'native';
}

/** The cell of a variable, where an assignment of the author's writes to it. */
export type CellTarget = t.LVal & { variable?: Binding };

/** What a pattern's assignment to the variable writes to. What cannot be written fails when its turn comes. */
function place(x: Explicit, node: IdentifierRef): t.LVal {
  const { binding } = node;
  if (!binding || !(binding.kind === 'early' || isFixed(binding))) {
    const target = unchecked(x, node);
    // Who takes the pattern apart checks each target in its turn, and must know the variable.
    return binding?.cell ? Object.assign(target, { variable: binding }) : target;
  }
  const name = t.stringLiteral(binding.author ?? binding.name);
  let early: t.Expression = t.numericLiteral(0);
  if (binding.kind === 'early') early = name;
  else if (binding.needsTdz)
    early = t.conditionalExpression(same(holder(binding), x.helpers.value('TDZ')), name, t.numericLiteral(0));
  return member(x.helpers.call('fixed', early), 'v');
}

/** The same where nothing is to be checked any more, or not yet: a declaration writes to constants too. */
function unchecked(_x: Explicit, node: IdentifierRef): t.LVal {
  return node.binding?.cell ? holder(node.binding) : node;
}

/** A declared variable or pattern, as what is assigned to. */
export function definition(x: Explicit, node: t.LVal): t.LVal {
  return targets(x, node, unchecked) as t.LVal;
}

/** The targets of a destructuring assignment; `placeOf` says what an assignment to a variable writes to. */
export function targets(x: Explicit, node: t.Node, placeOf = place): t.Node {
  const inner = <Target>(target: t.Node) => targets(x, target, placeOf) as Target;
  switch (node.type) {
    case 'Identifier':
      return placeOf(x, node);
    case 'ObjectPattern':
      for (const property of node.properties) {
        if (property.type === 'RestElement') property.argument = inner(property.argument);
        else {
          if (property.computed) property.key = visit(x, property.key) as t.Expression;
          property.value = inner(property.value);
        }
      }
      return node;
    case 'ArrayPattern':
      node.elements = node.elements.map(element => element && inner(element));
      return node;
    case 'AssignmentPattern': {
      const name = node.left.type === 'Identifier' ? authorName(node.left) : null;
      const target = inner<t.Identifier>(node.left);
      node.right = visit(x, node.right) as t.Expression;
      if (name !== null && (target !== node.left || isRenamed(target))) node.right = named(node.right, name);
      node.left = target;
      return node;
    }
    case 'RestElement':
      node.argument = inner(node.argument);
      return node;
    default:
      return visit(x, node);
  }
}

/** The source of a pattern; checked first if the engine would otherwise say a name of ours. */
export function namedSource(x: Explicit, pattern: t.Node, value: t.Expression): t.Expression {
  // A variable of ours is a loop's: there the pattern is checked where it is taken apart.
  if (t.isIdentifier(value) || !mentionsOurs(value)) return value;
  const fault = t.isObjectPattern(pattern) ? faultOf(pattern, value) : null;
  return fault
    ? Object.assign(x.helpers.call('destructurable', value, ...fault), { author: authorText(value) })
    : value;
}
