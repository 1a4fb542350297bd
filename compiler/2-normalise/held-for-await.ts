/**
 * `for await` in async generators. Each request resumes the body in the greenlet of whoever makes it, so all methods of
 * the iterator may suspend, and the loop is lowered altogether.
 *
 *     for await (const x of xs) body
 *     →  $1 = asyncIterate(xs, "…"); $2 = $c($1.m, $1.o); asyncOpened($1, $2);
 *        try { for (;;) { $k = 0; $2 = …$c($1.n, $1.i)…; if ($1.c) …$c($1.c, $1.i)…; $2 = await $2; if (asyncArrived($2)) break;
 *                         $k = left; const x = $2.value; body }
 *        } catch ($x) {…} finally { if ($k) …close $1… }
 *
 * The trap: a sync iterator is used as if it were async, and then its errors are rejections: they are thrown where the
 * result is awaited. What is awaited, and how often, decides the order of microtasks.
 */
import * as t from '@babel/types';
import { block, id, labelled, member, ref, set, undef, when } from '../normal-form/build.js';
import type { Binding } from '../normal-form/model.js';
import { completeHeld, left } from './completion.js';
import { lower } from './expressions.js';
import { closeFailed } from './for-await.js';
import { round } from './loops.js';
import type { Normaliser } from './normaliser.js';
import { notIterableText } from './text.js';

export function heldForAwait(n: Normaliser, node: t.ForOfStatement, labels: readonly string[]): void {
  n.scoped(() => {
    const iteration = openAsync(n, node.right, notIterableText(node.right).replace(/iterable$/, 'async iterable'));
    const kept = n.keep(t.numericLiteral(0));
    const loop = () => {
      const body = n.capture(() =>
        n.scoped(() => {
          // The iterator's own failure or end does not close it.
          n.push(set(ref(kept), t.numericLiteral(0)));
          const result = step(n, iteration, member(ref(iteration), 'n'), node.right.loc, true);
          n.push(t.ifStatement(n.helpers.call('asyncArrived', ref(result)), t.breakStatement()));
          n.push(set(ref(kept), t.numericLiteral(left)));
          n.push(round(n, node, member(ref(result), 'value')));
        }),
      );
      n.push(labelled(t.inherits(t.forStatement(null, null, null, block(body)), node), labels));
    };
    completeHeld(n, kept, loop, () => n.push(when(ref(kept), close(n, iteration, kept, node.right.loc))));
  });
}

/** An iteration of what `node` gives: see runtime/async-iteration. */
export function openAsync(n: Normaliser, node: t.Expression, text: string): Binding {
  const iteration = n.keep(n.helpers.call('asyncIterate', lower(n, node), t.stringLiteral(text)));
  const outcome = n.temp();
  const own = (name: string) => member(ref(iteration), name);
  n.point(n.helpers.call('call', own('m'), own('o')), own('m'), node.loc, ref(outcome));
  n.push(t.expressionStatement(n.helpers.call('asyncOpened', ref(iteration), ref(outcome))));
  return iteration;
}

/** Calls a method of the iterator's, and awaits what comes of it. */
function step(n: Normaliser, iteration: Binding, method: t.Expression, loc: t.Node['loc'], closes: boolean): Binding {
  const result = n.temp();
  const caught = n.helpers.local('$x');
  n.tryDepth++;
  const attempt = n.capture(() => {
    const callee = n.keep(method);
    n.point(n.helpers.call('call', ref(callee), member(ref(iteration), 'i')), ref(callee), loc, ref(result));
    n.push(set(ref(result), n.helpers.call('asyncStep', ref(iteration), ref(result))));
  });
  n.tryDepth--;
  const failed = set(ref(result), n.helpers.call('asyncFailure', ref(iteration), id(caught)));
  n.push(t.tryStatement(block(attempt), t.catchClause(id(caught), block([failed]))));
  if (closes) closeFailed(n, member(ref(iteration), 'c'), iteration, loc);
  n.push(set(ref(result), t.awaitExpression(ref(result))));
  return result;
}

function close(n: Normaliser, iteration: Binding, kept: Binding, loc: t.Node['loc']): t.Statement[] {
  const caught = n.helpers.local('$x');
  n.tryDepth++;
  const attempt = n.capture(() => {
    const method = n.keep(n.helpers.call('asyncReturn', ref(iteration)));
    const called = n.capture(() => {
      const result = step(n, iteration, ref(method), loc, false);
      n.push(t.expressionStatement(n.helpers.call('asyncClosed', ref(result), ref(kept))));
    });
    n.push(when(t.binaryExpression('!==', ref(method), undef()), called));
  });
  n.tryDepth--;
  const failed = t.expressionStatement(n.helpers.call('failed', id(caught), ref(kept)));
  return [t.tryStatement(block(attempt), t.catchClause(id(caught), block([failed])))];
}
