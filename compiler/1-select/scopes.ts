/**
 * Builds the model of a module: scopes, variables, functions, who mentions what and when.
 *
 * In: the Program, free of TypeScript and JSX. Out: a ModuleInfo; every Identifier that is a variable
 * carries its binding (null for a global).
 *
 *     let n = 0; const f = () => n;   →  n: declared, assigned once, captured by f afterwards; f: never captured
 *
 * This file is the walk. What it finds out goes into the `Resolver`: through `hoisting` when it enters a scope,
 * `function-scopes` when it enters a function, `mentions` when it meets a name.
 *
 * The trap: everything later depends on *when* closures come to exist relative to assignments, so each
 * mention is dated by the order in which the walk meets it, which is source order; hoisted functions
 * exist from the start of their scope.
 */
import * as t from '@babel/types';
import { children } from '../normal-form/build.js';
import { type Kept, superOf } from '../normal-form/classes.js';
import {
  type AnnexBFunction,
  type Binding,
  type BindingKind,
  type FunctionInfo,
  type IdentifierRef,
  type ModuleInfo,
  Names,
  type Scope,
} from '../normal-form/model.js';
import { type AccessorNames, markAccess } from './accessors.js';
import { nameGivenBy, nameOfKey, nameOfMethod } from './function-names.js';
import { resolveClass, resolveFunction } from './function-scopes.js';
import { declareLexical, declareVars, namesIn } from './hoisting.js';
import { isList, markList, markLoop, markPattern, markVisitor, noteConstant } from './lists.js';
import {
  isOnlyCalled,
  markPoint,
  markPrivateUse,
  markUse,
  mention,
  mentionAssigned,
  mentionDeclared,
  mentionOwnName,
  noteSuperMethod,
  refuse,
} from './mentions.js';
import { type Refusal, Resolver } from './resolver.js';

export interface Resolved extends ModuleInfo {
  refusals: Refusal[];
  infoOf: Map<t.Node, FunctionInfo>;
}

/** `accessors`: the names that may stand for accessors that suspend; null without that option. */
/** `names`: those handed out so far, if the program has been resolved before. */
export function resolve(program: t.Program, accessors: AccessorNames | null = null, names?: Names): Resolved {
  const r = new Resolver(program, accessors);
  declareVars(r, program.body, r.root);
  declareLexical(r, program.body, r.root);
  for (const statement of program.body) visit(r, statement);
  for (const fn of r.functions) fn.isOnlyCalled = isOnlyCalled(fn);
  return {
    scope: r.root,
    functions: r.functions,
    names: names ?? new Names(r.taken),
    refusals: r.refusals,
    infoOf: r.infoOf,
  };
}

