/**
 * In: a resolved program. Out: the same, in which the runtime learns of each bound function what it calls, of each proxy
 * what it stands for (runtime/bound.ts, runtime/proxies.ts), and of getters that must not run twice whose they are: those
 * that call nothing have no mark otherwise (runtime/looking.ts).
 *
 *     f.bind(a)                 →  binding(f).bind(a)
 *     bind.call(f, a)           →  bindingBy(bind).call(f, a)
 *     new Proxy(o, h)           →  new (proxying(Proxy))(o, h)
 *     Proxy.revocable(o, h)     →  proxying(Proxy).revocable(o, h)
 *     get m() { n++; return f; }  →  get m() { n++; return gave(f, "getter"); }
 *
 * The trap: module code and functions that stay as they are make them as well, so this is done in the whole program, not
 * while a function is normalised. Only in the midst of an optional chain it must wait for that: what a call is put around
 * is not skipped with the rest of its chain any more. Functions that stay as they are leave such a `bind` unnoted.
 */
import * as t from '@babel/types';
import { isGlobal } from '../normal-form/build.js';
import type { Helpers } from '../normal-form/helpers.js';
import { isNamed, isNamedSo, transparent } from './built-ins.js';
import { hasPoint, ownParts } from './normaliser.js';
import { authorText, type Stand } from './text.js';

const ofBinding = new Set(['bind']);

export function noteMade(program: t.Program, helpers: Helpers): void {
  const noting = (helper: string, node: t.Expression): t.Expression => {
    const stand: Stand = t.inherits(helpers.call(helper, node), node);
    stand.author = authorText(node);
    return stand;
  };
  t.traverseFast(program, node => {
    const getter = getterIn(node);
    if (getter && !hasPoint(getter.body) && changesSomething(getter.body)) markResults(getter, helpers);
    if (node.type === 'NewExpression' && isGlobal(node.callee, 'Proxy')) node.callee = noting('proxying', node.callee);
    const called = isMethodCall(node) ? node.callee : null;
    if (!called || called.object.type === 'Super' || called.computed || isWithinChain(called)) return;
    if (t.isIdentifier(called.property, { name: 'bind' })) called.object = noting('binding', called.object);
    else if (isNamed(called, transparent) && isBind(called.object)) called.object = noting('bindingBy', called.object);
    else if (isGlobal(called.object, 'Proxy')) called.object = noting('proxying', called.object);
  });
}

/** A getter, the trap of a proxy, or the `get` of a property descriptor. */
function getterIn(node: t.Node): GetterFunction | null {
  if ((t.isObjectMethod(node) || t.isClassMethod(node) || t.isClassPrivateMethod(node)) && node.kind === 'get')
    return node;
  if (!t.isObjectMember(node) || node.computed || !t.isIdentifier(node.key, { name: 'get' })) return null;
  if (t.isObjectMethod(node)) return isPlain(node) ? node : null;
  return (t.isFunctionExpression(node.value) || t.isArrowFunctionExpression(node.value)) && isPlain(node.value)
    ? node.value
    : null;
}

type GetterFunction =
  | t.ObjectMethod
  | t.ClassMethod
  | t.ClassPrivateMethod
  | t.FunctionExpression
  | t.ArrowFunctionExpression;

const isPlain = ({ async, generator }: { async?: boolean; generator?: boolean | null }): boolean =>
  !async && !generator;

function changesSomething(node: t.Node): boolean {
  return (
    t.isAssignmentExpression(node) ||
    t.isUpdateExpression(node) ||
    t.isUnaryExpression(node, { operator: 'delete' }) ||
    [...ownParts(node)].some(changesSomething)
  );
}

function markResults(getter: GetterFunction, helpers: Helpers): void {
  const marked = (value: t.Expression) => t.inherits(helpers.call('gave', value, t.stringLiteral('getter')), value);
  const visit = (node: t.Node): void => {
    if (t.isReturnStatement(node) && node.argument) node.argument = marked(node.argument);
    for (const part of ownParts(node))
      if (t.isStatement(part) || t.isCatchClause(part) || t.isSwitchCase(part)) visit(part);
  };
  if (t.isBlockStatement(getter.body)) visit(getter.body);
  else getter.body = marked(getter.body);
}

type MethodCall = (t.CallExpression | t.OptionalCallExpression) & {
  callee: t.MemberExpression | t.OptionalMemberExpression;
};

const isMethodCall = (node: t.Node): node is MethodCall =>
  (node.type === 'CallExpression' || node.type === 'OptionalCallExpression') &&
  (node.callee.type === 'MemberExpression' || node.callee.type === 'OptionalMemberExpression');

/** Whether an optional chain began further left: `f?.g.bind`. */
const isWithinChain = (node: t.Node): boolean => t.isOptionalMemberExpression(node, { optional: false });

/** What whoever normalises the chain has to call of the object that this link of it is read from, if it is called then. */
export function notingWithin(node: t.Node): 'binding' | 'bindingBy' | null {
  if (!t.isOptionalMemberExpression(node, { optional: false, computed: false })) return null;
  if (isNamed(node, ofBinding)) return 'binding';
  return isNamed(node, transparent) && isNamed(node.object, ofBinding) ? 'bindingBy' : null;
}

/** `Function.prototype.bind`, or a variable of that name. In a chain it may not be there at all. */
const isBind = (node: t.Expression): boolean => !t.isOptionalMemberExpression(node) && isNamedSo(node, ofBinding);
