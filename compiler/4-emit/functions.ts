/**
 * Puts a function together from its normal form: fast half, tail, resume half.
 *
 * The resume half stands at the top of the module where it needs nothing lexical, which is faster and
 * smaller; else it is an arrow function in the tail, and closes over what the halves share.
 */
import * as t from '@babel/types';
import { analyse, ownsThis } from '../3-analyse/liveness.js';
import { assignSlots } from '../3-analyse/slots.js';
import { block, id, letDeclaration, mapChildren, num, ref, undef } from '../normal-form/build.js';
import type { NormalFunction } from '../normal-form/definition.js';
import type { Helpers } from '../normal-form/helpers.js';
import {
  type Binding,
  type FunctionInfo,
  isGenerator,
  makeBinding,
  type Names,
  type Point,
  type Scope,
} from '../normal-form/model.js';
import { AsyncPart } from './async-part.js';
import { constructing, prologue, selfOf } from './construction.js';
import { type Emission, emitFast, slotPlace } from './fast-half.js';
import type { Remade } from './kinds.js';
import { extractMakers, type Maker } from './makers.js';
import { ResumeHalf } from './resume-half.js';
import { type SharedHalf, sharedHalf } from './tails.js';

export interface Plan {
  normal: NormalFunction;
  emission: Emission;
  makers: Maker[];
  points: Point[];
  /** The resume half can stand at the top of the module. */
  isStatic: boolean;
  /** A resume half of the runtime's does for the function. */
  shared: SharedHalf | null;
  isTracked: (binding: Binding) => boolean;
}

const fewDeclarations = 3;

/** The mark at the very end of a compiled function's text: version of the ABI, number of the function. */
export const mark = (fn: FunctionInfo): string => `greenc1:${fn.id}`;

/** Analyses the function. Every function is planned before any is written. */
export function planFunction(
  normal: NormalFunction,
  helpers: Helpers,
  names: Names,
  module: Scope,
  info: string,
): Plan {
  const { fn, body } = normal;
  const derived = selfOf(fn);
  const usesThis = fn.uses.this && fn.node.type !== 'ArrowFunctionExpression' && !derived;
  let self: Binding | null = null;
  const own = new Set(fn.bindings);
  const temps = new Set(normal.temps);
  const lexicalReasons =
    fn.shared.length > 0 ||
    fn.uses.arguments ||
    fn.uses.newTarget ||
    (fn.uses.super && !derived) ||
    fn.uses.privateName ||
    (fn.node.type === 'ArrowFunctionExpression' && fn.uses.this) ||
    fn.bindings.some(binding => binding.storage === 'shared') ||
    // What a name means within `with`, or beside an eval, only the place of the function tells.
    fn.isInWith ||
    isWithinForeign(fn) ||
    // Closing over functions declared inside costs less than carrying many of them in each frame.
    normal.declarations.length > fewDeclarations ||
    [...fn.free].some(binding => !isAtTop(binding, module));
  const isTracked = (binding: Binding): boolean => {
    if (binding.kind === 'temp') return temps.has(binding) || binding === self;
    if (!own.has(binding)) return false;
    if (lexical && binding.kind === 'function' && binding.scope === fn.scope) return false;
    if (binding.storage === 'local') return true;
    return binding.storage === 'copy' && !(lexical && isOutsideHalves(binding, fn));
  };
  if (isGenerator(fn)) return planGenerator(normal, helpers, info);
  // Makers close over the activation. They are looked for after numbering, so this is decided in two steps.
  let lexical = lexicalReasons;
  analyse(body, () => false, null);
  const isHeld = (binding: Binding) =>
    temps.has(binding) ||
    (own.has(binding) &&
      binding.kind !== 'self' &&
      binding.storage !== 'shared' &&
      (binding.storage === 'local' || !isOutsideHalves(binding, fn)));
  // A promise or an instance is more than what the last call gives.
  const shared = fn.node.async || fn.construction ? null : sharedHalf(body);
  const makers = shared ? [] : extractMakers(body, names, isHeld, fn.children);
  lexical ||= makers.length > 0;
  // An arrow function in the tail has the very `this`; a half elsewhere is given it.
  if (usesThis && !lexical) self = makeBinding('this', 'temp', fn.scope, null);
  const { points } = analyse(body, isTracked, self ?? derived, derived);
  const emission: Emission = {
    helpers,
    slots: assignSlots(points),
    info,
    frame: helpers.local('$f'),
    label: helpers.local('$b'),
    pc: helpers.local('pc'),
    self,
    construction: fn.construction,
    suspended: fn.node.async ? helpers.local('$s') : null,
  };
  return { normal, emission, makers, points, isStatic: !lexical, shared, isTracked };
}

/** Its variables stay where they are: there is nothing to save. */
function planGenerator(normal: NormalFunction, helpers: Helpers, info: string): Plan {
  const isTracked = () => false;
  const { points } = analyse(normal.body, isTracked, null);
  const slots = assignSlots([]);
  const emission = {
    helpers,
    slots,
    info,
    frame: '',
    label: '',
    pc: '',
    self: null,
    construction: null,
    suspended: null,
  };
  return { normal, emission, makers: [], points, isStatic: false, shared: null, isTracked };
}

function isWithinForeign({ parent }: FunctionInfo): boolean {
  return parent !== null && (parent.foreign !== null || isWithinForeign(parent));
}

/** Variables that the function itself declares, before and outside its fast half. */
function isOutsideHalves(binding: Binding, fn: FunctionInfo): boolean {
  return (
    binding.scope === fn.scope && (binding.kind === 'param' || binding.kind === 'function' || binding.kind === 'var')
  );
}

