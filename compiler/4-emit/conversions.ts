/**
 * Functions that must be converted by the runtime once they have been made: told that they are green, or replaced by
 * a function of another kind that calls them. This is the last pass.
 *
 *     function* f() {…}            →  $generator(f); function* f() {…}
 *     const g = function* () {…}   →  const g = $generator({ "g": function* () {…} }["g"])
 *     { *m() {…}, *[k]() {…} }     →  { m: $generator({ *m() {…} }["m"]), [$n = $key(k)]: $generator({ *[$n]() {…} }[$n]) }
 *
 * In: the finished program and its resume halves, with marks on the functions. Out: the same, with the conversions.
 * Those of classes stand in `class-conversions`.
 *
 * The trap: an anonymous function takes its name from the place where it stands, and loses it in a call; a method that
 * uses `super` must stay a method of its object; and whatever is converted must be so before anybody can get at it.
 */
import * as t from '@babel/types';
import { named } from '../2-normalise/naming.js';
import { assign, block, id, isFunction, letDeclaration, mapChildren } from '../normal-form/build.js';
import type { Helpers } from '../normal-form/helpers.js';
import type { FunctionInfo, IdentifierRef, Names } from '../normal-form/model.js';
import { nameGiven } from '../normal-form/name-given.js';
import { convertMethods } from './class-conversions.js';
import type { Remade } from './kinds.js';
import { ignoreAssignments, mentionsSuper } from './places.js';

/** How the runtime converts a function: the helper that is given it, and whether that gives another function. */
export interface Conversion {
  readonly helper: string;
  readonly replaces: boolean;
  readonly strict: boolean;
}

interface Converted {
  conversion?: Conversion;
}

/** Has the function converted where it is made. Copies of the node keep the mark. */
export function convertLater({ node, strict, id: number }: FunctionInfo, helper: string, replaces: boolean): void {
  // What hoisting owes to a declaration whose function is another one, `kinds` knows.
  if (node.type === 'FunctionDeclaration' && replaces) (node as Remade).remake = { helper, number, strict };
  else (node as Converted).conversion = { helper, replaces, strict };
}

export const conversionOf = (node: t.Node): Conversion | undefined => (node as Converted).conversion;

export function convertFunctions(
  program: t.Program,
  halves: Iterable<readonly t.FunctionDeclaration[]>,
  helpers: Helpers,
  names: Names,
): void {
  const converter = new Converter(helpers, names);
  converter.program(program);
  for (const list of halves) for (const half of list) converter.visit(half);
}

export class Converter {
  readonly helpers: Helpers;
  readonly names: Names;
  /** Variables to be declared by the function that is being visited. */
  #temps: string[] = [];

  constructor(helpers: Helpers, names: Names) {
    this.helpers = helpers;
    this.names = names;
  }

  program(program: t.Program): void {
    program.body = this.#declaring(() => this.#list(program.body));
  }

  /** A variable for the value of an expression that is needed again a moment later. */
  temp(): string {
    const name = this.names.fresh('$n');
    this.#temps.push(name);
    return name;
  }

  /** The call that converts `value`; `name` for a function that has taken the wrong one. */
  convert({ helper }: Conversion, value: t.Expression, name?: string): t.Expression {
    return this.helpers.call(helper, value, ...(name === undefined ? [] : [t.stringLiteral(name)]));
  }

  /** What stands in the node's place. `name`: what an anonymous function is called here. */
  visit(node: t.Node, name: string | null = null): t.Node {
    if (isFunction(node)) return this.#function(node as t.Function, name);
    switch (node.type) {
      case 'BlockStatement':
        node.body = this.#list(node.body);
        return node;
      case 'SwitchStatement':
        return this.#switch(node);
      case 'ObjectExpression':
        return this.#object(node);
      case 'ClassExpression':
      case 'ClassDeclaration':
        this.#children(node);
        convertMethods(this, node);
        return node;
      case 'MemberExpression':
        return this.#member(node);
      default:
        return this.#children(node);
    }
  }

