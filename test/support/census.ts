// Counts the constructs of generated programs: how many programs have each, and in how many of them some schedule
// suspended within it. Within: at a point of its own text, not in a function that it only contains. A construct that
// is rare, or that nothing is ever suspended in, is one that the soak says nothing about.
import { parse } from '@babel/parser';
import * as t from '@babel/types';
import type { Point } from './coverage.js';

interface Count {
  programs: number;
  suspended: number;
}

/** The path to a node: the program first, the node last. */
type Path = readonly t.Node[];

type Test = (node: t.Node, path: Path) => boolean;

const parentOf = (path: Path): t.Node | undefined => path.at(-2);

const isMethod = (node: t.Node, ...kinds: string[]): boolean =>
  (node.type === 'ClassMethod' || node.type === 'ClassPrivateMethod' || node.type === 'ObjectMethod') &&
  kinds.includes(node.kind);

const classOf = (path: Path): t.Class | undefined => path.findLast((node): node is t.Class => t.isClass(node));

const isField = (node: t.Node): node is t.ClassProperty | t.ClassPrivateProperty | t.ClassAccessorProperty =>
  node.type === 'ClassProperty' || node.type === 'ClassPrivateProperty' || node.type === 'ClassAccessorProperty';

const constructorOf = (node: t.Node): t.ClassMethod | undefined =>
  t.isClass(node)
    ? node.body.body.find((part): part is t.ClassMethod => part.type === 'ClassMethod' && part.kind === 'constructor')
    : undefined;

const builtInParents = new Set(['Array', 'Error', 'TypeError', 'Map', 'Set', 'Promise', 'Function', 'Object']);

const isSuperMember = (node: t.Node): boolean => node.type === 'MemberExpression' && node.object.type === 'Super';

const isFunction = (node: t.Node, isAsync: boolean, isGenerator: boolean): boolean =>
  t.isFunction(node) && node.async === isAsync && !!('generator' in node && node.generator) === isGenerator;

const callsMethod = (node: t.Node, ...names: string[]): boolean =>
  (node.type === 'CallExpression' || node.type === 'OptionalCallExpression') &&
  (node.callee.type === 'MemberExpression' || node.callee.type === 'OptionalMemberExpression') &&
  (node.callee.computed
    ? t.isStringLiteral(node.callee.property) && names.includes(node.callee.property.value)
    : t.isIdentifier(node.callee.property) && names.includes(node.callee.property.name));

/** Whether a call is of a built-in's property, or has it as its first argument: `[].map.call(…)`. */
const mentionsBuiltIn = (node: t.Node): boolean =>
  t.isCallExpression(node) &&
  [t.isMemberExpression(node.callee) ? node.callee.object : null, node.arguments[0]].some(
    each =>
      t.isMemberExpression(each) &&
      (t.isArrayExpression(each.object) ||
        (t.isMemberExpression(each.object) && t.isIdentifier(each.object.property, { name: 'prototype' })) ||
        t.isIdentifier(each.object, { name: 'JSON' }) ||
        t.isIdentifier(each.object, { name: 'Promise' })),
  );

const callsNamed = (node: t.Node | null | undefined, name: RegExp): boolean =>
  (node?.type === 'CallExpression' || node?.type === 'NewExpression') &&
  (t.isIdentifier(node.callee)
    ? name.test(node.callee.name)
    : t.isMemberExpression(node.callee) &&
      t.isIdentifier(node.callee.object) &&
      t.isIdentifier(node.callee.property) &&
      name.test(`${node.callee.object.name}.${node.callee.property.name}`));

const delegates = (node: t.Node, test: (argument: t.Node) => boolean): boolean =>
  node.type === 'YieldExpression' && node.delegate && !!node.argument && test(node.argument);

const isLoop = (node: t.Node | undefined): boolean => node !== undefined && (t.isLoop(node) || t.isForXStatement(node));

const inLoop = (path: Path): boolean => {
  for (const node of path.slice(0, -1).reverse()) {
    if (t.isFunction(node)) return false;
    if (isLoop(node)) return true;
  }
  return false;
};

const isTarget = (path: Path): boolean => {
  const [parent, node] = path.slice(-2);
  return parent?.type === 'AssignmentExpression' && parent.left === node;
};

const isPatternTarget = (path: Path): boolean =>
  ['ArrayPattern', 'RestElement', 'AssignmentPattern'].includes(parentOf(path)?.type ?? '');

function mentions(node: t.Node, name: string): boolean {
  let found = false;
  t.traverseFast(node, each => {
    found ||= t.isIdentifier(each, { name });
  });
  return found;
}

