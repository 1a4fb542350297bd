/**
 * Builds the model of a module: scopes, variables, functions, who mentions what and when.
 *
 * In: the Program, free of TypeScript and JSX. Out: a ModuleInfo; every Identifier that is a variable
 * carries its binding (null for a global).
 *
 * The trap: everything later depends on *when* closures come to exist relative to assignments, so each
 * mention is dated by the order in which the walk meets it, which is source order; hoisted functions
 * exist from the start of their scope.
 */
import * as t from '@babel/types';
import { children, isFunction } from '../normal-form/build.js';
import {
  type Binding,
  type BindingKind,
  type FunctionInfo,
  type FunctionNode,
  type IdentifierRef,
  type ModuleInfo,
  Names,
  type Place,
  type Scope,
  type ScopeKind,
} from '../normal-form/model.js';
import { describeFunction, hasDirective, removeDirective } from './functions.js';
import { isPoint } from './points.js';

export interface Refusal {
  reason: 'eval' | 'with';
  node: t.Node;
  fn: FunctionInfo;
}

export interface Resolved extends ModuleInfo {
  refusals: Refusal[];
  infoOf: Map<t.Node, FunctionInfo>;
}

export function makeBinding(name: string, kind: BindingKind, scope: Scope, owner: FunctionInfo | null): Binding {
  const binding: Binding = {
    name,
    author: null,
    kind,
    scope,
    owner,
    references: [],
    assignments: [],
    assignedByClosure: false,
    captures: [],
    firstUse: Number.POSITIVE_INFINITY,
    declared: null,
    needsTdz: false,
    storage: 'native',
    cell: null,
  };
  owner?.bindings.push(binding);
  return binding;
}

export function resolve(program: t.Program): Resolved {
  return new Resolver(program).run();
}

type Declare = { kind: BindingKind };

class Resolver {
  readonly #program: t.Program;
  readonly #functions: FunctionInfo[] = [];
  readonly #taken = new Set<string>();
  readonly #refusals: Refusal[] = [];
  readonly #infoOf = new Map<t.Node, FunctionInfo>();
  readonly #privateNames = new Map<Scope, Set<string>>();
  #scope!: Scope;
  #fn: FunctionInfo | null = null;
  #strict: boolean;
  #loops: readonly number[] = [];
  #order = 0;
  #points = 0;

  constructor(program: t.Program) {
    this.#program = program;
    this.#strict = program.sourceType === 'module' || hasDirective(program, 'use strict');
  }

  run(): Resolved {
    this.#scope = this.#newScope('module', this.#program);
    const root = this.#scope;
    this.#declareVars(this.#program.body, root);
    this.#declareLexical(this.#program.body, root);
    for (const statement of this.#program.body) this.#visit(statement);
    return {
      scope: root,
      functions: this.#functions,
      names: new Names(this.#taken),
      refusals: this.#refusals,
      infoOf: this.#infoOf,
    };
  }

  // ── scopes ────────────────────────────────────────────────────────────────

  #newScope(kind: ScopeKind, node: t.Node): Scope {
    return {
      kind,
      node,
      parent: this.#scope ?? null,
      fn: this.#fn,
      bindings: new Map(),
      loops: this.#loops,
      order: this.#order,
      hasPoint: false,
    };
  }

  #within(scope: Scope, body: () => void): void {
    const outer = this.#scope;
    this.#scope = scope;
    body();
    this.#scope = outer;
  }

