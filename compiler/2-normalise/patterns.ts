/**
 * Destructuring with suspension points in it: defaults, computed keys, targets.
 *
 *     ({ a = f(), ...b } = v)   →  $1 = v.a; if ($1 === undefined) $1 = f(); a = $1; b = rest(v, ["a"])
 *     [a = f(), o.p] = v        →  see array-patterns.ts
 *
 * The trap: of a target like `o[k]` the object and key are evaluated before the value is fetched.
 */
import * as t from '@babel/types';
import { again, call, member, num, ref, same, set, undef, when } from '../normal-form/build.js';
import type { Binding, IdentifierRef } from '../normal-form/model.js';
import { read, store } from './accesses.js';
import { arrayPattern } from './array-patterns.js';
import { type CellTarget, holder } from './explicit/variables.js';
import { lower, lowerReference } from './expressions.js';
import { named } from './naming.js';
import { type Normaliser, unnamed } from './normaliser.js';
import { authorName, faultOf, type Part, partKey, shownAs } from './text.js';

/**
 * Assigns the parts of `value` (which may be evaluated again and again) to the targets of `pattern`. `isFresh`: they are
 * variables that nobody has seen yet.
 */
export function assignPattern(
  n: Normaliser,
  pattern: t.Node,
  value: t.Expression,
  source: t.Node | Part | null,
  declares: boolean,
  isFresh = false,
): void {
  if (t.isObjectPattern(pattern)) objectPattern(n, pattern, value, source, declares, isFresh);
  else if (t.isArrayPattern(pattern)) arrayPattern(n, pattern, { value, source, declares, isFresh });
  else {
    const variable = (pattern as IdentifierRef).binding ?? (pattern as CellTarget).variable;
    if (variable?.needsTdz && !declares) n.push(t.expressionStatement(n.helpers.tdzCheck(variable, holder(variable))));
    store(n, pattern as t.LVal, value);
  }
}

/** Throws, as the engine would, if an object pattern has nothing to take apart; see `faultOf` for `source`. */
export function checkObject(
  n: Normaliser,
  pattern: t.ObjectPattern,
  value: t.Expression,
  source: t.Node | Part | null,
): void {
  const fault = faultOf(pattern, source);
  if (!fault) return;
  const check = n.helpers.call('notDestructurable', again(value), ...fault);
  n.push(
    t.expressionStatement(t.logicalExpression('&&', t.binaryExpression('==', again(value), t.nullLiteral()), check)),
  );
}

/** Whether what engines say of a part of the pattern that cannot be taken apart names the source of the whole. */
export function namesSource(pattern: t.Node): boolean {
  return (
    t.isObjectPattern(pattern) &&
    pattern.properties.some(property => {
      if (property.type === 'RestElement') return false;
      const part = property.value;
      if (!t.isObjectPattern(part)) return t.isArrayPattern(part);
      const first = part.properties[0];
      return !first || (first.type === 'ObjectProperty' && first.computed);
    })
  );
}

function objectPattern(
  n: Normaliser,
  pattern: t.ObjectPattern,
  value: t.Expression,
  source: t.Node | Part | null,
  declares: boolean,
  isFresh: boolean,
): void {
  checkObject(n, pattern, value, source);
  const hasRest = pattern.properties.at(-1)?.type === 'RestElement';
  const taken: t.Expression[] = [];
  for (const property of pattern.properties) {
    if (property.type === 'RestElement') {
      const target = prepareTarget(n, property.argument, []);
      store(n, target as t.LVal, n.helpers.call('rest', again(value), t.arrayExpression(taken)));
      continue;
    }
    let key = property.key as t.Expression;
    if (property.computed) key = ref(n.keep(n.helpers.call('key', lower(n, key))));
    else key = t.isIdentifier(key) ? t.stringLiteral(key.name) : key;
    if (hasRest) taken.push(property.computed ? again(key) : t.stringLiteral(String((key as t.StringLiteral).value)));
    const plain = t.isStringLiteral(key) && t.isValidIdentifier(key.value, false);
    const access = plain
      ? member(again(value), (key as t.StringLiteral).value)
      : t.memberExpression(again(value), key, true);
    const known = source && !('of' in source) ? source : null;
    const part = known && { of: known, key: partKey(property) };
    n.scoped(() => element(n, property.value, () => n.held(read(n, access, property)), declares, isFresh, part));
  }
}

