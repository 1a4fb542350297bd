/**
 * The body of an async generator becomes that of a sync one, which yields what is to be awaited too (see
 * runtime/async-generators, which drives it).
 *
 *     await x   →  yield x           yield x   →  yield $yielded(x)           return x   →  return yield x
 *
 * In: the normal form of an async generator. Out: the same statements, changed in place.
 *
 * The trap: only what is the function's own. An async arrow function in it has its own `await`.
 */
import * as t from '@babel/types';
import { ownParts } from '../2-normalise/normaliser.js';
import { mapChildren, undef } from '../normal-form/build.js';
import type { Helpers } from '../normal-form/helpers.js';

export function withoutAwait<N extends t.Node>(node: N, helpers: Helpers): N {
  const own = new Set(ownParts(node));
  mapChildren(node, child => (own.has(child) ? withoutAwait(child, helpers) : child));
  switch (node.type) {
    case 'AwaitExpression':
      return t.inherits(t.yieldExpression(node.argument), node) as t.Node as N;
    case 'YieldExpression':
      if (!node.delegate) node.argument = helpers.call('yielded', node.argument ?? undef());
      return node;
    case 'ReturnStatement':
      if (node.argument) node.argument = t.yieldExpression(node.argument);
      return node;
    default:
      return node;
  }
}
