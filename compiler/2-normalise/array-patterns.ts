/**
 * Array patterns. They are suspension points, since the iterator's methods may suspend, unless they take a list apart
 * (1-select/lists).
 *
 *     const [a, , b = 1, ...c] = xs   →  $1 = taken(xs, 3, "xs is not iterable", 1); const { 0: a, 2: b = 1, 3: c } = $1
 *     [o.p, [a = f()]] = xs           →  $1 = open(xs, 0); $2 = 0;
 *                                        try { $3 = step($1); o.p = $3; $3 = step($1); …$3 likewise… }
 *                                        catch ($x) { $2 = { k: 1, v: $x } }
 *                                        finish($1, $2); if ($2) …
 *
 * The first form is that of nearly all patterns: nothing but the iterator runs between the first value and the last.
 *
 * The trap: what closes an iterator is everything but its own failure; and by the time it is closed the targets have
 * been assigned, which a handler or a closure may see.
 */
import * as t from '@babel/types';
import { num, ref, set } from '../normal-form/build.js';
import type { Binding, IdentifierRef } from '../normal-form/model.js';
import { completion } from './completion.js';
import { hasPoint, type Normaliser } from './normaliser.js';
import { assignPattern, element, prepareTarget } from './patterns.js';
import { authorText, notIterableText, type Part } from './text.js';

/** See runtime/collect.ts. */
const REST = 1;
const HELD = 2;
const PROPERTY = 4;

/** What the pattern takes apart, and who may look at its variables. */
export interface Subject {
  value: t.Expression;
  /** What the engine calls the value, see `checkObject`; null: by what it is. */
  source: t.Node | Part | null;
  /** It declares its variables, or did in the author's text. */
  declares: boolean;
  /** Nobody has seen its variables before. */
  isFresh: boolean;
}

export function arrayPattern(n: Normaliser, pattern: t.ArrayPattern, subject: Subject): void {
  if (!hasPoint(pattern)) n.push(set(pattern, subject.value));
  else if (isPlain(n, pattern, subject.isFresh)) {
    const list = take(n, pattern, subject);
    const targets = overList(pattern);
    if (targets.properties.length > 0) n.push(set(targets as unknown as t.LVal, ref(list)));
    const hasRest = pattern.elements.at(-1)?.type === 'RestElement';
    // Where an error of `return` stands, if there was one.
    if (isHeld(n, subject) && !hasRest)
      n.push(t.expressionStatement(t.memberExpression(ref(list), num(pattern.elements.length), true)));
  } else stepwise(n, pattern, subject);
}

/** The declaration of a plain pattern stays one. */
export function declareArray(
  n: Normaliser,
  kind: 'let' | 'const' | 'var',
  pattern: t.ArrayPattern,
  subject: Subject,
): void {
  const list = take(n, pattern, subject);
  const targets = overList(pattern);
  if (targets.properties.length > 0)
    n.push(t.variableDeclaration(kind, [t.variableDeclarator(targets as unknown as t.LVal, ref(list))]));
}

// ── all values at once ──────────────────────────────────────────────────────

/** Whether nobody can tell that all values are taken before the first is assigned. */
export function isPlain(n: Normaliser, pattern: t.ArrayPattern, isFresh: boolean): boolean {
  const isOwn = (node: t.Node): boolean => {
    const { binding } = node as IdentifierRef;
    return !!binding && binding.owner === n.fn && !binding.needsTdz && (isFresh || binding.captures.length === 0);
  };
  return pattern.elements.every(node => {
    if (node?.type === 'RestElement') return isOwn(node.argument);
    if (node?.type === 'AssignmentPattern') return isOwn(node.left) && isQuiet(n, node.right);
    return !node || isOwn(node);
  });
}

/** Evaluating the default has no effect, cannot fail, and always gives the same. */
function isQuiet(n: Normaliser, node: t.Node): boolean {
  switch (node.type) {
    case 'Identifier':
      return n.isStable(node, []) && !(node as IdentifierRef).binding?.needsTdz;
    case 'UnaryExpression':
      return node.operator !== 'delete' && t.isLiteral(node.argument) && isQuiet(n, node.argument);
    case 'ArrayExpression':
      return node.elements.every(part => !part || isQuiet(n, part));
    case 'ObjectExpression':
      return node.properties.every(part => part.type === 'ObjectProperty' && !part.computed && isQuiet(n, part.value));
    default:
      return t.isExpression(node) && n.isStable(node, []);
  }
}

/** The point that takes the values, into an array of the runtime's. */
function take(n: Normaliser, pattern: t.ArrayPattern, subject: Subject): Binding {
  const { elements } = pattern;
  const hasRest = elements.at(-1)?.type === 'RestElement';
  const [text, isPart] = words(subject);
  const mode = (hasRest ? REST : 0) | (isHeld(n, subject) ? HELD : 0) | (isPart ? PROPERTY : 0);
  const args = [subject.value, num(elements.length - (hasRest ? 1 : 0)), text, ...(mode ? [num(mode)] : [])];
  const list = n.temp();
  n.point(n.helpers.call('taken', ...args), n.helpers.value('taken'), pattern.loc, ref(list));
  return list;
}

/** Whether errors of the iterator must come up where they would among the assignments. */
function isHeld(n: Normaliser, { isFresh }: Subject): boolean {
  return !isFresh && n.tryDepth > 0;
}

/** The same targets, over the elements of a list by number: nothing is iterated. */
function overList(pattern: t.ArrayPattern): t.ObjectPattern {
  const properties = pattern.elements.flatMap((node, i) => {
    if (!node) return [];
    const target = node.type === 'RestElement' ? node.argument : node;
    return [t.objectProperty(num(i), target as t.Identifier)];
  });
  return t.objectPattern(properties);
}

/** The words for a value that is not iterable, and whether they are the name of the object it is a property of. */
function words({ source, declares }: Subject): [text: t.Expression, isPart: boolean] {
  if (source && 'of' in source) return [t.stringLiteral(authorText(source.of)), true];
  // What is caught has no name for the engine where it is iterated, though it has elsewhere.
  const isNamed = source && declares && authorText(source) !== '.catch';
  return [isNamed ? t.stringLiteral(notIterableText(source)) : num(0), false];
}

// ── one by one ──────────────────────────────────────────────────────────────

function stepwise(n: Normaliser, pattern: t.ArrayPattern, subject: Subject): void {
  const { declares, isFresh } = subject;
  const [text, isPart] = words(subject);
  const steps = n.temp();
  const point = (helper: string, target: Binding | null, ...args: t.Expression[]) =>
    n.point(n.helpers.call(helper, ...args), n.helpers.value(helper), pattern.loc, target && ref(target));
  point('open', steps, subject.value, text, ...(isPart ? [num(1)] : []));
  const fetch = (helper: string) => () => {
    const value = n.temp();
    point(helper, value, ref(steps));
    return value;
  };
  const assignAll = () => {
    for (const node of pattern.elements) {
      n.scoped(() => {
        if (!node) point('step', null, ref(steps));
        else if (node.type === 'RestElement') {
          const target = prepareTarget(n, node.argument, []);
          assignPattern(n, target, ref(fetch('others')()), null, declares, isFresh);
        } else element(n, node, fetch('step'), declares, isFresh);
      });
    }
  };
  completion(n, assignAll, kept => point('finish', null, ref(steps), ref(kept)));
}
