import { type NodePath, types as t, transformSync } from '@babel/core';

// Built-ins that call back, accessors and constructors cannot be suspended yet: under them nothing may pause.
const callingBack = ['some', 'every', 'map', 'filter', 'forEach', 'find', 'findIndex', 'reduce', 'replace', 'sort'];

function isAccessorOrConstructor({ node, parent }: NodePath<t.Function>): boolean {
  if ('kind' in node) return node.kind !== 'method';
  const key = t.isAssignmentExpression(parent) && t.isMemberExpression(parent.left) ? parent.left.property : null;
  return t.isIdentifier(t.isObjectProperty(parent) ? parent.key : key, { name: 'get' });
}

const shielded = (body: t.Expression | t.BlockStatement): t.Expression =>
  t.callExpression(t.identifier('shielded'), [t.arrowFunctionExpression([], body)]);

/**
 * Takes a script; gives it with a call of a global `pause(id)` at the entry of every function, except in what
 * cannot be suspended yet: that is called by a global `shielded(work)`.
 */
export function pauseEverywhere(source: string): string {
  const added = new Set<t.Node>();
  let count = 0;
  const visitor = {
    Function: {
      exit(path: NodePath<t.Function>) {
        const { node } = path;
        if (added.has(node) || node.async || node.generator) return;
        const body = t.isBlockStatement(node.body) ? node.body : t.blockStatement([t.returnStatement(node.body)]);
        if (isAccessorOrConstructor(path)) {
          // A constructor of a derived class has to call super() itself.
          if ('kind' in node && node.kind === 'constructor') return;
          body.body = [t.returnStatement(shielded(t.blockStatement(body.body)))];
        } else {
          const call = t.callExpression(t.identifier('pause'), [t.numericLiteral(count++)]);
          body.body.unshift(t.expressionStatement(call));
        }
        node.body = body;
        if (t.isArrowFunctionExpression(node)) node.expression = false;
      },
    },
    'CallExpression|NewExpression': {
      exit(path: NodePath<t.CallExpression | t.NewExpression>) {
        const { node } = path;
        const callee = t.isMemberExpression(node.callee) ? node.callee.property : null;
        const hidden = t.isNewExpression(node) || (t.isIdentifier(callee) && callingBack.includes(callee.name));
        if (!hidden || path.getFunctionParent() === null) return;
        const call = shielded(t.cloneNode(node, false)) as t.CallExpression;
        added.add(call.arguments[0] as t.Node);
        path.replaceWith(call);
        path.skip();
      },
    },
  };
  const options = { configFile: false, babelrc: false, compact: false, plugins: [{ visitor }] };
  return transformSync(source, { ...options, sourceType: 'script' })?.code ?? '';
}
