/**
 * Completion records: `finally` blocks with suspension points, and the closing of iterators.
 *
 *     try { A; return x } finally { f() }
 *     →  $k = 0; $t: try { A; { $k = 2; $e = x; break $t } } catch ($x) { $k = 1; $e = $x }
 *        f();  if ($k === 1) throw $e;  if ($k === 2) return $e;
 *
 * A native `finally` cannot be used: leaving it by suspension throws its pending completion away.
 * The trap: a jump belongs to the record only if its target lies outside the body.
 */
import * as t from '@babel/types';
import { block, id, num, ref, same, set, when } from '../normal-form/build.js';
import type { Binding } from '../normal-form/model.js';
import { type Jump, mapJumps } from './jumps.js';
import type { Normaliser } from './normaliser.js';


interface Exit {
  kind: number;
  jump: Jump;
}

const normal = 0;
const thrown = 1;

/**
 * Runs `body`, then `after` whatever the outcome, then completes as the body did. `after` is told where the kind of
 * completion stands (0 normal, 1 thrown) and where its value.
 */
export function completion(n: Normaliser, body: () => void, after: (kind: Binding, value: Binding, exits: boolean) => void): void {
  const kind = n.temp();
  const value = n.temp();
  const label = n.names.fresh('$t');
  n.tryDepth++;
  const written = n.capture(body);
  n.tryDepth--;
  const exits: Exit[] = [];
  const redirected = written.map((statement) => redirect(statement, exits, kind, value, label));
  const caught = n.names.fresh('$x');
  n.push(set(ref(kind), num(normal)), set(ref(value), num(0)));
  const attempt = t.tryStatement(
    block(redirected),
    t.catchClause(id(caught), block([set(ref(kind), num(thrown)), set(ref(value), id(caught))])),
  );
  n.push(exits.length > 0 ? t.labeledStatement(id(label), attempt) : attempt);
  after(kind, value, exits.length > 0);
  n.push(when(same(ref(kind), num(thrown)), [t.throwStatement(ref(value))]));
  for (const { kind: number, jump } of exits) {
    const leave = jump.type === 'ReturnStatement' ? t.returnStatement(jump.argument ? ref(value) : null) : jump;
    n.push(t.ifStatement(same(ref(kind), num(number)), block([leave])));
  }
}

/** Runs `body`; if it is left early, or ends while `open`, calls the iterator's `return` as the language does. */
export function closing(n: Normaliser, iterator: Binding, open: () => t.Expression, body: () => void): void {
  completion(n, body, (kind, value) => {
    n.push(when(open(), n.capture(() => closeIterator(n, iterator, kind, value))));
  });
}

/** Calls `return`, if there is one. After a throw its own failure is dropped; else it is the outcome. */
export function closeIterator(n: Normaliser, iterator: Binding, kind: Binding, value: Binding): void {
  const caught = n.names.fresh('$x');
  n.tryDepth++;
  const attempt = n.capture(() => {
    const method = n.keep(n.helpers.call('returnOf', ref(iterator)));
    const then = n.capture(() => {
      const outcome = n.temp();
      n.point(n.helpers.call('call', ref(method), ref(iterator)), ref(method), null, ref(outcome));
      n.push(t.expressionStatement(t.logicalExpression('||', same(ref(kind), num(thrown)), n.helpers.call('object', ref(outcome)))));
    });
    n.push(when(t.binaryExpression('!=', ref(method), t.nullLiteral()), then));
  });
  n.tryDepth--;
  n.push(
    t.tryStatement(
      block(attempt),
      t.catchClause(
        id(caught),
        block([when(t.binaryExpression('!==', ref(kind), num(thrown)), [set(ref(kind), num(thrown)), set(ref(value), id(caught))])]),
      ),
    ),
  );
}

/** Turns jumps out of the body into records. */
function redirect(node: t.Statement, exits: Exit[], kind: Binding, value: Binding, label: string): t.Statement {
  return mapJumps(node, (jump) => {
    const known = exits.find(
      (exit) =>
        exit.jump.type === jump.type &&
        (jump.type === 'ReturnStatement'
          ? !(exit.jump as t.ReturnStatement).argument === !jump.argument
          : (exit.jump as t.BreakStatement).label?.name === jump.label?.name),
    );
    const number = known?.kind ?? exits.length + 2;
    if (!known) exits.push({ kind: number, jump });
    const statements: t.Statement[] = [];
    // The value first: evaluating it may throw, and then the record says so.
    if (jump.type === 'ReturnStatement' && jump.argument) statements.push(set(ref(value), jump.argument));
    statements.push(set(ref(kind), num(number)), t.breakStatement(id(label)));
    return t.inherits(block(statements), jump);
  });
}
