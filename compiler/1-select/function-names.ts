/**
 * What functions are called in reports, in `frames` and in errors: as engines call them in their stack traces, as far
 * as the text tells.
 *
 *     const f = () => {}; f ??= () => {}; ({ f() {} }); class A { f = () => {} }   →  f
 *     p.f = function () {};                                                        →  f
 *     class A { f() {} #g() {} [Symbol.iterator]() {} [key()]() {} }               →  A.f, A.#g, A.[Symbol.iterator], A.[computed]
 */
import * as t from '@babel/types';

/** The name of an anonymous function that is assigned to `target`; empty if that gives none. */
export function nameGivenBy(target: t.Node): string {
  if (t.isIdentifier(target)) return target.name;
  return t.isMemberExpression(target) ? nameOfKey(target.property, target.computed) : '';
}

/** The name of a property or method. */
export function nameOfKey(key: t.Node, computed: boolean | undefined): string {
  if (t.isPrivateName(key)) return `#${key.id.name}`;
  if (t.isStringLiteral(key) || t.isNumericLiteral(key)) return String(key.value);
  if (!computed) return t.isIdentifier(key) ? key.name : '';
  const isSymbol = t.isMemberExpression(key, { computed: false }) && t.isIdentifier(key.object, { name: 'Symbol' });
  return isSymbol ? `[Symbol.${(key.property as t.Identifier).name}]` : '[computed]';
}

/** What a method is called, within its class if it has one. */
export function nameOfMethod(method: t.ObjectMethod | t.ClassMethod | t.ClassPrivateMethod, className: string): string {
  if (method.kind === 'constructor') return className;
  const own = nameOfKey(method.key, 'computed' in method && method.computed);
  return className ? `${className}.${own}` : own;
}
