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
import { children, id, isFunction } from '../normal-form/build.js';
import { constructsOf, type MovedPart, type RewrittenClass } from '../normal-form/classes.js';
import type { Binding, FunctionInfo, FunctionNode, Scope } from '../normal-form/model.js';
import { type Awaitable, markAwaited } from './awaited.js';
import { nameOfKey, nameOfMethod } from './function-names.js';
import { describeFunction, hasDirective } from './functions.js';
import { declareBlockFunctions, declareLexical, declareVars, isArguments, lexicalNames, namesIn } from './hoisting.js';
import { noteRest } from './lists.js';
import { mention, mentionOwnName } from './mentions.js';
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
    isInWith: r.isInWith,
    guarded: null,
    hasPoint: false,
    resumable: false,
    uses: { this: false, arguments: false, newTarget: false, super: false, privateName: false },
    bindings: [],
    children: [],
    free: new Set(),
    freeGlobals: new Set(),
    construction: null,
    self: null,
    declares: null,
    renewed: [],
    shared: [],
    vars: [],
    id: -1,
    awaitsFirst: false,
    isOnlyCalled: false,
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
  describeFunction(fn, name, r.accessors);
  Object.assign(fn, (node as MovedPart).shown);
  if (t.isBlockStatement(node.body) && hasDirective(node.body, 'no greenlet')) fn.foreign = 'directive';
  if (node.async && !node.generator) fn.awaitsFirst = markAwaited(node);
  const inside = () => r.inFunction(fn, () => parametersAndBody(r, fn, node));
  if (node.type === 'FunctionExpression' && node.id) {
    const scope = r.newScope('self', node);
    fn.self = mentionOwnName(node.id, r.bind(node.id.name, 'self', scope));
    r.within(scope, inside);
  } else inside();
  return fn;
}

function parametersAndBody(r: Resolver, fn: FunctionInfo, node: FunctionNode): void {
  noteConstruction(r, fn);
  const parameters = node.params.flatMap(namesIn);
  for (const name of parameters) r.bind(name, 'param', r.scope);
  noteRest(r, node);
  const body = t.isBlockStatement(node.body) ? node.body.body : [];
  const bodyVariables = separateVariables(r, fn, node, body);
  // Parameters first: what the body declares is not in their sight.
  for (const param of node.params) target(r, param, 'param');
  declareVars(r, body, r.scope);
  declareLexical(r, body, r.scope);
  if (!r.strict) declareBlockFunctions(r, body, r.scope, new Set([...parameters, ...ownNames(body)]));
  r.within(bodyVariables ?? r.scope, () => {
    if (t.isBlockStatement(node.body)) for (const statement of body) visit(r, statement);
    else visit(r, node.body);
  });
}

/** The lexical names of a function's own statements. */
function ownNames(body: readonly t.Node[]): string[] {
  return body.flatMap(statement => lexicalNames(statement, false));
}

/** A rewritten constructor mentions its class, and has a variable for its `this`. */
function noteConstruction(r: Resolver, fn: FunctionInfo): void {
  const noted = constructsOf(fn.node);
  if (!noted) return;
  const type = mention(r, id(noted.type)) as Binding;
  const self = noted.self === null ? null : r.bind(noted.self, 'var', r.scope);
  if (noted.target !== null) r.bind(noted.target, 'var', r.scope);
  fn.self = type;
  fn.construction = { type, isDerived: noted.isDerived, self, isNative: noted.isNative };
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
    const param = isArguments(name, r.scope) ? r.bind(name, 'param', r.scope) : r.scope.bindings.get(name);
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
  for (const own of privateNames) r.taken.add(own);
  if (node.id) r.bind(node.id.name, 'self', scope).declared = r.place();
  const outerStrict = r.strict;
  r.strict = true;
  r.within(scope, () => {
    for (const decorator of node.decorators ?? []) visit(r, decorator);
    if (node.superClass) visit(r, node.superClass);
    let staysInside = false;
    for (const element of elements) {
      if (!isComputed(element)) continue;
      const { key } = element as t.ClassMethod;
      staysInside ||= mentionsPrivate(key, privateNames);
      if (staysInside) keepInside(key);
      visit(r, key);
    }
    for (const element of elements) {
      if (element.type === 'StaticBlock') resolveInitialiser(r, element, 'static block', element.body);
      else if (element.type === 'ClassMethod' || element.type === 'ClassPrivateMethod')
        resolveFunction(r, element, nameOfMethod(element, (node as RewrittenClass).author ?? node.id?.name ?? name));
      else if ('value' in element && element.value) {
        resolveInitialiser(
          r,
          element,
          'field initialiser',
          [element.value],
          nameOfKey(element.key, isComputed(element)),
        );
        const fn = r.infoOf.get(element.value);
        // Only as the initialiser itself it takes its name from a key that is known at run time.
        if (isComputed(element) && fn && /async|generator/.test(fn.kind) && !fn.self) {
          fn.guarded = 'function-unnamed';
          fn.kind += ' named by a computed key';
        }
      }
    }
  });
  r.strict = outerStrict;
}

function mentionsPrivate(node: t.Node, names: readonly string[]): boolean {
  if (node.type === 'PrivateName') return names.includes(node.id.name);
  return children(node).some(child => mentionsPrivate(child, names));
}

/**
 * A computed key is taken out of its class to be suspended. One that mentions a private name of the class cannot be,
 * nor can those that are evaluated after it.
 */
function keepInside(node: t.Node): void {
  if (isFunction(node)) return;
  (node as Awaitable).awaited = true;
  for (const child of children(node)) keepInside(child);
}

/** Field initialisers and static blocks run as functions of their own. */
function resolveInitialiser(r: Resolver, node: t.Node, kind: string, parts: readonly t.Node[], name = ''): void {
  const fn = enterFunction(r, node, kind, true);
  // Unless `2-normalise/classes` moves it.
  fn.guarded = 'module-class';
  r.inFunction(fn, () => {
    declareVars(r, parts, r.scope);
    declareLexical(r, parts, r.scope);
    for (const part of parts) visit(r, part, name);
  });
}

function isComputed(element: t.Node): boolean {
  return 'computed' in element && element.computed === true;
}
