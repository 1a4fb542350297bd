/**
 * Methods of classes that must be converted (see `conversions`): before anything else of the class runs.
 *
 *     class C { *m() {…} static *[k]() {…} *#p() {…} }
 *     →  class C { static { $method(this.prototype, "m", $generator); $method(this, $n, $generator); }
 *                  *m() {…} static *[$n = $key(k)]() {…}
 *                  *#p$() {…} get #p() { return $privately(this.#p$, $generator, "#p"); } }
 *
 * In: a class whose parts have been visited. Out: the same class.
 *
 * The trap: a private method of instances is in nobody's reach but an instance's, and cannot be replaced. So whoever
 * asks an instance for it gets it from a getter.
 */
import * as t from '@babel/types';
import { block, id, member } from '../normal-form/build.js';
import { type Conversion, type Converter, conversionOf } from './conversions.js';

export function convertMethods(converter: Converter, node: t.Class): void {
  const conversions: t.Statement[] = [];
  const elements: t.ClassBody['body'] = [];
  for (const element of node.body.body) {
    elements.push(element);
    const conversion = conversionOf(element);
    if (!conversion) continue;
    if (element.type === 'ClassMethod') conversions.push(publicly(converter, element, conversion));
    else if (element.type === 'ClassPrivateMethod') elements.push(privately(converter, element, conversion));
  }
  if (conversions.length > 0) elements.unshift(t.staticBlock(conversions));
  node.body.body = elements;
}

function publicly(converter: Converter, method: t.ClassMethod, { helper }: Conversion): t.Statement {
  const { helpers } = converter;
  const key = converter.keyOf(method);
  const home = method.static ? t.thisExpression() : member(t.thisExpression(), 'prototype');
  return t.expressionStatement(helpers.call('method', home, key(), helpers.value(helper)));
}

/** Renames the method, and gives the getter in its place. */
function privately(
  { helpers, names }: Converter,
  method: t.ClassPrivateMethod,
  { helper }: Conversion,
): t.ClassPrivateMethod {
  const own = method.key;
  const inner = names.fresh(`${own.id.name}$`);
  method.key = t.privateName(id(inner));
  const made = t.memberExpression(t.thisExpression(), t.privateName(id(inner)));
  const given = helpers.call('privately', made, helpers.value(helper), t.stringLiteral(`#${own.id.name}`));
  const getter = t.classPrivateMethod('get', own, [], block([t.returnStatement(given)]), method.static ?? false);
  return getter;
}
