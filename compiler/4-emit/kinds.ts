/**
 * Gives compiled functions the kind that their authors wrote. An async function, say, has become an ordinary one that
 * may return the sentinel; a helper of the runtime makes it look like what it was. This is the last pass: all names are
 * settled, and what a place gives an anonymous function as its name is what the engine would give it there.
 *
 *     const f = async x => {…}      →  const f = $asAsync({ "f": x => {…} }["f"]);
 *     async function f(x) {…}       →  var f = $asAsync({ f(x) {…} }.f);                at the top of its list
 *     { async m() {…} }             →  { m: $asAsync({ m() {…} }.m) }
 *     { async [k]() {…} }           →  { ...$remadeValue($asAsync, { [k]() {…} }) }
 *     { async m() { super.m() } }   →  $remadeMethods($asAsync, { m() { super.m() } }, 3)
 *     class { async m() {…} }       →  class { static { $remadeMethods($asAsync, this, 3) } m() {…} }
 *     this.#m                       →  $asAsync(this.#m)                                where it is not called
 *
 * In: the finished program; on each such function, in both halves of the one around it, what is to be made of it.
 * Out: the same program. Only a method is neither a constructor nor has a `prototype`, so functions become methods.
 *
 * The trap: a function that is hoisted may be called before the first statement. Within a module that is put first;
 * but in a cycle of imports other modules can call it before. There the hoisted function stays, for that time only:
 *
 *     export async function f() {…}   →  f = f$k(); export function f() { return $early(f$k, this, arguments, "greenc1:3"); }
 *                                        var f$v; function f$k() { return f$v ??= $asAsync({ f() {…} }.f); }
 */
import * as t from '@babel/types';
import { named } from '../2-normalise/naming.js';
import { assign, block, call, id, isFunction, mapChildren, num } from '../normal-form/build.js';
import type { Helpers } from '../normal-form/helpers.js';
import type { IdentifierRef, Names } from '../normal-form/model.js';
import { nameGiven } from '../normal-form/name-given.js';
import { mayBeCalledEarly } from './module.js';
import { ignoreAssignments, isNamedByKey, isTarget, mentions, mentionsSuper } from './places.js';

/** A compiled function whose kind is to be restored. */
export interface Remade {
  remake?: {
    /** Of the runtime: takes the function, and gives the one to have in its place. */
    helper: string;
    /** Of the function's mark. */
    number: number;
    strict: boolean;
  };
}

type Remaking = NonNullable<Remade['remake']>;

/** `halves`: resume halves, which are not in the program yet. */
export function restoreKinds(
  program: t.Program,
  halves: Iterable<readonly t.FunctionDeclaration[]>,
  helpers: Helpers,
  names: Names,
): void {
  const kinds = new Kinds(helpers, names, mayBeCalledEarly(program));
  kinds.program(program);
  for (const list of halves) for (const half of list) kinds.half(half);
}

type Method = t.ObjectMethod & Remade;

class Kinds {
  readonly #helpers: Helpers;
  readonly #names: Names;
  /** Whether others may call the module's functions before its first statement. */
  readonly #early: boolean;
  /** The private methods of the classes around, the innermost first; undefined for other private names. */
  #privates: Map<string, Remaking | undefined>[] = [];

  constructor(helpers: Helpers, names: Names, early: boolean) {
    this.#helpers = helpers;
    this.#names = names;
    this.#early = early;
  }

