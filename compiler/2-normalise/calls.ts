/**
 * Calls into normal form, with what `link` is told about the callee (DESIGN: foreign frames).
 *
 *     f(a, g(b))      →  $1 = g(b); $2 = f(a, $1)               f constant: a plain call still
 *     o.m(g(b))       →  $1 = o.m; $2 = g(b); check($1); $3 = $c($1, o, $2)
 *     f(x).m(y)       →  $1 = f(x); $2 = $1.m; check($2); $3 = $c($2, $1, y)
 *
 * The trap: the callee is evaluated before the arguments but found uncallable after them, and then the
 * message names the author's expression. Where our temporary would be named, the check comes first and
 * names it itself. `$c` is an uncurried Function.prototype.call: `.call` would be looked up on the callee.
 */
import * as t from '@babel/types';
import type { Awaitable } from '../1-select/awaited.js';
import { isPoint } from '../1-select/points.js';
import { again, call, copy, num, ref } from '../normal-form/build.js';
import { bindingOf, type MovedCall, type SuperMethod } from '../normal-form/classes.js';
import { globals } from '../normal-form/helpers.js';
import type { Binding, IdentifierRef, Iterates } from '../normal-form/model.js';
import { read } from './accesses.js';
import { callsFirst, lowerBuiltInNew, lowerSimpleBuiltIn, mayBeBuiltIn, methodCall } from './built-ins.js';
import { lowerChain } from './chains.js';
import { isConversion, lowerConversion } from './conversions.js';
import { lower } from './expressions.js';
import { hasPoint, isConstant, type Normaliser, ownParts } from './normaliser.js';
import { lowerElements, spreadOf } from './spread.js';
import { lowerConstructing } from './supers.js';
import { authorText, mentionsOurs, type Stand } from './text.js';

type Arguments = t.CallExpression['arguments'];

/** What link is told of a callee that greenc itself knows to be compiled, or cannot know. */
const unknown = (): t.Expression => num(0);

export function lowerCall(
  n: Normaliser,
  node: t.CallExpression,
  wanted: boolean,
  target?: IdentifierRef,
): t.Expression {
  if (isConversion(node)) return lowerConversion(n, node, wanted, target);
  const constructing = lowerConstructing(n, node, wanted, target);
  if (constructing) return constructing;
  const callee = node.callee as t.Expression;
  const loc = placeOfCall(callee) ?? node.loc;
  const author = (callee as Stand).author;
  const keepsCallee = n.keepsCallees && isPoint(node);
  const finish = (expression: t.Expression, link: t.Expression) =>
    result(n, node, expression, link, loc, wanted, target);

  if (t.isMemberExpression(callee) && author === undefined) {
    const isBuiltIn = mayBeBuiltIn(node);
    const { moved } = node as MovedCall;
    const isPure = !hasPoint(callee) && !mayPause(n, node.arguments) && !mentionsOurs(callee);
    const direct = isPure && (!keepsCallee || moved);
    const text = authorText(callee);
    if (direct && isBuiltIn) {
      const simple = lowerSimpleBuiltIn(n, callee, node.arguments, text);
      if (simple) return finish(simple.made, simple.link);
    } else if (direct && !callsFirst(callee)) {
      const link = moved ? copy(callee) : (superLink(n, node) ?? memberLink(n, callee));
      if (link) return finish(call(callee, ...node.arguments), link);
    }
    const receiver = lowerReceiver(n, callee, node.arguments);
    const method = n.held(read(n, callee));
    const args = checkedArguments(n, node.arguments, method, 'callable', text);
    const { made, told } = methodCall(n, isBuiltIn, callee, method, receiver, args);
    return finish(made, told);
  }
  if (t.isIdentifier(callee)) {
    const { binding } = callee as IdentifierRef;
    if (mayBeBuiltIn(node)) {
      const { made, link } = lowerBuiltInNew(n, node);
      return finish(made, link);
    }
    // The runtime's own code calls what it is given like this.
    if (callee.name === globals.call && !binding) {
      const [called, ...given] = node.arguments as t.Expression[];
      for (const one of given) (one as Iterates).overList = true;
      return finish(
        node,
        t.isMemberExpression(called) ? (memberLink(n, called) ?? unknown()) : again(called as t.Expression),
      );
    }
    const fixed = binding && (isConstant(binding) || isPrivate(n, binding, node.arguments));
    if (fixed) {
      const args = lowerElements(n, node.arguments as t.Expression[], true) as Arguments;
      return finish(call(callee, ...args), again(callee));
    }
    if (!mayPause(n, node.arguments) && (binding || !keepsCallee)) {
      // A global is read again where the call site links; a variable that may change meanwhile is kept.
      const link = binding ? ref(n.keep(again(callee))) : again(callee);
      return finish(call(callee, ...node.arguments), link);
    }
  }
  if ((t.isFunctionExpression(callee) || t.isArrowFunctionExpression(callee)) && !callee.generator) {
    const args = lowerElements(n, node.arguments as t.Expression[], true) as Arguments;
    return finish(call(callee, ...args), unknown());
  }
  const text = authorText(callee);
  if (t.isOptionalMemberExpression(callee)) {
    // `(a?.b)(x)`: the parentheses end the chain, but the call keeps its receiver.
    const receiver = n.keep(num(0));
    const method = n.held(lowerChain(n, callee, true, false, receiver));
    const args = checkedArguments(n, node.arguments, method, 'callable', text);
    const { made, told } = methodCall(n, mayBeBuiltIn(node), callee, method, ref(receiver), args);
    return finish(made, told);
  }
  const kept = n.held(lower(n, callee));
  const args = checkedArguments(n, node.arguments, kept, 'callable', text);
  return finish(call(ref(kept), ...args), ref(kept));
}

