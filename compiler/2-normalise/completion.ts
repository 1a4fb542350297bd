/**
 * Completion records: `finally` blocks with suspension points, and loops over iterators.
 *
 *     try { A; return x } finally { f() }
 *     →  $k = 0; $t: try { A; { $k = { k: 2, v: x }; break $t } } catch ($x) { $k = { k: 1, v: caught($x) } }
 *        f();  if ($k) { if ($k.k === 1) throw $k.v;  if ($k.k === 2) return $k.v; }
 *
 * A native `finally` cannot be used: leaving it by suspension throws its pending completion away. One
 * variable holds the whole record, so a frame saves one, and a normal completion costs one test.
 * The trap: a jump belongs to the record only if its target lies outside the body.
 */
import * as t from '@babel/types';
import { block, id, member, num, ref, same, set, when } from '../normal-form/build.js';
import type { Binding } from '../normal-form/model.js';
import { type Jump, mapJumps } from './jumps.js';
import type { Normaliser } from './normaliser.js';

/** The statement that notes how the body is left. */
type Leave = (kind: number, value: t.Expression | null) => t.Statement;

interface Exit {
  kind: number;
  jump: Jump;
}

const thrown = 1;

/** In place of a record: abrupt, and not by a throw. */
export const left = 2;

/** `{ k: kind, v: value }`; kinds from 2 are jumps. */
const record = (kind: number, value: t.Expression | null): t.Expression =>
  t.objectExpression([t.objectProperty(id('k'), num(kind)), ...(value ? [t.objectProperty(id('v'), value)] : [])]);

const kindIs = (completion: Binding, kind: number): t.Expression => same(member(ref(completion), 'k'), num(kind));

/**
 * Runs `body`, then `after` whatever the outcome (it is given the variable with the record, 0 after a normal
 * completion), then completes as the body did.
 */
export function completion(n: Normaliser, body: () => void, after: (record: Binding) => void): void {
  const kept = n.temp();
  n.push(set(ref(kept), num(n.isHeld ? left : 0)));
  if (n.isHeld) {
    const whole = () => {
      body();
      n.push(set(ref(kept), num(0)));
    };
    completeHeld(n, kept, whole, () => after(kept));
    return;
  }
  const label = n.names.fresh('$t');
  n.tryDepth++;
  const written = n.capture(body);
  n.tryDepth--;
  const exits: Exit[] = [];
  const leave = (kind: number, value: t.Expression | null) => set(ref(kept), record(kind, value));
  const redirected = written.map(statement => redirect(statement, exits, leave, label));
  const caught = n.helpers.local('$x');
  const attempt = t.tryStatement(
    block(redirected),
    t.catchClause(id(caught), block([set(ref(kept), record(thrown, n.helpers.call('caught', id(caught))))])),
  );
  n.push(exits.length > 0 ? t.labeledStatement(id(label), attempt) : attempt);
  const ending = n.capture(() => {
    n.push(t.ifStatement(kindIs(kept, thrown), t.throwStatement(member(ref(kept), 'v'))));
    exits.forEach((exit, i) => {
      const jump = completing(exit, kept);
      n.push(i === exits.length - 1 ? jump : t.ifStatement(kindIs(kept, exit.kind), jump));
    });
  });
  after(kept);
  n.push(when(ref(kept), ending));
}

/** The jump, from behind what it was to leave. */
const completing = ({ jump }: Exit, kept: Binding): t.Statement =>
  jump.type === 'ReturnStatement' ? t.returnStatement(jump.argument ? member(ref(kept), 'v') : null) : jump;

/**
 * The body of a loop over an iterator, in which `continue` only ends it. How it is left is noted in the Iteration: that
 * closes the iterator where it would advance, and throws what the body has thrown. `labels`: those of the loop. Gives
 * what completes the other jumps, for behind the loop.
 *
 *     for (;;) { …advance…; $t: try { A; { leave($1, 3, x); break $t } } catch ($x) { leave($1, 1, $x) } }
 *     if ($1.k === 3) return $1.v;
 */
export function iterated(n: Normaliser, iterator: Binding, labels: readonly string[], body: () => void): t.Statement[] {
  const label = n.names.fresh('$t');
  n.tryDepth++;
  const written = n.capture(body);
  n.tryDepth--;
  const isOwn = (jump: Jump) =>
    jump.type === 'BreakStatement' && (jump.label ? labels.includes(jump.label.name) : true);
  const leave = (kind: number, value: t.Expression | null) =>
    t.expressionStatement(n.helpers.call('leave', ref(iterator), num(kind), ...(value ? [value] : [])));
  const exits: Exit[] = [];
  const redirected = written.map(statement => redirect(statement, exits, leave, label));
  const caught = n.helpers.local('$x');
  const handler = t.catchClause(id(caught), block([leave(thrown, id(caught))]));
  const attempt = t.tryStatement(block(redirected), handler);
  n.push(exits.length > 0 ? t.labeledStatement(id(label), attempt) : attempt);
  return exits
    .filter(({ jump }) => !isOwn(jump))
    .map(exit => t.ifStatement(kindIs(iterator, exit.kind), completing(exit, iterator)));
}

/**
 * The same for a body that is held where it stands: the engine keeps its completion, and whoever has the generator may
 * make it return at a `yield`. So `after` is a native `finally`, and the record only says what it needs to know: 0, or
 * `left`, or that of a throw. The body sets it.
 *
 *     $k = left; try { A; $k = 0 } catch ($x) { $x = caught($x); if ($k) $k = { k: 1, v: $x }; throw $x } finally { … }
 */
export function completeHeld(n: Normaliser, kept: Binding, body: () => void, after: () => void): void {
  n.tryDepth++;
  const written = n.capture(body);
  n.tryDepth--;
  const caught = n.helpers.local('$x');
  const handler = block([
    t.expressionStatement(t.assignmentExpression('=', id(caught), n.helpers.call('caught', id(caught)))),
    when(ref(kept), [set(ref(kept), record(thrown, id(caught)))]),
    t.throwStatement(id(caught)),
  ]);
  n.push(t.tryStatement(block(written), t.catchClause(id(caught), handler), block(n.capture(after))));
}

/**
 * Calls `return`, if there is one. After a throw its own failure is dropped, and what the body has thrown is thrown
 * again; else it is the outcome. All of this is the helpers' business.
 */
export function closeIterator(n: Normaliser, iterator: Binding, kept: Binding): void {
  n.point(
    n.helpers.call('close', ref(iterator), ref(kept)),
    n.helpers.call('member', member(ref(iterator), 'i'), t.stringLiteral('return')),
    null,
    null,
    { helper: 'closed', args: [ref(kept)] },
  );
}

/** Turns jumps out of the body into records. */
function redirect(node: t.Statement, exits: Exit[], leave: Leave, label: string): t.Statement {
  return mapJumps(node, jump => {
    const known = exits.find(
      exit =>
        exit.jump.type === jump.type &&
        (jump.type === 'ReturnStatement'
          ? !(exit.jump as t.ReturnStatement).argument === !jump.argument
          : (exit.jump as t.BreakStatement).label?.name === jump.label?.name),
    );
    const kind = known?.kind ?? exits.length + 2;
    if (!known) exits.push({ kind, jump });
    const value = jump.type === 'ReturnStatement' ? (jump.argument ?? null) : null;
    return t.inherits(block([leave(kind, value), t.breakStatement(id(label))]), jump);
  });
}
