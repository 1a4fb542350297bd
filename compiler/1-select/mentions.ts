/**
 * Who mentions what, and when: reads, assignments, captures, uses of `this` and private names, suspension points.
 *
 * In: a node, at the moment the walk meets it. Out: the facts about variables and functions that follow from it.
 *
 *     x = 1; const f = () => x; x = 2;   →  x: assigned, captured by f, assigned again
 *
 * The trap: a closure captures a variable when the closure comes into being, not when it mentions it; and if it stands
 * in another function, that one captures the variable too. So a capture is dated by the outermost function below the
 * owner: by its place, which for a hoisted function is the start of its scope.
 */
import type * as t from '@babel/types';
import type { SuperMethod } from '../normal-form/classes.js';
import type { Binding, FunctionInfo, IdentifierRef, Scope } from '../normal-form/model.js';
import { isPoint } from './points.js';
import type { Resolver } from './resolver.js';

/** The variable is read or written here; null for a global. */
export function mention(r: Resolver, node: t.Identifier): Binding | null {
  r.taken.add(node.name);
  const binding = r.lookup(node.name);
  (node as IdentifierRef).binding = binding;
  if (!binding) {
    for (let fn = r.fn; fn; fn = fn.parent) fn.freeGlobals.add(node.name);
    return null;
  }
  binding.references.push(node);
  if (binding.owner === r.fn) {
    binding.firstUse = Math.min(binding.firstUse, r.order);
    return binding;
  }
  let inner = r.fn as FunctionInfo;
  inner.free.add(binding);
  while (inner.parent !== binding.owner) {
    inner = inner.parent as FunctionInfo;
    inner.free.add(binding);
  }
  binding.captures.push({ ...inner.place, fn: inner });
  return binding;
}

export function mentionAssigned(r: Resolver, node: t.Identifier): void {
  const binding = mention(r, node);
  if (!binding) return;
  binding.assignments.push(r.place());
  if (binding.owner !== r.fn) binding.assignedByClosure = true;
}

/** The name in a declaration: no use of the variable, which is declared from here on. */
export function mentionDeclared(r: Resolver, node: t.Identifier): Binding {
  const binding = mentionOwnName(node, r.lookup(node.name) as Binding);
  binding.declared ??= r.place();
  return binding;
}

/** The name of a function at the function itself. */
export function mentionOwnName(node: t.Identifier, binding: Binding): Binding {
  (node as IdentifierRef).binding = binding;
  binding.references.push(node);
  return binding;
}

/** Whether every mention of the function is a call of it, and it cannot get hold of itself either. */
export function isOnlyCalled(fn: FunctionInfo): boolean {
  const { node, self, uses, strict } = fn;
  if (uses.arguments && !strict && node.type !== 'ArrowFunctionExpression') return false;
  if ((node as { called?: boolean }).called) return true;
  // Whatever a module declares it may export, in one way or another.
  if (!self?.owner || self.kind === 'self') return false;
  const [declaration, ...others] = self.references.filter(mentioned => !mentioned.called);
  return declaration !== undefined && others.length === 0;
}

/** Arrow functions have these from the function around them. */
export function markUse(r: Resolver, what: keyof FunctionInfo['uses']): void {
  for (let fn = r.fn; fn; fn = fn.parent) {
    fn.uses[what] = true;
    if (fn.node.type !== 'ArrowFunctionExpression') break;
  }
}

export function markPrivateUse(r: Resolver, name: string): void {
  let scope: Scope | null = r.scope;
  while (scope && !(scope.kind === 'class' && r.privateNames.get(scope)?.has(name))) scope = scope.parent;
  for (let fn = r.fn; fn && fn !== scope?.fn; fn = fn.parent) fn.uses.privateName = true;
}

/**
 * A call of a method of `super`: notes the class, if its name means it here. Its parent is where a call site looks for
 * the method without calling getters.
 */
export function noteSuperMethod(r: Resolver, node: t.CallExpression): void {
  const { callee } = node;
  if (callee.type !== 'MemberExpression' || callee.object.type !== 'Super') return;
  let home = r.fn;
  while (home && home.node.type === 'ArrowFunctionExpression') home = home.parent;
  const scope = home?.scope.parent;
  if (!home || scope?.kind !== 'class') return;
  const { id } = scope.node as t.Class;
  const method = home.node as t.ClassMethod;
  if (!id || r.lookup(id.name) !== scope.bindings.get(id.name) || !('kind' in method)) return;
  const type = { ...id } as IdentifierRef;
  mention(r, type);
  (node as SuperMethod).superHome = { type, isStatic: !!method.static };
}

export function markPoint(r: Resolver, node: t.Node): void {
  const { fn } = r;
  if (!fn || !isPoint(node)) return;
  r.points++;
  fn.hasPoint = true;
  for (let scope: Scope | null = r.scope; scope && scope.fn === fn && !scope.hasPoint; scope = scope.parent)
    scope.hasPoint = true;
}

export function refuse(r: Resolver, reason: 'eval' | 'with', node: t.Node): void {
  if (r.fn) r.refusals.push({ reason, node, fn: r.fn });
  // The code inside can see and change the variables of every function around it.
  for (let fn = r.fn; fn; fn = fn.parent) fn.foreign ??= reason;
}
