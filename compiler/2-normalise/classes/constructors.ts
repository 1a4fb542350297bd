/**
 * Constructors that may be suspended, up to what `4-emit` adds in front of them and behind.
 *
 *     constructor(x) {                          constructor(x) {
 *       super(f(x));                              $target = new.target;
 *       this.later = () => this.y;       →        $this = super(f(x));         this super() is a suspension point
 *     }                                           this.later = () => $this.y;
 *                                               }
 *
 * Where `super()` is called anywhere but once, in a statement of its own, it becomes a call of the runtime's, and all
 * that depends on it is written out:
 *
 *     if (x) super(1); else return o;  →  if (x) $this = $superCall(C, $target, [1], $this); else return $constructed(o, $this);
 *                                         return $this ?? $noThis();
 *
 * The trap: what a derived constructor returns is looked at when it has ended, behind all its `finally` blocks.
 */
import * as t from '@babel/types';
import { isPoint } from '../../1-select/points.js';
import { block, call, id, isFunction, letDeclaration, mapChildren, set } from '../../normal-form/build.js';
import type { Constructor, EarlyStatement, Kept, MovedCall, SuperCall } from '../../normal-form/classes.js';
import type { Helpers } from '../../normal-form/helpers.js';
import type { Names } from '../../normal-form/model.js';
import { mayBeParent, mayGive } from '../built-in-classes.js';
import { byName, checked, type Lexical, lexicalParts, rewriteLexical } from './lexical.js';

export interface ConstructorParts {
  readonly helpers: Helpers;
  readonly names: Names;
  /** The class's name inside itself. */
  readonly type: string;
  /** Initialises the fields that have moved, if some have. */
  readonly initialise: ((self: t.Expression) => t.Expression) | null;
}

/** Rewrites the class's constructor; makes one if it has none. */
export function prepareConstructor(node: t.Class, parts: ConstructorParts): void {
  const elements = node.body.body as t.ClassMethod[];
  let method: Constructor | undefined = elements.find(element => element.kind === 'constructor');
  if (!method) {
    method = implicitConstructor(node, parts.names);
    node.body.body.unshift(method);
  }
  const lowersParameters = !method.params.every(isSimple);
  const isDerived = !!node.superClass;
  const variables = node.superClass ? derived(method, node.superClass, parts) : base(method, parts);
  method.constructs = { type: parts.type, isDerived, lowersParameters, ...variables };
}

function implicitConstructor(node: t.Class, names: Names): t.ClassMethod {
  const isDerived = !!node.superClass;
  const args = names.fresh('$args');
  const body = isDerived
    ? [
        t.expressionStatement(
          t.inherits(t.callExpression(t.super(), [Object.assign(t.spreadElement(id(args)), { overList: true })]), node),
        ),
      ]
    : [];
  const params = isDerived ? [t.restElement(id(args))] : [];
  const made = t.classMethod('constructor', id('constructor'), params, block(body));
  made.loc = node.loc;
  return made;
}

/** Evaluating it does nothing that can be noticed: constructors may begin with it even when they are not to run. */
function isSimple(param: t.Node): boolean {
  if (param.type === 'RestElement') return param.argument.type === 'Identifier';
  if (param.type !== 'AssignmentPattern') return param.type === 'Identifier';
  return param.left.type === 'Identifier' && t.isLiteral(param.right) && !t.isTemplateLiteral(param.right);
}

function base(method: t.ClassMethod, { initialise }: ConstructorParts) {
  if (initialise) {
    const call = initialise(t.thisExpression()) as MovedCall;
    // The first point of all: nobody calls it twice.
    ((call.callee as t.MemberExpression).property as Kept).kept = true;
    method.body.body.unshift(early(t.expressionStatement(call)));
  }
  return { self: null, target: null, isNative: true };
}

function early(node: t.Statement): EarlyStatement {
  return Object.assign(node, { early: true });
}

