/**
 * Closures whose text would stand in both halves. A small one without closures of its own is duplicated,
 * which costs nothing; any other is made by a maker, an arrow function outside both halves, so that nesting
 * closures keeps the size linear.
 *
 *     const g = x => xs.map(y => x + y);   →  const $mk = xs => x => xs.map(y => x + y);   … const g = $mk(xs);
 *
 * The trap: the maker must hand over the variables that live inside a half (all of them fixed by the time
 * a closure exists), and the name that the closure takes from where it is written.
 */
import * as t from '@babel/types';
import { named } from '../2-normalise/naming.js';
import { ownParts } from '../2-normalise/normaliser.js';
import { isCopyable } from '../2-normalise/storage.js';
import { authorName } from '../2-normalise/text.js';
import { block, children, id, isFunction, letDeclaration, mapChildren, ref } from '../normal-form/build.js';
import type { HelperCall } from '../normal-form/helpers.js';
import { type Binding, type FunctionInfo, type IdentifierRef, type Names, pointOf } from '../normal-form/model.js';
import { rangeOf } from './ranges.js';

/** Above this many nodes a closure is not worth writing twice. */
const smallest = 80;

/** In a function as large as this, a module's wrapper for instance, which runs seldom, few closures are. */
const large = 2000;
const smallestInLarge = 15;

export interface Maker {
  name: string;
  node: t.ArrowFunctionExpression;
}

export function extractMakers(
  body: t.Statement[],
  names: Names,
  isHeld: (binding: Binding) => boolean,
  closures: readonly FunctionInfo[],
): Maker[] {
  const makers: Maker[] = [];
  const wanted = new Set<t.Node>();
  const limit = isLarger(t.blockStatement(body), large) ? smallestInLarge : smallest;
  const isLarge = (node: t.Node) => holdsFunction(node) || isLarger(node, limit);
  collect(body, false, node => {
    if (isLarge(node) && !sharesChanges(node, isHeld)) wanted.add(node);
  });
  if (wanted.size === 0) return makers;

  const replace = (node: t.Node, name: string | null, own: Binding | null): t.Node => {
    if (wanted.has(node)) return make(node as t.Expression, name, own);
    if (isFunction(node)) return node;
    const declared = node.type === 'VariableDeclarator' ? ((node.id as IdentifierRef).binding ?? null) : null;
    mapChildren(node, (child, key) => replace(child, nameHint(node, key), key === 'init' ? declared : own));
    const point = pointOf(node);
    if (point) {
      // The statement and its point share the call.
      const expression = t.isExpressionStatement(node)
        ? node.expression
        : ((node as t.VariableDeclaration).declarations[0]?.init as t.Expression);
      point.call =
        point.target && t.isExpressionStatement(node) ? (expression as t.AssignmentExpression).right : expression;
    }
    return node;
  };
  for (const statement of body) replace(statement, null, null);
  return makers;

  function make(node: t.Expression, name: string | null, own: Binding | null): t.Expression {
    const held = new Map<Binding, t.Identifier>();
    // The tail will name it, if nothing else does.
    let callsItself = own !== null && isHeld(own) && closures.some(fn => fn.node === node && fn.self === own);
    visitBindings(node, binding => {
      if (binding === own) callsItself = true;
      else if (isHeld(binding)) held.set(binding, ref(binding));
    });
    const maker = names.fresh('$k');
    const params = [...held.keys()].map(binding => ref(binding));
    const value = name === null ? node : named(node, name);
    // A closure that mentions the variable it initialises gets one of its own, which will never differ.
    const result = callsItself && own ? block([letDeclaration(ref(own), value), t.returnStatement(ref(own))]) : value;
    makers.push({ name: maker, node: t.arrowFunctionExpression(params, result) });
    const made = t.callExpression(id(maker), [...held.values()]) as HelperCall;
    made.helper = true;
    return made;
  }
}

/** Whether the closure must see a variable change that lives within a half: then it cannot be handed a value. */
function sharesChanges(node: t.Node, isHeld: (binding: Binding) => boolean): boolean {
  let shares = false;
  visitBindings(node, binding => {
    shares ||= binding.storage === 'native' && isHeld(binding) && !isCopyable(binding);
  });
  return shares;
}

