/**
 * Destructuring with suspension points in it: defaults, computed keys, targets.
 *
 *     ({ a = f(), ...b } = v)   →  $1 = v.a; if ($1 === undefined) $1 = f(); a = $1; b = rest(v, ["a"])
 *     [a = f(), o.p] = v        →  the iterator protocol, closed unless it is exhausted or has failed itself
 *
 * The trap: of a target like `o[k]` the object and key are evaluated before the value is fetched, and what
 * closes an iterator is everything but the iterator's own failure.
 */
import * as t from '@babel/types';
import { block, call, member, num, ref, same, set, undef, when } from '../normal-form/build.js';
import type { Binding } from '../normal-form/model.js';
import { closing } from './completion.js';
import { named } from './explicit.js';
import { lower, lowerReference } from './expressions.js';
import { hasPoint, type Normaliser } from './normaliser.js';
import { authorName, authorText, notIterableText } from './text.js';

/** Assigns the parts of `value` (which may be evaluated again and again) to the targets of `pattern`. */
export function assignPattern(
  n: Normaliser,
  pattern: t.Node,
  value: t.Expression,
  source: t.Node | null,
  declares: boolean,
): void {
  if (t.isObjectPattern(pattern)) objectPattern(n, pattern, value, source, declares);
  else if (t.isArrayPattern(pattern)) arrayPattern(n, pattern, value, source, declares);
  else n.push(set(pattern as t.LVal, value));
}

/** Throws, as the engine would, if an object pattern has nothing to take apart. */
export function checkObject(n: Normaliser, pattern: t.ObjectPattern, value: t.Expression, source: t.Node | null): void {
  const first = pattern.properties[0];
  let key: string | null = null;
  if (first?.type === 'ObjectProperty' && !first.computed) {
    // With a default or a nested pattern the engine reports the property read, which needs no help.
    if (!t.isIdentifier(first.value) && !t.isMemberExpression(first.value)) return;
    key = t.isIdentifier(first.key) ? first.key.name : String((first.key as t.StringLiteral).value);
  }
  n.push(
    t.expressionStatement(
      t.logicalExpression(
        '&&',
        t.binaryExpression('==', copyOf(value), t.nullLiteral()),
        n.helpers.call(
          'notDestructurable',
          copyOf(value),
          t.stringLiteral(source ? authorText(source) : 'undefined'),
          key === null ? t.nullLiteral() : t.stringLiteral(key),
        ),
      ),
    ),
  );
}

function objectPattern(n: Normaliser, pattern: t.ObjectPattern, value: t.Expression, source: t.Node | null, declares: boolean): void {
  checkObject(n, pattern, value, source);
  const hasRest = pattern.properties.at(-1)?.type === 'RestElement';
  const taken: t.Expression[] = [];
  for (const property of pattern.properties) {
    if (property.type === 'RestElement') {
      const target = prepareTarget(n, property.argument, []);
      n.push(set(target as t.LVal, n.helpers.call('rest', copyOf(value), t.arrayExpression(taken))));
      continue;
    }
    let key = property.key as t.Expression;
    if (property.computed) key = ref(n.keep(n.helpers.call('key', lower(n, key))));
    else key = t.isIdentifier(key) ? t.stringLiteral(key.name) : key;
    if (hasRest) taken.push(property.computed ? copyOf(key) : t.stringLiteral(String((key as t.StringLiteral).value)));
    const plain = t.isStringLiteral(key) && t.isValidIdentifier(key.value, false);
    const access = plain
      ? member(copyOf(value), (key as t.StringLiteral).value)
      : t.memberExpression(copyOf(value), key, true);
    n.scoped(() => element(n, property.value, () => n.keep(access), declares));
  }
}

/** One target with its default: the target is evaluated, then the value fetched, then the default. */
function element(n: Normaliser, node: t.Node, fetch: () => Binding, declares: boolean): void {
  const inner = t.isAssignmentPattern(node) ? node.left : node;
  const initial = t.isAssignmentPattern(node) ? node.right : null;
  const target = prepareTarget(n, inner, [initial]);
  const value = fetch();
  if (initial) {
    const then = n.capture(() => {
      const lowered = lower(n, initial);
      n.push(set(ref(value), t.isIdentifier(inner) ? named(lowered, authorName(inner)) : lowered));
    });
    n.push(when(same(ref(value), undef()), then));
  }
  assignPattern(n, target, ref(value), null, declares);
}