/** `name`: what an anonymous function takes its name from where it stands. */
export function visit(r: Resolver, node: t.Node, name = ''): void {
  r.order++;
  switch (node.type) {
    case 'Identifier':
      // A variable of that name as well: a half that is a function elsewhere has an object in its place.
      if (node.name === 'arguments') markUse(r, 'arguments');
      mention(r, node);
      return;
    case 'ThisExpression':
      markUse(r, 'this');
      return;
    case 'Super':
      markUse(r, 'super');
      markUse(r, 'this');
      return;
    case 'MetaProperty':
      if (node.meta.name === 'new' && !(node as Kept).kept) markUse(r, 'newTarget');
      return;
    case 'PrivateName':
      if (!(node as Kept).kept) markPrivateUse(r, node.id.name);
      return;
    case 'FunctionDeclaration':
      functionDeclaration(r, node);
      return;
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
      resolveFunction(r, node, (node.type === 'FunctionExpression' && node.id?.name) || name);
      return;
    case 'ObjectMethod':
      if (node.computed) visit(r, node.key);
      resolveFunction(r, node, nameOfMethod(node, ''));
      return;
    case 'ClassDeclaration':
    case 'ClassExpression':
      resolveClass(r, node, name);
      if (node.type === 'ClassDeclaration' && node.id) target(r, node.id, 'class');
      else if (node.id) (node.id as IdentifierRef).binding = null;
      markPoint(r, node);
      return;
    case 'MemberExpression':
    case 'OptionalMemberExpression':
      access(r, node, 'reads');
      return;
    case 'UnaryExpression':
      if (node.operator !== 'delete' || !isMember(node.argument)) break;
      access(r, node.argument, null);
      return;
    case 'ObjectProperty':
      if (node.computed) visit(r, node.key);
      visit(r, node.value, nameOfKey(node.key, node.computed));
      return;
    case 'AssignmentExpression':
      if (node.left.type === 'Identifier') {
        visit(r, node.right, namesFunctions(node.operator) ? node.left.name : '');
        target(r, node.left, null);
      } else {
        markPattern(r, node.left, node.right);
        if (isMember(node.left)) access(r, node.left, node.operator === '=' ? 'writes' : 'both');
        else target(r, node.left, null);
        visit(r, node.right, nameGivenBy(node.left));
      }
      return;
    case 'SpreadElement':
      visit(r, node.argument);
      if (isList(r, node.argument)) markList(node);
      markPoint(r, node);
      return;
    case 'ObjectExpression':
      for (const property of node.properties) if (property.type === 'SpreadElement') markList(property);
      break;
    case 'UpdateExpression':
      // The engine says that a private name has no setter before it calls the getter; here, not in `#x += 1`.
      if (isMember(node.argument)) access(r, node.argument, isReadOnly(r, node.argument) ? null : 'both');
      else target(r, node.argument, null);
      return;
    case 'VariableDeclaration':
      for (const declarator of node.declarations) declaration(r, declarator, node.kind as BindingKind);
      return;
    case 'LabeledStatement':
      visit(r, node.body);
      return;
    case 'BreakStatement':
    case 'ContinueStatement':
      return;
    case 'BlockStatement':
      block(r, r.newScope('block', node), node.body);
      return;
    case 'SwitchStatement':
      switchStatement(r, node);
      return;
    case 'CatchClause':
      catchClause(r, node);
      return;
    case 'ForStatement':
    case 'ForInStatement':
    case 'ForOfStatement':
      forLoop(r, node);
      return;
    case 'WhileStatement':
    case 'DoWhileStatement':
      r.inLoop(() => {
        for (const child of children(node)) visit(r, child);
      });
      return;
    case 'WithStatement':
      refuse(r, 'with', node);
      visit(r, node.object);
      r.inWith(() => visit(r, node.body));
      return;
    case 'OptionalCallExpression':
      (node.callee as IdentifierRef).called = true;
      break;
    case 'TaggedTemplateExpression':
      (node.tag as IdentifierRef).called = true;
      break;
    case 'CallExpression':
      (node.callee as IdentifierRef).called = true;
      if (t.isIdentifier(node.callee, { name: 'eval' }) && !r.lookup('eval')) refuse(r, 'eval', node);
      noteCalledAtOnce(r, node);
      markVisitor(r, node);
      if (superCall(r, node)) return;
      noteSuperMethod(r, node);
      break;
    case 'ImportDeclaration':
      for (const specifier of node.specifiers) mentionDeclared(r, specifier.local);
      return;
    case 'ExportSpecifier':
      if (node.local.type === 'Identifier') mention(r, node.local);
      return;
    case 'ExportNamedDeclaration':
      if (node.source) return;
      break;
  }
  for (const child of children(node)) visit(r, child);
  markPoint(r, node);
}

/** A native `super(…)` of a rewritten constructor, whose resume half will have another form of it. */
function superCall(r: Resolver, node: t.CallExpression): boolean {
  const noted = superOf(node);
  if (!noted || node.callee.type !== 'Super') return false;
  for (const argument of node.arguments) visit(r, argument);
  for (const name of [noted.type, noted.target]) if (name) visit(r, name);
  markPoint(r, node);
  return true;
}