/** Lowers the callee of a method call, in place, and gives what the method is called on: `this`, for `super.m()`. */
export function lowerReceiver(n: Normaliser, callee: t.MemberExpression, args: readonly t.Node[]): t.Expression {
  let receiver: t.Expression = t.thisExpression();
  if (callee.object.type !== 'Super') {
    const rest = [...(callee.computed ? [callee.property] : []), ...args];
    receiver = callee.object = n.repeatable(lower(n, callee.object), rest);
  }
  if (callee.computed) callee.property = lower(n, callee.property as t.Expression);
  return receiver;
}

export function lowerNew(n: Normaliser, node: t.NewExpression, wanted: boolean): t.Expression {
  const callee = node.callee as t.Expression;
  const stableCallee =
    t.isIdentifier(callee) &&
    (callee as IdentifierRef).binding &&
    isConstant((callee as IdentifierRef).binding as Binding);
  if (mayBeBuiltIn(node)) {
    const { made, link } = lowerBuiltInNew(n, node);
    return result(n, node, made, link, node.loc, wanted);
  }
  const argumentsSuspend = mayPause(n, node.arguments);
  const keepsCallee = argumentsSuspend || (n.keepsCallees && isPoint(node));
  if (!hasPoint(callee) && (!keepsCallee || stableCallee) && !mentionsOurs(callee)) {
    const link = t.isIdentifier(callee)
      ? again(callee)
      : t.isMemberExpression(callee)
        ? memberLink(n, callee, true)
        : null;
    if (link) {
      const args = lowerElements(n, node.arguments as t.Expression[], true) as Arguments;
      return result(n, node, t.newExpression(callee, args), link, node.loc, wanted);
    }
  }
  const text = authorText(callee);
  const kept = n.held(lower(n, callee));
  const args = checkedArguments(n, node.arguments, kept, 'constructible', text);
  return result(n, node, t.newExpression(ref(kept), args), ref(kept), node.loc, wanted);
}

/** A tagged template is a call whose first argument is the same object each time, in whichever half it runs. */
export function lowerTagged(n: Normaliser, node: t.TaggedTemplateExpression, wanted: boolean): t.Expression {
  const { quasi } = node;
  const strings = n.helpers.template(quasi);
  const substitutions = quasi.expressions as t.Expression[];
  const plain: Awaitable & t.CallExpression = t.inherits(t.callExpression(node.tag, [strings, ...substitutions]), node);
  plain.awaited = (node as Awaitable).awaited;
  return lowerCall(n, plain, wanted);
}

/**
 * Writes the point that `expression` is, and gives what stands for its value. If `node`, the author's call, cannot
 * suspend, that is the expression itself.
 */
export function result(
  n: Normaliser,
  node: t.Expression,
  made: t.Expression,
  link: t.Expression,
  loc: t.Node['loc'],
  wanted: boolean,
  target?: IdentifierRef,
): t.Expression {
  const expression = t.inherits(made, node);
  if (!isPoint(node)) {
    (expression as Awaitable).awaited = true;
    return expression;
  }
  if (!wanted) {
    n.point(expression, link, loc, null);
    return num(0);
  }
  const to = target ?? ref(n.temp());
  n.point(expression, link, loc, to);
  return again(to);
}

