/** Which points a statement holds: they are numbered in source order, so any statement's are one range. */
import type * as t from '@babel/types';
import { children, isFunction } from '../normal-form/build.js';
import { pointOf } from '../normal-form/model.js';

export interface Range {
  low: number;
  high: number;
}

const known = new WeakMap<t.Node, Range | null>();

export function rangeOf(node: t.Node | null | undefined): Range | null {
  if (!node) return null;
  let range = known.get(node);
  if (range === undefined) {
    range = find(node);
    known.set(node, range);
  }
  return range;
}

function find(node: t.Node): Range | null {
  const point = pointOf(node);
  if (point) return { low: point.pc, high: point.pc };
  if (isFunction(node)) return null;
  return rangeOfAll(children(node));
}

/**
 * Whether control can come out at the end of a statement once it has been re-entered at one of its points.
 * Cautious: only what ends in `return` or `throw` whichever way it goes is known not to.
 */
export function completesAfterPoint(node: t.Node): boolean {
  switch (node.type) {
    case 'ReturnStatement':
    case 'ThrowStatement':
      return false;
    case 'BlockStatement':
      return listCompletes(node.body);
    case 'IfStatement': {
      const parts = [node.consequent, node.alternate].filter(part => rangeOf(part));
      return parts.some(part => completesAfterPoint(part as t.Node));
    }
    default:
      return true;
  }
}

/** The same for a list: what follows the first point decides too. */
function listCompletes(nodes: readonly t.Node[]): boolean {
  let entered = false;
  for (const node of nodes) {
    if (rangeOf(node)) entered ||= completesAfterPoint(node);
    else if (entered && (node.type === 'ReturnStatement' || node.type === 'ThrowStatement')) return false;
  }
  return entered;
}

export function rangeOfAll(nodes: readonly (t.Node | null | undefined)[]): Range | null {
  let all: Range | null = null;
  for (const node of nodes) {
    const range = rangeOf(node);
    if (range) all = all ? { low: Math.min(all.low, range.low), high: Math.max(all.high, range.high) } : range;
  }
  return all;
}