/** `(function () { … })()`, `(function () { … }).call(this)`, and the factory in `(function (f) { f(); })(factory)`. */
function noteCalledAtOnce(r: Resolver, node: t.CallExpression): void {
  const callee = t.isMemberExpression(node.callee) ? node.callee.object : node.callee;
  if (t.isFunction(callee) && r.loops.length === 0)
    for (const part of [callee, ...node.arguments]) r.calledAtOnce.add(part);
}

/** A target: of a declaration, of which kind, or (null) of an assignment. */
export function target(r: Resolver, node: t.Node, kind: BindingKind | null): void {
  r.order++;
  switch (node.type) {
    case 'Identifier':
      if (kind === null) mentionAssigned(r, node);
      else {
        const binding = mentionDeclared(r, node);
        if (kind !== 'param' && kind !== 'catch') binding.assignments.push(r.place());
      }
      break;
    case 'ObjectPattern':
      for (const property of node.properties) {
        if (property.type === 'RestElement') target(r, property.argument, kind);
        else {
          if (property.computed) visit(r, property.key);
          target(r, property.value, kind);
          markAccess(r.accessors, property, 'reads');
          markPoint(r, property);
        }
      }
      break;
    case 'ArrayPattern':
      for (const element of node.elements) if (element) target(r, element, kind);
      markPoint(r, node);
      break;
    case 'AssignmentPattern':
      visit(r, node.right, nameGivenBy(node.left));
      target(r, node.left, kind);
      break;
    case 'RestElement':
      target(r, node.argument, kind);
      break;
    case 'MemberExpression':
      access(r, node, 'writes');
      break;
    default:
      visit(r, node);
  }
}

type Member = t.MemberExpression | t.OptionalMemberExpression;

const isMember = (node: t.Node): node is Member => t.isMemberExpression(node) || t.isOptionalMemberExpression(node);

/** Whether it is a private name that has a getter only. */
function isReadOnly(r: Resolver, { property }: Member): boolean {
  if (property.type !== 'PrivateName') return false;
  const { name } = property.id;
  let scope: Scope | null = r.scope;
  while (scope && !r.privateNames.get(scope)?.has(name)) scope = scope.parent;
  const kinds = (scope?.node as t.Class | undefined)?.body.body.flatMap(element =>
    element.type === 'ClassPrivateMethod' && element.key.id.name === name ? [element.kind] : [],
  );
  return !!kinds?.includes('get') && !kinds.includes('set');
}

/** A property, and what is done to it; null: it is neither read nor written. */
function access(r: Resolver, node: Member, how: 'reads' | 'writes' | 'both' | null): void {
  visit(r, node.object);
  if (node.computed || node.property.type === 'PrivateName') visit(r, node.property);
  if (how !== null) markAccess(r.accessors, node, how);
  markPoint(r, node);
}

function namesFunctions(operator: string): boolean {
  return operator === '=' || operator === '&&=' || operator === '||=' || operator === '??=';
}

function declaration(r: Resolver, { id, init }: t.VariableDeclarator, kind: BindingKind): void {
  if (init && t.isFunction(init)) {
    // Nothing runs between the making of the function and its assignment: inside, the variable is set.
    target(r, id, kind);
    visit(r, init, nameGivenBy(id));
    const fn = r.infoOf.get(init) as FunctionInfo;
    if (t.isIdentifier(id)) fn.self ??= (id as IdentifierRef).binding ?? null;
    noteOwn(id);
    noteFunction(id, fn);
  } else if (init) {
    visit(r, init, nameGivenBy(id));
    markPattern(r, id, init);
    target(r, id, kind);
    if (kind === 'const') noteConstant(r, id, init);
    if (t.isClass(init) || isRequired(init)) noteOwn(id);
  } else if (kind === 'var') mentionDeclared(r, id as t.Identifier);
  else target(r, id, kind);
}

