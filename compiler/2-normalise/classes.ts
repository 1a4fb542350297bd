/**
 * Rewrites the classes that may be suspended while they are made or constructed, so that the passes behind know them
 * as what they know already: methods, variables, calls.
 *
 *     class B extends A { b = f(); }
 *
 *     →  class B extends A {
 *          constructor(...$args) { $this = super(...$args); B.#$init($this); }
 *          static #$init($this) { $define($this, "b", f()); }
 *        }
 *
 * In: a resolved module. Out: the same, to be resolved again. A class without suspension points stays as it is, if
 * there is no parent, or a built-in that calls nothing back. The parts are in `classes/`; the run time's half of it is
 * runtime/construct.
 *
 * The trap: whether a class has something to rewrite depends on the classes inside it, and whether an initialiser can
 * be moved on the function around the class. So it is done in rounds, until nothing is left.
 */
import * as t from '@babel/types';
import type { Awaitable } from '../1-select/awaited.js';
import type { Resolved } from '../1-select/scopes.js';
import { id, isGlobal, mapChildren } from '../normal-form/build.js';
import { constructsOf, isOurs, type RewrittenClass } from '../normal-form/classes.js';
import type { Helpers } from '../normal-form/helpers.js';
import type { FunctionInfo } from '../normal-form/model.js';
import { mayBeParent, mayGive } from './built-in-classes.js';
import { prepareConstructor, superCalls } from './classes/constructors.js';
import {
  callMoved,
  guardInitialisers,
  type Initialiser,
  keysOf,
  leaveForLater,
  moveInitialisers,
} from './classes/fields.js';
import { lexicalParts } from './classes/lexical.js';
import { type Given, givenName, innerName } from './classes/names.js';

/** Whether there was something to rewrite. */
export function rewriteClasses(program: t.Program, module: Resolved, helpers: Helpers): boolean {
  const rewriter = new Rewriter(module, helpers);
  rewriter.program(program);
  return rewriter.changed;
}

/** The engine's own classes: none of them returns what compiled code has returned to it, but some call back. */
const builtIns = new Set(
  'Array ArrayBuffer BigInt64Array BigUint64Array Boolean DataView Date Error AggregateError EvalError RangeError ReferenceError SyntaxError TypeError URIError Event EventTarget FinalizationRegistry Float32Array Float64Array Function Int16Array Int32Array Int8Array Map Number Object Promise RegExp Set SharedArrayBuffer String Uint16Array Uint32Array Uint8Array Uint8ClampedArray WeakMap WeakRef WeakSet'.split(
    ' ',
  ),
);

class Rewriter {
  readonly #module: Resolved;
  readonly #helpers: Helpers;
  /** Functions in which a class has a static part that can be suspended. */
  readonly #around: Set<FunctionInfo>;
  changed = false;

  constructor(module: Resolved, helpers: Helpers) {
    this.#module = module;
    this.#helpers = helpers;
    this.#around = new Set();
    // Inner functions come later in the list, and so are known before those around them.
    for (const fn of [...module.functions].reverse())
      if (fn.parent && isStaticPart(fn.node) && this.#suspends(fn)) this.#around.add(fn.parent);
  }

  program(program: t.Program): void {
    const added: t.Statement[] = [];
    for (const [i, statement] of program.body.entries()) {
      program.body[i] = this.#visit(statement, null, '') as t.Statement;
      const { declaration } = statement as Partial<t.ExportDefaultDeclaration>;
      if (declaration?.type !== ('VariableDeclaration' as string)) continue;
      if (statement.type !== 'ExportDefaultDeclaration') continue;
      // `export default` declares no variables.
      const variables = declaration as unknown as t.VariableDeclaration;
      program.body[i] = t.inherits(variables, statement);
      const [name] = Object.keys(t.getBindingIdentifiers(variables)) as [string];
      added.push(t.exportNamedDeclaration(null, [t.exportSpecifier(id(name), id('default'))]));
    }
    program.body.push(...added);
  }

  #visit(node: t.Node, fn: FunctionInfo | null, given: Given): t.Node {
    const own = this.#module.infoOf.get(node) ?? null;
    mapChildren(node, (child, key) => {
      // Computed keys are evaluated outside what they are the key of.
      const inside = own && key !== 'key' && key !== 'decorators' ? own : fn;
      return this.#visit(child, inside, givenName(node, key));
    });
    if (t.isClass(node)) return this.#class(node, fn, given);
    return isNamedByKey(node) ? this.#namedByKey(node, fn) : node;
  }

