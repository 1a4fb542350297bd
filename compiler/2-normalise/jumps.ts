/** Finding the jumps that leave a statement: `return`, and `break` and `continue` with a target outside it. */
import type * as t from '@babel/types';
import * as types from '@babel/types';
import { block, id } from '../normal-form/build.js';

export type Jump = t.BreakStatement | t.ContinueStatement | t.ReturnStatement;

interface Within {
  labels: ReadonlySet<string>;
  breakable: boolean;
  loop: boolean;
}

/** Replaces every jump that leaves `node` by what `replace` gives for it (null: it stays). */
export function mapJumps<N extends t.Statement>(node: N, replace: (jump: Jump) => t.Statement | null): N {
  return visit(node, { labels: new Set(), breakable: false, loop: false }) as N;

  function visit(node: t.Statement, within: Within): t.Statement {
    switch (node.type) {
      case 'ReturnStatement':
        return replace(node) ?? node;
      case 'BreakStatement':
      case 'ContinueStatement': {
        const stays = node.label
          ? within.labels.has(node.label.name)
          : node.type === 'BreakStatement'
            ? within.breakable
            : within.loop;
        return stays ? node : (replace(node) ?? node);
      }
      case 'LabeledStatement':
        node.body = visit(node.body, { ...within, labels: new Set([...within.labels, node.label.name]) });
        return node;
      case 'SwitchStatement':
        for (const clause of node.cases)
          clause.consequent = clause.consequent.map(child => visit(child, { ...within, breakable: true }));
        return node;
      case 'ForStatement':
      case 'ForInStatement':
      case 'ForOfStatement':
      case 'WhileStatement':
      case 'DoWhileStatement':
        node.body = visit(node.body, { ...within, breakable: true, loop: true });
        return node;
      case 'IfStatement':
        node.consequent = visit(node.consequent, within);
        if (node.alternate) node.alternate = visit(node.alternate, within);
        return node;
      case 'BlockStatement':
        node.body = node.body.map(child => visit(child, within));
        return node;
      case 'TryStatement':
        node.block = visit(node.block, within) as t.BlockStatement;
        if (node.handler) node.handler.body = visit(node.handler.body, within) as t.BlockStatement;
        if (node.finalizer) node.finalizer = visit(node.finalizer, within) as t.BlockStatement;
        return node;
      default:
        return node;
    }
  }
}

/** A loop body as one block in which `continue` of this loop only ends the body; `name` gives a fresh label if one is needed. */
export function endingAtContinue(body: t.Statement[], labels: readonly string[], name: () => string): t.Statement[] {
  let label: string | null = null;
  const mapped = body.map(statement =>
    mapJumps(statement, jump => {
      if (jump.type !== 'ContinueStatement' || (jump.label && !labels.includes(jump.label.name))) return null;
      label ??= name();
      return types.inherits(types.breakStatement(id(label)), jump);
    }),
  );
  return label === null ? mapped : [types.labeledStatement(id(label), block(mapped))];
}
