/**
 * Reads and writes of properties behind which a getter or setter may suspend: those with a mark (1-select/accessors).
 *
 *     y = o.x       →  y = o.x                                              a point, as if it were a call
 *     o.x = f()     →  $1 = f(); wrote(o.x = toWrite($1))                   another one
 *     o.x += y      →  $1 = o.x; $2 = $1 + y; wrote(o.x = toWrite($2))      two
 *
 * The engine does the access, with all its rules and messages. A getter hands the sentinel over as its result. What a
 * setter returns is dropped by the language; `wrote` tells from the runtime's state that one has handed over, since
 * `toWrite` has looked before. Which getter or setter it was is looked up only then, without running it.
 *
 * The trap: object and key are evaluated once, before the value that is assigned; and the value of an assignment is
 * what was assigned, whatever the setter made of it.
 */
import * as t from '@babel/types';
import { isPoint } from '../1-select/points.js';
import { again, num, ref, set, when } from '../normal-form/build.js';
import type { Access, Binding, IdentifierRef } from '../normal-form/model.js';
import { into, logicalTest, lower, lowerReference, twin } from './expressions.js';
import type { Normaliser } from './normaliser.js';

type Accessible = t.MemberExpression | t.OptionalMemberExpression | t.ObjectProperty;

export const mayRead = (node: t.Node): boolean => isPoint(node) && !!(node as Access).reads;
export const mayWrite = (node: t.Node): boolean => isPoint(node) && !!(node as Access).writes;

/** The value of a property whose object and key are evaluated already: the access itself if no mark on `marked` says more. */
export function read(
  n: Normaliser,
  place: t.MemberExpression,
  marked: Accessible = place as t.MemberExpression,
  target?: IdentifierRef | null,
): t.Expression {
  if (!mayRead(marked)) return place;
  const access = unmarked(steady(n, place, []));
  const to = target === undefined ? ref(n.temp()) : target;
  n.point(access, accessor(n, access, 'getter'), placeOf(place), to);
  return to ? again(to) : num(0);
}

/** A marked member expression. `target`: where its value goes; null: nobody wants it. */
export function lowerRead(n: Normaliser, node: t.MemberExpression, target?: IdentifierRef | null): t.Expression {
  return read(n, lowerReference(n, node, []), node, target);
}

/** Assigns to a variable, or to a property whose object and key are evaluated already. */
export function store(n: Normaliser, place: t.LVal, value: t.Expression): void {
  if (!t.isMemberExpression(place) || !mayWrite(place)) {
    n.push(set(t.isMemberExpression(place) ? unmarked(place) : place, value));
    return;
  }
  const access = unmarked(steady(n, place, [value]));
  const assignment = t.assignmentExpression('=', access, n.helpers.call('toWrite', value));
  n.point(n.helpers.call('wrote', assignment), accessor(n, access, 'setter'), placeOf(place), null);
}

/** An assignment to a marked member expression; the value if it is `wanted`. */
export function lowerMemberAssignment(n: Normaliser, node: t.AssignmentExpression, wanted: boolean): t.Expression {
  const { right, operator } = node;
  const left = node.left as t.MemberExpression;
  const place = steady(n, lowerReference(n, left, [right]), [right]);
  if (operator === '=') {
    const value = lower(n, right);
    const kept = wanted ? n.repeatable(value, []) : value;
    store(n, place, kept);
    return wanted ? again(kept) : num(0);
  }
  const old = valueAt(n, place);
  if (operator === '&&=' || operator === '||=' || operator === '??=') {
    const assign = n.capture(() => {
      n.push(...into(n, old, right));
      store(n, place, ref(old));
    });
    n.push(when(logicalTest(operator.slice(0, 2), ref(old)), assign));
    return ref(old);
  }
  const value = t.binaryExpression(operator.slice(0, -1) as '+', ref(old), lower(n, right));
  const kept = wanted ? ref(n.keep(value)) : value;
  store(n, place, kept);
  return wanted ? again(kept) : num(0);
}

/** `o.x++` and the like, of a marked member expression; the value if it is `wanted`. */
export function lowerMemberUpdate(n: Normaliser, node: t.UpdateExpression, wanted: boolean): t.Expression {
  const place = steady(n, lowerReference(n, node.argument as t.MemberExpression, []), []);
  const value = valueAt(n, place);
  // The engine does the arithmetic, on a variable: the value becomes a number, or a BigInt, once.
  const arithmetic = t.updateExpression(node.operator, ref(value), node.prefix);
  const outcome = wanted ? ref(n.keep(arithmetic)) : num(0);
  if (!wanted) n.push(t.expressionStatement(arithmetic));
  store(n, place, ref(value));
  return outcome;
}

/** A temporary with the value of a place that is going to be assigned. */
function valueAt(n: Normaliser, place: t.MemberExpression): Binding {
  return n.held(read(n, twin(place), place));
}

/** Makes the object of a place one that can be mentioned again, whatever `rest` does. */
function steady(n: Normaliser, place: t.MemberExpression, rest: readonly t.Node[]): t.MemberExpression {
  const { object } = place;
  const isConstant = t.isThisExpression(object) || (t.isLiteral(object) && !t.isTemplateLiteral(object));
  if (object.type !== 'Super' && !isConstant)
    place.object = t.isIdentifier(object) ? n.stable(object, rest) : ref(n.keep(object));
  return place;
}

/** The access as it stays. */
function unmarked(place: t.MemberExpression): t.MemberExpression {
  return t.inherits(t.memberExpression(place.object, place.property, place.computed), place);
}

/** What link is told: which getter or setter it is, by an expression that runs neither. */
function accessor(n: Normaliser, place: t.MemberExpression, kind: 'getter' | 'setter'): t.Expression {
  // Which one a private name means is known, and that it is compiled.
  if (place.property.type === 'PrivateName') return num(0);
  const key = place.computed
    ? t.cloneNode(place.property as t.Expression)
    : t.stringLiteral((place.property as t.Identifier).name);
  return place.object.type === 'Super'
    ? n.helpers.call(kind, t.thisExpression(), key, num(1))
    : n.helpers.call(kind, again(place.object), key);
}

const placeOf = (place: t.MemberExpression): t.Node['loc'] => place.property.loc ?? place.loc;
