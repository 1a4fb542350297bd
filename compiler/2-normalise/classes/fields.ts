/**
 * Fields and static blocks with suspension points. They run as functions of their own that nobody can enter again, so
 * from the first that may be suspended on they become statements of a private static method:
 *
 *     class C {                          class C {
 *       a = 1;                             a = 1;
 *       b = f();                  →        #c;
 *       #c = () => this.b;                 static #$init($this) {
 *     }                                      $define($this, "b", f());
 *                                            $this.#c = ({ "#c": () => $this.b })["#c"];
 *                                          }
 *                                          constructor() { C.#$init(this); }
 *                                        }
 *
 * Where nobody can see the object meanwhile, the fields stay, and only get their values there.
 *
 * Static ones likewise, in a method that the function around the class calls when the class has been made: what stays
 * in the class only tells it which.
 *
 * The trap: computed keys are evaluated with the class, in their order. A method stands in for a field that has moved,
 * with a key that is no change, and keeps the field's key.
 */
import * as t from '@babel/types';
import { block, call, id, isFunction, member, num, set, undef } from '../../normal-form/build.js';
import {
  type KeyCarrier,
  type MovedCall,
  type MovedPart,
  ours,
  type RewrittenClass,
} from '../../normal-form/classes.js';
import type { Helpers } from '../../normal-form/helpers.js';
import type { Names } from '../../normal-form/model.js';
import { isAnonymous, named, namedByKey } from '../naming.js';
import { byName, type Lexical, lexicalParts, rewriteLexical } from './lexical.js';
import { keyText } from './names.js';

export type Initialiser = t.ClassProperty | t.ClassPrivateProperty | t.StaticBlock;

export interface FieldParts {
  readonly helpers: Helpers;
  readonly names: Names;
  /** The class's name inside itself. */
  readonly type: string;
  /** What the class is called in reports. */
  readonly shown: string;
}

/** Moves the computed keys of a class's fields out of the way, and gives the expressions for them. */
class Keys {
  readonly #body: t.ClassBody;
  readonly #helpers: Helpers;
  readonly #type: string;
  readonly #name: string;
  readonly #moved: { carrier: t.Node; places: t.NumericLiteral[] }[] = [];
  #count: t.NumericLiteral | null = null;

  constructor({ body }: t.Class, { helpers, names, type }: FieldParts) {
    this.#body = body;
    this.#helpers = helpers;
    this.#type = type;
    this.#name = names.fresh('$keys');
  }

  /** Puts something in the place of the field that has its key evaluated then and there; returns the key. */
  move(field: t.ClassProperty): () => t.Expression {
    const carried = this.#helpers.call('keep', field.key as t.Expression);
    const key = t.sequenceExpression([carried, t.stringLiteral('constructor')]);
    const carrier: KeyCarrier = ours(t.classMethod('method', key, [], t.blockStatement([]), true));
    carrier.carried = carried;
    const { body } = this.#body;
    body[body.indexOf(field)] = carrier;
    return this.#kept(carrier);
  }

  /** The key of a field that stays. */
  note(field: t.ClassProperty): () => t.Expression {
    const carried = this.#helpers.call('keep', field.key as t.Expression);
    field.key = carried;
    return this.#kept(Object.assign(field, { carried }));
  }