  #class(node: RewrittenClass, fn: FunctionInfo | null, given: Given): t.Node {
    if (isOurs(node)) return node;
    const elements = node.body.body;
    const own = elements.find(element => t.isClassMethod(element, { kind: 'constructor' }));
    const fields = this.#moving(elements.filter(element => isField(element) && !element.static) as Initialiser[]);
    const statics = this.#canBeLeft(node, fn) ? this.#moving(elements.filter(isStaticPart) as Initialiser[]) : [];
    this.#explain(node, fn, given);
    const constructs =
      !(own && constructsOf(own)) &&
      this.#isOpen(own) &&
      (fields.length > 0 || this.#suspendsAt(own) || (!!node.superClass && mayCallBack(node.superClass, own)));
    if (!constructs && statics.length === 0) return node;
    // What an anonymous class is called as a field with a computed key, only running the program would tell.
    if (!node.id && given === null) return node;
    this.changed = true;
    const wasDeclared = node.type === 'ClassDeclaration' ? node.id : null;
    const helpers = this.#helpers;
    const { names } = this.#module;
    const type = innerName(node, given ?? '', helpers, names);
    const parts = { helpers, names, type, shown: node.author ?? type };
    const keys = keysOf(node, parts);
    if (constructs) {
      const moved = fields.length > 0 ? moveInitialisers(node, fields, keys, parts) : null;
      const initialise = moved === null ? null : (self: t.Expression) => initialisation(type, moved, self, fields);
      const staying = node.body.body.filter(element => isField(element) && !element.static) as Initialiser[];
      if (!node.superClass || !isBuiltIn(node.superClass)) guardInitialisers(node, staying, keys, helpers);
      prepareConstructor(node, { helpers, names, type, initialise });
    }
    if (statics.length > 0) leaveForLater(node, moveInitialisers(node, statics, keys, parts), parts);
    keys.finish();
    return wasDeclared && node.id !== wasDeclared ? declaredApart(node, wasDeclared) : node;
  }

  /** Notes why the parts of a class that can be suspended stay, if they do: of the last round it is true. */
  #explain(node: RewrittenClass, fn: FunctionInfo | null, given: Given): void {
    const isUnnamed = !node.id && given === null;
    for (const element of node.body.body) {
      const info = this.#module.infoOf.get(element);
      if (info?.guarded !== 'class-stays' && info?.guarded !== 'module-class') continue;
      const ofAround =
        isStaticPart(element) && (fn === null ? 'module-class' : this.#canBeLeft(node, fn) ? null : 'around-stays');
      info.guarded = ofAround || (isUnnamed ? 'class-unnamed' : 'class-stays');
    }
  }

