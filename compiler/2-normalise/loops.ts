/**
 * Loops whose head has suspension points, and loops over iterators and keys.
 *
 *     for (const x of xs) body
 *     →  $1 = iterate(xs);
 *        for (;;) { $2 = …the next result…; if (…over…) break;
 *                   try { const x = …its value…; body } catch ($x) { leave($1, 1, $x) } }
 *        …complete as the body did…
 *
 * Every `for…of` of a resumable function is lowered: its iterator may be one that suspends.
 * The trap: `continue` ends the body normally, it does not close the iterator; in a `for` it must still
 * reach the update.
 */
import * as t from '@babel/types';
import { isPoint } from '../1-select/points.js';
import { block, children, id, labelled, num, ref, set, undef, when } from '../normal-form/build.js';
import type { Binding } from '../normal-form/model.js';
import { closeIterator, completeHeld, iterated, left } from './completion.js';
import { effect, lower } from './expressions.js';
import { lowerForAwait } from './for-await.js';
import { heldForAwait } from './held-for-await.js';
import { endingAtContinue } from './jumps.js';
import { hasPoint, type Normaliser } from './normaliser.js';
import { advance, arrivedValue, assignPattern, openIterator } from './patterns.js';
import { bodyOf, declare, statement } from './statements.js';
import { notIterableText } from './text.js';

type Labels = readonly string[];

const forever = (node: t.Node, body: t.Statement[], labels: Labels): t.Statement =>
  labelled(t.inherits(t.forStatement(null, null, null, block(body)), node), labels);

export function lowerWhile(n: Normaliser, node: t.WhileStatement, labels: Labels): void {
  if (!hasPoint(node.test)) {
    node.body = block(bodyOf(n, node.body));
    n.push(labelled(node, labels));
    return;
  }
  const body = n.capture(() => {
    leaveUnless(n, node.test);
    n.push(block(bodyOf(n, node.body)));
  });
  n.push(forever(node, body, labels));
}

export function lowerDoWhile(n: Normaliser, node: t.DoWhileStatement, labels: Labels): void {
  const body = bodyOf(n, node.body);
  if (!hasPoint(node.test)) {
    node.body = block(body);
    n.push(labelled(node, labels));
    return;
  }
  const inner = n.capture(() => {
    // A block still: what the body declares ends before the points of the test.
    n.push(block(endingAtContinue(body, labels, () => n.names.fresh('$n'))));
    leaveUnless(n, node.test);
  });
  n.push(forever(node, inner, labels));
}

export function lowerFor(n: Normaliser, node: t.ForStatement, labels: Labels): void {
  const { init, test, update } = node;
  const before = n.capture(() => {
    if (!init || !hasPoint(init)) return;
    if (t.isVariableDeclaration(init)) statement(n, init);
    else effect(n, init as t.Expression);
    node.init = null;
  });
  let body = bodyOf(n, node.body);
  if (update && hasPoint(update)) {
    body = n.capture(() => {
      n.push(block(endingAtContinue(body, labels, () => n.names.fresh('$n'))));
      effect(n, update);
    });
    node.update = null;
  }
  if (test && hasPoint(test)) {
    const inner = body;
    body = n.capture(() => {
      leaveUnless(n, test);
      n.push(block(inner));
    });
    node.test = null;
  }
  node.body = block(body);
  if (before.length === 0) n.push(labelled(node, labels));
  else n.push(block([...before, labelled(node, labels)]));
}

function leaveUnless(n: Normaliser, test: t.Expression): void {
  n.scoped(() => n.push(t.ifStatement(t.unaryExpression('!', lower(n, test)), t.breakStatement())));
}

export function lowerForOf(n: Normaliser, node: t.ForOfStatement, labels: Labels): void {
  n.scoped(() => {
    if (!isPoint(node) && !hasPoint(node.left) && !hasPoint(node.body)) {
      // Only what is iterated has points: the loop walks a list, or comes after an `await`.
      node.right = lower(n, node.right);
      n.push(labelled(node, labels));
      return;
    }
    if (node.await) {
      if (n.isHeld) heldForAwait(n, node, labels);
      else lowerForAwait(n, node, labels);
      return;
    }
    const text = notIterableText(node.right);
    const source = n.stable(lower(n, node.right), [node.right]);
    const iterator = openIterator(n, source, text);
    if (n.isHeld) {
      heldForOf(n, node, labels, iterator);
      return;
    }
    let jumps: t.Statement[] = [];
    const body = n.capture(() =>
      n.scoped(() => {
        n.push(t.ifStatement(advance(n, iterator, node.right.loc), t.breakStatement()));
        jumps = iterated(n, iterator, labels, () => {
          const inner = n.capture(() => {
            target(n, node.left, arrivedValue(iterator));
            n.push(...bodyAfter(n, node));
          });
          n.push(...endingAtContinue(inner, labels, () => n.names.fresh('$n')));
        });
      }),
    );
    n.push(forever(node, body, labels), ...jumps);
  });
}

