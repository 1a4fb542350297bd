/**
 * One function into normal form: its body as a statement list, parameters with suspension points taken
 * apart in the body.
 *
 *     function f(a, b = g(a)) {…}   →  function f(a, $p = undefined) { let b = $p; if (b === undefined) b = g(a); … }
 *
 * The trap: `length` counts parameters up to the first default, and a function with defaults has an
 * `arguments` of its own; the parameters left behind keep both.
 */
import * as t from '@babel/types';
import { id, ref, same, set, undef, when } from '../normal-form/build.js';
import type { EarlyStatement } from '../normal-form/classes.js';
import type { NormalFunction } from '../normal-form/definition.js';
import type { Helpers } from '../normal-form/helpers.js';
import { type Binding, type FunctionInfo, type IdentifierRef, makeBinding, type Names } from '../normal-form/model.js';
import type { Checks } from '../options.js';
import { lower } from './expressions.js';
import { named } from './naming.js';
import { lowersParameters, Normaliser, unnamed } from './normaliser.js';
import { assignPattern } from './patterns.js';
import { declare, list } from './statements.js';
import { authorName, shown, unknown } from './text.js';

export function normaliseFunction(fn: FunctionInfo, helpers: Helpers, names: Names, checks: Checks): NormalFunction {
  const { node } = fn;
  const temps: Binding[] = [];
  const n = new Normaliser(fn, helpers, names, temps, checks === 'full');
  const statements =
    node.body.type === 'BlockStatement' ? node.body.body : [t.inherits(t.returnStatement(node.body), node.body)];
  const declarations = statements.filter((s): s is t.FunctionDeclaration => s.type === 'FunctionDeclaration');
  let hasLateParameters = false;
  const body = n.capture(() => {
    n.push(...list(n, statements.filter(isEarly)));
    hasLateParameters = lowerParameters(n);
    // A generator begins when it is first resumed; evaluating its parameters is part of the call (see `parametrised`).
    // What an async one yields here is not for whoever asks it for a result, and `await` is its way to say so.
    if (hasLateParameters && n.isHeld)
      n.push(t.expressionStatement(node.async ? t.awaitExpression(undef()) : t.yieldExpression()));
    n.push(
      ...list(
        n,
        statements.filter(s => s.type !== 'FunctionDeclaration' && !isEarly(s)),
      ),
    );
  });
  // Later passes look into the function from outside, through its node.
  node.body = t.inherits(
    t.blockStatement([...declarations, ...body], node.body.type === 'BlockStatement' ? node.body.directives : []),
    node.body,
  );
  return { fn, body, declarations, temps, hasLateParameters };
}

const isEarly = (node: EarlyStatement): boolean => !!node.early;

/** Whether there was something to do. */
function lowerParameters(n: Normaliser): boolean {
  const { params } = n.fn.node;
  if (!lowersParameters(n.fn.node)) return false;
  // From the first that is more than a name: a closure in an earlier default may see a later parameter.
  const first = params.findIndex(param => param.type !== 'Identifier');
  // In sloppy code `arguments` would mirror parameters that are names only. A setter can have no other one besides.
  const isMirrored = n.fn.uses.arguments && !n.fn.strict;
  const isSetter = (n.fn.node as Partial<t.ObjectMethod>).kind === 'set';
  for (let i = first; i < params.length; i++) {
    const param = params[i] as t.Node;
    if (param.type === 'Identifier' && !(param as IdentifierRef).binding?.needsTdz) continue;
    const given = makeBinding(n.names.fresh('$p'), 'param', n.fn.scope, n.fn);
    given.storage = 'local';
    for (const name of Object.values(t.getBindingIdentifiers(param)) as IdentifierRef[])
      declareParameter(n, name.binding as Binding);
    if (param.type === 'RestElement') {
      params[i] = t.restElement(ref(given));
      assignPattern(n, param.argument, ref(given), null, true, true);
    } else if (param.type === 'AssignmentPattern') {
      params[i] = t.assignmentPattern(ref(given), undef());
      const target = param.left;
      const then = n.capture(() => {
        const value = lower(n, param.right);
        n.push(set(ref(given), target.type === 'Identifier' ? named(value, authorName(target)) : unnamed(value)));
      });
      n.push(when(same(ref(given), undef()), then));
      // The engine makes a condition of the default.
      assignPattern(n, target, ref(given), t.isObjectPattern(target) ? shown(unknown.repeat(3)) : null, true, true);
    } else {
      params[i] = ref(given) as t.Identifier;
      let value = given;
      if (isMirrored && isSetter) {
        value = n.temp();
        n.push(set(ref(value), ref(given)));
      }
      declare(n, null, param as t.LVal, ref(value), param.type === 'ArrayPattern' ? null : id('undefined'), true);
    }
  }
  if (isMirrored && !isSetter && params.every(param => param.type === 'Identifier'))
    params.push(t.restElement(ref(makeBinding(n.names.fresh('$p'), 'param', n.fn.scope, n.fn))));
  return true;
}

/** A parameter that is now a variable of the body. */
function declareParameter(n: Normaliser, binding: Binding): void {
  if (binding.storage === 'shared') n.fn.shared.push(binding);
  else n.fn.vars.push(binding);
  binding.kind = 'var';
}