  #kept(carrier: t.Node): () => t.Expression {
    const places: t.NumericLiteral[] = [];
    this.#moved.push({ carrier, places });
    return () => {
      const place = num(0);
      places.push(place);
      return t.memberExpression(privateMember(id(this.#type), this.#name), place, true);
    };
  }

  /** Adds the list that the keys are read from, or brings it up to date. */
  finish(): void {
    if (this.#moved.length === 0) return;
    if (this.#count === null) {
      this.#count = num(0);
      const value = this.#helpers.call('keptKeys', t.thisExpression(), this.#count);
      this.#body.body.unshift(ours(t.classPrivateProperty(privateName(this.#name), value, [], true)));
    }
    this.#count.value = this.#moved.length;
    // They are kept in the order in which they are evaluated.
    const { body } = this.#body;
    this.#moved.sort((a, b) => body.indexOf(a.carrier as t.ClassMethod) - body.indexOf(b.carrier as t.ClassMethod));
    for (const [index, { places }] of this.#moved.entries()) for (const place of places) place.value = index;
  }
}

const keysOfClasses = new WeakMap<t.ClassBody, Keys>();

/** Those of one class, whichever round it is. */
export function keysOf(node: t.Class, parts: FieldParts): Keys {
  const own = keysOfClasses.get(node.body) ?? new Keys(node, parts);
  keysOfClasses.set(node.body, own);
  return own;
}

/** Moves `initialisers`, in order, into a private static method of the class, and returns its name. */
export function moveInitialisers(
  node: t.Class,
  initialisers: readonly Initialiser[],
  keys: Keys,
  parts: FieldParts,
): string {
  const { helpers, names, type, shown } = parts;
  const isStatic = initialisers[0]?.type === 'StaticBlock' || !!initialisers[0]?.static;
  const name = names.fresh(isStatic ? '$static' : '$init');
  const self = helpers.local('$this');
  const lexical: Lexical = {
    helpers,
    type: byName(type),
    self: byName(self),
    checkedSelf: byName(self),
    target: undef,
    superCall: node => node,
  };
  const itself = () => (isStatic ? t.thisExpression() : id(self));
  const isUnseen = !isStatic && staysUnseen(node, initialisers);
  const definition = isStatic ? onClass : isUnseen ? onUnseen : node.superClass ? onAny : onPlain;
  const methods: t.ClassPrivateMethod[] = [];
  const statements = initialisers.flatMap(element => {
    if (element.type === 'StaticBlock') {
      const own = privateMethod(names.fresh('$block'), [], element.body);
      methods.push(shownAs(own, element, shown, 'static block'));
      removeFrom(node, element);
      return t.inherits(t.expressionStatement(callMoved(t.thisExpression(), own.key.id.name)), element);
    }
    if (isUnseen && isQuiet(element.value ?? null)) return [];
    const given = element.value ?? undef();
    const value = isStatic ? given : rewriteLexical(given, lexical, false);
    const own =
      element.type === 'ClassPrivateProperty' ? onPrivate(element, value, itself) : definition(element, value, itself);
    return own.map(statement => t.inherits(statement, element));
  });
  const method = privateMethod(name, isStatic ? [] : [id(self)], statements);
  node.body.body.push(...methods, shownAs(method, initialisers[0] as t.Node, shown, 'field initialiser'));
  return name;

  /** Private fields stay declared. */
  function onPrivate(field: t.ClassPrivateProperty, value: t.Expression, self: () => t.Expression): t.Statement[] {
    if (isUnseen) holdPlace(field);
    else field.value = null;
    const text = field.key.id.name;
    return [set(privateMember(self(), text), named(value, `#${text}`))];
  }

  function onClass(field: t.ClassProperty, value: t.Expression, self: () => t.Expression): t.Statement[] {
    const text = keyText(field);
    const key = text === null ? keys.move(field) : () => t.stringLiteral(text);
    if (text !== null) removeFrom(node, field);
    const own = text === null ? namedByKey(value, key(), key()) : named(value, text);
    return [t.expressionStatement(helpers.call('define', self(), key(), own))];
  }

  /** On an object that may be anything. */
  function onAny(field: t.ClassProperty, value: t.Expression, self: () => t.Expression): t.Statement[] {
    const text = keyText(field);
    if (text === null) return onClass(field, value, self);
    removeFrom(node, field);
    const put = names.fresh('$put');
    const slot = member(helpers.value('Field'), 'value');
    const body = t.classBody([ours(t.classProperty(field.key, slot))]);
    const definer = ours(t.classExpression(null, helpers.value('Field'), body));
    node.body.body.unshift(ours(t.classPrivateProperty(privateName(put), definer, [], true)));
    return [t.expressionStatement(helpers.call('put', privateMember(id(type), put), self(), named(value, text)))];
  }

  /** On an object that nobody else can have yet: the field is there, in its place, before it has its value. */
  function onUnseen(field: t.ClassProperty, value: t.Expression, self: () => t.Expression): t.Statement[] {
    holdPlace(field);
    const text = keyText(field) as string;
    return [set(propertyOf(self(), text), named(value, text))];
  }

  /** On an object that has just been made: where no setter is in the way, assigning is as good as defining. */
  function onPlain(field: t.ClassProperty, value: t.Expression, self: () => t.Expression): t.Statement[] {
    const text = keyText(field);
    if (text === null) return onClass(field, value, self);
    removeFrom(node, field);
    const kept = helpers.local('$value');
    const isThere = t.binaryExpression('in', t.stringLiteral(text), self());
    const defined = t.expressionStatement(helpers.call('define', self(), t.stringLiteral(text), id(kept)));
    const keep = t.variableDeclaration('const', [t.variableDeclarator(id(kept), named(value, text))]);
    return [block([keep, t.ifStatement(isThere, defined, set(propertyOf(self(), text), id(kept)))])];
  }
}

/** Numbers of either kind may follow without a change of the field's representation in V8. */
function holdPlace(field: t.ClassProperty | t.ClassPrivateProperty): void {
  field.value = num(0);
  ours(field);
}

function propertyOf(self: t.Expression, text: string): t.MemberExpression {
  const isIdentifier = t.isValidIdentifier(text, false);
  return t.memberExpression(self, isIdentifier ? id(text) : t.stringLiteral(text), !isIdentifier);
}

/**
 * Whether nobody can see the object before all its fields have their values: its class makes it, and no initialiser
 * mentions it, but functions that are the value of a field, which only the object itself has.
 */
function staysUnseen(node: t.Class, moving: readonly Initialiser[]): boolean {
  return (
    !node.superClass &&
    moving.every(field => field.type === 'ClassPrivateProperty' || keyText(field as t.ClassProperty) !== null) &&
    node.body.body.every(element => {
      if (!('value' in element) || element.static || !element.value) return true;
      return element.type !== 'ClassAccessorProperty' && (isFunction(element.value) || !mentionsItself(element.value));
    })
  );
}

function mentionsItself(node: t.Node): boolean {
  return node.type === 'ThisExpression' || node.type === 'Super' || [...lexicalParts(node)].some(mentionsItself);
}

function removeFrom(node: t.Class, element: Initialiser): void {
  node.body.body = node.body.body.filter(other => other !== element);
}

/** Has the method that the rest of the class's static part has moved to called when the class has been made. */
export function leaveForLater(node: RewrittenClass, method: string, { helpers }: FieldParts): void {
  const told = helpers.call('later', privateMember(t.thisExpression(), method));
  node.body.body.push(ours(t.staticBlock([t.expressionStatement(told)])));
  node.later = true;
}

/**
 * Has the initialisers that stay do nothing where the class's constructor is not called to construct.
 *
 *     a = f();   →  a = this === $n.blank ? undefined : f();       and $n.owner !== null, if the class has no parent
 */
export function guardInitialisers(node: t.Class, fields: readonly Initialiser[], keys: Keys, helpers: Helpers): void {
  const state = (name: string) => member(helpers.value('construction'), name);
  for (const field of fields) {
    if (field.type === 'StaticBlock' || !field.value || isQuiet(field.value)) continue;
    const test = node.superClass
      ? t.binaryExpression('===', t.thisExpression(), state('blank'))
      : t.binaryExpression('!==', state('owner'), t.nullLiteral());
    const text = field.type === 'ClassPrivateProperty' ? `#${field.key.id.name}` : keyText(field);
    const value = text === null ? namedByItsKey(field as t.ClassProperty, keys) : named(field.value, text);
    field.value = t.conditionalExpression(test, undef(), value);
  }
}

function namedByItsKey(field: t.ClassProperty, keys: Keys): t.Expression {
  const value = field.value as t.Expression;
  if (!isAnonymous(value)) return value;
  const key = keys.note(field);
  return namedByKey(value, key(), key());
}

/** Evaluating it has no effect and cannot fail. */
function isQuiet(node: t.Node | null): boolean {
  switch (node?.type) {
    case undefined:
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
    case 'ThisExpression':
      return true;
    case 'UnaryExpression':
      return !['+', 'delete'].includes(node.operator) && t.isLiteral(node.argument) && isQuiet(node.argument);
    case 'TemplateLiteral':
      return node.expressions.length === 0;
    case 'ArrayExpression':
      return node.elements.every(isQuiet);
    case 'ObjectExpression':
      return node.properties.every(
        property =>
          property.type !== 'SpreadElement' &&
          !property.computed &&
          (t.isObjectMethod(property) || isQuiet(property.value)),
      );
    default:
      return t.isLiteral(node);
  }
}

/** `type.#$method(…)` */
export function callMoved(type: t.Expression, method: string, ...args: t.Expression[]): MovedCall {
  return Object.assign(call(privateMember(type, method), ...args), { moved: true });
}

const privateName = (name: string): t.PrivateName => t.privateName(id(name));

const privateMember = (object: t.Expression, name: string): t.MemberExpression =>
  t.memberExpression(object, privateName(name));

function privateMethod(name: string, params: t.Identifier[], body: t.Statement[]): t.ClassPrivateMethod {
  return t.classPrivateMethod('method', privateName(name), params, t.blockStatement(body), true);
}

function shownAs(method: t.ClassPrivateMethod, at: t.Node, name: string, kind: string): t.ClassPrivateMethod {
  method.loc = at.loc;
  (method as MovedPart).shown = { name, kind };
  return method;
}
