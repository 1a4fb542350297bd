/**
 * The option `accessors`: which property names stand for getters and setters that may suspend, and which expressions
 * read or write such a name.
 *
 * In: modules, as parsed or lowered; the names that the option lists. Out: the names; and, on the nodes that read or
 * write one of them, a mark for `isPoint`.
 *
 *     class C { get x() { return f(); } get y() { return 1; } }     →  reads of x
 *     o.x; o.y; o.x = 1; ({ x } = o)                                →  o.x and { x } are suspension points
 *
 * An accessor that calls nothing, and mentions no name whose accessor does, can never suspend: its name costs nothing.
 *
 * The trap: a name says nothing about the object, and the accessor may stand in another module. So names count wherever
 * they occur, and what defines them is looked for in all modules that are compiled together, before any of them is.
 */
import * as t from '@babel/types';
import { children } from '../normal-form/build.js';
import type { Access } from '../normal-form/model.js';
import { isMeta } from './read-by-tools.js';

/** The names whose reads, and those whose writes, may suspend. Private ones begin with `#`. */
export interface AccessorNames {
  readonly reads: ReadonlySet<string>;
  readonly writes: ReadonlySet<string>;
}

/** A getter or setter that some module defines. */
export interface Accessor {
  readonly name: string;
  readonly kind: 'get' | 'set';
  /** It calls something, or nobody knows what it does. */
  readonly calls: boolean;
  /** The names of the properties that it reads or writes. */
  readonly mentions: readonly string[];
}

/** The names that matter: those of accessors that may suspend, and those `listed`. */
export function accessorNames(accessors: readonly Accessor[], listed: readonly string[]): AccessorNames {
  const reads = new Set(listed);
  const writes = new Set(listed);
  const suspends = ({ calls, mentions }: Accessor) =>
    calls || mentions.some(name => reads.has(name) || writes.has(name));
  for (let rest = accessors, before = -1; rest.length !== before; ) {
    before = rest.length;
    rest = rest.filter(accessor => {
      if (!suspends(accessor)) return true;
      (accessor.kind === 'get' ? reads : writes).add(accessor.name);
      return false;
    });
  }
  return { reads, writes };
}

/** The accessors that a module defines. */
export function findAccessors(module: t.Node): Accessor[] {
  const found: Accessor[] = [];
  const visit = (node: t.Node): void => {
    found.push(...definedBy(node));
    for (const child of children(node)) visit(child);
  };
  visit(module);
  return found;
}

function definedBy(node: t.Node): Accessor[] {
  switch (node.type) {
    case 'ObjectMethod':
    case 'ClassMethod':
    case 'ClassPrivateMethod': {
      const name = keyOf(node);
      if (name === null || (node.kind !== 'get' && node.kind !== 'set')) return [];
      // The callee of a private name cannot be asked for, so it must be known to be compiled.
      if (name.startsWith('#') && staysForeign(node)) return [];
      return [accessor(name, node.kind, isDecorated(node) ? null : node)];
    }
    case 'ClassAccessorProperty': {
      // `accessor x` by itself only reads and writes a field; decorators may put anything in its place.
      const name = keyOf(node);
      return name === null || !isDecorated(node) ? [] : both(name);
    }
    case 'ObjectProperty':
      return t.isObjectExpression(node.value) && isDescriptor(node.value) ? described(keyOf(node), node.value) : [];
    case 'CallExpression':
      return definedByCall(node);
    default:
      return [];
  }
}

/** `Object.defineProperty(o, 'x', { get })`, the same of `Reflect`, and `o.__defineGetter__('x', f)`. */
function definedByCall({ callee, arguments: given }: t.CallExpression): Accessor[] {
  if (!t.isMemberExpression(callee)) return [];
  const [first, second, third] = given;
  switch (nameOf(callee)) {
    case 'defineProperty':
      if (!third) return [];
      if (t.isObjectExpression(third)) return described(literal(second), third);
      return both(literal(second));
    case '__defineGetter__':
      return given.length === 2 ? defined(literal(first), 'get', second) : [];
    case '__defineSetter__':
      return given.length === 2 ? defined(literal(first), 'set', second) : [];
    default:
      return [];
  }
}

const descriptorKeys = new Set(['get', 'set', 'enumerable', 'configurable']);

function isDescriptor({ properties }: t.ObjectExpression): boolean {
  const keys = properties.map(property => (property.type === 'SpreadElement' ? null : keyOf(property)));
  return keys.every(key => key !== null && descriptorKeys.has(key)) && (keys.includes('get') || keys.includes('set'));
}

