/**
 * Parentheses that the language does not ask for, but V8 does: it refuses an assignment to a pattern with
 * members in it that follows an array or object literal among the arguments of a call (Node 20 to 26).
 *
 *     f([1].length, { a: o.p } = x)     SyntaxError: Invalid destructuring assignment target
 *     f([1].length, ({ a: o.p } = x))   as the author had to write it
 *
 * The printer drops what is not needed, so the tree must say that these are.
 */
import * as t from '@babel/types';
import { children } from '../normal-form/build.js';

export function keepParentheses(node: t.Node): void {
  if (t.isCallExpression(node) || t.isOptionalCallExpression(node) || t.isNewExpression(node))
    node.arguments = node.arguments.map((argument, i) =>
      i > 0 && t.isAssignmentExpression(argument) && t.isPattern(argument.left)
        ? t.parenthesizedExpression(argument)
        : argument,
    );
  for (const child of children(node)) keepParentheses(child);
}