const isRequired = (node: t.Node): boolean =>
  t.isCallExpression(node) && t.isIdentifier(node.callee, { name: 'require' });

/** Notes that what the variables of `target` hold is no class of the engine's. */
function noteOwn(target: t.Node): void {
  const identifiers = Object.values(t.getBindingIdentifiers(target)) as IdentifierRef[];
  for (const { binding } of identifiers) if (binding) binding.holdsOwn = true;
}

function noteFunction(name: t.Node, fn: FunctionInfo): void {
  const { binding } = name as IdentifierRef;
  if (binding) binding.begins = binding.begins === undefined ? fn : null;
}

function functionDeclaration(r: Resolver, node: t.FunctionDeclaration): void {
  if (!node.id) {
    resolveFunction(r, node, 'default');
    return;
  }
  const binding = mentionOwnName(node.id, r.lookup(node.id.name) as Binding);
  binding.declared = { order: r.scope.order, loops: r.scope.loops };
  (node as AnnexBFunction).annexB?.assignments.push(r.place());
  const fn = resolveFunction(r, node, node.id.name);
  fn.declares = fn.self = binding;
  noteFunction(node.id, fn);
}

function block(r: Resolver, scope: Scope, nodes: readonly t.Node[], declarations = nodes): void {
  r.within(scope, () => {
    declareLexical(r, declarations, scope);
    for (const node of nodes) visit(r, node);
  });
}

function switchStatement(r: Resolver, node: t.SwitchStatement): void {
  const before = r.points;
  visit(r, node.discriminant);
  const scope = r.newScope('switch', node);
  // Its functions are made before the discriminant is evaluated, in a block around the statement.
  scope.hasPoint = r.points > before;
  const statements = node.cases.flatMap(clause => clause.consequent);
  block(r, scope, node.cases, statements);
}

function catchClause(r: Resolver, node: t.CatchClause): void {
  const scope = r.newScope('catch', node);
  r.within(scope, () => {
    if (node.param) {
      for (const name of namesIn(node.param)) r.bind(name, 'catch', scope);
      target(r, node.param, 'catch');
    }
    visit(r, node.body);
  });
}

/** What is iterated is evaluated before any iteration's variables exist, but their names hide others already. */
function iterated(r: Resolver, node: t.Expression, names: readonly string[]): void {
  const scope = r.newScope('block', node);
  for (const name of names) r.bind(name, 'early', scope);
  if (r.fn) r.fn.bindings = r.fn.bindings.filter(({ kind }) => kind !== 'early');
  r.within(scope, () => visit(r, node));
}

function forLoop(r: Resolver, node: t.ForStatement | t.ForInStatement | t.ForOfStatement): void {
  if (node.type !== 'ForStatement') markLoop(r, node);
  // Advancing may suspend, but between iterations.
  markPoint(r, node);
  const scope = r.newScope('loop', node);
  const head = node.type === 'ForStatement' ? node.init : node.left;
  const lexical = head?.type === 'VariableDeclaration' && head.kind !== 'var';
  r.within(scope, () => {
    if (lexical) declareLexical(r, [head], scope);
    if (node.type === 'ForStatement') {
      if (node.init) visit(r, node.init);
      // One binding per iteration: what happens in the loop happens once to each of them.
      if (lexical) scope.loops = [...scope.loops, r.order];
      r.inLoop(() => {
        if (node.test) visit(r, node.test);
        visit(r, node.body);
        if (node.update) visit(r, node.update);
      });
      return;
    }
    if (lexical) iterated(r, node.right, namesIn(head));
    else visit(r, node.right);
    scope.hasPoint = false;
    r.inLoop(() => {
      if (lexical) scope.loops = r.loops;
      if (head?.type === 'VariableDeclaration')
        target(r, (head.declarations[0] as t.VariableDeclarator).id, head.kind as BindingKind);
      else target(r, head as t.Node, null);
      visit(r, node.body);
    });
  });
}
