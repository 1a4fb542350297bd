/**
 * Functions that have nothing left to do once a suspended call of theirs returns: `return f(x)`, or `f(x)` at the end.
 * Their resume half would only hand on what is delivered to it. The runtime has such halves, one for all.
 */
import * as t from '@babel/types';
import { type IdentifierRef, type Point, pointOf } from '../normal-form/model.js';
import { rangeOf } from './ranges.js';

/** The runtime's resume half that will do: `take` returns what is delivered, `discard` drops it. */
export type SharedHalf = 'take' | 'discard';

/** The resume half that does for every point of `body`; null if there is none. */
export function sharedHalf(body: readonly t.Statement[]): SharedHalf | null {
  const found = new Set<SharedHalf | null>();
  endings(body, undefined, found);
  return found.size === 1 ? ([...found][0] as SharedHalf | null) : null;
}

/** What would do at each point. `after`: the statement behind the list; undefined: the function ends there. */
function endings(nodes: readonly t.Statement[], after: t.Statement | undefined, found: Set<SharedHalf | null>): void {
  nodes.forEach((node, i) => {
    if (!rangeOf(node)) return;
    const next = i + 1 < nodes.length ? nodes[i + 1] : after;
    if (pointOf(node)) found.add(ending(node, next));
    else if (node.type === 'BlockStatement') endings(node.body, next, found);
    else if (node.type === 'IfStatement') {
      endings([node.consequent], next, found);
      if (node.alternate) endings([node.alternate], next, found);
    } else found.add(null);
  });
}

function ending(node: t.Statement, next: t.Statement | undefined): SharedHalf | null {
  if (next && !t.isReturnStatement(next)) return null;
  const { target, taker } = pointOf(node) as Point;
  if (taker) return null;
  const value = next?.argument;
  if (!value) return 'discard';
  return target && t.isIdentifier(value) && (value as IdentifierRef).binding === target.binding ? 'take' : null;
}
