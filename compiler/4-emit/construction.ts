/**
 * What constructors that may be suspended have besides their two halves (see runtime/construct).
 *
 *     constructor(x) {
 *       if ($n.owner !== null) return $n.owner === C ? super(...$givenArguments()) : $given();     $given() alone, if it
 *       …                                                                                          has no parent
 *       return $suspendClass($f, half, C, $i, new.target, 0, "greenc1:0");
 *     }
 *
 * In the resume half there is no `super()`, and no `this` that it could have set: `$this` stands for it.
 *
 * The trap: the engine looks at what a derived constructor returns, and takes `this` instead if that is undefined. A
 * resume half must do so itself, when everything else is done.
 */
import * as t from '@babel/types';
import { ended } from '../2-normalise/classes/constructors.js';
import { type Lexical, rewriteLexical } from '../2-normalise/classes/lexical.js';
import { authorText, faultOf } from '../2-normalise/text.js';
import {
  block,
  call,
  children,
  id,
  isFunction,
  letDeclaration,
  mapChildren,
  member,
  num,
  ref,
  set,
} from '../normal-form/build.js';
import type { Construction } from '../normal-form/classes.js';
import type { Helpers } from '../normal-form/helpers.js';
import type { Binding, FunctionInfo, Point } from '../normal-form/model.js';

/** The first statement of such a constructor. */
export function prologue({ type, isDerived }: Construction, helpers: Helpers): t.Statement {
  const owner = () => member(helpers.value('construction'), 'owner');
  const given = helpers.call('given');
  const own = () => call(t.super(), t.spreadElement(helpers.call('givenArguments')));
  const isOwner = t.binaryExpression('===', owner(), ref(type));
  return t.ifStatement(
    t.binaryExpression('!==', owner(), t.nullLiteral()),
    t.returnStatement(isDerived ? t.conditionalExpression(isOwner, own(), given) : given),
  );
}

/** The helper that a function's tail calls, and what it is told besides: `new.target`, the object under construction. */
export function constructing({ node, construction }: FunctionInfo): { helper: string; told: t.Expression[] } {
  const target = t.metaProperty(id('new'), id('target'));
  if (construction)
    return { helper: 'suspendClass', told: [target, construction.isDerived ? num(0) : t.thisExpression()] };
  const isConstructor = (node.type === 'FunctionDeclaration' || node.type === 'FunctionExpression') && !node.async;
  return isConstructor
    ? { helper: 'suspendNew', told: [target, t.thisExpression()] }
    : { helper: 'suspend', told: [num(0)] };
}

/** What stands for `this` in the resume half of the constructor, if the engine's own is not to be had there. */
export function selfOf({ construction }: FunctionInfo): Binding | null {
  return construction?.isNative ? construction.self : null;
}

/** Rewrites statements of a derived constructor for its resume half. */
export class DerivedHalf {
  readonly #lexical: Lexical;
  readonly #result: string;
  readonly #end: string | null;

  constructor(construction: Construction, body: readonly t.Statement[], helpers: Helpers) {
    const { type, self } = construction;
    const own = () => ref(self as Binding);
    const never = (): never => {
      throw new Error('greenc: a constructor was not rewritten');
    };
    this.#lexical = { helpers, type: () => ref(type), self: own, checkedSelf: own, target: never, superCall: never };
    this.#result = helpers.local('$result');
    this.#end = body.some(node => returnsInTry(node)) ? helpers.local('$end') : null;
  }

  /** A node copied from the body. */
  rewrite<N extends t.Node>(node: N): N {
    this.#name(node);
    return this.#returns(rewriteLexical(node, this.#lexical, false)) as N;
  }

  /** Object patterns of what `this` holds: the engine would name our variable. */
  #name(node: t.Node): void {
    if (isFunction(node)) return;
    const wrap = (pattern: t.Node, source: t.Expression): t.Expression => {
      const words = pattern.type === 'ObjectPattern' && isOfThis(source) ? faultOf(pattern, source) : null;
      return words ? this.#lexical.helpers.call('destructurable', source, ...words) : source;
    };
    if (node.type === 'VariableDeclarator' && node.init) node.init = wrap(node.id, node.init);
    if (node.type === 'AssignmentExpression') node.right = wrap(node.left, node.right);
    for (const child of children(node)) this.#name(child);
  }

  #returns(node: t.Node): t.Node {
    if (t.isExpression(node) || isFunction(node) || t.isClass(node)) return node;
    if (node.type === 'ReturnStatement') {
      if (this.#end !== null)
        return block([set(id(this.#result), node.argument ?? id('undefined')), t.breakStatement(id(this.#end))]);
      node.argument = this.#ended(node.argument ?? null);
      return node;
    }
    mapChildren(node, child => this.#returns(child));
    return node;
  }

  #ended(value: t.Expression | null): t.Expression {
    return ended(value, this.#lexical.self(), this.#lexical.helpers);
  }

  /** All statements of the half, with its end. */
  complete(statements: t.Statement[]): t.Statement[] {
    // Whoever comes there has called `super()`, in a statement of the body.
    if (this.#end === null) return [...statements, t.returnStatement(this.#lexical.self())];
    return [
      letDeclaration(id(this.#result)),
      t.labeledStatement(id(this.#end), block(statements)),
      t.returnStatement(this.#ended(id(this.#result))),
    ];
  }
}

/** A property of `this`, or one of its properties. */
const isOfThis = (node: t.Node): boolean =>
  t.isMemberExpression(node) ? isOfThis(node.object) : t.isThisExpression(node);

function returnsInTry(node: t.Node, isInside = false): boolean {
  if (t.isExpression(node) || isFunction(node) || t.isClass(node)) return false;
  if (node.type === 'ReturnStatement') return isInside;
  let found = false;
  const inside = isInside || node.type === 'TryStatement';
  mapChildren(node, child => {
    found ||= returnsInTry(child, inside);
    return child;
  });
  return found;
}

/** The call of a point as it has to be made in the resume half; what is still to be rewritten in it comes later. */
export function remade({ call, superCall }: Point, fn: Construction | null, helpers: Helpers): t.Expression {
  if (superCall?.isNative) {
    const { type, target } = superCall;
    if (!target) throw new Error('greenc: this super() needs new.target');
    const own = (call.type === 'ConditionalExpression' ? call.consequent : call) as t.CallExpression;
    const args = t.arrayExpression(own.arguments as t.Expression[]);
    return t.inherits(helpers.call('superCall', ref(type), ref(target), args), call);
  }
  return (fn?.isDerived && methodOfThis(call, helpers)) || call;
}

/** `this.m(x)` or `super.m(x)`: if there is no such method, the engine would name what stands there. */
function methodOfThis(call: t.Expression, helpers: Helpers): t.Expression | null {
  if (!t.isCallExpression(call) || !t.isMemberExpression(call.callee)) return null;
  const { callee } = call;
  if (!t.isThisExpression(callee.object) && callee.object.type !== 'Super') return null;
  const text = t.stringLiteral(authorText(callee));
  return t.inherits(helpers.call('invoke', callee, text, t.thisExpression(), ...call.arguments), call);
}

/** What a point is given when it is resumed: for a `super()` it becomes `this`. */
export function delivered({ superCall }: Point, taken: t.Expression, helpers: Helpers): t.Expression {
  if (!superCall) return taken;
  const { type, self } = superCall;
  return helpers.call('bind', ref(type), taken, ...(self ? [self] : []));
}