  /** `[k]: class {…}` → `...($key => ({ [$key]: class $class {…} }))($key(k))`, so that the class can have its name. */
  #namedByKey(node: t.ObjectProperty & { value: t.ClassExpression }, fn: FunctionInfo | null): t.Node {
    // An arrow function could not hold those.
    if (yields(node.value)) return node;
    const name = this.#helpers.local('$name');
    this.#class(node.value, fn, id(name));
    if (!node.value.id) return node;
    const key = this.#helpers.call('key', node.key as t.Expression);
    node.key = id(name);
    const made = t.arrowFunctionExpression([id(name)], t.objectExpression([node]));
    return t.inherits(t.spreadElement(t.inherits(t.callExpression(made, [key]), node)), node);
  }

  /** The initialisers to move: from the first that can be suspended on. */
  #moving(initialisers: readonly Initialiser[]): Initialiser[] {
    const first = initialisers.findIndex(element => this.#suspendsAt(element));
    const moving = first < 0 ? [] : initialisers.slice(first);
    return moving.every(element => this.#isOpen(element)) ? moving : [];
  }

  /** Whether the static part can be left to the function around the class, and has to: behind an `await` nothing is suspended. */
  #canBeLeft(node: RewrittenClass & Awaitable, fn: FunctionInfo | null): boolean {
    return !node.later && !node.awaited && fn !== null && fn.foreign === null && !fn.guarded;
  }

  #suspends(fn: FunctionInfo): boolean {
    return fn.hasPoint || this.#around.has(fn);
  }

  #suspendsAt(node: t.Node | undefined): boolean {
    const fn = node && this.#module.infoOf.get(node);
    return !!fn && this.#suspends(fn);
  }

  /** Nothing keeps its code from being rewritten. */
  #isOpen(node: t.Node | undefined): boolean {
    const fn = node && this.#module.infoOf.get(node);
    return !fn || (fn.foreign === null && !this.#holdsClosedArrow(fn.node));
  }

  /** An arrow function that must stay as written, but mentions `super`. */
  #holdsClosedArrow(node: t.Node, isClosed = false): boolean {
    if (isClosed && node.type === 'Super') return true;
    const isArrow = node.type === 'ArrowFunctionExpression';
    const closes = isClosed || (isArrow && this.#module.infoOf.get(node)?.foreign !== null);
    const parts = t.isClassMethod(node) ? [...node.params, node.body] : [...partsOf(node)];
    return parts.some(part => this.#holdsClosedArrow(part, closes));
  }
}

function partsOf(node: t.Node): Iterable<t.Node> {
  if (isField(node)) return node.value ? [node.value] : [];
  return node.type === 'StaticBlock' ? node.body : lexicalParts(node);
}

function isNamedByKey(node: t.Node): node is t.ObjectProperty & { value: t.ClassExpression } {
  return node.type === 'ObjectProperty' && node.computed && t.isClassExpression(node.value) && !node.value.id;
}

function yields(node: t.Node): boolean {
  const own = node.type === 'YieldExpression' || node.type === 'AwaitExpression';
  return own || [...lexicalParts(node)].some(yields);
}

function isField(node: t.Node): node is t.ClassProperty | t.ClassPrivateProperty {
  return node.type === 'ClassProperty' || node.type === 'ClassPrivateProperty';
}

function isStaticPart(node: t.Node): boolean {
  return node.type === 'StaticBlock' || (isField(node) && !!node.static);
}

function isBuiltIn(node: t.Expression): boolean {
  return node.type === 'NullLiteral' || isGlobal(node, builtIns);
}

/** Whether `super()` may call what suspends. */
function mayCallBack(parent: t.Expression, own: t.Node | undefined): boolean {
  if (!isBuiltIn(parent)) return true;
  return mayBeParent(parent) && (!own || superCalls(own).some(one => mayGive(one.arguments)));
}

/** `C.#$init(this)` */
function initialisation(
  type: string,
  method: string,
  self: t.Expression,
  fields: readonly Initialiser[],
): t.Expression {
  return t.inherits(callMoved(id(type), method, self), fields[0] as t.Node);
}

/** A declared class whose own name in its text is another: `let K = class $K {…}`. */
function declaredApart(node: t.Class, name: t.Identifier): t.VariableDeclaration {
  const value = t.inherits(t.classExpression(node.id, node.superClass, node.body, node.decorators), node);
  Object.assign(value, { author: (node as RewrittenClass).author, later: (node as RewrittenClass).later });
  return t.inherits(t.variableDeclaration('let', [t.variableDeclarator(name, value)]), node);
}