function described(name: string | null, { properties }: t.ObjectExpression): Accessor[] {
  return properties.flatMap(property => {
    if (property.type === 'SpreadElement') return both(name);
    const kind = keyOf(property);
    if (kind !== 'get' && kind !== 'set') return [];
    return defined(name, kind, property.type === 'ObjectMethod' ? property : property.value);
  });
}

function defined(name: string | null, kind: 'get' | 'set', value: t.Node | undefined): Accessor[] {
  return name === null ? [] : [accessor(name, kind, value && t.isFunction(value) ? value : null)];
}

function both(name: string | null): Accessor[] {
  return name === null ? [] : [accessor(name, 'get', null), accessor(name, 'set', null)];
}

/** `fn`: null if it is not known here. */
function accessor(name: string, kind: 'get' | 'set', fn: t.Function | null): Accessor {
  if (fn === null) return { name, kind, calls: true, mentions: [] };
  const mentions = new Set<string>();
  let calls = false;
  const visit = (node: t.Node): void => {
    if (t.isFunction(node)) return;
    calls ||= mayCall(node);
    const mentioned = t.isMemberExpression(node) || t.isOptionalMemberExpression(node) || t.isObjectProperty(node);
    const own = mentioned ? nameOf(node) : null;
    if (own !== null) mentions.add(own);
    for (const child of children(node)) visit(child);
  };
  for (const part of [...fn.params, fn.body]) visit(part);
  return { name, kind, calls, mentions: [...mentions] };
}

/** Coarser than `isPoint`, since nothing is resolved here: what calls anything, or iterates, or is lowered to calls. */
export function mayCall(node: t.Node): boolean {
  switch (node.type) {
    case 'CallExpression':
    case 'NewExpression':
    case 'OptionalCallExpression':
    case 'TaggedTemplateExpression':
    case 'SpreadElement':
    case 'ArrayPattern':
    case 'ForOfStatement':
    case 'Decorator':
      return true;
    case 'VariableDeclaration':
      return node.kind === 'using' || node.kind === 'await using';
    default:
      return t.isJSX(node) || t.isClass(node);
  }
}

const isDecorated = (node: t.Node): boolean => ((node as t.ClassMethod).decorators?.length ?? 0) > 0;

/** It says "no greenlet", or holds a direct eval or a `with`. */
function staysForeign(node: t.Node): boolean {
  if (node.type === 'Directive') return node.value.value === 'no greenlet';
  if (node.type === 'WithStatement') return true;
  if (node.type === 'CallExpression' && t.isIdentifier(node.callee, { name: 'eval' })) return true;
  return [...children(node)].some(staysForeign);
}

// ── names ───────────────────────────────────────────────────────────────────

/** The property that a member expression, or a property of a pattern, names in its text; null: it is computed. */
function nameOf(node: t.MemberExpression | t.OptionalMemberExpression | t.ObjectProperty): string | null {
  return node.type === 'ObjectProperty' ? keyOf(node) : named(node.property, node.computed);
}

/** The name of a method, field or property; null: it is computed. */
export function keyOf(node: t.Node): string | null {
  const { key, computed } = node as t.ObjectProperty;
  return key ? named(key, computed) : null;
}

function named(key: t.Node, computed: boolean): string | null {
  if (key.type === 'PrivateName') return `#${key.id.name}`;
  return !computed && t.isIdentifier(key) ? key.name : literal(key);
}

function literal(node: t.Node | null | undefined): string | null {
  switch (node?.type) {
    case 'StringLiteral':
    case 'NumericLiteral':
      return String(node.value);
    case 'BigIntLiteral':
      return String(BigInt(node.value));
    case 'TemplateLiteral':
      return node.expressions.length === 0 ? (node.quasis[0]?.value.cooked ?? null) : null;
    default:
      return null;
  }
}

// ── marks ───────────────────────────────────────────────────────────────────

/** Marks a node that reads a property, or writes one, or both, if an accessor may suspend there. */
export function markAccess(
  names: AccessorNames | null,
  node: t.MemberExpression | t.OptionalMemberExpression | t.ObjectProperty,
  how: 'reads' | 'writes' | 'both',
): void {
  const name = names && nameOf(node);
  if (!names || name === null || (t.isMemberExpression(node) && isMeta(node.object))) return;
  const reads = how !== 'writes' && names.reads.has(name);
  const writes = how !== 'reads' && names.writes.has(name);
  if (reads) (node as Access).reads = true;
  if (writes) (node as Access).writes = true;
}

/** Whether a getter or setter may be suspended: where its name is not known to be one, nobody would wait for it. */
export function isKnown(names: AccessorNames | null, node: t.Node & { kind?: string }): boolean {
  const name = names && keyOf(node);
  if (!names || name === null) return false;
  return node.kind === 'get' ? names.reads.has(name) : node.kind === 'set' && names.writes.has(name);
}
