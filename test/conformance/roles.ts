// What a function of a test is there for, as far as its place tells: whether the program calls it, or the engine does
// where the program says something else (reads a property, adds, spreads). There greenc cannot suspend, or only
// with an option, by decision; the runner keeps such failures apart.
import * as t from '@babel/types';

export const limits = ['accessor', 'coercion', 'proxy trap', 'direct eval', 'with'] as const;
/** Roles in which suspension is out of reach by decision. */
export type Limit = (typeof limits)[number];
/** `callback`: what a built-in is given to call. */
export type Role = Limit | 'iterator' | 'callback' | 'other';

const rolesByKey = new Map<string, Role>();
for (const [role, keys] of [
  // In a property descriptor, or in the handler of a proxy.
  ['accessor', 'get set'],
  ['coercion', 'valueOf toString @@toPrimitive @@hasInstance'],
  ['proxy trap', 'has deleteProperty ownKeys defineProperty getOwnPropertyDescriptor'],
  ['proxy trap', 'getPrototypeOf setPrototypeOf isExtensible preventExtensions'],
  ['iterator', 'next return throw @@iterator @@asyncIterator'],
] as const) {
  for (const key of keys.split(' ')) rolesByKey.set(key, role);
}

/** Read by whoever iterates or awaits, with no word of it in the program. */
const implicit = new Set('next return throw done value then constructor'.split(' '));

const callbackTakers = new Set(
  (
    'every filter find findIndex findLast findLastIndex flatMap forEach map reduce reduceRight some sort toSorted from ' +
    'replace replaceAll then catch finally stringify parse groupBy Promise'
  ).split(' '),
);

export function* childrenOf(node: t.Node): Generator<t.Node> {
  for (const key of t.VISITOR_KEYS[node.type]) {
    const value = (node as unknown as Record<string, t.Node | (t.Node | null)[] | null | undefined>)[key];
    if (Array.isArray(value)) {
      for (const child of value) if (child) yield child;
    } else if (value) yield value;
  }
}

/** The roles of all functions of a program. */
export function rolesOf(program: t.Program): Map<t.Node, Role> {
  const roles = new Map<t.Node, Role>();
  // Functions that stand elsewhere than where their role is said: `get: getFunc`.
  const roleByName = new Map<string, Role>();
  const byName = new Map<string, t.Node[]>();
  const give = (value: t.Node | null | undefined, role: Role | undefined): void => {
    const node = bare(value);
    if (role === undefined || !node) return;
    if (t.isFunction(node)) roles.set(node, role);
    else if (t.isIdentifier(node)) roleByName.set(node.name, role);
  };
  const named = (name: string, value: t.Node | null | undefined): void => {
    const node = bare(value);
    if (t.isFunction(node)) byName.set(name, [...(byName.get(name) ?? []), node]);
  };
  /** A getter may give the function that converts. */
  const giveWithin = (node: t.Node, role: Role | undefined): void => {
    if (role !== 'coercion') return;
    if (t.isFunction(node)) roles.set(node, role);
    for (const child of childrenOf(node)) giveWithin(child, role);
  };
  const mentioned = propertiesNamed(program);
  const isCopied = copiesObjects(program);
  const visit = (node: t.Node): void => {
    if (t.isObjectMethod(node) || t.isClassMethod(node) || t.isClassPrivateMethod(node)) {
      const role = roleOfKey(node);
      if (node.kind === 'get' || node.kind === 'set') {
        // The option `accessors` is for names: these are read where the engine converts, iterates or copies, or by a key
        // that is computed.
        const name = nameOfKey(node);
        const isCounted = node.computed && mentioned.has(null);
        const isNamed = name !== undefined && mentioned.has(name) && !implicit.has(name) && !isCounted && !isCopied;
        if (!isNamed) roles.set(node, role === 'coercion' ? role : 'accessor');
      }
      // `get: function` is an accessor in a descriptor only, which is an object.
      else if (t.isObjectMethod(node) || role !== 'accessor') give(node, role);
    } else if (t.isCallExpression(node) || t.isNewExpression(node)) {
      if (isDefinedProperty(node)) giveWithin(node.arguments[2], roleOfKey({ key: node.arguments[1], computed: true }));
      if (callbackTakers.has(nameOfCallee(node.callee))) for (const one of node.arguments) give(one, 'callback');
    } else if (t.isObjectProperty(node) || t.isClassProperty(node)) {
      give(node.value, roleOfKey(node));
    } else if (t.isAssignmentExpression(node)) {
      if (t.isMemberExpression(node.left)) give(node.right, roleOfKey({ ...node.left, key: node.left.property }));
      else if (t.isIdentifier(node.left)) named(node.left.name, node.right);
    } else if (t.isVariableDeclarator(node)) {
      if (t.isIdentifier(node.id)) named(node.id.name, node.init);
    } else if (t.isFunctionDeclaration(node) && node.id) {
      named(node.id.name, node);
    }
    for (const child of childrenOf(node)) visit(child);
  };
  visit(program);
  for (const [name, role] of roleByName) for (const fn of byName.get(name) ?? []) roles.set(fn, role);
  markUncompiled(program, roles);
  return roles;
}

