/**
 * Call sites that may be of a built-in with a green equivalent (runtime/built-ins). Whether one is, is asked at run time,
 * and only in a greenlet: main is never unwound, so what main calls may stay on the stack.
 *
 *     xs.map(f)        →  inMain() ? xs.map(f) : builtIn("xs.map", xs, "map", f)
 *     map.call(xs, f)  →  the same: `map` may be the built-in
 *     f(x).map(g)      →  $1 = f(x); $2 = $1.map; check($2); $3 = $c(green($2), $1, g)
 *     new Set(xs)      →  inMain() ? new Set(xs) : made(Set, xs)
 *
 * The trap: link is told of the equivalent, which hands itself over; and what the built-in is called with must be
 * evaluated once, after the built-in has been looked up.
 */
import * as t from '@babel/types';
import type { Awaitable } from '../1-select/awaited.js';
import { isPoint } from '../1-select/points.js';
import { again, children, isFunction } from '../normal-form/build.js';
import type { IdentifierRef } from '../normal-form/model.js';
import type { Normaliser } from './normaliser.js';
import type { Stand } from './text.js';

const anyOf = (names: string): Set<string> => new Set(names.split(' '));

/** What the methods are called that iterate their argument, or call it. */
const methods = anyOf(
  'from fromEntries all allSettled any race groupBy ' +
    'map filter forEach reduce reduceRight some every find findIndex findLast findLastIndex flatMap sort toSorted ' +
    'replace replaceAll parse stringify',
);
/** Those whose first argument is only text. */
const ofText = anyOf('replace replaceAll parse stringify');
const classes = anyOf('Map Set WeakMap WeakSet Promise');
const transparent = anyOf('call apply');

/** Whether `node` may be a call of such a built-in that would have to be suspended. */
export function mayBeBuiltIn(node: t.CallExpression | t.OptionalCallExpression | t.NewExpression): boolean {
  const callee = node.callee as t.Expression;
  const isOfText = isNamed(callee, ofText);
  if (!isPoint(node) || node.arguments.slice(isOfText ? 1 : 0).every(isInert)) return false;
  if (node.type === 'NewExpression')
    return t.isIdentifier(callee) && !(callee as IdentifierRef).binding && classes.has(callee.name);
  return (
    isNamed(callee, methods) ||
    isReflectApply(callee) ||
    (isNamed(callee, transparent) && isMethod((callee as t.MemberExpression).object))
  );
}

function isReflectApply(node: t.Expression): boolean {
  if (!t.isMemberExpression(node) || !isNamed(node, transparent)) return false;
  return t.isIdentifier(node.object, { name: 'Reflect' }) && !(node.object as IdentifierRef).binding;
}

/** An argument that cannot have the built-in call anything that suspends. */
function isInert(node: t.Node): boolean {
  if (t.isFunction(node) && !node.generator) return !callsSomething(node);
  return t.isLiteral(node) && !t.isTemplateLiteral(node);
}

function callsSomething(node: t.Node): boolean {
  return children(node).some(child => isPoint(child) || (!isFunction(child) && callsSomething(child)));
}

/** `xs.map`, or a variable of that name: `const { map } = Array.prototype`. */
function isMethod(node: t.Expression | t.Super): boolean {
  if (isNamed(node, methods)) return true;
  if (!t.isIdentifier(node)) return false;
  const { binding } = node as IdentifierRef;
  return !!binding && methods.has(binding.author ?? binding.name);
}

function isNamed(node: t.Node, names: ReadonlySet<string>): boolean {
  if (!t.isMemberExpression(node) && !t.isOptionalMemberExpression(node)) return false;
  const name = nameOf(node);
  return name !== null && names.has(name);
}

function nameOf({ property, computed }: t.MemberExpression | t.OptionalMemberExpression): string | null {
  if (!computed) return t.isIdentifier(property) ? property.name : null;
  return t.isStringLiteral(property) ? property.value : null;
}

/** The call, if it can be written in both ways, `xs.map(f)` and for a greenlet, without doing anything twice. */
export function lowerSimpleBuiltIn(
  n: Normaliser,
  callee: t.MemberExpression,
  args: t.CallExpression['arguments'],
  text: string,
): { made: t.Expression; link: t.Expression } | null {
  const { object } = callee;
  const isSimple = (node: t.Node): node is t.Expression =>
    t.isExpression(node) && (n.isStable(node, []) || (t.isIdentifier(node) && !!(node as IdentifierRef).binding));
  const isRoot = t.isThisExpression(object) || (t.isIdentifier(object) && (object as Stand).author === undefined);
  if (!isRoot || !args.every(isSimple)) return null;
  const given = (args as t.Expression[]).map(arg => n.repeatable(arg, []));
  const name = t.stringLiteral(nameOf(callee) as string);
  const twice = given.map(again);
  // Whether this one suspends does not matter: only main calls it.
  const direct: Awaitable & t.Expression = t.callExpression(callee, given);
  direct.awaited = true;
  return {
    made: t.conditionalExpression(
      n.helpers.call('inMain'),
      direct,
      n.helpers.call('callBuiltInOf', t.stringLiteral(text), again(object), name, ...twice),
    ),
    link: n.helpers.call('builtInOf', again(object), again(name)),
  };
}
