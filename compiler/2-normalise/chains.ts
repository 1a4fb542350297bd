/**
 * Optional chains with suspension points.
 *
 *     a?.b.c(f())?.d   →  $1 = a; if ($1 == null) $r = undefined; else { …$2 = $1.b.c, f() and the call…;
 *                          if ($4 == null) $r = undefined; else $r = $4.d }
 *
 * The trap: the rest of the chain, arguments included, is skipped once a link is null or undefined, and a
 * call keeps as receiver the object its callee was read from.
 */
import * as t from '@babel/types';
import { isPoint } from '../1-select/points.js';
import { again, call, ref, set, undef, when } from '../normal-form/build.js';
import type { Binding } from '../normal-form/model.js';
import { read } from './accesses.js';
import { mayBeBuiltIn, methodCall } from './built-ins.js';
import { checkedArguments, lowerReceiver, placeOfCall, result } from './calls.js';
import { lower } from './expressions.js';
import type { Normaliser } from './normaliser.js';
import { notingWithin } from './noted.js';
import { authorText } from './text.js';

/** What the author called at each call of a chain. */
const texts = new WeakMap<t.Node, string>();

type Link = t.OptionalMemberExpression | t.OptionalCallExpression | t.MemberExpression | t.CallExpression;

/** `kept`: receives the object from which the last link reads, for a call of the whole chain in parentheses. */
export function lowerChain(
  n: Normaliser,
  node: t.Expression,
  wanted: boolean,
  isDelete = false,
  kept: Binding | null = null,
): t.Expression {
  const links: Link[] = [];
  let base: t.Expression = node;
  while (t.isOptionalMemberExpression(base) || t.isOptionalCallExpression(base)) {
    links.unshift(base);
    const inner: t.Expression = t.isOptionalCallExpression(base)
      ? (base.callee as t.Expression)
      : (base.object as t.Expression);
    const wasOptional = base.optional;
    base = inner;
    // Before the first `?.` the chain is an ordinary expression; a method read there keeps its receiver.
    if (wasOptional && !t.isOptionalMemberExpression(base) && !t.isOptionalCallExpression(base)) break;
  }
  // Before anything is lowered: what is lowered no longer reads as the author wrote it.
  for (const link of links) if ('callee' in link) texts.set(link, authorText(link.callee));
  const first = links[0] as Link;
  const outcome = wanted ? n.temp() : null;
  const isMethod = t.isOptionalCallExpression(first) && t.isMemberExpression(base);
  const receiver = isMethod ? lowerReceiver(n, base as t.MemberExpression, first.arguments) : null;
  const value = isMethod ? read(n, base as t.MemberExpression) : lower(n, base);
  walk(n, links, 0, value, receiver, outcome, isDelete, kept);
  return outcome ? ref(outcome) : undef();
}

function walk(
  n: Normaliser,
  links: Link[],
  index: number,
  value: t.Expression,
  receiver: t.Expression | null,
  outcome: Binding | null,
  isDelete: boolean,
  kept: Binding | null,
): void {
  const link = links[index];
  if (!link) {
    if (outcome) n.push(set(ref(outcome), value));
    return;
  }
  const step = (held: t.Expression) => {
    if (t.isOptionalMemberExpression(link) || t.isMemberExpression(link)) {
      const property = link.computed ? lower(n, link.property as t.Expression) : (link.property as t.Identifier);
      const isLast = index === links.length - 1;
      const isCalled = isLast ? kept !== null : t.isOptionalCallExpression(links[index + 1]);
      const noting = isCalled ? notingWithin(link) : null;
      const object = noting ? ref(n.keep(n.helpers.call(noting, again(held)))) : again(held);
      if (isLast && kept) n.push(set(ref(kept), again(object)));
      const access = read(n, t.memberExpression(object, property, link.computed), link);
      if (isLast && isDelete)
        return walk(n, links, index + 1, t.unaryExpression('delete', access), null, outcome, false, kept);
      // The receiver of a call that follows must be the object read from here.
      return walk(n, links, index + 1, access, isCalled ? again(object) : null, outcome, isDelete, kept);
    }
    const text = texts.get(link) as string;
    const callee = held.type === 'Identifier' && isTemp(held) ? bindingOf(held) : n.keep(held);
    const args = checkedArguments(n, link.arguments as t.CallExpression['arguments'], callee, 'callable', text);
    const { made, told } = receiver
      ? methodCall(n, mayBeBuiltIn(link), link.callee as t.Expression, callee, receiver, args)
      : { made: call(ref(callee), ...args), told: ref(callee) };
    const given = result(n, link, made, told, placeOfCall(link.callee) ?? link.loc, true);
    walk(n, links, index + 1, isPoint(link) ? given : ref(n.keep(given)), null, outcome, isDelete, kept);
  };
  if (link.optional) {
    const held = ref(isTemp(value) ? bindingOf(value) : n.keep(value));
    const then = n.capture(() => step(held));
    const otherwise = outcome ? [set(ref(outcome), isDelete ? t.booleanLiteral(true) : undef())] : [];
    n.push(when(t.binaryExpression('!=', again(held), t.nullLiteral()), then, otherwise));
    return;
  }
  const following = t.isOptionalMemberExpression(link) || t.isMemberExpression(link) ? [] : link.arguments;
  step(
    t.isOptionalCallExpression(link) || t.isCallExpression(link)
      ? ref(n.keep(value))
      : n.stable(value, following as t.Node[]),
  );
}

function isTemp(node: t.Expression): boolean {
  return t.isIdentifier(node) && (node as { binding?: Binding }).binding?.kind === 'temp';
}

function bindingOf(node: t.Expression): Binding {
  return (node as unknown as { binding: Binding }).binding;
}
