/**
 * Call sites that may be of a built-in with a green equivalent (runtime/built-ins). Whether one is, is asked at run time,
 * and only in a greenlet: main is never unwound, so what main calls may stay on the stack.
 *
 *     xs.map(f)        →  inMain() ? xs.map(f) : mapIn(xs.map, xs, f, "xs.map")
 *     xs.flatMap(f)    →  inMain() ? xs.flatMap(f) : callBuiltInOf("xs.flatMap", xs, "flatMap", f)
 *     map.call(xs, f)  →  the same: `map` may be the built-in
 *     f(x).map(g)      →  $1 = f(x); $2 = $1.map; check($2); $3 = $c(green($2), $1, g)
 *     new Set(xs)      →  asWritten(Set) ? new Set(xs) : made(Set, xs)
 *     new C(xs)        →  the same where C may hold such a class: a parameter, say, but no class declared here
 *
 * The trap: link is told of the equivalent, which hands itself over; and what the built-in is called with must be
 * evaluated once, after the built-in has been looked up.
 */
import * as t from '@babel/types';
import type { Awaitable } from '../1-select/awaited.js';
import { isPoint } from '../1-select/points.js';
import { again, copy, isGlobal, ref } from '../normal-form/build.js';
import type { Binding, IdentifierRef } from '../normal-form/model.js';
import { isInert, isIterating, mayGive, mayHoldClass, ownFunction } from './built-in-classes.js';
import { checkedArguments } from './calls.js';
import { lower } from './expressions.js';
import type { Normaliser } from './normaliser.js';
import { lowerElements, spreadOf } from './spread.js';
import { authorText, type Stand } from './text.js';

const anyOf = (names: string): Set<string> => new Set(names.split(' '));

/** What the methods are called that iterate their argument, or call it. */
const methods = anyOf(
  'from fromAsync fromEntries all allSettled any race groupBy ' +
    'map filter forEach reduce reduceRight some every find findIndex findLast findLastIndex flatMap sort toSorted ' +
    'replace replaceAll parse stringify',
);
/** Methods that may call a constructor, or another method, of what they are called on. */
const methodsOfPromises = anyOf('then catch finally resolve reject withResolvers try');
const attempt = anyOf('try');
/** Methods of iterators, whose `next` may suspend, that no array has. */
const methodsOfIterators = anyOf('take drop toArray');
/** Those whose first argument is only text. */
const ofText = anyOf('parse');
/** Those with helpers of their own: with a function only, and with a first value, too. */
const ofArrays = anyOf('map filter forEach some every find findIndex sort');
const ofReduction = anyOf('reduce');
export const transparent = anyOf('call apply');
const ofReflect = anyOf('apply');
/** What stands here for the name of `re[Symbol.replace]`, which calls `re.exec` with any arguments. */
const ofSymbol = '@@replace';
const methodsOfPatterns = anyOf(ofSymbol);
/** One that makes an object when it is called, too. */
const callableClass = 'AggregateError';

/** Whether `node` may be a call of such a built-in that would have to be suspended. */
export function mayBeBuiltIn(node: t.CallExpression | t.OptionalCallExpression | t.NewExpression): boolean {
  const callee = node.callee as t.Expression;
  if (!isPoint(node)) return false;
  if (node.type === 'NewExpression') return mayBeMade(node);
  // Of the engine's promises only this one calls what it is given before it returns.
  if (isNamed(callee, attempt) && !node.arguments.every(isInert)) return true;
  if (isNamed(callee, methodsOfPromises)) return !isGlobal((callee as t.MemberExpression).object, 'Promise');
  if (isNamed(callee, methodsOfPatterns) || isNamed(callee, methodsOfIterators)) return true;
  const calls = isNamed(callee, transparent) ? (callee as t.MemberExpression).object : null;
  // `catch.call(5)`: numbers have no `then`, but may be given one.
  if (calls !== null && isNamedSo(calls, methodsOfPromises)) return true;
  const isOfText = isNamed(callee, ofText) && !t.isSpreadElement(node.arguments[0]);
  if (node.arguments.slice(isOfText ? 1 : 0).every(isInert)) return false;
  return (
    isGlobal(callee, callableClass) ||
    isNamed(callee, methods) ||
    isReflectApply(callee) ||
    (calls !== null && isMethod(calls))
  );
}

