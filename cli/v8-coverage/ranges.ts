/**
 * Counts of blocks as V8 reports them: a range only where the count is another than around it.
 *
 * In: a function, and how often each of its blocks ran. Out: its ranges. The steps are V8's own (src/debug/debug-coverage.cc),
 * in its order.
 */
import type { Block, CountedFunction } from './blocks.js';

export interface Range {
  startOffset: number;
  endOffset: number;
  count: number;
}

/** @param countOf undefined where nothing tells: the block then counts as what is around it */
export function rangesOf(fn: CountedFunction, count: number, countOf: (block: Block) => number | undefined): Range[] {
  const whole: Range = { startOffset: fn.start, endOffset: fn.end, count };
  let ranges =
    count > 0
      ? endsSettled(
          whole,
          fn.blocks.flatMap(block => counted(block, countOf(block))),
        )
      : [];
  ranges = joined(ranges.sort(inOrder));
  ranges = joined(
    withParents(whole, ranges).flatMap(([range, parent]) => (range.count === parent.count ? [] : [range])),
  );
  ranges = withParents(whole, ranges).flatMap(([range, parent]) => (range.count + parent.count > 0 ? [range] : []));
  return [whole, ...ranges.filter(({ startOffset, endOffset }) => startOffset < endOffset)];
}

type Open = Omit<Range, 'endOffset'> & { endOffset: number | undefined };

const counted = ({ start, end }: Block, count: number | undefined): Open[] =>
  count === undefined ? [] : [{ startOffset: start, endOffset: end, count }];

const inOrder = (one: Open, other: Open): number =>
  one.startOffset - other.startOffset || (other.endOffset ?? -1) - (one.endOffset ?? -1);

/** What goes on behind a statement ends where the next block begins, or that ends which it stands in. */
function endsSettled(whole: Range, blocks: Open[]): Range[] {
  blocks.sort(inOrder);
  const around: Range[] = [];
  return blocks.map((block, i) => {
    while (around.length > 0 && (around.at(-1) as Range).endOffset <= block.startOffset) around.pop();
    const parent = around.at(-1);
    const parentEnd = parent ? parent.endOffset : whole.endOffset - 1;
    const next = blocks[i + 1];
    const end = next && next.startOffset < parentEnd ? next.startOffset : parentEnd;
    const range: Range = { ...block, endOffset: block.endOffset ?? end };
    around.push(range);
    return range;
  });
}

/** Neighbours that ran equally often are one. */
function joined(ranges: readonly Range[]): Range[] {
  const result: Range[] = [];
  for (const range of ranges) {
    const last = result.at(-1);
    if (last && last.endOffset === range.startOffset && last.count === range.count)
      result.splice(-1, 1, { ...range, startOffset: last.startOffset });
    else result.push(range);
  }
  return result;
}

/** Each range with the one around it. */
function withParents(whole: Range, ranges: readonly Range[]): [Range, Range][] {
  const around: Range[] = [whole];
  return ranges.map(range => {
    while (around.length > 1 && (around.at(-1) as Range).endOffset <= range.startOffset) around.pop();
    const parent = around.at(-1) as Range;
    around.push(range);
    return [range, parent];
  });
}
