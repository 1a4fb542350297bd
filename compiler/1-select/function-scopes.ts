/**
 * Functions and classes: their entries in the model, and the scopes they open.
 *
 * In: a function, or a class with its methods, field initialisers and static blocks. Out: a FunctionInfo for each
 * body, its parameters and variables bound, its parts walked.
 *
 *     const f = function g(a, b = () => a) { var a; }   →  self: g   ⊃   function: a, b   ⊃   block: a, which starts as
 *                                                           the parameter and is another variable than b's closure sees
 *
 * The trap: field initialisers and static blocks run as functions of their own, though the text shows none; and a
 * hoisted function exists from the start of its scope, whatever the walk has met before it.
 */
import * as t from '@babel/types';
import { children, isFunction } from '../normal-form/build.js';
import type { FunctionInfo, FunctionNode, Scope } from '../normal-form/model.js';
import { nameOfKey, nameOfMethod } from './function-names.js';
import { describeFunction, hasDirective, removeDirective } from './functions.js';
import { declareLexical, declareVars, namesIn } from './hoisting.js';
import { mentionOwnName } from './mentions.js';
import type { Resolver } from './resolver.js';
import { target, visit } from './scopes.js';

function enterFunction(r: Resolver, node: t.Node, kind: string, strict: boolean): FunctionInfo {
  const isHoisted = node.type === 'FunctionDeclaration';
  const fn: FunctionInfo = {
    node: node as FunctionNode,
    name: '',
    parent: r.fn,
    scope: undefined as unknown as Scope,
    strict,
    kind,
    foreign: null,
    guarded: false,
    hasPoint: false,
    resumable: false,
    uses: { this: false, arguments: false, newTarget: false, super: false, privateName: false },
    bindings: [],
    children: [],
    free: new Set(),
    freeGlobals: new Set(),
    self: null,
    declares: null,
    renewed: [],
    shared: [],
    vars: [],
    id: -1,
    isCalledAtOnce: r.calledAtOnce.has(node),
    place: isHoisted ? { order: r.scope.order, loops: r.scope.loops } : r.place(),
  };
  r.functions.push(fn);
  r.fn?.children.push(fn);
  r.infoOf.set(node, fn);
  return fn;
}

/** `name`: what the place calls the function where it stands. */
export function resolveFunction(r: Resolver, node: FunctionNode, name: string): FunctionInfo {
  const strict = r.strict || (t.isBlockStatement(node.body) && hasDirective(node.body, 'use strict'));
  const fn = enterFunction(r, node, '', strict);
  describeFunction(fn, name);
  if (t.isBlockStatement(node.body) && removeDirective(node.body, 'no greenlet')) fn.foreign = 'it says "no greenlet"';
  const inside = () => r.inFunction(fn, () => parametersAndBody(r, fn, node));
  if (node.type === 'FunctionExpression' && node.id) {
    const scope = r.newScope('self', node);
    fn.self = mentionOwnName(node.id, r.bind(node.id.name, 'self', scope));
    r.within(scope, inside);
  } else inside();
  return fn;
}

function parametersAndBody(r: Resolver, fn: FunctionInfo, node: FunctionNode): void {
  for (const param of node.params) for (const name of namesIn(param)) r.bind(name, 'param', r.scope);
  const body = t.isBlockStatement(node.body) ? node.body.body : [];
  const bodyVariables = separateVariables(r, fn, node, body);
  // Parameters first: what the body declares is not in their sight.
  for (const param of node.params) target(r, param, 'param');
  declareVars(r, body, r.scope);
  declareLexical(r, body, r.scope);
  r.within(bodyVariables ?? r.scope, () => {
    if (t.isBlockStatement(node.body)) for (const statement of body) visit(r, statement);
    else visit(r, node.body);
  });
}

/** Closures in parameters see the parameters; a `var` of the same name in the body is then another variable. */
function separateVariables(
  r: Resolver,
  fn: FunctionInfo,
  node: FunctionNode,
  body: readonly t.Statement[],
): Scope | null {
  if (!node.params.some(param => holdsFunction(param))) return null;
  const scope = r.newScope('block', node.body);
  declareVars(r, body, scope);
  for (const [name, binding] of [...scope.bindings]) {
    const param = r.scope.bindings.get(name);
    if (param) fn.renewed.push([binding, param]);
    else {
      scope.bindings.delete(name);
      fn.bindings.splice(fn.bindings.indexOf(binding), 1);
    }
  }
  return scope.bindings.size > 0 ? scope : null;
}

function holdsFunction(node: t.Node): boolean {
  return isFunction(node) || children(node).some(holdsFunction);
}

export function resolveClass(r: Resolver, node: t.Class, name: string): void {
  const { body: elements } = node.body;
  const scope = r.newScope('class', node);
  const privateNames = elements.flatMap(m => ('key' in m && m.key.type === 'PrivateName' ? [m.key.id.name] : []));
  r.privateNames.set(scope, new Set(privateNames));
  if (node.id) r.bind(node.id.name, 'self', scope).declared = r.place();
  const outerStrict = r.strict;
  r.strict = true;
  r.within(scope, () => {
    for (const decorator of node.decorators ?? []) visit(r, decorator);
    if (node.superClass) visit(r, node.superClass);
    for (const element of elements) if (isComputed(element)) visit(r, (element as t.ClassMethod).key);
    for (const element of elements) {
      if (element.type === 'StaticBlock') resolveInitialiser(r, element, 'static block', element.body);
      else if (element.type === 'ClassMethod' || element.type === 'ClassPrivateMethod')
        resolveFunction(r, element, nameOfMethod(element, node.id?.name ?? name));
      else if ('value' in element && element.value)
        resolveInitialiser(
          r,
          element,
          'field initialiser',
          [element.value],
          nameOfKey(element.key, isComputed(element)),
        );
    }
  });
  r.strict = outerStrict;
}

/** Field initialisers and static blocks run as functions of their own. */
function resolveInitialiser(r: Resolver, node: t.Node, kind: string, parts: readonly t.Node[], name = ''): void {
  const fn = enterFunction(r, node, kind, true);
  fn.guarded = true;
  r.inFunction(fn, () => {
    declareVars(r, parts, r.scope);
    declareLexical(r, parts, r.scope);
    for (const part of parts) visit(r, part, name);
  });
}

function isComputed(element: t.Node): boolean {
  return 'computed' in element && element.computed === true;
}