/** Whether `new` may be of such a class. What matters is the first argument. */
function mayBeMade({ callee, arguments: args }: t.NewExpression): boolean {
  if (!mayGive(args)) return false;
  if (t.isIdentifier(callee)) {
    const { binding } = callee as IdentifierRef;
    return binding ? args.length === 1 && mayHoldClass(binding) : isIterating(callee.name);
  }
  if (!t.isMemberExpression(callee)) return false;
  const name = nameOf(callee);
  return name === null ? args.length === 1 : name === 'constructor' || isIterating(name);
}

function isReflectApply(node: t.Expression): boolean {
  return t.isMemberExpression(node) && isNamed(node, transparent) && isGlobal(node.object, 'Reflect');
}

/** `xs.map`, or a variable of that name: `const { map } = Array.prototype`. */
function isMethod(node: t.Expression | t.Super): boolean {
  return [methods, methodsOfPromises, methodsOfPatterns, methodsOfIterators].some(names => isNamedSo(node, names));
}

/** A member, in whatever way it is written, or a variable of such a name. */
export function isNamedSo(node: t.Node, names: ReadonlySet<string>): boolean {
  const { binding } = node as IdentifierRef;
  return isNamed(node, names) || (t.isIdentifier(node) && names.has(binding?.author ?? binding?.name ?? ''));
}

export function isNamed(node: t.Node, names: ReadonlySet<string>): boolean {
  if (!t.isMemberExpression(node) && !t.isOptionalMemberExpression(node)) return false;
  const name = nameOf(node);
  return name !== null && names.has(name);
}

function nameOf({ property, computed }: t.MemberExpression | t.OptionalMemberExpression): string | null {
  if (!computed) return t.isIdentifier(property) ? property.name : null;
  if (t.isStringLiteral(property)) return property.value;
  return t.matchesPattern(property, 'Symbol.replace') ? ofSymbol : null;
}

/** The call, if it can be written in both ways, `xs.map(f)` and for a greenlet, without doing anything twice. */
export function lowerSimpleBuiltIn(
  n: Normaliser,
  callee: t.MemberExpression,
  args: t.CallExpression['arguments'],
  text: string,
): { made: t.Expression; link: t.Expression } | null {
  const { object } = callee;
  const isRoot = t.isThisExpression(object) || (t.isIdentifier(object) && (object as Stand).author === undefined);
  const called = nameOf(callee) as string;
  // What may be called is told to `link`, too.
  const told = countOfTold(callee);
  const isRepeatable = (arg: t.Node, i: number) => isSimple(n, arg) || (i >= told && isSimpleList(n, arg));
  if (!isRoot || called === ofSymbol || !args.every(isRepeatable)) return null;
  const given = (args as t.Expression[]).map(arg => (t.isArrayExpression(arg) ? arg : n.repeatable(arg, [])));
  const name = t.stringLiteral(called);
  const twice = given.map(arg => (t.isArrayExpression(arg) ? copy(arg) : again(arg)));
  const direct: Awaitable & t.Expression = t.callExpression(callee, given);
  const link = n.helpers.call('builtInOf', again(object), again(name), ...givenFirst(n, callee, given));
  // That is no built-in.
  if (isReflectApply(callee) && ownFunction(args[0])) return { made: direct, link };
  // Whether this one suspends does not matter: only main calls it.
  direct.awaited = true;
  return {
    made: t.conditionalExpression(
      n.helpers.call('inMain'),
      direct,
      hasHelper(callee, args)
        ? n.helpers.call(helperFor(callee, args), copy(callee), again(object), ...twice, t.stringLiteral(text))
        : n.helpers.call('callBuiltInOf', t.stringLiteral(text), again(object), name, ...twice),
    ),
    link,
  };
}

/** Whether a method may only call its first argument: that of `Reflect.apply(f, …)`, or of `call.call(f, …)`. */
export function callsFirst(callee: t.Expression): boolean {
  if (!isNamed(callee, transparent)) return false;
  return isReflectApply(callee) || isNamedSo((callee as t.MemberExpression).object, transparent);
}

/** How many of the arguments of such a method `link` is told. */
const countOfTold = (callee: t.Expression): number => (callsFirst(callee) ? 2 : isNamed(callee, ofReflect) ? 1 : 0);

