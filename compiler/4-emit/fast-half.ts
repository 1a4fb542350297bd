/**
 * The fast half: the normal form as it is, with each suspension point followed by one comparison.
 *
 *     x = f(y)   →  if ((x = f(y)) === $S) { $f = new $F(1, f, …live variables); break $b; }
 *
 * The tail checks that the callee is compiled code; if it is not, what it makes of the sentinel is the call's
 * outcome, and the resume half goes on from there.
 * The trap: leaving by `break $b` runs `finally` blocks, which must then do nothing.
 */
import * as t from '@babel/types';
import { type Slots, slotNames } from '../3-analyse/slots.js';
import { assign, block, id, mapChildren, member, num, ref, same, when } from '../normal-form/build.js';
import type { Construction } from '../normal-form/classes.js';
import type { Helpers } from '../normal-form/helpers.js';
import { type Binding, type GuardedTry, type Point, pointOf } from '../normal-form/model.js';

export interface Emission {
  helpers: Helpers;
  slots: Slots;
  /** Name of the module's info function. */
  info: string;
  frame: string;
  label: string;
  pc: string;
  self: Binding | null;
  construction: Construction | null;
  /** In an async function: what the resume half keeps the sentinel in, when it is suspended again. */
  suspended: string | null;
}

export function emitFast(nodes: t.Statement[], e: Emission): t.Statement[] {
  return nodes.flatMap(node => statement(node, e));
}

function statement(node: t.Statement, e: Emission): t.Statement[] {
  const point = pointOf(node);
  if (point) return emitPoint(node, point, e);
  if (t.isFunction(node)) return [node];
  nested(node, e);
  const { guarded } = node as GuardedTry;
  if (guarded && node.type === 'TryStatement' && node.finalizer)
    node.finalizer = block([when(t.unaryExpression('!', id(e.frame)), node.finalizer.body)]);
  return [node];
}

/** Statements within statements; expressions hold no points any more. */
function nested(node: t.Node, e: Emission): void {
  if (t.isBlockStatement(node)) {
    node.body = emitFast(node.body, e);
    return;
  }
  mapChildren(node, child => {
    if (t.isBlockStatement(child)) child.body = emitFast(child.body, e);
    else if (t.isSwitchCase(child)) child.consequent = emitFast(child.consequent, e);
    else if (t.isCatchClause(child)) child.body.body = emitFast(child.body.body, e);
    else if (t.isStatement(child) && !t.isFunction(child)) {
      const written = statement(child, e);
      return written.length === 1 ? (written[0] as t.Statement) : block(written);
    }
    return child;
  });
}

function emitPoint(node: t.Statement, point: Point, e: Emission): t.Statement[] {
  const leave = block([
    t.expressionStatement(assign(id(e.frame), t.newExpression(e.helpers.value('Frame'), savedValues(point, e)))),
    t.breakStatement(id(e.label)),
  ]);
  if (node.type === 'VariableDeclaration') return [node, t.ifStatement(isSuspended(copyTarget(point), e), leave)];
  const value = point.target ? assign(copyTarget(point), point.call) : point.call;
  const isLeft = point.superCall?.isNative
    ? same(value, member(e.helpers.value('construction'), 'blank'))
    : isSuspended(value, e);
  return [t.inherits(t.ifStatement(isLeft, leave), node)];
}

export function isSuspended(value: t.Expression, e: Emission): t.Expression {
  return same(value, e.helpers.value('SUSPENDED'));
}

function copyTarget(point: Point): t.Identifier {
  const { binding, name } = point.target as { binding?: Binding; name: string };
  return binding ? ref(binding) : id(name);
}

/** What a frame is made or updated with at this point: its number, the callee, and the live variables slot by slot. */
export function savedValues(point: Point, e: Emission, callee: t.Expression = point.callee): t.Expression[] {
  const { slots } = e;
  const values: (t.Expression | null)[] = [];
  for (const binding of point.live)
    values[slots.of.get(binding) as number] = binding === e.self ? t.thisExpression() : ref(binding);
  const filled = Array.from(values, value => value ?? num(0));
  const direct = slots.overflows ? slotNames.length - 1 : slotNames.length;
  const args = filled.slice(0, direct);
  if (filled.length > direct) {
    args.push(t.arrayExpression(filled.slice(direct)));
  } else if (slots.overflows) {
    // The resume half reads the rest from an array, whatever the point.
    while (args.length < direct) args.push(num(0));
    args.push(t.arrayExpression([]));
  }
  return [num(point.pc), callee, ...args];
}

/** Where the frame keeps a slot. */
export function slotPlace(slot: number, e: Emission): t.MemberExpression {
  const { overflows } = e.slots;
  const direct = overflows ? slotNames.length - 1 : slotNames.length;
  if (slot < direct) return member(id(e.frame), slotNames[slot] as string);
  return t.memberExpression(member(id(e.frame), slotNames[direct] as string), num(slot - direct), true);
}
