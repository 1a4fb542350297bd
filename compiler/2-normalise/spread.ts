/**
 * Arguments and array elements, spread ones among them.
 *
 *     f(a, ...xs, g())   →  $1 = spread(xs, 0, 1); $2 = g();   and what remains: f(a, ...$1, $2)
 *     [...xs]            →  $1 = listOf(xs, "xs is not iterable");   and: $1
 *
 * A spread is a suspension point, unless it iterates a list (1-select/lists): what it stands for is collected by the
 * runtime, which hands arrays back as they are. The engine spreads that, as fast as ever.
 *
 * The trap: what is spread is spread before what stands to its right is evaluated. If that can run anything, the array
 * may change before the engine gets to spread it, and a copy is needed.
 */
import * as t from '@babel/types';
import { isPoint } from '../1-select/points.js';
import { num, ref } from '../normal-form/build.js';
import type { Binding, IdentifierRef, Iterates } from '../normal-form/model.js';
import { lower } from './expressions.js';
import { hasPoint, type Normaliser } from './normaliser.js';
import { authorText, notIterableText } from './text.js';

export type ListItem = t.Expression | t.SpreadElement | null;

/** See runtime/collect.ts. */
const FRESH = 1;
const ONLY = 2;

/** Spreads a list of our own, or into an object: no suspension point. */
export function spreadOf(list: t.Expression): t.SpreadElement {
  return Object.assign(t.spreadElement(list), { overList: true } satisfies Iterates);
}

export function lowerElements(n: Normaliser, items: ListItem[], isCall = false): ListItem[] {
  const last = items.reduce((found, item, i) => (hasPoint(item) ? i : found), -1);
  if (last < 0) return items;
  return items.map((item, i) => {
    if (!item || i > last) return item;
    const following = items.slice(i + 1) as t.Node[];
    if (item.type !== 'SpreadElement') {
      const lowered = lower(n, item);
      return i < last ? n.stable(lowered, following) : lowered;
    }
    if (!isPoint(item)) {
      item.argument = lower(n, item.argument);
      return i < last ? spreadOf(ref(n.keep(t.arrayExpression([item])))) : item;
    }
    const others = items.some(other => other !== item && other?.type === 'SpreadElement');
    const isOnly = isCall && following.length === 0 && !others;
    const how = isOnly ? ONLY : following.some(node => !isInert(n, node)) ? FRESH : 0;
    const text = isOnly ? authorText(item.argument) : isCall ? null : notIterableText(item.argument);
    return spreadOf(ref(collected(n, 'spread', item.argument, text, how)));
  });
}

/** An array literal: a list of the runtime's itself, if it is nothing but one. */
export function lowerArray(n: Normaliser, node: t.ArrayExpression): t.Expression {
  const [only, ...others] = node.elements;
  if (only?.type === 'SpreadElement' && others.length === 0 && isPoint(only))
    return ref(collected(n, 'listOf', only.argument, notIterableText(only.argument), 0));
  node.elements = lowerElements(n, node.elements as ListItem[]) as t.ArrayExpression['elements'];
  return node;
}

function collected(
  n: Normaliser,
  helper: 'spread' | 'listOf',
  iterable: t.Expression,
  text: string | null,
  how: number,
): Binding {
  const { loc } = iterable;
  const value = lower(n, iterable);
  const list = n.temp();
  const args = [value, text === null ? num(0) : t.stringLiteral(text), ...(how ? [num(how)] : [])];
  n.point(n.helpers.call(helper, ...args), n.helpers.value(helper), loc, ref(list));
  return list;
}

/** Evaluating it runs no code of the program's. */
function isInert(n: Normaliser, node: t.Node | null): boolean {
  return !node || (t.isExpression(node) && (!!(node as IdentifierRef).binding || n.isStable(node, [])));
}
