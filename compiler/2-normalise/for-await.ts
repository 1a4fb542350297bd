/**
 * `for await` in async functions. Getting the iterator and the first call of its `next` come before the loop's first
 * `await`, and may suspend; whatever comes later runs in the main greenlet.
 *
 *     for await (const x of xs) body
 *     →  $1 = asyncIterate(xs, "…");
 *        if (!$1.isNative) {
 *          $2 = $c($1.m, $1.o); asyncOpened($1, $2);
 *          try { $2 = $c($1.n, $1.i) } catch ($x) { $2 = asyncFailed($1, $x) }
 *          if (asyncCloses($1, $2)) try { $c($1.c, $1.i) } catch ($x) {}
 *        }
 *        for await (const x of replayed($1, $2)) body
 *
 * The engine's own loop stays, over an iterator that begins with the result that is there: so everything happens in
 * the very microtask that it would happen in.
 * The trap: an iterator that is not async turns an error of `next` into a rejection, which is thrown a microtask later.
 */
import * as t from '@babel/types';
import type { Awaitable } from '../1-select/awaited.js';
import { block, id, labelled, member, ref, set, when } from '../normal-form/build.js';
import type { Binding } from '../normal-form/model.js';
import { lower } from './expressions.js';
import type { Normaliser } from './normaliser.js';
import { authorText } from './text.js';

export function lowerForAwait(n: Normaliser, node: t.ForOfStatement, labels: readonly string[]): void {
  const text = notIterable(node.right);
  const iteration = n.keep(n.helpers.call('asyncIterate', lower(n, node.right), t.stringLiteral(text)));
  const outcome = n.temp();
  const call = (method: string, receiver: string) =>
    n.point(
      n.helpers.call('call', own(iteration, method), own(iteration, receiver)),
      own(iteration, method),
      node.right.loc,
      ref(outcome),
    );
  const caught = n.helpers.local('$x');
  const failed = set(ref(outcome), n.helpers.call('asyncFailed', ref(iteration), id(caught)));
  const started = n.capture(() => {
    call('m', 'o');
    n.push(t.expressionStatement(n.helpers.call('asyncOpened', ref(iteration), ref(outcome))));
    n.tryDepth++;
    const attempt = n.capture(() => call('n', 'i'));
    n.tryDepth--;
    n.push(t.tryStatement(block(attempt), t.catchClause(id(caught), block([failed]))));
    closeFailed(n, n.helpers.call('asyncCloses', ref(iteration), ref(outcome)), iteration, node.right.loc);
  });
  n.push(when(t.unaryExpression('!', own(iteration, 'isNative')), started));
  node.right = n.helpers.call('replayed', ref(iteration), ref(outcome));
  (node as Awaitable).awaited = true;
  n.push(labelled(node, labels));
}

/** Calls what closes an iterator that has failed, if `test` says so. Its own errors do not count. */
export function closeFailed(n: Normaliser, test: t.Expression, iteration: Binding, loc: t.Node['loc']): void {
  const closed = n.capture(() => {
    n.tryDepth++;
    const attempt = n.capture(() => {
      n.point(
        n.helpers.call('call', own(iteration, 'c'), own(iteration, 'i')),
        own(iteration, 'c'),
        loc,
        ref(n.temp()),
      );
    });
    n.tryDepth--;
    n.push(t.tryStatement(block(attempt), t.catchClause(id(n.helpers.local('$x')), block([]))));
  });
  n.push(when(test, closed));
}

/** The engine's message; it names a call otherwise than where the loop is not async. */
function notIterable(node: t.Expression): string {
  const what =
    t.isCallExpression(node) || t.isOptionalCallExpression(node) ? ' is not a function or its return value' : '';
  return `${authorText(node)}${what} is not async iterable`;
}

const own = (iteration: Binding, name: string): t.MemberExpression => member(ref(iteration), name);
