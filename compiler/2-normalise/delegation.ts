/**
 * `yield*` into normal form. The engine does it still, but not with the iterator itself: with one of the runtime's
 * that stands before it, and holds the generator where a method of the iterator's suspends.
 *
 *     x = yield* xs   →  $1 = iterate(xs); $1 = opened($1); $2 = yield* $1; x = $2      (emitted as yield* delegate($1, …))
 *
 * The trap: results of the iterator go through to whoever asked for them without being read, `return` and `throw` find
 * their way to it, and which of its methods exist is asked anew each time. All that is the engine's affair this way.
 */
import * as t from '@babel/types';
import { num, ref } from '../normal-form/build.js';
import { type Binding, type PointStatement, pointOf } from '../normal-form/model.js';
import { lower } from './expressions.js';
import { openAsync } from './held-for-await.js';
import type { Normaliser } from './normaliser.js';
import { openIterator } from './patterns.js';

export function lowerDelegation(n: Normaliser, node: t.YieldExpression): t.Expression {
  const outer = n.loc;
  n.loc = node.loc ?? outer;
  const iterator = open(n, node.argument as t.Expression);
  n.loc = outer;
  const outcome = n.temp();
  n.point(t.inherits(t.yieldExpression(ref(iterator), true), node), num(0), node.loc, ref(outcome));
  const point = pointOf(n.out.at(-1) as PointStatement);
  if (point) point.delegates = true;
  return ref(outcome);
}

function open(n: Normaliser, source: t.Expression): Binding {
  // The engine's words where it cannot name the value.
  if (n.fn.node.async) return openAsync(n, source, 'undefined is not a function');
  return openIterator(n, n.stable(lower(n, source), []), null);
}
