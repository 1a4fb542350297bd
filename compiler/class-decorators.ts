/**
 * Babel's helper for decorators applies those of a class in a getter, which could not be suspended: the code it makes
 * reads it when it has taken the rest. Here the getter becomes a method that is called.
 *
 *     { e: c, get c() {…} }                     →  { e: c, c() {…} }
 *     [A, init] = _applyDecs(this, …).c         →  [A, init] = _applyDecs(this, …).c()
 *     ({ e: […], c: [A, init] } = _applyDecs(…))  →  { e: […] } = _made = _applyDecs(…), [A, init] = _made.c()
 *
 * The trap: the getter runs after the variables of `e` are set, which decorators of the class may use already.
 */
import * as t from '@babel/types';

interface Path {
  readonly node: t.Program;
  readonly scope: { generateUidIdentifier(name: string): t.Identifier; push(variable: { id: t.Identifier }): void };
}

/** After the plugin for decorators, whatever comes next. */
export function classDecoratorsPlugin() {
  return {
    name: 'greenc-class-decorators',
    visitor: {
      Program: {
        exit(path: Path) {
          const helpers = namesOfHelpers(path.node);
          if (helpers.size === 0) return;
          const isApplied = (node: t.Node | null | undefined): node is t.CallExpression =>
            t.isCallExpression(node) && t.isIdentifier(node.callee) && helpers.has(node.callee.name);
          t.traverseFast(path.node, node => {
            if (t.isExpressionStatement(node) && t.isAssignmentExpression(node.expression))
              node.expression = calledInstead(node.expression, isApplied, path);
          });
        },
      },
    },
  };
}

/** Makes a method of the helper's getter, wherever it stands; gives the helper's names. */
function namesOfHelpers(program: t.Program): Set<string> {
  const names = new Set<string>();
  for (const statement of program.body) {
    if (!t.isFunctionDeclaration(statement) || statement.loc || !/^_applyDecs/.test(statement.id?.name ?? '')) continue;
    t.traverseFast(statement, node => {
      if (!t.isObjectMethod(node, { kind: 'get' }) || !t.isIdentifier(node.key, { name: 'c' })) return;
      (node as t.ObjectMethod).kind = 'method';
      names.add((statement.id as t.Identifier).name);
    });
  }
  return names;
}

function calledInstead(
  node: t.AssignmentExpression,
  isApplied: (node: t.Node) => node is t.CallExpression,
  { scope }: Path,
): t.Expression {
  const { left, right } = node;
  if (t.isMemberExpression(right) && isApplied(right.object) && t.isIdentifier(right.property, { name: 'c' }))
    return t.assignmentExpression('=', left, t.callExpression(right, []));
  if (!t.isObjectPattern(left) || !isApplied(right)) return node;
  const last = left.properties.at(-1);
  if (!t.isObjectProperty(last) || !t.isIdentifier(last.key, { name: 'c' })) return node;
  // Nothing can be suspended between its being set and read.
  const made = scope.generateUidIdentifier('made');
  scope.push({ id: made });
  left.properties.pop();
  const rest = t.assignmentExpression('=', left, t.assignmentExpression('=', t.cloneNode(made), right));
  const applied = t.callExpression(t.memberExpression(t.cloneNode(made), t.identifier('c')), []);
  return t.sequenceExpression([rest, t.assignmentExpression('=', last.value as t.ArrayPattern, applied)]);
}
