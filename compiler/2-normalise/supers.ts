/**
 * Calls that construct, and calls of methods of `super`, into normal form.
 *
 *     $this = super(f(x))                  →  $1 = f(x); $this = super($1)                    the point is a `super`
 *     $c($superGet(C, $this, "m"), $this, f(x))   →  $1 = $superGet(…); $2 = f(x); check($1); $3 = $c($1, $this, $2)
 *     Reflect.construct(C, args, f())      →  $1 = f(); $2 = $reflectConstruct(Reflect, C, args, $1)
 *
 * The trap: a class that is given another `new.target` than itself takes itself to be called by `super`.
 */
import * as t from '@babel/types';
import { isPoint } from '../1-select/points.js';
import { again, call, id, isGlobal, num, ref, set } from '../normal-form/build.js';
import { bindingOf, type Kept, type SuperCall } from '../normal-form/classes.js';
import type { HelperCall } from '../normal-form/helpers.js';
import type { Binding, IdentifierRef, PointStatement } from '../normal-form/model.js';
import { checkedArguments, result } from './calls.js';
import type { SuperMethodCall } from './classes/lexical.js';
import { lower } from './expressions.js';
import type { Normaliser } from './normaliser.js';
import { lowerElements, spreadOf } from './spread.js';

type Arguments = t.CallExpression['arguments'];

/** What remains of the call if it is one of these, else null. */
export function lowerConstructing(
  n: Normaliser,
  node: t.CallExpression,
  wanted: boolean,
  target?: IdentifierRef,
): t.Expression | null {
  if ((node as SuperCall).superOf) return lowerSuper(n, node as SuperCall, wanted, target);
  if ((node as SuperMethodCall).superMethod !== undefined) return lowerSuperMethod(n, node, wanted, target);
  if ((node as Partial<HelperCall>).helper) return lowerSuperAccess(n, node, wanted, target);
  return isReflectConstruct(node) ? lowerReflectConstruct(n, node, wanted, target) : null;
}

function lowerSuper(n: Normaliser, node: SuperCall, wanted: boolean, target?: IdentifierRef): t.Expression {
  const noted = node.superOf as NonNullable<SuperCall['superOf']>;
  const type = bindingOf(noted.type);
  const isNative = node.callee.type === 'Super';
  let args = lowerElements(n, node.arguments as t.Expression[], true) as Arguments;
  const isLent = isNative && noted.mayIterate;
  if (isLent) args = args.map((arg, i) => repeatable(n, arg, args.slice(i + 1)));
  const own = t.inherits(t.callExpression(node.callee, args), node);
  const made = isLent ? ofEngine(n, type, own) : own;
  const link = n.helpers.call(noted.mayIterate ? 'superBy' : 'parentOf', ref(type));
  // What was in the variable is wanted again when the call is resumed.
  const direct = noted.self && target?.binding === bindingOf(noted.self) ? undefined : target;
  const given = result(n, node, made, link, node.loc, wanted, direct);
  if (!isPoint(node)) return given;
  (n.out.at(-1) as PointStatement).point.superCall = {
    type,
    target: noted.target && bindingOf(noted.target),
    self: noted.self && ref(bindingOf(noted.self)),
    isNative,
  };
  if (!target || direct) return given;
  n.push(set(target, given));
  return again(target);
}

/**
 * `super(xs)` of a class whose parent may be a built-in with a green equivalent: that makes the object then, and the
 * constructor goes on in its resume half, as if it had been suspended.
 */
function ofEngine(n: Normaliser, type: Binding, own: t.CallExpression): t.Expression {
  const args = own.arguments as (t.Expression | t.SpreadElement)[];
  const [first] = args as [t.Expression | t.SpreadElement];
  const source = t.isSpreadElement(first) ? t.memberExpression(again(first.argument), num(0), true) : again(first);
  const target = (): t.MetaProperty & Kept => Object.assign(t.metaProperty(id('new'), id('target')), { kept: true });
  const twice = args.map(arg => (t.isSpreadElement(arg) ? spreadOf(again(arg.argument)) : again(arg)));
  return t.conditionalExpression(
    n.helpers.call('superAsWritten', ref(type), source, target()),
    own,
    n.helpers.call('superMade', ref(type), target(), ...(twice as t.Expression[])),
  );
}

/** An argument that can be written twice. What is spread is a list. */
function repeatable(n: Normaliser, arg: Arguments[number], rest: Arguments): Arguments[number] {
  if (!t.isSpreadElement(arg)) return n.repeatable(arg as t.Expression, rest);
  const { binding } = arg.argument as IdentifierRef;
  if (binding?.kind === 'temp' || (binding && n.isStable(arg.argument, rest))) return arg;
  return spreadOf(ref(n.keep(t.arrayExpression([arg]))));
}

function lowerSuperMethod(
  n: Normaliser,
  node: t.CallExpression,
  wanted: boolean,
  target?: IdentifierRef,
): t.Expression {
  const [method, receiver, ...rest] = node.arguments as [t.Expression, t.Expression, ...Arguments];
  const kept = n.held(lower(n, method));
  const self = n.stable(receiver, rest);
  const args = checkedArguments(n, rest, kept, 'callable', (node as SuperMethodCall).superMethod as string);
  const made = t.inherits(n.helpers.call('call', ref(kept), self, ...args), node);
  return result(n, node, made, ref(kept), node.loc, wanted, target);
}

/** `superGet(C, $this, "x")` and `superSet(C, $this, "x", value)`, where accessors may suspend. */
function lowerSuperAccess(
  n: Normaliser,
  node: t.CallExpression,
  wanted: boolean,
  target?: IdentifierRef,
): t.Expression {
  const [type, self, key, value] = lowerElements(n, node.arguments as t.Expression[], true) as t.Expression[];
  const home = n.helpers.call('superOf', again(type));
  const unmarked = (...given: t.Expression[]): HelperCall =>
    Object.assign(t.callExpression(node.callee, given), { helper: true as const });
  if (!value) {
    return result(
      n,
      node,
      unmarked(type, self, key),
      n.helpers.call('getter', home, again(key)),
      node.loc,
      wanted,
      target,
    );
  }
  const receiver = n.stable(self, [value]);
  const kept = wanted ? n.repeatable(value, []) : value;
  const set = unmarked(type, receiver, key, n.helpers.call('toWrite', kept));
  result(n, node, n.helpers.call('wrote', set), n.helpers.call('setter', home, again(key)), node.loc, false);
  return wanted ? again(kept) : t.numericLiteral(0);
}

function isReflectConstruct({ callee }: t.CallExpression): boolean {
  return (
    t.isMemberExpression(callee) &&
    isGlobal(callee.object, 'Reflect') &&
    !callee.computed &&
    t.isIdentifier(callee.property, { name: 'construct' })
  );
}

/** The function constructed is whom the sentinel must come from. */
function lowerReflectConstruct(
  n: Normaliser,
  node: t.CallExpression,
  wanted: boolean,
  target?: IdentifierRef,
): t.Expression {
  const { object } = node.callee as t.MemberExpression;
  const args = lowerElements(n, node.arguments as t.Expression[], true) as Arguments;
  const [first] = args;
  let link: t.Expression = t.numericLiteral(0);
  if (first && t.isExpression(first)) {
    const type = n.repeatable(first, args.slice(1));
    args[0] = type;
    link = n.helpers.call('madeBy', again(type));
  }
  const made = call(n.helpers.value('reflectConstruct'), object, ...args);
  return result(n, node, made, link, node.loc, wanted, target);
}