/** Lowers the arguments, then checks the callee: just before the call, as the engine does. */
export function checkedArguments(
  n: Normaliser,
  nodes: Arguments,
  callee: Binding,
  check: string,
  text: string,
): Arguments {
  let args = lowerElements(n, nodes as t.Expression[], true) as Arguments;
  if (!args.every(arg => isQuiet(n, arg))) {
    args = args.map(arg => {
      if (isQuiet(n, arg)) return arg;
      if (arg.type === 'SpreadElement') return spreadOf(ref(n.keep(t.arrayExpression([arg]))));
      return ref(n.keep(arg as t.Expression));
    });
  }
  n.push(checkCallable(n, ref(callee), check, text));
  return args;
}

export function checkCallable(n: Normaliser, callee: t.Expression, check: string, text: string): t.Statement {
  return t.expressionStatement(n.helpers.call(check, callee, t.stringLiteral(text)));
}

/** Evaluating it has no effect and cannot fail, so a check may come before it. */
function isQuiet(n: Normaliser, node: t.Node): boolean {
  // A list of ours: what the author spreads has been collected.
  if (node.type === 'SpreadElement') return (node.argument as IdentifierRef).binding?.kind === 'temp';
  return t.isExpression(node) && (n.isStable(node, []) || t.isIdentifier(node, { name: 'undefined' }));
}

/** Where people say a method call is: at the method's name. Null for other calls. */
export function placeOfCall(callee: t.Node): t.Node['loc'] {
  return t.isMemberExpression(callee) || t.isOptionalMemberExpression(callee) ? callee.property.loc : null;
}

/** Whether others can run while the arguments are evaluated: at a point, or when a generator yields. */
function mayPause(n: Normaliser, args: Arguments): boolean {
  return args.some(arg => hasPoint(arg) || (n.isHeld && yields(arg)));
}

function yields(node: t.Node): boolean {
  return node.type === 'YieldExpression' || [...ownParts(node)].some(yields);
}

/** A variable of this function that nobody else can assign, and the arguments do not. */
function isPrivate(n: Normaliser, binding: Binding, args: Arguments): boolean {
  return binding.owner === n.fn && n.isStable(ref(binding), args);
}

/** The same for a method of `super`: `$m($superOf(C), "m")`. */
function superLink(n: Normaliser, node: t.CallExpression): t.Expression | null {
  const { superHome } = node as SuperMethod;
  const { property, computed } = node.callee as t.MemberExpression;
  if (!superHome || computed) return null;
  const parent = n.helpers.call(superHome.isStatic ? 'parentOf' : 'superOf', ref(bindingOf(superHome.type)));
  return n.helpers.call('member', parent, t.stringLiteral((property as t.Identifier).name));
}

/** `$m(o, "m")`, if the callee can be found again without running anything of the author's; else null. */
function memberLink(n: Normaliser, callee: t.MemberExpression, isNew = false): t.Expression | null {
  // Reading these again could run a getter, so their callee is kept in a temporary.
  if (callee.object.type === 'Super') return null;
  const path: t.Expression[] = [];
  let node: t.Expression = callee;
  while (t.isMemberExpression(node)) {
    if (node.property.type === 'PrivateName') return null;
    if (!node.computed) path.unshift(t.stringLiteral((node.property as t.Identifier).name));
    else if (t.isStringLiteral(node.property) || t.isNumericLiteral(node.property))
      path.unshift(t.cloneNode(node.property));
    else if (t.isIdentifier(node.property) && n.isStable(node.property, [])) path.unshift(again(node.property));
    else return null;
    node = node.object as t.Expression;
  }
  // In a resume half it is another expression, which the engine must not name.
  if (t.isThisExpression(node) && n.fn.construction?.isDerived && (isNew || path.length > 1)) return null;
  if (isRoot(node)) return n.helpers.call('member', again(node), ...path);
  if (path.length > 1) return null;
  if (t.isArrayExpression(node)) return n.helpers.call('member', t.arrayExpression([]), ...path);
  if (t.isStringLiteral(node) || t.isTemplateLiteral(node))
    return n.helpers.call('member', t.stringLiteral(''), ...path);
  if (t.isRegExpLiteral(node)) return n.helpers.call('member', t.cloneNode(node), ...path);
  return null;
}

function isRoot(node: t.Node): boolean {
  return t.isThisExpression(node) || (t.isIdentifier(node) && (node as Stand).author === undefined);
}