/** Whether a function at the top of the module sees this very variable under its name. */
function isAtTop(binding: Binding, module: Scope): boolean {
  if (binding.scope === module) return true;
  // A class's own name, inside it, is another variable; for a declaration that never changes they agree.
  const { kind, node, parent } = binding.scope;
  return (
    kind === 'class' &&
    node.type === 'ClassDeclaration' &&
    parent === module &&
    module.bindings.get(binding.name)?.assignments.length === 1
  );
}

/** Writes the function; returns what is to be added to the module for it. */
export function emitFunction(plan: Plan, names: Names, isStrictModule: boolean): t.FunctionDeclaration[] {
  const { normal, emission: e, makers, isTracked } = plan;
  const { fn } = normal;
  const { node } = fn;
  const { helpers } = e;

  const base = t.toIdentifier(fn.name.split('.').at(-1) ?? '') || 'anonymous';
  const part = node.async ? new AsyncPart(names.fresh(`${base}$a`), helpers.local('$p'), helpers) : null;
  let statements = plan.shared ? [] : new ResumeHalf(e).emit(normal.body, binding => !isTracked(binding));
  const self = e.self && e.slots.of.get(e.self);
  if (e.self && self === undefined) statements.forEach(dropThis);
  if (part) statements = part.resumeHalf(statements, e.suspended as string);
  const frame = id(e.frame);
  let half: t.Expression;
  const added: t.FunctionDeclaration[] = [];
  if (plan.shared) half = helpers.value(plan.shared);
  else if (plan.isStatic) {
    const add = (body: t.Statement[]): t.Identifier => {
      const name = names.fresh(`${base}$r`);
      // The half of a strict function in a sloppy module must be as strict.
      const directives = fn.strict && !isStrictModule ? [t.directive(t.directiveLiteral('use strict'))] : [];
      added.push(t.functionDeclaration(id(name), [id(e.frame)], t.blockStatement(body, directives)));
      return id(name);
    };
    half = add(statements);
    if (typeof self === 'number')
      half = add([t.returnStatement(helpers.call('call', half, slotPlace(self, e), frame))]);
  } else half = t.arrowFunctionExpression([frame], block(statements));

  const fast = emitFast(normal.body, e);
  if (!part && mayComplete(fast.at(-1))) fast.push(t.returnStatement());
  const declared = [...new Set([...normal.temps, ...fn.vars, ...fn.shared])];
  const declarator = (binding: Binding) =>
    t.variableDeclarator(ref(binding), binding.needsTdz ? helpers.value('TDZ') : null);
  // What only the fast half mentions is cheaper within its arrow function, where no closure holds it.
  const within = part ? declared.filter(isTracked) : [];
  const head: t.Statement[] = [
    ...(fn.construction ? [prologue(fn.construction, helpers)] : []),
    ...normal.declarations,
    t.variableDeclaration('let', [
      t.variableDeclarator(id(e.frame)),
      ...declared.filter(binding => !within.includes(binding)).map(declarator),
    ]),
    ...makers.map(maker => letDeclaration(id(maker.name), maker.node)),
  ];
  const { helper, told } = constructing(fn);
  const ending = helpers.call(
    helper,
    id(e.frame),
    half,
    handedOver(fn),
    id(e.info),
    ...told,
    t.stringLiteral(mark(fn)),
  );
  const directives = node.body.type === 'BlockStatement' ? node.body.directives : [];
  const inherited = node.body;
  const whole: t.Statement = t.labeledStatement(id(e.label), block(fast));
  const halves = part
    ? part.fastHalf(
        [...(within.length > 0 ? [t.variableDeclaration('let', within.map(declarator))] : []), whole],
        e,
        ending,
      )
    : [whole, t.returnStatement(ending)];
  node.body = t.blockStatement([...head, ...halves], directives);
  node.body.loc = inherited.loc;
  if (node.type === 'ArrowFunctionExpression') node.expression = false;
  if (part) {
    node.async = false;
    if (!fn.isOnlyCalled) (node as Remade).remake = { helper: 'asAsync', number: fn.id, strict: fn.strict };
  }
  return added;
}

/** Code that no point leads to may still mention a `this` that no frame carries. */
function dropThis(node: t.Node): void {
  mapChildren(node, (child, key) => {
    if (ownsThis(node) && key !== 'key') return child;
    if (child.type === 'ThisExpression') return undef();
    dropThis(child);
    return child;
  });
}

/** The function itself, where its name cannot have come to mean something else. */
function handedOver(fn: FunctionInfo): t.Expression {
  const { self } = fn;
  if (!self || self.cell || self.needsTdz) return num(0);
  // It becomes a method, and would get a scope for its name only for this.
  if (fn.node.async && self.kind === 'self' && self.references.length === 1) return num(0);
  const isDeclared = self.kind === 'const';
  // Assigning to the name that a class or function expression has inside itself has no effect.
  const isInnerName = self.kind === 'self';
  const isNeverAssigned =
    (self.kind === 'function' || isDeclared) &&
    self.assignments.length <= (isDeclared ? 1 : 0) &&
    self.storage !== 'shared' &&
    !self.assignedByClosure;
  const isShadowed = fn.bindings.some(binding => binding.name === self.name && binding.scope === fn.scope);
  return (isInnerName || isNeverAssigned) && !isShadowed ? ref(self) : num(0);
}

function mayComplete(last: t.Statement | undefined): boolean {
  return !last || (last.type !== 'ReturnStatement' && last.type !== 'ThrowStatement');
}
