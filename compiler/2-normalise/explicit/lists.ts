/**
 * Several statements where the author wrote one.
 *
 * In: what a statement has become. Out: one node that its parent can still tell from a block of the author's.
 *
 *     var a = f(), b;       →  splice:   a = f()                    (its parent takes it apart)
 *     l: for (let k …) …    →  wrapped:  { let $k = …; l: for … }   (a block: the names in it are its own)
 *
 * The trap: a label belongs to the loop and not to what prepares it, or `continue` would have nothing to continue.
 */
import type * as t from '@babel/types';
import { block } from '../../normal-form/build.js';

interface Wrapped extends t.BlockStatement {
  /** The last statement is what the author wrote, the others prepare for it. */
  wraps: true;
}

export function wrapped(before: t.Statement[], node: t.Statement): t.Statement {
  return before.length > 0 ? Object.assign(block([...before, node]), { wraps: true as const }) : node;
}

/** Puts the label on what the author wrote, behind what prepares for it. */
export function relabelled(label: t.LabeledStatement, body: t.Statement): t.Statement {
  if (!(body as Partial<Wrapped>).wraps) {
    label.body = body;
    return label;
  }
  const list = (body as Wrapped).body;
  label.body = list.pop() as t.Statement;
  list.push(label);
  return body;
}

interface Splice extends t.BlockStatement {
  /** Several statements in place of one; not a block of the program. */
  splice: true;
}

/** The statement itself, if it is the only one. */
export function splice(body: t.Statement[]): t.Statement {
  return body.length === 1 ? (body[0] as t.Statement) : Object.assign(block(body), { splice: true as const });
}

export function unsplice(node: t.Statement): t.Statement[] {
  return isSplice(node) ? node.body : [node];
}

export function isSplice(node: t.Node): node is Splice {
  return !!(node as Partial<Splice>).splice;
}
