/**
 * Class definitions into normal form: heritage and computed keys with suspension points are evaluated before the
 * class, in their order, and what is left of its static part after it.
 *
 *     class C extends f() { [g()]() {} static a = h(); }
 *     →  $1 = f(); $2 = key(g()); $3 = class C extends $1 { [$2]() {} static #$static() {…} };
 *        $4 = $restOfClass(); $c($4, $3)
 *
 * The trap: while the class is being defined nothing can be suspended, and the rest of it must run before anybody
 * else has the class.
 */
import type * as t from '@babel/types';
import { ref } from '../normal-form/build.js';
import type { KeyCarrier, RewrittenClass } from '../normal-form/classes.js';
import { lower } from './expressions.js';
import { hasPoint, type Normaliser } from './normaliser.js';

export function lowerClass(n: Normaliser, node: RewrittenClass): void {
  const keyed = node.body.body.filter(element => 'computed' in element && element.computed) as KeyCarrier[];
  const parts = [
    ...(node.superClass ? [{ value: node.superClass, put: (value: t.Expression) => (node.superClass = value) }] : []),
    ...keyed.map(placeOfKey),
  ];
  const last = parts.reduce((found, { value }, i) => (hasPoint(value) ? i : found), -1);
  parts.forEach(({ value, put }, i) => {
    if (i > last) return;
    const isHeritage = i === 0 && !!node.superClass;
    const lowered = lower(n, value);
    put(i < last ? ref(n.keep(isHeritage ? lowered : n.helpers.call('key', lowered))) : lowered);
  });
}

/** The expression of a computed key. One that is kept for later is kept when the class is defined. */
function placeOfKey(element: KeyCarrier): { value: t.Expression; put(value: t.Expression): void } {
  const { carried } = element;
  if (!carried) return { value: element.key as t.Expression, put: value => (element.key = value) };
  return { value: carried.arguments[0] as t.Expression, put: value => (carried.arguments[0] = value) };
}

/** The same for a class whose value is wanted. */
export function lowerClassExpression(n: Normaliser, node: t.ClassExpression & RewrittenClass): t.Expression {
  lowerClass(n, node);
  if (!node.later) return node;
  node.later = false;
  const made = n.keep(node);
  const rest = n.keep(n.helpers.call('restOfClass'));
  n.point(n.helpers.call('call', ref(rest), ref(made)), ref(rest), node.loc, null);
  return ref(made);
}
