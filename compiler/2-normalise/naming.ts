/**
 * The names that anonymous functions and classes take from what they are assigned to.
 *
 * In: a value, and the name that the author's text gives it. Out: an expression whose value has that name.
 *
 *     const f = () => 1;   where f has become $c.v   →  $c.v = ({ "f": () => 1 })["f"]
 *
 * The trap: the name comes from the text of the assignment alone. A cell or a temporary gives none and a renamed
 * variable gives the wrong one, and setting `name` afterwards is too late for the static parts of a class.
 */
import * as t from '@babel/types';
import type { IdentifierRef } from '../normal-form/model.js';
import { authorName } from './text.js';

/** Gives an anonymous function the name that assigning it to a variable would have given it. */
export function named(value: t.Expression, name: string): t.Expression {
  return isAnonymous(value) ? propertyOf(value, t.stringLiteral(name), t.stringLiteral(name), false) : value;
}

/** The same for a key that is only known when the program runs: twice, for it is read twice. */
export function namedByKey(value: t.Expression, key: t.Expression, again: t.Expression): t.Expression {
  return isAnonymous(value) ? propertyOf(value, key, again, true) : value;
}

export function isAnonymous(value: t.Expression): boolean {
  return (
    value.type === 'ArrowFunctionExpression' ||
    ((value.type === 'FunctionExpression' || value.type === 'ClassExpression') && !value.id)
  );
}

function propertyOf(value: t.Expression, key: t.Expression, again: t.Expression, computed: boolean): t.Expression {
  return t.memberExpression(t.objectExpression([t.objectProperty(key, value, computed)]), again, true);
}

/** Gives `value` the author's name of `target`, where assigning it would give another. */
export function namedFor(target: t.Node, value: t.Expression): t.Expression {
  return isRenamed(target) ? named(value, authorName(target as t.Identifier)) : value;
}

export function isRenamed(node: t.Node): boolean {
  return !!(node as IdentifierRef).binding?.author;
}