  #bind(name: string, kind: BindingKind, scope: Scope): Binding {
    this.#taken.add(name);
    const old = scope.bindings.get(name);
    if (old) {
      // `var x` after a parameter or function x is the same variable; a later function declaration wins.
      if (kind === 'function' && old.kind === 'var') old.kind = 'function';
      return old;
    }
    const binding = makeBinding(name, kind, scope, scope.fn);
    scope.bindings.set(name, binding);
    return binding;
  }

  #functionScope(): Scope {
    let scope = this.#scope;
    while (scope.kind !== 'function' && scope.kind !== 'module') scope = scope.parent as Scope;
    return scope;
  }

  /** `var` names, which belong to the function whatever block they stand in. */
  #declareVars(nodes: readonly t.Node[], scope: Scope): void {
    for (const node of nodes) {
      if (t.isFunction(node) || t.isClass(node) || t.isExpression(node)) continue;
      if (node.type === 'VariableDeclaration' && node.kind === 'var') {
        for (const name of Object.keys(t.getBindingIdentifiers(node))) this.#bind(name, 'var', scope);
      } else this.#declareVars([...children(node)], scope);
    }
  }

  /** `let`, `const`, `class` and functions of a statement list. */
  #declareLexical(statements: readonly t.Node[], scope: Scope): void {
    for (const outer of statements) {
      const node =
        (outer.type === 'ExportNamedDeclaration' || outer.type === 'ExportDefaultDeclaration') && outer.declaration
          ? outer.declaration
          : outer;
      if (node.type === 'VariableDeclaration' && node.kind !== 'var') {
        for (const name of Object.keys(t.getBindingIdentifiers(node)))
          this.#bind(name, node.kind === 'let' ? 'let' : 'const', scope);
      } else if (node.type === 'ClassDeclaration' && node.id) this.#bind(node.id.name, 'class', scope);
      else if (node.type === 'FunctionDeclaration' && node.id) this.#declareFunction(node, scope);
      else if (node.type === 'ImportDeclaration')
        for (const specifier of node.specifiers) this.#bind(specifier.local.name, 'import', scope);
      else if (node.type === 'LabeledStatement') this.#declareLexical([node.body], scope);
    }
  }

  #declareFunction(node: t.FunctionDeclaration, scope: Scope): void {
    const name = (node.id as t.Identifier).name;
    const atTop = scope.kind === 'function' || scope.kind === 'module';
    // Annex B.3.3: in sloppy code a plain function in a block is also a `var` of the function.
    if (!atTop && !this.#strict && !node.async && !node.generator && scope.fn && !this.#shadowed(name, scope)) {
      const home = this.#functionScope();
      (node as AnnexBFunction).annexB = this.#bind(name, 'var', home);
    }
    this.#bind(name, 'function', scope);
  }

  /** Whether a lexical variable between the block and the function would clash with a `var` of that name. */
  #shadowed(name: string, block: Scope): boolean {
    for (let scope = block.parent; scope; scope = scope.parent) {
      const binding = scope.bindings.get(name);
      if (scope.kind === 'function' || scope.kind === 'module')
        return !!binding && (binding.kind === 'let' || binding.kind === 'const' || binding.kind === 'class');
      if (binding && !(scope.kind === 'catch' && binding.kind === 'catch')) return true;
    }
    return false;
  }

  // ── mentions ──────────────────────────────────────────────────────────────

  #place(): Place {
    return { order: this.#order, loops: this.#loops };
  }

  #lookup(name: string): Binding | null {
    for (let scope: Scope | null = this.#scope; scope; scope = scope.parent) {
      const binding = scope.bindings.get(name);
      if (binding) return binding;
    }
    return null;
  }

  #mention(node: t.Identifier): Binding | null {
    this.#taken.add(node.name);
    const binding = this.#lookup(node.name);
    (node as IdentifierRef).binding = binding;
    if (!binding) {
      for (let fn = this.#fn; fn; fn = fn.parent) fn.freeGlobals.add(node.name);
      return null;
    }
    binding.references.push(node);
    if (binding.owner === this.#fn) {
      binding.firstUse = Math.min(binding.firstUse, this.#order);
      return binding;
    }
    let inner = this.#fn as FunctionInfo;
    inner.free.add(binding);
    while (inner.parent !== binding.owner) {
      inner = inner.parent as FunctionInfo;
      inner.free.add(binding);
    }
    binding.captures.push({ ...inner.place, fn: inner });
    return binding;
  }

  #assigned(node: t.Identifier): void {
    const binding = this.#mention(node);
    if (!binding) return;
    binding.assignments.push(this.#place());
    if (binding.owner !== this.#fn) binding.assignedByClosure = true;
  }

  /** A target: of a declaration (`declare`) or of an assignment. */
  #target(node: t.Node, declare: Declare | null): void {
    this.#order++;
    switch (node.type) {
      case 'Identifier':
        if (!declare) this.#assigned(node);
        else {
          const binding = this.#lookup(node.name) as Binding;
          this.#taken.add(node.name);
          (node as IdentifierRef).binding = binding;
          binding.references.push(node);
          binding.declared ??= this.#place();
          if (declare.kind !== 'param' && declare.kind !== 'catch') binding.assignments.push(this.#place());
        }
        break;
      case 'ObjectPattern':
        for (const property of node.properties) {
          if (property.type === 'RestElement') this.#target(property.argument, declare);
          else {
            if (property.computed) this.#visit(property.key);
            this.#target(property.value, declare);
          }
        }
        break;
      case 'ArrayPattern':
        for (const element of node.elements) if (element) this.#target(element, declare);
        break;
      case 'AssignmentPattern':
        this.#visit(node.right);
        this.#target(node.left, declare);
        break;
      case 'RestElement':
        this.#target(node.argument, declare);
        break;
      default:
        this.#visit(node);
    }
  }

  // ── functions and classes ─────────────────────────────────────────────────

  #enterFunction(node: t.Node, kind: string, strict: boolean): FunctionInfo {
    const hoisted = node.type === 'FunctionDeclaration';
    const fn: FunctionInfo = {
      node: node as FunctionNode,
      name: '',
      parent: this.#fn,
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
      place: hoisted ? { order: this.#scope.order, loops: this.#scope.loops } : this.#place(),
    };
    this.#functions.push(fn);
    this.#fn?.children.push(fn);
    this.#infoOf.set(node, fn);
    return fn;
  }

  #inFunction(fn: FunctionInfo, body: () => void): void {
    const saved = [this.#fn, this.#scope, this.#loops, this.#strict] as const;
    this.#fn = fn;
    this.#loops = [];
    this.#strict = fn.strict;
    this.#scope = this.#newScope('function', fn.node);
    fn.scope = this.#scope;
    body();
    [this.#fn, this.#scope, this.#loops, this.#strict] = saved;
  }

  #function(node: FunctionNode, name: string): void {
    const strict = this.#strict || (t.isBlockStatement(node.body) && hasDirective(node.body, 'use strict'));
    const fn = this.#enterFunction(node, '', strict);
    describeFunction(fn, name);
    if (t.isBlockStatement(node.body) && removeDirective(node.body, 'no greenlet'))
      fn.foreign = 'it says "no greenlet"';
    const enter = () =>
      this.#inFunction(fn, () => {
        for (const param of node.params)
          for (const inner of Object.keys(t.getBindingIdentifiers(param))) this.#bind(inner, 'param', this.#scope);
        const body = t.isBlockStatement(node.body) ? node.body.body : [];
        const bodyVariables = this.#separateVariables(fn, node, body);
        // Parameters first: what the body declares is not in their sight.
        for (const param of node.params) this.#target(param, { kind: 'param' });
        this.#declareVars(body, this.#scope);
        this.#declareLexical(body, this.#scope);
        const visitBody = () => {
          if (t.isBlockStatement(node.body)) for (const statement of body) this.#visit(statement);
          else this.#visit(node.body);
        };
        if (bodyVariables) this.#within(bodyVariables, visitBody);
        else visitBody();
      });
    if (node.type === 'FunctionExpression' && node.id) {
      const scope = this.#newScope('self', node);
      const binding = this.#bind(node.id.name, 'self', scope);
      (node.id as IdentifierRef).binding = binding;
      binding.references.push(node.id);
      fn.self = binding;
      this.#within(scope, enter);
    } else enter();
  }

  /** Closures in parameters see the parameters; a `var` of the same name in the body is then another variable. */
  #separateVariables(fn: FunctionInfo, node: FunctionNode, body: readonly t.Node[]): Scope | null {
    if (!node.params.some(param => holdsFunction(param))) return null;
    const scope = this.#newScope('block', node.body);
    this.#declareVars(body, scope);
    for (const [name, binding] of [...scope.bindings]) {
      const param = this.#scope.bindings.get(name);
      if (param) fn.renewed.push([binding, param]);
      else {
        scope.bindings.delete(name);
        fn.bindings.splice(fn.bindings.indexOf(binding), 1);
      }
    }
    return scope.bindings.size > 0 ? scope : null;
  }

  /** Field initialisers and static blocks run as functions of their own. */
  #pseudoFunction(node: t.Node, kind: string, parts: readonly t.Node[]): void {
    const fn = this.#enterFunction(node, kind, true);
    fn.guarded = true;
    this.#inFunction(fn, () => {
      this.#declareVars(parts, this.#scope);
      this.#declareLexical(parts, this.#scope);
      for (const part of parts) this.#visit(part);
    });
  }

  #class(node: t.Class, name: string): void {
    const scope = this.#newScope('class', node);
    this.#privateNames.set(
      scope,
      new Set(node.body.body.flatMap(m => ('key' in m && m.key.type === 'PrivateName' ? [m.key.id.name] : []))),
    );
    if (node.id) {
      const binding = this.#bind(node.id.name, 'self', scope);
      binding.declared = this.#place();
    }
    const outerStrict = this.#strict;
    this.#strict = true;
    this.#within(scope, () => {
      for (const decorator of node.decorators ?? []) this.#visit(decorator);
      if (node.superClass) this.#visit(node.superClass);
      for (const element of node.body.body) {
        if ('computed' in element && element.computed) this.#visit(element.key);
      }
      for (const element of node.body.body) {
        if (element.type === 'StaticBlock') this.#pseudoFunction(element, 'static block', element.body);
        else if (element.type === 'ClassMethod' || element.type === 'ClassPrivateMethod')
          this.#function(element, keyName(element, node.id?.name ?? name));
        else if ('value' in element && element.value)
          this.#pseudoFunction(element, 'field initialiser', [element.value as t.Node]);
      }
    });
    this.#strict = outerStrict;
  }

  #useThis(what: keyof FunctionInfo['uses']): void {
    for (let fn = this.#fn; fn; fn = fn.parent) {
      fn.uses[what] = true;
      if (fn.node.type !== 'ArrowFunctionExpression') break;
    }
  }

  #usePrivate(name: string): void {
    let scope: Scope | null = this.#scope;
    while (scope && !(scope.kind === 'class' && this.#privateNames.get(scope)?.has(name))) scope = scope.parent;
    for (let fn = this.#fn; fn && fn !== scope?.fn; fn = fn.parent) fn.uses.privateName = true;
  }

  #refuse(reason: 'eval' | 'with', node: t.Node): void {
    if (this.#fn) this.#refusals.push({ reason, node, fn: this.#fn });
    // The code inside can see and change the variables of every function around it.
    for (let fn = this.#fn; fn; fn = fn.parent)
      fn.foreign ??= reason === 'eval' ? 'it contains a direct eval' : 'it contains a with statement';
  }

  // ── the walk ──────────────────────────────────────────────────────────────

  #visit(node: t.Node, name = ''): void {
    this.#order++;
    switch (node.type) {
      case 'Identifier':
        if (node.name === 'arguments' && !this.#lookup('arguments')) this.#useThis('arguments');
        this.#mention(node);
        return;
      case 'ThisExpression':
        this.#useThis('this');
        return;
      case 'Super':
        this.#useThis('super');
        this.#useThis('this');
        return;
      case 'MetaProperty':
        if (node.meta.name === 'new') this.#useThis('newTarget');
        return;
      case 'PrivateName':
        this.#usePrivate(node.id.name);
        return;
      case 'FunctionDeclaration':
        if (node.id) {
          const binding = this.#lookup(node.id.name) as Binding;
          (node.id as IdentifierRef).binding = binding;
          binding.references.push(node.id);
          binding.declared = { order: this.#scope.order, loops: this.#scope.loops };
          if ((node as AnnexBFunction).annexB) (node as AnnexBFunction).annexB?.assignments.push(this.#place());
        }
        this.#function(node, node.id?.name ?? 'default');
        if (node.id) {
          const fn = this.#infoOf.get(node) as FunctionInfo;
          fn.declares = fn.self = (node.id as IdentifierRef).binding as Binding;
        }
        return;
      case 'FunctionExpression':
      case 'ArrowFunctionExpression':
        this.#function(node, (node.type === 'FunctionExpression' && node.id?.name) || name);
        return;
      case 'ObjectMethod':
        if (node.computed) this.#visit(node.key);
        this.#function(node, keyName(node, ''));
        return;
      case 'ClassDeclaration':
      case 'ClassExpression': {
        this.#class(node, name);
        if (node.type === 'ClassDeclaration' && node.id) this.#target(node.id, { kind: 'class' });
        else if (node.id) (node.id as IdentifierRef).binding = null;
        return;
      }
      case 'MemberExpression':
      case 'OptionalMemberExpression':
        this.#visit(node.object);
        if (node.computed || node.property.type === 'PrivateName') this.#visit(node.property);
        return;
      case 'ObjectProperty':
        if (node.computed) this.#visit(node.key);
        this.#visit(node.value, t.isIdentifier(node.key) ? node.key.name : '');
        return;
      case 'AssignmentExpression':
        if (node.left.type === 'Identifier') {
          this.#visit(node.right, node.operator === '=' ? node.left.name : '');
          this.#target(node.left, null);
        } else {
          this.#target(node.left, null);
          this.#visit(node.right);
        }
        return;
      case 'UpdateExpression':
        this.#target(node.argument, null);
        return;
      case 'VariableDeclaration':
        for (const declarator of node.declarations) {
          if (declarator.init && t.isFunction(declarator.init)) {
            // Nothing runs between the making of the function and its assignment: inside, the variable is set.
            this.#target(declarator.id, { kind: node.kind as BindingKind });
            this.#visit(declarator.init, t.isIdentifier(declarator.id) ? declarator.id.name : '');
            if (t.isIdentifier(declarator.id))
              (this.#infoOf.get(declarator.init) as FunctionInfo).self ??=
                (declarator.id as IdentifierRef).binding ?? null;
          } else if (declarator.init) {
            this.#visit(declarator.init, t.isIdentifier(declarator.id) ? declarator.id.name : '');
            this.#target(declarator.id, { kind: node.kind as BindingKind });
          } else if (node.kind === 'var') this.#declareOnly(declarator.id as t.Identifier);
          else this.#target(declarator.id, { kind: node.kind as BindingKind });
        }
        return;
      case 'LabeledStatement':
        this.#visit(node.body);
        return;
      case 'BreakStatement':
      case 'ContinueStatement':
        return;
      case 'BlockStatement':
        this.#block(this.#newScope('block', node), node.body);
        return;
      case 'SwitchStatement': {
        const before = this.#points;
        this.#visit(node.discriminant);
        const scope = this.#newScope('switch', node);
        // Its functions are made before the discriminant is evaluated, in a block around the statement.
        scope.hasPoint = this.#points > before;
        this.#block(
          scope,
          node.cases,
          node.cases.flatMap(clause => clause.consequent),
        );
        return;
      }
      case 'CatchClause': {
        const scope = this.#newScope('catch', node);
        this.#within(scope, () => {
          if (node.param) {
            for (const inner of Object.keys(t.getBindingIdentifiers(node.param))) this.#bind(inner, 'catch', scope);
            this.#target(node.param, { kind: 'catch' });
          }
          this.#visit(node.body);
        });
        return;
      }
      case 'ForStatement':
      case 'ForInStatement':
      case 'ForOfStatement':
        this.#loop(node);
        return;
      case 'WhileStatement':
      case 'DoWhileStatement':
        this.#inLoop(() => {
          for (const child of children(node)) this.#visit(child);
        });
        return;
      case 'WithStatement':
        this.#refuse('with', node);
        break;
      case 'CallExpression':
      case 'OptionalCallExpression':
        if (node.callee.type === 'Identifier' && node.callee.name === 'eval' && !this.#lookup('eval')) {
          if (node.type === 'CallExpression') this.#refuse('eval', node);
        }
        break;
      case 'ImportDeclaration':
        for (const specifier of node.specifiers) this.#declareOnly(specifier.local);
        return;
      case 'ExportSpecifier':
        if (node.local.type === 'Identifier') this.#mention(node.local);
        return;
      case 'ExportNamedDeclaration':
        if (node.source) return;
        break;
    }
    for (const child of children(node)) this.#visit(child);
    this.#markPoint(node);
  }

  #declareOnly(node: t.Identifier): void {
    const binding = this.#lookup(node.name) as Binding;
    (node as IdentifierRef).binding = binding;
    binding.references.push(node);
    binding.declared ??= this.#place();
  }

  #block(scope: Scope, nodes: readonly t.Node[], declarations = nodes): void {
    this.#within(scope, () => {
      this.#declareLexical(declarations, scope);
      for (const node of nodes) this.#visit(node);
    });
  }

  #inLoop(body: () => void): void {
    const outer = this.#loops;
    this.#loops = [...outer, this.#order];
    body();
    this.#loops = outer;
  }

  #loop(node: t.ForStatement | t.ForInStatement | t.ForOfStatement): void {
    const head = node.type === 'ForStatement' ? node.init : node.left;
    const lexical = head?.type === 'VariableDeclaration' && head.kind !== 'var';
    const enter = (scope: Scope) => {
      this.#within(scope, () => {
        if (lexical) this.#declareLexical([head], scope);
        if (node.type === 'ForStatement') {
          if (node.init) this.#visit(node.init);
          if (lexical) {
            // One binding per iteration: what happens in the loop happens once to each of them.
            scope.loops = [...scope.loops, this.#order];
          }
          this.#inLoop(() => {
            if (node.test) this.#visit(node.test);
            this.#visit(node.body);
            if (node.update) this.#visit(node.update);
          });
        } else {
          // What is iterated is evaluated before any iteration's variables exist.
          this.#visit(node.right);
          scope.hasPoint = false;
          this.#inLoop(() => {
            if (lexical) scope.loops = this.#loops;
            if (head?.type === 'VariableDeclaration') {
              this.#target((head.declarations[0] as t.VariableDeclarator).id, { kind: head.kind as BindingKind });
            } else this.#target(head as t.Node, null);
            this.#visit(node.body);
          });
        }
      });
    };
    // Advancing may suspend, but between iterations.
    this.#markPoint(node);
    enter(this.#newScope('loop', node));
  }

  #markPoint(node: t.Node): void {
    const fn = this.#fn;
    if (!fn || !isPoint(node)) return;
    this.#points++;
    fn.hasPoint = true;
    for (let scope: Scope | null = this.#scope; scope && scope.fn === fn && !scope.hasPoint; scope = scope.parent)
      scope.hasPoint = true;
  }
}

interface AnnexBFunction extends t.FunctionDeclaration {
  /** The `var` that evaluating this declaration assigns (Annex B.3.3). */
  annexB?: Binding;
}

export type { AnnexBFunction };

function holdsFunction(node: t.Node): boolean {
  return isFunction(node) || [...children(node)].some(holdsFunction);
}

function keyName(node: t.ObjectMethod | t.ClassMethod | t.ClassPrivateMethod, className: string): string {
  const { key } = node;
  const own =
    key.type === 'PrivateName'
      ? `#${key.id.name}`
      : t.isIdentifier(key) && !('computed' in node && node.computed)
        ? key.name
        : t.isStringLiteral(key) || t.isNumericLiteral(key)
          ? String(key.value)
          : '[computed]';
  if ('kind' in node && node.kind === 'constructor') return className;
  return className ? `${className}.${own}` : own;
}