/** The constructs, by the headings of the issue that asks for them. */
const constructs: Readonly<Record<string, Test>> = {
  // Constructors and classes.
  'constructor, base': (node, path) => isMethod(node, 'constructor') && !classOf(path)?.superClass,
  'constructor, derived': (node, path) => isMethod(node, 'constructor') && !!classOf(path)?.superClass,
  'constructor, implicit derived': node => t.isClass(node) && !!node.superClass && constructorOf(node) === undefined,
  'constructor, ES5': (node, path) =>
    node.type === 'FunctionDeclaration' && /^K\d/.test(node.id?.name ?? '') && path.length > 0,
  'field, public': node => node.type === 'ClassProperty' && !node.static,
  'field, private': node => node.type === 'ClassPrivateProperty' && !node.static,
  'field, static': node => isField(node) && !!node.static,
  'field, computed key': node => isField(node) && 'computed' in node && node.computed === true,
  'field, accessor': node => node.type === 'ClassAccessorProperty',
  'static block': node => node.type === 'StaticBlock',
  'super(…)': node => node.type === 'CallExpression' && node.callee.type === 'Super',
  'super.x, read': (node, path) =>
    isSuperMember(node) &&
    !isTarget(path) &&
    !['CallExpression', 'UpdateExpression', 'UnaryExpression'].includes(parentOf(path)?.type ?? ''),
  'super.x, call': node => t.isCallExpression(node) && isSuperMember(node.callee),
  'super.x, tag': node => t.isTaggedTemplateExpression(node) && isSuperMember(node.tag),
  'super.x, assigned': node => t.isAssignmentExpression(node, { operator: '=' }) && isSuperMember(node.left),
  'super.x, compound': node =>
    (t.isAssignmentExpression(node) && node.operator !== '=' && isSuperMember(node.left)) ||
    (t.isUpdateExpression(node) && isSuperMember(node.argument)),
  'super.x, in a pattern': (node, path) =>
    isSuperMember(node) &&
    (isPatternTarget(path) || (t.isObjectProperty(parentOf(path)) && path.at(-3)?.type === 'ObjectPattern')),
  'super.x, of a static': (node, path) =>
    isSuperMember(node) && path.some(each => t.isClassMethod(each, { static: true }) || t.isStaticBlock(each)),
  'super.x, of an object': (node, path) =>
    isSuperMember(node) && path.findLast(each => t.isMethod(each) || isField(each))?.type === 'ObjectMethod',
  'super.x, in a field': (node, path) =>
    isSuperMember(node) && path.findLast(each => t.isMethod(each) || isField(each))?.type === 'ClassProperty',
  'constructor returns a value': (node, path) =>
    node.type === 'ReturnStatement' &&
    !!node.argument &&
    isMethod(path.findLast(each => t.isFunction(each)) ?? node, 'constructor'),
  'new.target': node => node.type === 'MetaProperty' && node.meta.name === 'new',
  'Reflect.construct': node => callsNamed(node, /^Reflect\.construct$/),
  'class extends a built-in': node =>
    t.isClass(node) && t.isIdentifier(node.superClass) && builtInParents.has(node.superClass.name),
  'class extends an expression': node => t.isClass(node) && !!node.superClass && !t.isIdentifier(node.superClass),
  'class expression': node => node.type === 'ClassExpression',
  'class in a loop': (node, path) => t.isClass(node) && inLoop(path),
  'getter of a class': (node, path) => isMethod(node, 'get') && classOf(path) !== undefined,
  'setter of a class': (node, path) => isMethod(node, 'set') && classOf(path) !== undefined,
  'getter, static': node => node.type === 'ClassMethod' && node.static && node.kind === 'get',
  'getter of an object': node => node.type === 'ObjectMethod' && node.kind === 'get',
  'setter of an object': node => node.type === 'ObjectMethod' && node.kind === 'set',
  'getter, private': node => node.type === 'ClassPrivateMethod' && node.kind === 'get',
  'private method': node => node.type === 'ClassPrivateMethod' && node.kind === 'method',
  'private method, static': node => node.type === 'ClassPrivateMethod' && node.static,
  '#x in o': node => node.type === 'BinaryExpression' && node.left.type === 'PrivateName',
  'o.#x written': node =>
    (t.isAssignmentExpression(node) || t.isUpdateExpression(node)) &&
    t.isPrivateName(
      t.isMemberExpression(t.isUpdateExpression(node) ? node.argument : node.left)
        ? (node as { left: t.MemberExpression }).left?.property
        : undefined,
    ),
  // Generators.
  'function*': node => isFunction(node, false, true) && !t.isMethod(node),
  'generator method': node => isFunction(node, false, true) && t.isMethod(node),
  yield: node => node.type === 'YieldExpression' && !node.delegate,
  'yield* of a green generator': node => delegates(node, x => callsNamed(x, /^y\d/) || callsMethod(x, 'items')),
  'yield* of a native iterator': node =>
    delegates(node, x => t.isArrayExpression(x) || callsNamed(x, /^(?:list|native)$/) || callsMethod(x, 'values')),
  'yield* of a handwritten iterator': node => delegates(node, x => callsNamed(x, /^(?:probing|faulty|iter|delayed)$/)),
  'it.next(…)': node => callsMethod(node, 'next'),
  'it.return(…)': node => callsMethod(node, 'return'),
  'it.throw(…)': node => callsMethod(node, 'throw'),
  'it[how](…)': (node, path) =>
    node.type === 'CallExpression' &&
    t.isMemberExpression(node.callee, { computed: true }) &&
    path.some(each => t.isFunctionDeclaration(each) && /^(?:driven|asked)$/.test(each.id?.name ?? '')),
  'next from foreign code': node => callsNamed(node, /^natively$/),
  're-entered generator': node =>
    t.isVariableDeclarator(node) &&
    t.isIdentifier(node.id) &&
    t.isCallExpression(node.init) &&
    t.isFunctionExpression(node.init.callee, { generator: true }) &&
    mentions(node.init.callee.body, node.id.name),
  'yield in try with finally': (node, path) =>
    node.type === 'YieldExpression' && path.some(each => t.isTryStatement(each) && !!each.finalizer),
  // Async functions and generators.
  'async function': node => isFunction(node, true, false) && !t.isArrowFunctionExpression(node) && !t.isMethod(node),
  'async arrow': node => isFunction(node, true, false) && t.isArrowFunctionExpression(node),
  'async method': node => isFunction(node, true, false) && t.isMethod(node),
  'async generator': node => isFunction(node, true, true),
  await: node => node.type === 'AwaitExpression',
  'for await': node => node.type === 'ForOfStatement' && node.await,
  using: node => t.isVariableDeclaration(node) && node.kind === 'using',
  'await using': node => t.isVariableDeclaration(node) && node.kind === 'await using',
  // Implicit iteration.
  'for…of': node => node.type === 'ForOfStatement' && !node.await,
  'spread in a call': (node, path) => node.type === 'SpreadElement' && parentOf(path)?.type === 'CallExpression',
  'spread in new': (node, path) => node.type === 'SpreadElement' && parentOf(path)?.type === 'NewExpression',
  'spread in an array': (node, path) => node.type === 'SpreadElement' && parentOf(path)?.type === 'ArrayExpression',
  'array pattern, declared': (node, path) =>
    node.type === 'ArrayPattern' && path.some(each => each.type === 'VariableDeclarator'),
  'array pattern, assigned': (node, path) =>
    node.type === 'ArrayPattern' && parentOf(path)?.type === 'AssignmentExpression',
  'array pattern, parameter': (node, path) =>
    node.type === 'ArrayPattern' &&
    [path.at(-2), path.at(-3)].some(
      each => t.isFunction(each) && (each.params as t.Node[]).some(p => path.includes(p)),
    ),
  'array pattern, caught': (node, path) => node.type === 'ArrayPattern' && parentOf(path)?.type === 'CatchClause',
  'object pattern': node => node.type === 'ObjectPattern',
  'Array.from': node => callsNamed(node, /^Array\.from$/),
  'new Map, new Set': node => callsNamed(node, /^(?:Map|Set|WeakMap|WeakSet)$/),
  'Object.fromEntries': node => callsNamed(node, /^Object\.fromEntries$/),
  'Promise.all and the like': node => callsNamed(node, /^Promise\.(?:all|allSettled|any|race)$/),
  // Built-ins that call back. A method through `call` and the like is one of them, too.
  'xs.map, xs.filter, xs.flatMap': node => callsMethod(node, 'map', 'filter', 'flatMap'),
  'xs.forEach': node => callsMethod(node, 'forEach'),
  'xs.reduce, xs.reduceRight': node => callsMethod(node, 'reduce', 'reduceRight'),
  'xs.some, xs.every, xs.find…': node =>
    callsMethod(node, 'some', 'every', 'find', 'findIndex', 'findLast', 'findLastIndex'),
  'xs.sort, xs.toSorted': node => callsMethod(node, 'sort', 'toSorted'),
  'super.map': node => t.isCallExpression(node) && isSuperMember(node.callee) && callsMethod(node, 'map'),
  'text.replace, text.replaceAll': node => callsMethod(node, 'replace', 'replaceAll'),
  'JSON.parse, JSON.stringify': node => callsMethod(node, 'parse', 'stringify'),
  'built-in through call, apply, Reflect': node =>
    (callsMethod(node, 'call', 'apply') && t.isCallExpression(node) && mentionsBuiltIn(node)) ||
    (callsNamed(node, /^Reflect\.apply$/) && mentionsBuiltIn(node)),
  'f.bind(…)(…)': node => t.isCallExpression(node) && callsMethod(node.callee, 'bind'),
  'new Promise': node => callsNamed(node, /^Promise$/),
  // Statements.
  'function in a block': (node, path) =>
    node.type === 'FunctionDeclaration' &&
    parentOf(path)?.type === 'BlockStatement' &&
    !t.isFunction(path.at(-3)) &&
    !node.async &&
    !node.generator,
  'function in a switch': (node, path) => node.type === 'FunctionDeclaration' && parentOf(path)?.type === 'SwitchCase',
  'function under if': (node, path) => node.type === 'FunctionDeclaration' && parentOf(path)?.type === 'IfStatement',
  'function with a label': (node, path) =>
    node.type === 'FunctionDeclaration' && parentOf(path)?.type === 'LabeledStatement',
  'labelled block': node => node.type === 'LabeledStatement' && node.body.type === 'BlockStatement',
  'labelled loop': node => node.type === 'LabeledStatement' && isLoop(node.body),
  switch: node => node.type === 'SwitchStatement',
  finally: node => node.type === 'TryStatement' && !!node.finalizer,
  'for…in': node => node.type === 'ForInStatement',
  'tagged template': node => node.type === 'TaggedTemplateExpression',
  'optional chain': node => node.type === 'OptionalMemberExpression' || node.type === 'OptionalCallExpression',
  arguments: node => t.isIdentifier(node, { name: 'arguments' }),
  // TypeScript.
  enum: node => node.type === 'TSEnumDeclaration',
  namespace: node => node.type === 'TSModuleDeclaration',
  'parameter property': node => node.type === 'TSParameterProperty',
  decorator: node => node.type === 'Decorator',
  'as, satisfies, !': node =>
    node.type === 'TSAsExpression' || node.type === 'TSSatisfiesExpression' || node.type === 'TSNonNullExpression',
};

