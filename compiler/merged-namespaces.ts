/**
 * Names that a namespace exports from another of its declarations, and variables that it exports.
 *
 *     namespace N { export const a = 1; }
 *     namespace N { export const b = a; }      →    namespace N { export const b = N.a; }
 *     namespace N { export let c = 1; c++; }   →    namespace N { N.c = 1; N.c++; }
 *
 * In: TypeScript as it was parsed. Out: the same, for Babel's TypeScript plugin, which turns each declaration into a
 * function of its own and knows nothing of the others.
 * The trap: only a name that the declaration itself and everything around it leaves free means the export.
 */
import type { NodePath } from '@babel/core';
import * as t from '@babel/types';

type Exports = Map<string, Set<string>>;

export function mergedNamespacesPlugin() {
  return {
    name: 'greenc-merged-namespaces',
    visitor: {
      Program(path: NodePath<t.Program>) {
        const exportsOf: Exports = new Map();
        path.traverse({
          TSModuleDeclaration({ node, parentPath }) {
            const name = qualifiedName(node, parentPath);
            if (name === null || !t.isTSModuleBlock(node.body)) return;
            const names = exportsOf.get(name) ?? new Set();
            exportsOf.set(name, names);
            for (const statement of node.body.body) {
              const declaration = t.isExportNamedDeclaration(statement) ? statement.declaration : null;
              if (declaration && isValue(declaration))
                for (const exported of Object.keys(t.getBindingIdentifiers(declaration, false, true)))
                  names.add(exported);
            }
          },
        });
        if (exportsOf.size === 0) return;
        path.traverse({
          TSModuleBlock(block) {
            for (const statement of block.get('body'))
              if (statement.isExportNamedDeclaration()) exportedVariables(statement, block);
          },
        });
        path.traverse({
          Identifier(inner) {
            const { node, parent, parentPath } = inner;
            if (!isMention(node, parent, parentPath?.parent) || inner.scope.hasBinding(node.name, true)) return;
            const owner = exporterOf(inner, exportsOf);
            if (owner === null) return;
            const member = t.inherits(
              t.memberExpression(t.identifier(owner), t.identifier(inner.node.name)),
              inner.node,
            );
            if (t.isObjectProperty(inner.parent) && inner.parent.shorthand) inner.parent.shorthand = false;
            inner.replaceWith(member);
            inner.skip();
          },
        });
      },
    },
  };
}

function isValue(declaration: t.Declaration): boolean {
  return !declaration.type.startsWith('TS') || t.isTSEnumDeclaration(declaration);
}

/** `A.B` for a namespace B within A; null for `declare global` and modules named by a string. */
function qualifiedName(node: t.TSModuleDeclaration, parent: NodePath | null): string | null {
  if (!t.isIdentifier(node.id)) return null;
  const outer = parent?.find(path => path.isTSModuleDeclaration());
  if (!outer) return node.id.name;
  const around = qualifiedName(outer.node as t.TSModuleDeclaration, outer.parentPath);
  return around === null ? null : `${around}.${node.id.name}`;
}

/** The innermost namespace around `path` that exports its name elsewhere: by its own name, which is in sight there. */
function exporterOf(path: NodePath<t.Identifier>, exportsOf: Exports): string | null {
  for (let at: NodePath | null = path; at; at = at.parentPath) {
    if (!at.isTSModuleDeclaration()) continue;
    const name = qualifiedName(at.node, at.parentPath);
    if (name !== null && exportsOf.get(name)?.has(path.node.name)) return (at.node.id as t.Identifier).name;
  }
  return null;
}

/** `export let` and `export var`: properties of the namespace's object, which others may assign. */
function exportedVariables(statement: NodePath<t.ExportNamedDeclaration>, block: NodePath<t.TSModuleBlock>): void {
  const { declaration } = statement.node;
  const owner = block.parent;
  if (!t.isVariableDeclaration(declaration) || declaration.kind === 'const' || declaration.declare) return;
  if (!t.isTSModuleDeclaration(owner) || !t.isIdentifier(owner.id)) return;
  const namespace = owner.id.name;
  const bindings = Object.keys(t.getBindingIdentifiers(declaration)).map(name => block.scope.getBinding(name));
  const property = (node: t.Identifier) =>
    t.inherits(t.memberExpression(t.identifier(namespace), t.identifier(node.name)), node);
  block.traverse({
    Identifier(inner) {
      const { node, parent } = inner;
      if (!bindings.includes(inner.scope.getBinding(node.name))) return;
      if (!isMention(node, parent, inner.parentPath?.parent)) return;
      if (t.isObjectProperty(parent) && parent.shorthand) parent.shorthand = false;
      inner.replaceWith(property(node));
      inner.skip();
    },
  });
  const assignments = declaration.declarations.flatMap(({ id, init }) =>
    init
      ? [t.inherits(t.expressionStatement(t.assignmentExpression('=', id as t.LVal as t.Identifier, init)), id)]
      : [],
  );
  statement.replaceWithMultiple(assignments);
}

/** Whether the identifier stands for the variable: read, assigned or declared. */
function isMention(node: t.Identifier, parent: t.Node, grandparent: t.Node | undefined): boolean {
  return t.isReferenced(node, parent, grandparent) || t.isBinding(node, parent, grandparent);
}
