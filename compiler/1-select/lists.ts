/**
 * What is iterated without running a line of the program's, so that it can be left to the engine: array literals,
 * strings, rest parameters, constants that hold such, what some global built-ins return.
 *
 * In: spreads and array patterns, when the walk meets them, and what they iterate. Out: those that iterate a list are
 * marked, for `isPoint`.
 *
 *     [a, b] = [b, a];   f(...['x']);   function g(...rest) { f(...rest) }     →  none of them is a suspension point
 *
 * The trap: `isPoint` is asked again and again, so the answer must not come from what is found out later. Hence the
 * mark on the node, and hence a rest parameter is looked for assignments at once, in the text that follows.
 */
import * as t from '@babel/types';
import { children } from '../normal-form/build.js';
import type { Binding, Iterates } from '../normal-form/model.js';
import type { Resolver } from './resolver.js';

/** Built-ins that return arrays, and of these those that return arrays of pairs. */
const makers: Record<string, readonly string[]> = {
  Object: ['keys', 'values', 'entries', 'getOwnPropertyNames', 'getOwnPropertySymbols'],
  Reflect: ['ownKeys'],
  Array: ['of'],
};

/** Methods of arrays that call a function with an element, first of all. */
const visitors = new Set(['map', 'forEach', 'filter', 'some', 'every', 'find', 'findIndex', 'flatMap']);

export function markList(node: t.SpreadElement | t.ArrayPattern | t.ForXStatement): void {
  (node as Iterates).overList = true;
}

/** Whether the value of `node` is an array or a string that was made on the spot. */
export function isList(r: Resolver, node: t.Node | null | undefined): boolean {
  switch (node?.type) {
    case 'ArrayExpression':
    case 'StringLiteral':
    case 'TemplateLiteral':
      return true;
    case 'Identifier':
      return r.lookup(node.name)?.isList ?? false;
    case 'ParenthesizedExpression':
      return isList(r, node.expression);
    case 'ConditionalExpression':
      return isList(r, node.consequent) && isList(r, node.alternate);
    case 'CallExpression':
      return Object.entries(makers).some(([object, names]) => names.some(name => isCallOf(r, node, object, name)));
    default:
      return false;
  }
}

/** Whether it is a list of lists of two. */
export function isListOfPairs(r: Resolver, node: t.Node): boolean {
  return isCallOf(r, node, 'Object', 'entries');
}

function isCallOf(r: Resolver, node: t.Node, object: string, name: string): boolean {
  return (
    node.type === 'CallExpression' &&
    node.callee.type === 'MemberExpression' &&
    !node.callee.computed &&
    t.isIdentifier(node.callee.object, { name: object }) &&
    t.isIdentifier(node.callee.property, { name }) &&
    !r.lookup(object)
  );
}

/** Marks the array pattern that takes the value of `source` apart, and those in it that take apart its parts. */
export function markPattern(r: Resolver, pattern: t.Node, source: t.Node | null | undefined): void {
  if (pattern.type === 'AssignmentPattern') {
    if (isList(r, pattern.right)) markPattern(r, pattern.left, source);
    return;
  }
  if (pattern.type !== 'ArrayPattern' || !source || !isList(r, source)) return;
  markList(pattern);
  if (source.type !== 'ArrayExpression') return;
  for (const [i, element] of pattern.elements.entries()) {
    const part = source.elements[i];
    if (part?.type === 'SpreadElement' || element?.type === 'RestElement') return;
    if (element) markPattern(r, element, part);
  }
}

/** Marks a loop over a list, and in its head the pattern for pairs, or for keys, which are strings. */
export function markLoop(r: Resolver, loop: t.ForXStatement): void {
  if (isList(r, loop.right)) markList(loop);
  const pattern = loop.left.type === 'VariableDeclaration' ? loop.left.declarations[0]?.id : loop.left;
  if (pattern?.type !== 'ArrayPattern') return;
  if (loop.type === 'ForInStatement' || isListOfPairs(r, loop.right)) markList(pattern);
}

/** Marks the first parameter of the function in `Object.entries(o).map(([key, value]) => …)`. */
export function markVisitor(r: Resolver, node: t.CallExpression): void {
  const { callee } = node;
  const [visitor] = node.arguments;
  if (!visitor || !t.isFunction(visitor) || callee.type !== 'MemberExpression' || callee.computed) return;
  const [first] = visitor.params;
  if (first?.type !== 'ArrayPattern' || !isListOfPairs(r, callee.object)) return;
  if (visitors.has((callee.property as t.Identifier).name)) markList(first);
}

/** Notes that a constant holds a list for good: it is initialised with one, or collects the rest of a pattern. */
export function noteConstant(r: Resolver, target: t.Node, init: t.Node): void {
  if (target.type === 'Identifier') note(r.lookup(target.name), isList(r, init));
  else if (target.type === 'ArrayPattern') {
    const last = target.elements.at(-1);
    if (last?.type === 'RestElement' && last.argument.type === 'Identifier') note(r.lookup(last.argument.name), true);
  }
}

/** The same for a rest parameter that nothing in its function could assign. */
export function noteRest(r: Resolver, node: t.Function): void {
  const last = node.params.at(-1);
  if (last?.type !== 'RestElement' || last.argument.type !== 'Identifier') return;
  const { name } = last.argument;
  note(r.lookup(name), ![...children(node)].some(part => assigns(part, name)));
}

function note(binding: Binding | null, isList: boolean): void {
  if (binding && isList) binding.isList = true;
}

/** Whether anything in `node` assigns a variable of this name, whichever it is. */
function assigns(node: t.Node, name: string): boolean {
  switch (node.type) {
    case 'AssignmentExpression':
    case 'ForInStatement':
    case 'ForOfStatement':
      if (node.left.type !== 'MemberExpression' && name in t.getBindingIdentifiers(node.left)) return true;
      break;
    case 'UpdateExpression':
      if (t.isIdentifier(node.argument, { name })) return true;
      break;
    case 'VariableDeclaration':
    case 'FunctionDeclaration':
      if (name in t.getBindingIdentifiers(node)) return true;
      break;
  }
  for (const child of children(node)) if (assigns(child, name)) return true;
  return false;
}