/**
 * What such a method may call, for `link`: the first argument, or the second where the first is `call` in its turn. A function
 * that stands there is made before the call.
 */
function givenFirst(n: Normaliser, callee: t.Expression, args: t.CallExpression['arguments']): t.Expression[] {
  const given: t.Expression[] = [];
  for (let i = 0; i < countOfTold(callee); i++) {
    const arg = args[i];
    if (!t.isExpression(arg)) break;
    const kept = t.isFunction(arg) ? ref(n.keep(arg)) : arg;
    args[i] = kept;
    given.push(again(kept));
  }
  return given;
}

/** The call of a method that is at hand, and what link is told of it. */
export function methodCall(
  n: Normaliser,
  isBuiltIn: boolean,
  callee: t.Expression,
  method: Binding,
  receiver: t.Expression,
  args: t.CallExpression['arguments'],
): { made: t.Expression; told: t.Expression } {
  const isTold = isBuiltIn || isNamed(callee, transparent);
  const given = isTold ? givenFirst(n, callee, args) : [];
  const helper = isBuiltIn ? helperFor(callee, args) : 'call';
  const made = n.helpers.call(helper, ref(method), again(receiver), ...args);
  return { made, told: isTold ? n.helpers.call('builtIn', ref(method), again(receiver), ...given) : ref(method) };
}

/** The helper for a call of `callee`, once that has been read. */
export function helperFor(callee: t.Expression, args: t.CallExpression['arguments']): string {
  return hasHelper(callee, args) ? `${nameOf(callee as t.MemberExpression)}In` : 'callBuiltIn';
}

/** Whether it may be `Reflect.apply`, or a method of arrays, that has a helper of its own (runtime/built-ins/direct.ts). */
function hasHelper(callee: t.Expression, args: t.CallExpression['arguments']): boolean {
  return (
    args.every(arg => t.isExpression(arg)) &&
    ((args.length === 1 && isNamed(callee, ofArrays)) ||
      (args.length === 2 && isNamed(callee, ofReduction)) ||
      (args.length === 3 && isReflectApply(callee)))
  );
}

/** Evaluating it any number of times, with nothing in between, is as good as once. */
function isSimple(n: Normaliser, node: t.Node): node is t.Expression {
  return t.isExpression(node) && (n.isStable(node, []) || (t.isIdentifier(node) && !!(node as IdentifierRef).binding));
}

/** A list of such values, which may stand in both ways: only one will make it. */
function isSimpleList(n: Normaliser, node: t.Node): boolean {
  return t.isArrayExpression(node) && node.elements.every(one => !!one && !t.isFunction(one) && isSimple(n, one));
}

/** `new callee(...args)`, or the call, where that may be of a class with an equivalent. */
export function lowerBuiltInNew(
  n: Normaliser,
  { type: kind, callee, arguments: nodes }: t.NewExpression | t.CallExpression,
): { made: t.Expression; link: t.Expression } {
  let type = callee as t.Expression;
  let args = nodes as (t.Expression | t.SpreadElement)[];
  const isKept = !t.isIdentifier(type) || !n.isStable(type, nodes);
  if (!isKept) args = lowerElements(n, args, true) as typeof args;
  if (isKept || !args.every(arg => isSimple(n, arg))) {
    const text = authorText(type);
    const kept = n.held(isKept ? lower(n, type) : type);
    type = ref(kept);
    args = checkedArguments(
      n,
      args,
      kept,
      kind === 'NewExpression' ? 'constructible' : 'callable',
      text,
    ) as typeof args;
  }
  const given = args.map(arg => (t.isSpreadElement(arg) ? arg : n.repeatable(arg, [])));
  const twice = given.map(arg => (t.isSpreadElement(arg) ? spreadOf(again(arg.argument)) : again(arg)));
  const build = kind === 'NewExpression' ? t.newExpression : t.callExpression;
  const direct: Awaitable & t.Expression = build(type, given);
  direct.awaited = true;
  return {
    made: t.conditionalExpression(
      n.helpers.call('asWritten', again(type)),
      direct,
      n.helpers.call('made', again(type), ...twice),
    ),
    link: n.helpers.call('madeBy', again(type)),
  };
}