/** The closures that the resume half would hold too, and that are too much to write twice. */
function collect(nodes: Iterable<t.Node>, zero: boolean, found: (node: t.Node) => void): void {
  for (const node of nodes) {
    const range = rangeOf(node);
    if (!range) {
      if (zero) candidates(node, found);
      continue;
    }
    if (pointOf(node)) {
      if (zero) candidates(node, found);
    } else {
      const loops = t.isLoop(node);
      const parts = children(node);
      let reached = zero || loops;
      for (const part of parts) {
        if (t.isExpression(part) || t.isVariableDeclaration(part)) {
          if (reached && !(loops && !zero && part === (node as t.ForStatement).init)) candidates(part, found);
        } else if (t.isSwitchCase(part)) {
          collect(part.consequent, reached, found);
          if (rangeOf(part)) reached = true;
        } else
          collect(
            t.isBlockStatement(part) ? part.body : t.isCatchClause(part) ? part.body.body : [part],
            reached || part === (node as t.TryStatement).finalizer || t.isCatchClause(part),
            found,
          );
      }
    }
    zero = true;
  }
}

function candidates(node: t.Node, found: (node: t.Node) => void): void {
  if (
    t.isFunctionExpression(node) ||
    t.isArrowFunctionExpression(node) ||
    (t.isClassExpression(node) && isMovable(node))
  ) {
    found(node);
    return;
  }
  // Methods belong to their object, and a computed key names its function: such an object is made as a whole.
  if (t.isObjectExpression(node) && node.properties.some(isBoundToObject) && isMovable(node)) {
    found(node);
    return;
  }
  if (isFunction(node) || (t.isObjectProperty(node) && node.computed)) return;
  for (const child of children(node)) candidates(child, found);
}

function isBoundToObject(property: t.Node): boolean {
  return (
    t.isObjectMethod(property) || (t.isObjectProperty(property) && property.computed && isFunction(property.value))
  );
}

/** Not if evaluating `node` assigns a variable, which inside a maker would be a copy; nor if it awaits something. */
function isMovable(node: t.Node): boolean {
  if (node.type === 'AssignmentExpression' || node.type === 'UpdateExpression' || node.type === 'AwaitExpression')
    return false;
  return [...ownParts(node)].every(isMovable);
}

function isLarger(node: t.Node, limit: number): boolean {
  let count = 0;
  const visit = (inner: t.Node): boolean => {
    if (++count > limit) return true;
    for (const child of children(inner)) if (visit(child)) return true;
    return false;
  };
  return visit(node);
}

function holdsFunction(node: t.Node): boolean {
  const visit = (inner: t.Node): boolean => {
    for (const child of children(inner)) if (isFunction(child) || visit(child)) return true;
    return false;
  };
  return visit(node);
}

function visitBindings(node: t.Node, found: (binding: Binding) => void): void {
  const { binding } = node as IdentifierRef;
  if (binding) found(binding);
  for (const child of children(node)) visitBindings(child, found);
}

/** The name an anonymous function gets at this place of its parent. */
function nameHint(parent: t.Node, key: string): string | null {
  if (parent.type === 'VariableDeclarator' && key === 'init' && t.isIdentifier(parent.id)) return authorName(parent.id);
  if (
    parent.type === 'AssignmentExpression' &&
    key === 'right' &&
    parent.operator === '=' &&
    t.isIdentifier(parent.left)
  )
    return (parent.left as IdentifierRef).binding?.kind === 'temp' ? null : authorName(parent.left);
  if (parent.type === 'AssignmentPattern' && key === 'right' && t.isIdentifier(parent.left))
    return authorName(parent.left);
  if (parent.type === 'ObjectProperty' && key === 'value' && !parent.computed) {
    if (t.isIdentifier(parent.key)) return parent.key.name;
    if (t.isStringLiteral(parent.key) || t.isNumericLiteral(parent.key)) return String(parent.key.value);
  }
  return null;
}
