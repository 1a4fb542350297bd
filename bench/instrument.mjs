// Inserts `if (pausing) pause(id)` at the entry of every function that could suspend: one that contains a call and
// is neither a constructor nor a generator nor async. In the benchmark of "every function has suspended once" the
// original and the compiled program both get these statements. `pausing` is false while timing, so that no call of
// ours is timed, inlined or not.

import { types as t, transformSync } from '@babel/core';

function containsCall(path) {
  let found = false;
  const note = call => {
    found = true;
    call.stop();
  };
  path.traverse({
    'CallExpression|NewExpression|TaggedTemplateExpression|OptionalCallExpression': note,
    Function: inner => inner.skip(),
  });
  return found;
}

/** Takes a program; gives it with the calls inserted. */
export function instrument(source) {
  let count = 0;
  const visitor = {
    Function(path) {
      const { node } = path;
      if (node.async || node.generator || node.kind === 'constructor' || !containsCall(path)) return;
      const call = t.callExpression(t.identifier('pause'), [t.numericLiteral(count++)]);
      const pausing = t.identifier('pausing');
      if (t.isBlockStatement(node.body)) node.body.body.unshift(t.ifStatement(pausing, t.expressionStatement(call)));
      else node.body = t.sequenceExpression([t.logicalExpression('&&', pausing, call), node.body]);
    },
  };
  return transformSync(source, { configFile: false, babelrc: false, plugins: [{ visitor }] }).code;
}