/** In a body that is held where it stands: one native `finally` around the loop closes the iterator. */
function heldForOf(n: Normaliser, node: t.ForOfStatement, labels: Labels, iterator: Binding): void {
  const kept = n.keep(num(0));
  const loop = () => {
    const body = n.capture(() =>
      n.scoped(() => {
        // The iterator's own failure or end does not close it.
        n.push(set(ref(kept), num(0)));
        n.push(t.ifStatement(advance(n, iterator, node.right.loc), t.breakStatement()));
        n.push(set(ref(kept), num(left)));
        n.push(round(n, node, arrivedValue(iterator)));
      }),
    );
    n.push(forever(node, body, labels));
  };
  completeHeld(n, kept, loop, () =>
    n.push(
      when(
        ref(kept),
        n.capture(() => closeIterator(n, iterator, kept)),
      ),
    ),
  );
}

/** One round of a held loop: a block, since what it declares does not live to see the next value being fetched. */
export function round(n: Normaliser, node: t.ForOfStatement, value: t.Expression): t.Statement {
  return block(
    n.capture(() => {
      target(n, node.left, value);
      n.push(...bodyAfter(n, node));
    }),
  );
}

/** The keys are listed at the start, as the engine does; one that is deleted before its turn is skipped. */
export function lowerForIn(n: Normaliser, node: t.ForInStatement, labels: Labels): void {
  n.scoped(() => {
    if (!hasPoint(node.left) && !hasPoint(node.body)) {
      node.right = lower(n, node.right);
      n.push(labelled(node, labels));
      return;
    }
    const keys = n.keep(n.helpers.call('keysOf', lower(n, node.right)));
    const body = n.capture(() => {
      const key = n.keep(n.helpers.call('nextKey', ref(keys)));
      n.push(t.ifStatement(t.binaryExpression('===', ref(key), undef()), t.breakStatement()));
      target(n, node.left, ref(key));
      n.push(...bodyAfter(n, node));
    });
    n.push(forever(node, body, labels));
  });
}

/**
 * The body; a block of its own where the head has points, which its variables do not live to see, or names that they
 * hide.
 */
function bodyAfter(n: Normaliser, node: t.ForXStatement): t.Statement[] {
  const own = t.isBlockStatement(node.body) ? node.body.body.filter(inner => t.isDeclaration(inner)) : [];
  const declared = new Set(own.flatMap(inner => Object.keys(t.getBindingIdentifiers(inner))));
  const hides = declared.size > 0 && mentions(node.left, declared);
  const body = bodyOf(n, node.body);
  return hasPoint(node.left) || hides ? [block(body)] : body;
}

function mentions(node: t.Node, names: ReadonlySet<string>): boolean {
  return t.isIdentifier(node) ? names.has(node.name) : children(node).some(child => mentions(child, names));
}

/** Gives the loop's variable or target its value. */
function target(n: Normaliser, left: t.ForXStatement['left'], arrived: t.Expression): void {
  const declared = t.isVariableDeclaration(left) ? (left.declarations[0] as t.VariableDeclarator).id : null;
  // Others have it evaluated more than once, or something else before it.
  const isOnce = t.isIdentifier(declared) || t.isArrayPattern(declared);
  const value = t.isConditionalExpression(arrived) && !isOnce ? ref(n.keep(arrived)) : arrived;
  if (t.isVariableDeclaration(left)) {
    declare(n, left.kind as 'let', declared as t.LVal, value, id('.for'));
    return;
  }
  if ((left as { declares?: boolean }).declares) declare(n, null, left as t.LVal, value, id('.for'));
  else if (t.isIdentifier(left)) assignPattern(n, left, value, null, false);
  else if (t.isObjectPattern(left)) assignPattern(n, left, ref(n.held(value)), null, false);
  else effect(n, t.assignmentExpression('=', left as t.LVal as t.MemberExpression, value));
}
