/**
 * Call sites that may be of a built-in with a green equivalent (runtime/built-ins), which is asked for at run time.
 *
 *     Array.from(xs)   →  $1 = Array.from; check($1); $2 = $c(green($1), Array, xs)
 *     new Set(xs)      →  $1 = Set; check($1); $2 = made($1, xs)
 *
 * The trap: link is told of the author's callee. An equivalent that suspends hands over the built-in, not itself.
 */
import * as t from '@babel/types';
import { isPoint } from '../1-select/points.js';
import type { IdentifierRef } from '../normal-form/model.js';

/** What the methods of classes are called that iterate their first argument. */
const methods = new Set(['from', 'fromEntries', 'all', 'allSettled', 'any', 'race']);
const classes = new Set(['Map', 'Set', 'WeakMap', 'WeakSet']);
const transparent = new Set(['call', 'apply']);

/** What may be such a built-in: the callee, or the receiver of its `call` or `apply`. */
export function builtInOf(node: t.CallExpression | t.NewExpression): 'callee' | 'receiver' | null {
  const callee = node.callee as t.Expression;
  if (node.arguments.length === 0 || !isPoint(node)) return null;
  if (node.type === 'NewExpression') {
    const isGlobal = t.isIdentifier(callee) && !(callee as IdentifierRef).binding;
    return isGlobal && classes.has(callee.name) ? 'callee' : null;
  }
  if (isNamed(callee, methods)) return 'callee';
  return isNamed(callee, transparent) && isNamed((callee as t.MemberExpression).object, methods) ? 'receiver' : null;
}

function isNamed(node: t.Node, names: ReadonlySet<string>): boolean {
  return (
    t.isMemberExpression(node) &&
    !node.computed &&
    node.object.type !== 'Super' &&
    t.isIdentifier(node.property) &&
    names.has(node.property.name)
  );
}