  program(node: t.Program): void {
    mapChildren(node, child => this.#visit(child, node, 'body'));
    const first: t.Statement[] = [];
    node.body = node.body.flatMap(statement => this.#moduleStatement(statement, first));
    node.body.unshift(...first);
  }

  half(node: t.FunctionDeclaration): void {
    this.#visit(node, node, '');
  }

  /** What stands in the node's place afterwards. */
  #visit(node: t.Node, parent: t.Node, key: string): t.Node {
    if (t.isClass(node)) return this.#class(node);
    if (node.type === 'ObjectPattern' || node.type === 'ArrayPattern') {
      this.#pattern(node);
      return node;
    }
    if (isTarget(parent, key) && t.isMemberExpression(node)) {
      mapChildren(node, child => this.#visit(child, node, ''));
      return node;
    }
    mapChildren(node, (child, inner) => this.#visit(child, node, inner));
    const remake = remakeOf(node);
    switch (node.type) {
      case 'BlockStatement':
        node.body = this.#functionsFirst(node.body, isFunction(parent) ? 'var' : 'let').flat();
        return node;
      case 'StaticBlock':
        node.body = this.#functionsFirst(node.body, 'var').flat();
        return node;
      case 'SwitchStatement':
        return this.#switch(node);
      case 'ArrowFunctionExpression': {
        const name = nameGiven(parent, key);
        if (isNamedByKey(parent, key)) return node;
        return remake ? this.#made(remake, name === null ? node : named(node, name)) : node;
      }
      case 'FunctionExpression':
        if (isNamedByKey(parent, key) && !node.id) return node;
        return remake ? this.#functionExpression(node, nameGiven(parent, key) ?? '', remake) : node;
      case 'ObjectExpression':
        return this.#object(node);
      case 'MemberExpression':
      case 'OptionalMemberExpression':
        return key === 'callee' || key === 'tag' ? node : this.#privateMention(node);
      default:
        return node;
    }
  }

  #made({ helper }: Remaking, fn: t.Expression): t.Expression {
    return this.#helpers.call(helper, fn);
  }

  // ── function expressions and declarations ─────────────────────────────────

  /** `helper({ f() {…} }.f)`: of the node itself, which others know the function by. */
  #method(node: t.FunctionExpression | t.FunctionDeclaration, name: string, remake: Remaking): t.Expression {
    const { node: key, computed } = propertyKey(name);
    const method = Object.assign(node as unknown as Method, {
      type: 'ObjectMethod',
      kind: 'method',
      key,
      computed: false,
    });
    Reflect.deleteProperty(method, 'id');
    return this.#made(remake, t.memberExpression(t.objectExpression([method]), t.cloneNode(key), computed));
  }

  #functionExpression(node: t.FunctionExpression, given: string, remake: Remaking): t.Expression {
    const self = (node.id as IdentifierRef | null)?.binding;
    const name = node.id?.name ?? given;
    const isMentioned = !!self && mentions(node.body, self);
    if (isMentioned && !remake.strict) ignoreAssignments(node.body, self);
    const made = this.#method(node, name, remake);
    if (!isMentioned) return made;
    // A scope for the function's own name.
    const body = [constant(name, made), t.returnStatement(id(name))];
    return Object.assign(t.callExpression(t.arrowFunctionExpression([], block(body)), []), { helper: true });
  }

  /** The functions of a list that are to be made, as variables, and the rest of the list. */
  #functionsFirst(statements: t.Statement[], keyword: 'var' | 'let'): [made: t.Statement[], rest: t.Statement[]] {
    const made: t.Statement[] = [];
    const rest = statements.filter(statement => {
      const remake = statement.type === 'FunctionDeclaration' && remakeOf(statement);
      if (remake) made.push(this.#declaration(statement, keyword, remake));
      return !remake;
    });
    return [made, rest];
  }

