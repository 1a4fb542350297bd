/** Which function a line of the source belongs to. */
import type { FunctionInfo } from '../normal-form/model.js';
import { isAuthors } from '../report.js';

/** A line of a source, from 1 on, and a column of it, from 1 on. */
export interface SourcePlace {
  readonly line: number;
  readonly column?: number | undefined;
}

/**
 * The author's function that a place is in. With a column the innermost one. Without, small functions within the line are not meant:
 * the one that begins there and goes on, else the innermost that has begun before, else whichever the line holds.
 */
export function functionAround(functions: readonly FunctionInfo[], place: SourcePlace): FunctionInfo | undefined {
  const around = functions.filter(fn => isAuthors(fn) && isAround(fn, place));
  const inwards = around.sort((one, other) => extent(other) - extent(one));
  if (place.column !== undefined) return inwards.at(-1);
  const begins = inwards.filter(({ node }) => node.loc?.start.line === place.line);
  const goesOn = begins.filter(({ node }) => node.loc?.end.line !== place.line);
  return goesOn.at(-1) ?? inwards.filter(fn => !begins.includes(fn)).at(-1) ?? begins[0];
}

function isAround({ node }: FunctionInfo, { line, column }: SourcePlace): boolean {
  const { loc } = node;
  if (!loc || line < loc.start.line || line > loc.end.line) return false;
  if (column === undefined) return true;
  if (line === loc.start.line && column - 1 < loc.start.column) return false;
  return line < loc.end.line || column - 1 < loc.end.column;
}

function extent({ node }: FunctionInfo): number {
  return (node.end ?? 0) - (node.start ?? 0);
}