/** One target with its default: the target is evaluated, then the value fetched, then the default. */
export function element(
  n: Normaliser,
  node: t.Node,
  fetch: () => Binding,
  declares: boolean,
  isFresh: boolean,
  part: Part | null = null,
): void {
  const inner = t.isAssignmentPattern(node) ? node.left : node;
  const initial = t.isAssignmentPattern(node) ? node.right : null;
  const source = initial ? shownAs(initial) : part;
  const target = prepareTarget(n, inner, [initial]);
  const value = fetch();
  if (initial) {
    const then = n.capture(() => {
      const lowered = lower(n, initial);
      n.push(set(ref(value), t.isIdentifier(inner) ? named(lowered, authorName(inner)) : unnamed(lowered)));
    });
    n.push(when(same(ref(value), undef()), then));
  }
  if (t.isObjectPattern(target)) objectPattern(n, target, ref(value), source, declares, isFresh);
  else assignPattern(n, target, ref(value), initial ? null : part, declares, isFresh);
}

export function prepareTarget(n: Normaliser, target: t.Node, rest: readonly (t.Node | null)[]): t.Node {
  if (!t.isMemberExpression(target)) return target;
  const place = lowerReference(
    n,
    target,
    rest.filter((node): node is t.Node => !!node),
  );
  if (place.object.type !== 'Super') place.object = n.stable(place.object, [target, ...rest]);
  if (place.computed) place.property = n.stable(place.property as t.Expression, rest);
  return place;
}

/** An iteration of `value`: see runtime/iteration. */
export function openIterator(n: Normaliser, value: t.Expression, text: string | null): Binding {
  const iterator = n.temp();
  const symbol = t.memberExpression(t.identifier('Symbol'), t.identifier('iterator'));
  n.point(
    n.helpers.call('iterate', again(value), text === null ? num(0) : t.stringLiteral(text)),
    n.helpers.call('member', again(value), symbol),
    null,
    ref(iterator),
    { helper: 'opened', args: [] },
  );
  return iterator;
}

/**
 * The point at which an iteration advances; gives whether it is over. An array needs no iterator, and an iterator may be
 * asked here for its next result: what the engine learns of a call or an access it learns for each place in the text.
 *
 *     $2 = $1.a !== null ? $1.x < $1.a.length ? $1 : null : $1.n === $1.t.next ? arrived($1, $1.t.next()) : advance($1)
 *     …$2 === null…
 */
export function advance(n: Normaliser, iterator: Binding, loc: t.Node['loc']): t.Expression {
  const outcome = n.temp();
  const own = (name: string) => member(ref(iterator), name);
  const next = () => member(own('t'), 'next');
  const result = Object.assign(call(next()), { helper: true });
  const asked = t.conditionalExpression(
    same(own('n'), next()),
    n.helpers.call('arrived', ref(iterator), result),
    n.helpers.call('advance', ref(iterator)),
  );
  const isBefore = t.binaryExpression('<', own('x'), member(own('a'), 'length'));
  const walked = t.conditionalExpression(isBefore, ref(iterator), t.nullLiteral());
  const taker = { helper: 'advanced', args: [ref(iterator)] };
  n.point(t.conditionalExpression(isArray(iterator), walked, asked), own('n'), loc, ref(outcome), taker);
  return same(ref(outcome), t.nullLiteral());
}

/** The value that has arrived; evaluated once. */
export function arrivedValue(iterator: Binding): t.Expression {
  const own = (name: string) => member(ref(iterator), name);
  const element = t.memberExpression(own('a'), t.updateExpression('++', own('x')), true);
  return t.conditionalExpression(isArray(iterator), element, own('v'));
}

/** Compared, because a test for truth weighs whatever an engine holds to be false. */
const isArray = (iterator: Binding): t.Expression =>
  t.binaryExpression('!==', member(ref(iterator), 'a'), t.nullLiteral());
