/** What the validators share: walks over the tree of their own, so that they cannot repeat a pass's mistake. */
import * as t from '@babel/types';
import { children } from './build.js';
import type { Complaint, NormalFunction, Rule } from './definition.js';
import { type Binding, type IdentifierRef, pointOf } from './model.js';

/** Collects complaints about one function, and keeps track of the source line. */
export class Complaints {
  readonly list: Complaint[] = [];
  readonly #fn: string;
  #line: number | null;

  constructor(normal: NormalFunction) {
    this.#fn = normal.fn.name;
    this.#line = normal.fn.node.loc?.start.line ?? null;
  }

  /** Nodes that passes made have no position: the last one seen is the nearest. */
  at(node: t.Node): void {
    this.#line = node.loc?.start.line ?? this.#line;
  }

  add(rule: Rule, detail: string): void {
    this.list.push({ rule, fn: this.#fn, line: this.#line, detail });
  }
}

/** The parts of a node that are evaluated when it is: not what runs later, in closures and fields. */
export function evaluated(node: t.Node): t.Node[] {
  if (t.isFunction(node) || t.isProperty(node) || t.isClassAccessorProperty(node) || t.isStaticBlock(node)) {
    const key = 'computed' in node && node.computed ? [node.key as t.Node] : [];
    return node.type === 'ObjectProperty' ? [...key, node.value] : key;
  }
  return children(node);
}

/** Whether a point stands somewhere in the node. */
export function holdsPoint(node: t.Node | null | undefined): boolean {
  return !!node && (pointOf(node) !== undefined || evaluated(node).some(holdsPoint));
}

export function bindingOf(node: t.Node): Binding | null {
  return (node.type === 'Identifier' && (node as IdentifierRef).binding) || null;
}

export function unlabelled(node: t.Node): t.Node {
  return node.type === 'LabeledStatement' ? unlabelled(node.body) : node;
}

/** The variables that a statement declares in the list it stands in. */
export function declaredBy(statement: t.Node | null | undefined): Binding[] {
  if (!statement) return [];
  const node = unlabelled(statement);
  if (node.type === 'VariableDeclaration' && node.kind !== 'var')
    return Object.values(t.getBindingIdentifiers(node)).flatMap(name => bindingOf(name) ?? []);
  if ((node.type === 'ClassDeclaration' || node.type === 'FunctionDeclaration') && node.id)
    return bindingOf(node.id) ? [bindingOf(node.id) as Binding] : [];
  return [];
}

/** What a function declares before its first half: parameters, functions, `var`s, shared variables, temporaries. */
export function headOf({ fn, declarations, temps }: NormalFunction): Set<Binding> {
  // `arguments` among them, if it is declared.
  const given = fn.bindings.filter(({ kind }) => kind === 'param');
  return new Set([...given, ...fn.vars, ...fn.shared, ...temps, ...declarations.flatMap(declaredBy)]);
}

/** The lists of statements that a statement holds, with what each has declared already (a loop's head, say). */
export function listsOf(node: t.Statement): { list: readonly t.Statement[]; head: readonly Binding[] }[] {
  const inner = (body: t.Statement, head: readonly Binding[] = []) => ({
    list: body.type === 'BlockStatement' ? body.body : [body],
    head,
  });
  switch (node.type) {
    case 'BlockStatement':
      return [inner(node)];
    case 'IfStatement':
      return [inner(node.consequent), ...(node.alternate ? [inner(node.alternate)] : [])];
    case 'LabeledStatement':
    case 'WhileStatement':
    case 'DoWhileStatement':
      return [inner(node.body)];
    case 'ForStatement':
      return [inner(node.body, declaredBy(node.init))];
    case 'ForInStatement':
    case 'ForOfStatement':
      return [inner(node.body, declaredBy(node.left))];
    case 'SwitchStatement':
      return [{ list: node.cases.flatMap(clause => clause.consequent), head: [] }];
    case 'TryStatement': {
      const caught = node.handler?.param ? Object.values(t.getBindingIdentifiers(node.handler.param)) : [];
      return [
        inner(node.block),
        ...(node.handler
          ? [
              inner(
                node.handler.body,
                caught.flatMap(name => bindingOf(name) ?? []),
              ),
            ]
          : []),
        ...(node.finalizer ? [inner(node.finalizer)] : []),
      ];
    }
    default:
      return [];
  }
}

/** For a message. */
export function textOf(node: t.Node): string {
  switch (node.type) {
    case 'Identifier':
      return node.name;
    case 'ThisExpression':
      return 'this';
    case 'MemberExpression':
      return node.property.type === 'Identifier'
        ? `${textOf(node.object)}.${node.property.name}`
        : `${textOf(node.object)}[…]`;
    case 'CallExpression':
    case 'NewExpression':
      return `${node.type === 'NewExpression' ? 'new ' : ''}${textOf(node.callee)}(…)`;
    default:
      return `a ${node.type}`;
  }
}