function prepareTarget(n: Normaliser, target: t.Node, rest: readonly (t.Node | null)[]): t.Node {
  if (!t.isMemberExpression(target)) return target;
  const place = lowerReference(n, target, rest.filter((node): node is t.Node => !!node));
  if (place.object.type !== 'Super') place.object = n.stable(place.object, [target, ...rest]);
  if (place.computed) place.property = n.stable(place.property as t.Expression, rest);
  return place;
}

function arrayPattern(n: Normaliser, pattern: t.ArrayPattern, value: t.Expression, source: t.Node | null, declares: boolean): void {
  const text = source && declares ? notIterableText(source) : null;
  const { iterator, next } = openIterator(n, value, text);
  const done = n.temp();
  n.push(set(ref(done), t.booleanLiteral(false)));
  closing(n, iterator, () => t.unaryExpression('!', ref(done)), () => {
    for (const node of pattern.elements) {
      n.scoped(() => {
        if (!node) {
          step(n, iterator, next, done, null);
          return;
        }
        if (node.type === 'RestElement') {
          const target = prepareTarget(n, node.argument, []);
          const list = n.keep(t.arrayExpression([]));
          const item = n.temp();
          const body = n.capture(() => {
            step(n, iterator, next, done, item);
            n.push(when(t.unaryExpression('!', ref(done)), [t.expressionStatement(n.helpers.call('push', ref(list), ref(item)))]));
          });
          n.push(t.whileStatement(t.unaryExpression('!', ref(done)), block(body)));
          assignPattern(n, target, ref(list), null, declares);
          return;
        }
        element(
          n,
          node,
          () => {
            const item = n.temp();
            step(n, iterator, next, done, item);
            return item;
          },
          declares,
        );
      });
    }
  });
}

/** Takes the next value, or undefined; while the iterator itself runs it counts as done, so that its failure does not close it. */
function step(n: Normaliser, iterator: Binding, next: Binding, done: Binding, item: Binding | null): void {
  if (item) n.push(set(ref(item), undef()));
  const body = n.capture(() => {
    n.push(set(ref(done), t.booleanLiteral(true)));
    const outcome = advance(n, iterator, next);
    const live = [set(ref(done), t.booleanLiteral(false))];
    if (item) live.unshift(set(ref(item), member(ref(outcome), 'value')));
    else live.unshift(t.expressionStatement(member(ref(outcome), 'value')));
    n.push(when(t.unaryExpression('!', n.helpers.call('done', ref(outcome))), live));
  });
  n.push(when(t.unaryExpression('!', ref(done)), body));
}

/** `value[Symbol.iterator]()`, and its `next`, read once. */
export function openIterator(n: Normaliser, value: t.Expression, text: string | null): { iterator: Binding; next: Binding } {
  n.push(t.expressionStatement(n.helpers.call('iterable', copyOf(value), text === null ? num(0) : t.stringLiteral(text))));
  const iterator = n.temp();
  const symbol = () => t.memberExpression(t.identifier('Symbol'), t.identifier('iterator'));
  n.point(
    call(t.memberExpression(copyOf(value), symbol(), true)),
    n.helpers.call('member', copyOf(value), symbol()),
    null,
    ref(iterator),
  );
  return { iterator, next: n.keep(n.helpers.call('nextOf', ref(iterator))) };
}

/** The point at which an iterator advances. */
export function advance(n: Normaliser, iterator: Binding, next: Binding, loc: t.Node['loc'] = null): Binding {
  const outcome = n.temp();
  // `.call` and not the uncurried form: with it the engine knows the method, and the loop stays as fast as the native one.
  n.point(call(member(ref(next), 'call'), ref(iterator)), ref(next), loc, ref(outcome));
  return outcome;
}

/** Whether the pattern can stay as it is once its source is known. */
export function isPlainPattern(pattern: t.Node): boolean {
  return !hasPoint(pattern);
}

function copyOf(node: t.Expression): t.Expression {
  if (t.isIdentifier(node)) {
    const { binding } = node as { binding?: Binding };
    return binding ? ref(binding) : t.identifier(node.name);
  }
  return t.cloneNode(node);
}