function derived(method: t.ClassMethod, parent: t.Expression, parts: ConstructorParts) {
  const { helpers, type, initialise } = parts;
  const { body } = method;
  const self = helpers.local('$this');
  const target = helpers.local('$target');
  const calls = superCalls(method);
  const at = body.body.findIndex(
    one => t.isExpressionStatement(one) && calls.length === 1 && one.expression === calls[0],
  );
  const isNative = at >= 0;
  const before = [...method.params, ...body.body.slice(0, Math.max(at, 0)), ...(calls[0]?.arguments ?? [])];
  let wantsTarget = !isNative || before.some(mayBePoint);
  let isCertain = false;
  const mayIterate = (args: readonly t.Node[]): boolean => mayBeParent(parent) && mayGive(args);

  const lexical: Lexical = {
    helpers,
    type: byName(type),
    self: byName(self),
    checkedSelf: () => (isCertain ? id(self) : checked(id(self), helpers)),
    target: () => {
      wantsTarget = true;
      return id(target);
    },
    superCall: node => (isNative ? native(node) : called(node)),
  };
  const native = (node: t.CallExpression): t.Expression => {
    const superOf = {
      type: id(type),
      target: wantsTarget ? id(target) : null,
      self: null,
      mayIterate: mayIterate(node.arguments),
    };
    return t.assignmentExpression('=', id(self), Object.assign(node, { superOf }));
  };
  const called = (node: t.CallExpression): t.Expression => {
    const [itsType, itsSelf, args] = [id(type), id(self), t.arrayExpression(node.arguments as t.Expression[])];
    const own: SuperCall = call(helpers.value('superCall'), itsType, id(target), args, itsSelf);
    own.superOf = { type: itsType, target: null, self: itsSelf, mayIterate: mayIterate(node.arguments) };
    const bound = t.assignmentExpression('=', id(self), t.inherits(own, node));
    return initialise ? t.sequenceExpression([bound, initialise(id(self)), id(self)]) : bound;
  };

  method.params = method.params.map(param => rewriteLexical(param, lexical, false));
  const statements: t.Statement[] = [];
  for (const [i, one] of body.body.entries()) {
    statements.push(rewriteLexical(one, lexical, isCertain));
    if (i !== at) continue;
    isCertain = true;
    if (initialise) statements.push(t.expressionStatement(initialise(id(self))));
  }
  body.body = isNative ? statements : ending(statements, self, parts);
  if (wantsTarget) body.body.unshift(early(set(id(target), readTarget())));
  return { self, target: wantsTarget ? target : null, isNative };
}

/** `new.target`, read where the resume half does not come by. */
function readTarget(): t.Expression {
  return Object.assign(t.metaProperty(id('new'), id('target')), { kept: true } satisfies Pick<Kept, 'kept'>);
}

/** The calls of `super` that construct what `node` constructs. */
export function superCalls(node: t.Node): t.CallExpression[] {
  const own = t.isCallExpression(node) && node.callee.type === 'Super' ? [node] : [];
  const parts = node.type === 'ClassMethod' ? [...node.params, node.body] : [...lexicalParts(node)];
  return [...own, ...parts.flatMap(superCalls)];
}

/** A class may turn out to have a point once its own initialisers have been looked at. */
function mayBePoint(node: t.Node): boolean {
  if (isPoint(node) || t.isClass(node)) return true;
  return !isFunction(node) && [...lexicalParts(node)].some(mayBePoint);
}

/** Writes out what the language makes of the end of a derived constructor. */
function ending(statements: t.Statement[], self: string, { helpers, names }: ConstructorParts): t.Statement[] {
  const result = helpers.local('$result');
  let label: string | null = null;
  const visit = (node: t.Node, isHeld: boolean): t.Node => {
    if (t.isExpression(node) || t.isFunction(node) || t.isClass(node)) return node;
    if (node.type === 'ReturnStatement') {
      if (isHeld) {
        label ??= names.fresh('$end');
        const leave = t.inherits(t.breakStatement(id(label)), node);
        return block([set(id(result), node.argument ?? id('undefined')), leave]);
      }
      node.argument = ended(node.argument ?? null, id(self), helpers);
      return node;
    }
    const isTry = node.type === 'TryStatement';
    mapChildren(node, (child, key) => {
      const isInside = isTry && (key === 'block' || (key === 'handler' && !!node.finalizer));
      return visit(child, isHeld || isInside || (node.type === 'ForOfStatement' && key === 'body'));
    });
    return node;
  };
  const written = statements.map(statement => visit(statement, false) as t.Statement);
  if (label === null) {
    const completes = written.at(-1)?.type !== 'ReturnStatement';
    return completes ? [...written, t.returnStatement(ended(null, id(self), helpers))] : written;
  }
  return [
    letDeclaration(id(result)),
    t.labeledStatement(id(label), block(written)),
    t.returnStatement(ended(id(result), id(self), helpers)),
  ];
}

/** What a derived constructor gives that has returned `value`. */
export function ended(value: t.Expression | null, self: t.Expression, helpers: Helpers): t.Expression {
  return value === null ? checked(self, helpers) : helpers.call('constructed', value, self);
}