  #declaration(node: t.FunctionDeclaration, keyword: 'var' | 'let', remake: Remaking): t.VariableDeclaration {
    const { name } = node.id as t.Identifier;
    const made = this.#method(node, name, remake);
    return t.inheritsComments(t.variableDeclaration(keyword, [t.variableDeclarator(id(name), made)]), node);
  }

  /** The functions of all cases exist from the start, but the discriminant does not see them. */
  #switch(node: t.SwitchStatement): t.Statement {
    const first: t.Statement[] = [];
    for (const clause of node.cases) {
      const [made, rest] = this.#functionsFirst(clause.consequent, 'let');
      first.push(...made);
      clause.consequent = rest;
    }
    if (first.length === 0) return node;
    const value = this.#helpers.local('$d');
    const outside = constant(value, node.discriminant);
    node.discriminant = id(value);
    return block([outside, block([...first, node])]);
  }

  #moduleStatement(statement: t.Statement, first: t.Statement[]): t.Statement[] {
    const isDefault = statement.type === 'ExportDefaultDeclaration';
    const node = isDefault || statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement;
    const remake = node?.type === 'FunctionDeclaration' ? remakeOf(node) : undefined;
    if (!remake || node?.type !== 'FunctionDeclaration') return [statement];
    const name = node.id?.name ?? this.#names.fresh('$default');
    if (this.#early) return this.#earlyFunction(statement, node, name, remake, first);
    const made = this.#method(node, node.id ? name : 'default', remake);
    const declaration = t.variableDeclaration('var', [t.variableDeclarator(id(name), made)]);
    const isNamedExport = statement.type === 'ExportNamedDeclaration';
    first.push(t.inheritsComments(isNamedExport ? t.exportNamedDeclaration(declaration) : declaration, statement));
    return isDefault ? [t.exportNamedDeclaration(null, [t.exportSpecifier(id(name), id('default'))])] : [];
  }

  #earlyFunction(
    statement: t.Statement,
    node: t.FunctionDeclaration,
    name: string,
    remake: Remaking,
    first: t.Statement[],
  ): t.Statement[] {
    const maker = this.#names.fresh(`${name}$k`);
    const value = this.#names.fresh(`${name}$v`);
    const hoisted = t.functionDeclaration(
      id(name),
      [],
      block([
        t.returnStatement(
          this.#helpers.call(
            'early',
            id(maker),
            t.thisExpression(),
            id('arguments'),
            t.stringLiteral(`greenc1:${remake.number}`),
          ),
        ),
      ]),
    );
    const made = this.#method(node, node.id ? name : 'default', remake);
    first.push(t.expressionStatement(assign(id(name), call(id(maker)))));
    if (statement === (node as t.Node)) statement = hoisted;
    else (statement as t.ExportNamedDeclaration).declaration = hoisted;
    return [
      statement,
      t.variableDeclaration('var', [t.variableDeclarator(id(value))]),
      t.functionDeclaration(id(maker), [], block([t.returnStatement(assign(id(value), made, '??='))])),
    ];
  }

  // ── methods ───────────────────────────────────────────────────────────────

  #object(node: t.ObjectExpression): t.Expression {
    const numbers = new Map<string, number[]>();
    node.properties = node.properties.map(property => {
      const remake = remakeOf(property);
      if (property.type === 'ObjectProperty') return this.#computedValue(property);
      if (property.type !== 'ObjectMethod' || !remake) return property;
      if (!mentionsSuper(property)) return this.#property(property, remake);
      // Its `super` is that of the object it is written in.
      numbers.set(remake.helper, [...(numbers.get(remake.helper) ?? []), remake.number]);
      return property;
    });
    return [...numbers].reduce<t.Expression>((object, [helper, list]) => this.#methodsOf(object, helper, list), node);
  }

  #methodsOf(owner: t.Expression, helper: string, numbers: number[]): t.Expression {
    return this.#helpers.call('remadeMethods', this.#helpers.value(helper), owner, ...numbers.map(num));
  }

  #property(node: t.ObjectMethod, remake: Remaking): t.ObjectExpression['properties'][number] {
    if (node.computed) return this.#spread(node, remake);
    const name = node.key.type === 'Identifier' ? node.key.name : null;
    const made = t.memberExpression(t.objectExpression([node]), t.cloneNode(node.key), name === null);
    // Not the syntax that sets the prototype.
    const isPrototype = name === '__proto__' || t.isStringLiteral(node.key, { value: '__proto__' });
    const key = isPrototype ? t.stringLiteral('__proto__') : t.cloneNode(node.key);
    return t.inheritsComments(t.objectProperty(key, this.#made(remake, made), isPrototype), node);
  }

  /** `[k]: async () => {…}`: only as the value of its property has it its name. */
  #computedValue(node: t.ObjectProperty): t.ObjectProperty | t.SpreadElement {
    const { value } = node;
    const remake = node.computed ? remakeOf(value) : undefined;
    if (!remake || (value.type === 'FunctionExpression' && value.id)) return node;
    if (value.type !== 'FunctionExpression') return this.#spread(node, remake);
    const method = Object.assign(value as t.Node as Method, {
      type: 'ObjectMethod',
      kind: 'method',
      key: node.key,
      computed: true,
    });
    return this.#spread(method, remake);
  }

  #spread(node: t.ObjectMethod | t.ObjectProperty, { helper }: Remaking): t.SpreadElement {
    return t.spreadElement(this.#helpers.call('remadeValue', this.#helpers.value(helper), t.objectExpression([node])));
  }

  #class(node: t.Class): t.Class {
    const privates = new Map<string, Remaking | undefined>();
    const numbers = new Map<string, number[]>();
    for (const element of node.body.body) {
      const remake = remakeOf(element);
      if ('key' in element && element.key.type === 'PrivateName') privates.set(element.key.id.name, remake);
      else if (remake) numbers.set(remake.helper, [...(numbers.get(remake.helper) ?? []), remake.number]);
    }
    this.#privates.unshift(privates);
    mapChildren(node, (child, key) => this.#visit(child, node, key));
    this.#privates.shift();
    for (const [helper, list] of numbers)
      node.body.body.unshift(t.staticBlock([t.expressionStatement(this.#methodsOf(t.thisExpression(), helper, list))]));
    return node;
  }

  /** A private method is made what it was where somebody gets hold of it: no earlier can it be told. */
  #privateMention(node: t.MemberExpression | t.OptionalMemberExpression): t.Expression {
    if (node.property.type !== 'PrivateName') return node;
    const { name } = node.property.id;
    const remake = this.#privates.find(names => names.has(name))?.get(name);
    return remake ? this.#made(remake, node) : node;
  }

  /** Targets in it stay what they are. */
  #pattern(node: t.ObjectPattern | t.ArrayPattern): void {
    const target = (part: t.Node, parent: t.Node, key: string): t.Node => {
      if (!t.isMemberExpression(part)) return this.#visit(part, parent, key);
      mapChildren(part, child => this.#visit(child, part, ''));
      return part;
    };
    mapChildren(node, (part, key) => {
      if (part.type !== 'ObjectProperty') return target(part, node, key);
      if (part.computed) part.key = this.#visit(part.key, part, 'key') as t.Expression;
      part.value = target(part.value, part, '') as t.Identifier;
      return part;
    });
  }
}

const remakeOf = (node: t.Node): Remaking | undefined => (node as Remade).remake;

const constant = (name: string, value: t.Expression): t.Statement =>
  t.variableDeclaration('const', [t.variableDeclarator(id(name), value)]);

function propertyKey(name: string): { node: t.Identifier | t.StringLiteral; computed: boolean } {
  return t.isValidIdentifier(name, false)
    ? { node: id(name), computed: false }
    : { node: t.stringLiteral(name), computed: true };
}
