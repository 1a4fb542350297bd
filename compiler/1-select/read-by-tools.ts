/**
 * Calls that bundlers and development servers look for in the text, and replace or take note of: a module that accepts
 * updates, the files that match a pattern, a worker's file. They find these only as the author wrote them. So they
 * are no suspension points, and stay whole; what they are given may contain some, as everywhere.
 *
 *     import.meta.hot?.accept(next => show(next))        require.context('./pages', true)
 *     new Worker(new URL('./worker.js', import.meta.url), { type: 'module' })
 *
 * None of them runs the author's code before it returns: callbacks are kept for later.
 */
import * as t from '@babel/types';
import { isGlobal } from '../normal-form/build.js';

const metaFunctions = new Set(['glob', 'globEager', 'resolve', 'webpackContext']);
const hotObjects = new Set(['hot', 'webpackHot']);
const requireFunctions = new Set(['context', 'ensure', 'resolve', 'resolveWeak']);
const workers = new Set(['Worker', 'SharedWorker']);

export function isReadByTools(node: t.CallExpression | t.OptionalCallExpression | t.NewExpression): boolean {
  if (node.type === 'NewExpression') return isOwnUrl(node) || isOwnWorker(node);
  const method = nameIn(node.callee);
  if (method === undefined) return false;
  const { object } = node.callee as t.MemberExpression;
  if (isMeta(object)) return metaFunctions.has(method);
  if (isGlobal(object, 'require')) return requireFunctions.has(method);
  const hot = nameIn(object);
  if (hot === undefined || !hotObjects.has(hot)) return false;
  const { object: owner } = object as t.MemberExpression;
  return isMeta(owner) || isGlobal(owner, 'module');
}

/** `import.meta`, whose properties are no accessors of the program's either. */
export function isMeta(node: t.Node): boolean {
  return t.isMetaProperty(node) && node.meta.name === 'import';
}

/** `new URL('./worker.js', import.meta.url)` */
function isOwnUrl(node: t.Node | undefined): boolean {
  if (!t.isNewExpression(node) || !isGlobal(node.callee, 'URL')) return false;
  const [file, base] = node.arguments;
  return (
    (t.isStringLiteral(file) || t.isTemplateLiteral(file)) &&
    nameIn(base) === 'url' &&
    isMeta((base as t.MemberExpression).object)
  );
}

function isOwnWorker({ callee, arguments: given }: t.NewExpression): boolean {
  return isGlobal(callee, workers) && isOwnUrl(given[0]);
}

/** The name after the dot. */
function nameIn(node: t.Node | undefined): string | undefined {
  if (!(t.isMemberExpression(node) || t.isOptionalMemberExpression(node)) || node.computed) return undefined;
  return t.isIdentifier(node.property) ? node.property.name : undefined;
}
