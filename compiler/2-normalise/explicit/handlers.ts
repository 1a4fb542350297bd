/**
 * `try`: whoever handles an error is the first to learn that it hides a switch.
 *
 * In: a `try` as the author wrote it. Out: the same, in resumable functions with a look at the error before anything
 * else happens to it.
 *
 *     try { A } catch (e) { B }       →  try { A } catch (e) { e = caught(e); B }
 *     try { A } catch ({ a }) { B }   →  try { A } catch ($x) { let { a } = caught($x); { B } }
 *     try { A } finally { C }         →  try { A } catch ($x) { throw caught($x) } finally { C }
 *
 * A foreign function that uses the sentinel as if it were a result gets an error of the engine's for it, and throws that
 * through the calls around it, while a switch is pending that nobody hands on. `caught` gives the ForeignFrameError then,
 * once the frames that cut off have run to their end: they come before the handler, and before the `finally`.
 *
 * What a handler throws nobody looks at before the `finally` beside it: to throw an error once more costs what throwing it
 * does, and an error of a handler is mostly the program's own.
 *
 * The trap: where a handler or a `finally` has points, the normaliser takes the `try` apart, and the look goes where it
 * keeps the error. So this leaves those alone, but for generators, whose bodies are held in native ones.
 */
import * as t from '@babel/types';
import { block, id, letDeclaration, ref, set } from '../../normal-form/build.js';
import { type Binding, type FunctionInfo, type IdentifierRef, isGenerator } from '../../normal-form/model.js';
import { visit } from '../explicit.js';
import { hasPoint } from '../normaliser.js';
import { isLoose, localVariable, namesIn } from './declarations.js';
import type { Explicit } from './state.js';
import { targets } from './variables.js';

export function tryStatement(x: Explicit, node: t.TryStatement): t.Statement {
  const fn = x.fn as FunctionInfo;
  // After an `await` there is no switch to hide.
  const looks = fn?.resumable && (!fn.node.async || isGenerator(fn) || hasPoint(node));
  const staysWhole = (part: t.Node | null | undefined) => !!part && looks && (isGenerator(fn) || !hasPoint(part));
  const { handler, finalizer } = node;
  const looksFirst = staysWhole(handler);
  const looksLast = !handler && staysWhole(finalizer);
  node.block = visit(x, node.block) as t.BlockStatement;
  if (handler) node.handler = catchClause(x, handler, looksFirst);
  if (finalizer) node.finalizer = visit(x, finalizer) as t.BlockStatement;
  if (looksLast) {
    const caught = x.helpers.local('$x');
    node.handler = t.catchClause(id(caught), block([t.throwStatement(x.helpers.call('caught', id(caught)))]));
  }
  return node;
}

function catchClause(x: Explicit, node: t.CatchClause, looks: boolean): t.CatchClause {
  const { param } = node;
  const given = (error: t.Expression) => (looks ? x.helpers.call('caught', error) : error);
  const names = param ? namesIn(param) : [];
  const opening: t.Statement[] = [];
  if (!param) {
    if (looks) {
      const caught = x.helpers.local('$x');
      node.param = id(caught);
      opening.push(t.expressionStatement(given(id(caught))));
    }
  } else if (names.some(name => isLoose(x, name.binding)) || (looks && param.type !== 'Identifier')) {
    const { scope } = (names[0] as IdentifierRef).binding as Binding;
    const caught = localVariable(x, '$x', scope);
    const declaration = letDeclaration(param as t.LVal, Object.assign(given(ref(caught)), { author: '.catch' }));
    node.param = ref(caught) as t.Identifier;
    for (const { binding } of names) if (binding?.storage === 'shared') x.fn?.shared.push(binding);
    // Around the body, whose functions close over what is declared here.
    node.body = block([declaration, node.body]);
  } else {
    node.param = targets(x, param) as t.Identifier;
    if (looks) {
      const { binding } = names[0] as IdentifierRef;
      opening.push(set(ref(binding as Binding), given(ref(binding as Binding))));
    }
  }
  node.body = visit(x, node.body) as t.BlockStatement;
  node.body.body.unshift(...opening, ...x.take(node));
  return node;
}