  #children(node: t.Node): t.Node {
    mapChildren(node, (child, key) => this.visit(child, nameGiven(node, key)));
    return node;
  }

  /** Visits a function's inside, and declares the variables that this asks for. */
  #inside(node: t.Function): void {
    // A computed key is no part of the function.
    if ('key' in node && node.computed) node.key = this.visit(node.key) as t.Expression;
    const statements = this.#declaring(() => {
      node.params = node.params.map(param => this.visit(param) as t.Identifier);
      if (node.body.type === 'BlockStatement') return this.#list(node.body.body);
      node.body = this.visit(node.body) as t.Expression;
      return [];
    });
    if (node.body.type === 'BlockStatement') node.body.body = statements;
    else if (statements.length > 0) {
      node.body = block([...statements, t.returnStatement(node.body)]);
      (node as t.ArrowFunctionExpression).expression = false;
    }
  }

  #declaring(write: () => t.Statement[]): t.Statement[] {
    const outer = this.#temps;
    this.#temps = [];
    const statements = write();
    const declared = this.#temps.map(name => letDeclaration(id(name)));
    this.#temps = outer;
    return [...declared, ...statements];
  }

  // ── declarations ──────────────────────────────────────────────────────────

  #list(statements: readonly t.Statement[]): t.Statement[] {
    const first: t.Statement[] = [];
    const rest = statements.map(statement => {
      const node = declarationIn(statement);
      if (!node) return this.visit(statement) as t.Statement;
      first.push(t.expressionStatement(this.#declaration(node)));
      return statement;
    });
    return [...first, ...rest];
  }

  #declaration(node: t.FunctionDeclaration): t.Expression {
    const conversion = conversionOf(node) as Conversion;
    this.#inside(node);
    if (node.id) return this.convert(conversion, id(node.id.name));
    node.id = id(this.names.fresh('$default'));
    return this.convert(conversion, id(node.id.name), 'default');
  }

  /** All functions of a `switch` exist before any case is entered: a case that never is sees to that. */
  #switch(node: t.SwitchStatement): t.Node {
    const first = node.cases.flatMap(clause => clause.consequent).flatMap(statement => declarationIn(statement) ?? []);
    const converted = first.map(declaration => this.#declaration(declaration));
    const within = new Set<t.Node>(first);
    node.discriminant = this.visit(node.discriminant) as t.Expression;
    for (const clause of node.cases) mapChildren(clause, child => (within.has(child) ? child : this.visit(child)));
    // An array is equal to nothing else.
    if (converted.length > 0) node.cases.unshift(t.switchCase(t.arrayExpression(converted), []));
    return node;
  }

  // ── expressions ───────────────────────────────────────────────────────────

  #function(node: t.Function, name: string | null): t.Node {
    this.#inside(node);
    const conversion = conversionOf(node);
    if (!conversion || node.type !== 'FunctionExpression') return node;
    if (!node.id) return this.convert(conversion, name === null ? node : named(node, name));
    if (!conversion.replaces) return this.convert(conversion, node);
    // Inside, too, its name means the successor.
    const own = node.id as IdentifierRef;
    node.id = null;
    if (own.binding && !conversion.strict) ignoreAssignments(node.body, own.binding);
    const made = t.variableDeclaration('const', [
      t.variableDeclarator(id(own.name), this.convert(conversion, named(node, own.name))),
    ]);
    return t.callExpression(t.arrowFunctionExpression([], block([made, t.returnStatement(id(own.name))])), []);
  }

  /** `({ "f": function* () {} })["f"]`, which names a function, is converted as a whole. */
  #member(node: t.MemberExpression): t.Node {
    const { object, property } = node;
    const only = object.type === 'ObjectExpression' && object.properties.length === 1 ? object.properties[0] : null;
    if (only?.type !== 'ObjectProperty' || !node.computed || !t.isStringLiteral(property)) return this.#children(node);
    const conversion =
      only.value.type === 'FunctionExpression' && !only.value.id ? conversionOf(only.value) : undefined;
    if (!conversion) return this.#children(node);
    this.#inside(only.value as t.FunctionExpression);
    return this.convert(conversion, node);
  }

  #object(node: t.ObjectExpression): t.Expression {
    const tied: { key: t.Expression; conversion: Conversion }[] = [];
    node.properties = node.properties.map(property => {
      const value = property.type === 'ObjectProperty' ? property.value : property;
      const conversion = conversionOf(value);
      const takesName = value.type === 'ObjectMethod' || (value.type === 'FunctionExpression' && !value.id);
      // `__proto__: f` is no property, and gives no name.
      const isPlain = property.type === 'ObjectProperty' && !property.computed;
      if (!conversion || !takesName || property.type === 'SpreadElement' || (isPlain && isProto(property.key))) {
        if (property.type === 'ObjectMethod') this.#inside(property);
        else this.#children(property);
        return property;
      }
      if (property.type === 'ObjectProperty' && property.computed)
        property.key = this.visit(property.key) as t.Expression;
      this.#inside(value as t.FunctionExpression);
      const key = this.keyOf(property);
      if (value.type === 'ObjectMethod' && mentionsSuper(value)) {
        tied.push({ key: key(), conversion });
        return property;
      }
      const { computed } = property;
      const own = computed ? { ...property, key: key() } : property;
      const alone = t.memberExpression(t.objectExpression([own]), key(), true);
      const place = computed ? (property.key as t.Expression) : key();
      return t.objectProperty(place, this.convert(conversion, alone), computed || isProto(place));
    });
    return tied.reduce<t.Expression>(
      (object, { key, conversion }) => this.helpers.call('method', object, key, this.helpers.value(conversion.helper)),
      node,
    );
  }

  /**
   * Expressions for the key of a property or method, to be evaluated after its own: what is computed is kept in a
   * variable.
   */
  keyOf(property: t.ObjectProperty | t.ObjectMethod | t.ClassMethod | t.ClassProperty): () => t.Expression {
    const key = property.key as t.Expression;
    if (t.isStringLiteral(key) || t.isNumericLiteral(key)) return () => t.cloneNode(key);
    if (!property.computed) return () => t.stringLiteral((key as t.Identifier).name);
    const name = this.temp();
    property.key = assign(id(name), this.helpers.call('key', key));
    return () => id(name);
  }
}

/** The marked function that a statement declares. */
function declarationIn(statement: t.Statement): t.FunctionDeclaration | null {
  const node =
    statement.type === 'ExportNamedDeclaration' || statement.type === 'ExportDefaultDeclaration'
      ? statement.declaration
      : statement;
  return node?.type === 'FunctionDeclaration' && conversionOf(node) ? node : null;
}

function propertyName(key: t.Node): string {
  return key.type === 'Identifier' ? key.name : String((key as t.StringLiteral).value);
}

function isProto(key: t.Node): boolean {
  return propertyName(key) === '__proto__';
}
