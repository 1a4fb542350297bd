/**
 * The name by which a class's own code can mention it.
 *
 *     const K = class { constructor() { f(); } }    →  const K = class K {…}
 *     a = [class { constructor() { f(); } }]        →  a = [class $class { static { $className(this, "", "$class"); } …}]
 *     class K { constructor(K) { f(); } }           →  let K = class $K { static { $className(this, "K", "$K"); } …}
 *
 * The trap: an anonymous class is called what it is assigned to, and giving it a name of ours must change neither that
 * nor what the name meant inside it.
 */
import * as t from '@babel/types';
import { children, id } from '../../normal-form/build.js';
import { ours, type RewrittenClass } from '../../normal-form/classes.js';
import type { Helpers } from '../../normal-form/helpers.js';
import type { Binding, IdentifierRef, Names } from '../../normal-form/model.js';

/** What a class is called by where it stands; null: only running the program would tell. */
export type Given = string | t.Expression | null;

/** Gives the class a name that its code can mention it by, and returns that. An expression gives its name as a key does. */
export function innerName(node: RewrittenClass, given: string | t.Expression, helpers: Helpers, names: Names): string {
  if (typeof given !== 'string') return renamed(node, '', helpers.call('keyName', given), helpers, names);
  const author = node.id?.name ?? given;
  const mentions = mentionsOf(node, author);
  if (node.id && mentions.every(mention => isOwn(mention, node))) return author;
  const isFree = !node.id && node.type === 'ClassExpression' && mentions.length === 0;
  if (isFree && t.isValidIdentifier(author, true) && !['arguments', 'eval'].includes(author)) {
    node.author = author;
    node.id = id(author);
    return author;
  }
  const name = renamed(node, author, t.stringLiteral(author), helpers, names);
  for (const mention of mentions) if (isOwn(mention, node)) mention.name = name;
  return name;
}

function renamed(node: RewrittenClass, author: string, shown: t.Expression, helpers: Helpers, names: Names): string {
  const name = names.fresh(`$${t.toIdentifier(author) || 'class'}`);
  node.author = author;
  node.id = id(name);
  const restore = helpers.call('className', t.thisExpression(), shown, t.stringLiteral(name));
  node.body.body.unshift(ours(t.staticBlock([t.expressionStatement(restore)])));
  return name;
}

/** Mentions of variables of that name anywhere in the class. */
function mentionsOf(node: t.Class, name: string): IdentifierRef[] {
  const found: IdentifierRef[] = [];
  const visit = (inner: t.Node): void => {
    if (inner.type === 'Identifier' && inner.name === name && inner !== node.id && isVariable(inner)) found.push(inner);
    for (const child of children(inner)) visit(child);
  };
  visit(node);
  return found;
}

/** Resolving has given it a variable, or found that it is a global. */
const isVariable = (node: IdentifierRef): boolean => node.binding !== undefined;

/** The variable is the class's own inner one. */
function isOwn({ binding }: IdentifierRef, node: t.Class): boolean {
  return (binding as Binding | null)?.scope.node === node;
}

/** What an anonymous function or class at this place of its parent is called. */
export function givenName(parent: t.Node, key: string): string | null {
  switch (parent.type) {
    case 'VariableDeclarator':
      return key === 'init' && t.isIdentifier(parent.id) ? parent.id.name : '';
    case 'AssignmentExpression': {
      const names = ['=', '&&=', '||=', '??='].includes(parent.operator);
      return key === 'right' && names && t.isIdentifier(parent.left) ? parent.left.name : '';
    }
    case 'AssignmentPattern':
      return key === 'right' && t.isIdentifier(parent.left) ? parent.left.name : '';
    case 'ExportDefaultDeclaration':
      return 'default';
    case 'ClassPrivateProperty':
      return key === 'value' ? `#${parent.key.id.name}` : '';
    case 'ObjectProperty':
      // In a literal that key says what to inherit from.
      return key === 'value' && keyText(parent) !== '__proto__' ? keyText(parent) : '';
    case 'ClassProperty':
      return key === 'value' ? keyText(parent) : '';
    default:
      return '';
  }
}

/** The key of a property, as text; null if it is computed. */
export function keyText({ key, computed }: t.ObjectProperty | t.ClassProperty | t.ClassMethod): string | null {
  if (computed) return null;
  if (t.isIdentifier(key)) return key.name;
  if (t.isStringLiteral(key) || t.isNumericLiteral(key)) return String(key.value);
  return t.isBigIntLiteral(key) ? String(BigInt(key.value)) : null;
}