/** Whether what lies in it runs as its own, rather than with what is around it. */
function isBoundary(node: t.Node): boolean {
  return t.isFunction(node) || node.type === 'StaticBlock' || isField(node);
}

export class Census {
  private readonly counts = new Map<string, Count>();
  private programs = 0;

  constructor() {
    for (const name of Object.keys(constructs)) this.counts.set(name, { programs: 0, suspended: 0 });
  }

  /** Counts a program, and where its schedules have suspended it. */
  note(source: string, points: readonly Point[]): void {
    this.programs++;
    const present = new Set<string>();
    const suspended = new Set<string>();
    const saved = new Set(points.filter(point => point.saved.size > 0).map(({ line, column }) => `${line}:${column}`));
    const file = parse(source, {
      sourceType: 'unambiguous',
      plugins: ['typescript', 'decorators', 'decoratorAutoAccessors', 'explicitResourceManagement'],
    });
    const walk = (node: t.Node, path: t.Node[], around: ReadonlySet<string>): void => {
      path.push(node);
      const here = new Set(isBoundary(node) ? [] : around);
      for (const [name, test] of Object.entries(constructs)) {
        if (!test(node, path)) continue;
        present.add(name);
        here.add(name);
      }
      const { start } = node.loc as t.SourceLocation;
      if (saved.has(`${start.line}:${start.column + 1}`)) for (const name of here) suspended.add(name);
      for (const key of t.VISITOR_KEYS[node.type] ?? []) {
        const child = (node as unknown as Record<string, unknown>)[key] as t.Node | (t.Node | null)[] | null;
        for (const each of Array.isArray(child) ? child : [child])
          if (each !== null && each !== undefined) walk(each, path, here);
      }
      path.pop();
    };
    walk(file.program, [], new Set());
    for (const [name, count] of this.counts) {
      if (present.has(name)) count.programs++;
      if (suspended.has(name)) count.suspended++;
    }
  }

  /** A table for people: the share of programs with a construct, and of those in which it was suspended. */
  print(): string {
    const share = (count: number): string => `${((100 * count) / this.programs).toFixed(1)} %`.padStart(8);
    const lines = [...this.counts].map(
      ([name, { programs, suspended }]) => `${name.padEnd(34)}${share(programs)}${share(suspended)}`,
    );
    return [`${this.programs} programs`.padEnd(34) + 'have it'.padStart(8) + 'suspend'.padStart(8), ...lines].join(
      '\n',
    );
  }
}
