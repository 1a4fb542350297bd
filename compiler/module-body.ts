/**
 * The code of a CommonJS module as that of a function, so that a greenlet can run it: what stands at the top of a module runs in main
 * otherwise, and cannot be suspended.
 *
 *     const text = read('a.txt');
 *
 *     module.exports = process => function (exports, require, module, __filename, __dirname) {
 *       const text = read('a.txt');
 *     };
 *
 * Whoever loads the module calls the function, with a `require` that can be suspended. `process` is outside because a module may declare
 * it. Of an ES module `import.meta` is there, too: that it takes this tells what it has been.
 */
import * as t from '@babel/types';
import { isMeta } from './1-select/read-by-tools.js';
import { mapChildren } from './normal-form/build.js';

const meta = '$importMeta';
const parameters = ['exports', 'require', 'module', '__filename', '__dirname'];

/** Changes a script in place. `isModule`: it has been made of an ES module, and nothing but `import.meta` is left of that. */
export function wrapBody(program: t.Program, isModule: boolean): void {
  if (isModule) mapChildren(program, withoutMeta);
  const given = isModule ? ['process', meta] : ['process'];
  const ids = parameters.map(name => t.identifier(name));
  const body = t.functionExpression(null, ids, t.blockStatement(program.body, program.directives));
  const made = t.arrowFunctionExpression(
    given.map(name => t.identifier(name)),
    body,
  );
  const target = t.memberExpression(t.identifier('module'), t.identifier('exports'));
  program.directives = [];
  program.body = [t.expressionStatement(t.assignmentExpression('=', target, made))];
}

function withoutMeta(node: t.Node): t.Node {
  if (isMeta(node)) return t.identifier(meta);
  mapChildren(node, withoutMeta);
  return node;
}