/** `Object.defineProperty(o, key, descriptor)` */
function isDefinedProperty({ callee, arguments: given }: t.CallExpression | t.NewExpression): boolean {
  return nameOfCallee(callee) === 'defineProperty' && given.length === 3;
}

/** Functions that hold a direct `eval` or a `with`, at any depth, stay as they were written. */
function markUncompiled(node: t.Node, roles: Map<t.Node, Role>): Limit | undefined {
  let found = uncompiledBy(node);
  for (const child of childrenOf(node)) found = markUncompiled(child, roles) ?? found;
  if (found && t.isFunction(node)) roles.set(node, found);
  return found;
}

function uncompiledBy(node: t.Node): Limit | undefined {
  if (t.isWithStatement(node)) return 'with';
  return t.isCallExpression(node) && t.isIdentifier(node.callee, { name: 'eval' }) ? 'direct eval' : undefined;
}

/** Whether a direct `eval` or a `with` stands in a node, at any depth. */
export function isUncompiled(node: t.Node): boolean {
  if (uncompiledBy(node)) return true;
  for (const child of childrenOf(node)) if (isUncompiled(child)) return true;
  return false;
}

function bare(node: t.Node | null | undefined): t.Node | null | undefined {
  return t.isParenthesizedExpression(node) ? bare(node.expression) : node;
}

interface Keyed {
  readonly key: t.Node;
  readonly computed?: boolean | null;
}

/** The name of a property, if it stands in the text. */
function nameOfKey({ key, computed }: Keyed): string | undefined {
  if (t.isPrivateName(key)) return `#${key.id.name}`;
  if (t.isStringLiteral(key) || t.isNumericLiteral(key) || t.isBigIntLiteral(key)) return String(key.value);
  return !computed && t.isIdentifier(key) ? key.name : undefined;
}

/** The same, with `@@iterator` for `[Symbol.iterator]`. */
function roleOfKey({ key, computed }: Keyed): Role | undefined {
  const isSymbol =
    t.isMemberExpression(key) && t.isIdentifier(key.object, { name: 'Symbol' }) && t.isIdentifier(key.property);
  const name = isSymbol ? `@@${(key.property as t.Identifier).name}` : nameOfKey({ key, computed: computed ?? false });
  return name === undefined ? undefined : rolesByKey.get(name);
}

function nameOfCallee(callee: t.Node): string {
  const node = bare(callee);
  if (t.isIdentifier(node)) return node.name;
  return (t.isMemberExpression(node) && nameOfKey({ key: node.property, computed: node.computed })) || '';
}

/** Whether a spread in an object, or a rest pattern, reads what has a name elsewhere. */
function copiesObjects(node: t.Node): boolean {
  if (t.isObjectExpression(node) && node.properties.some(property => t.isSpreadElement(property))) return true;
  if (t.isObjectPattern(node) && node.properties.some(property => t.isRestElement(property))) return true;
  for (const child of childrenOf(node)) if (copiesObjects(child)) return true;
  return false;
}

/** The names of all properties that the program reads or writes by name; null: some by a key that it computes. */
function propertiesNamed(program: t.Program): ReadonlySet<string | null> {
  const names = new Set<string | null>();
  const visit = (node: t.Node): void => {
    if (t.isMemberExpression(node) || t.isOptionalMemberExpression(node))
      names.add(nameOfKey({ key: node.property, computed: node.computed }) ?? null);
    else if (t.isObjectPattern(node)) {
      for (const property of node.properties) {
        const key = t.isObjectProperty(property) ? nameOfKey(property) : undefined;
        if (key !== undefined) names.add(key);
      }
    }
    for (const child of childrenOf(node)) visit(child);
  };
  visit(program);
  return names;
}

/** The role of the innermost function around a place (line from 1, column from 1) that has one. */
export function roleAt(program: t.Program, line: number, column: number): Role {
  const roles = rolesOf(program);
  let role: Role = 'other';
  const visit = (node: t.Node): void => {
    if (!holds(node, line, column - 1)) return;
    if (t.isFunction(node)) role = roles.get(node) ?? 'other';
    for (const child of childrenOf(node)) visit(child);
  };
  for (const statement of program.body) visit(statement);
  return role;
}

function holds({ loc }: t.Node, line: number, column: number): boolean {
  if (!loc || line < loc.start.line || line > loc.end.line) return false;
  if (line === loc.start.line && column < loc.start.column) return false;
  return line !== loc.end.line || column <= loc.end.column;
}
