/**
 * How often each place of a source ran, from what V8 has counted in the code that it was compiled to.
 *
 * A place stands in both halves of a function, and its executions are those of both. The trap: what the compiler has added has no
 * place of its own, and by the source map belongs to whatever stands before it. Of a name or a literal of the author's the map
 * has beginning and end: so these are known, and anything else that goes by a place counts only where there is none of them.
 */
import { decodedMappings, TraceMap } from '@jridgewell/trace-mapping';
import type { Range } from './ranges.js';

export interface ScriptCoverage {
  scriptId?: string;
  url: string;
  functions: { functionName: string; isBlockCoverage: boolean; ranges: Range[] }[];
}

export interface Position {
  readonly line: number;
  readonly column: number;
}

export interface Place {
  readonly start: Position;
  readonly end: Position;
}

/** What is known of a place. Lines count from 1, columns from 0. */
export interface Counts {
  /** How often the name or literal ran that stands there; undefined if the compiled code has none. */
  tokenAt(place: Place): number | undefined;
  /** How often that ran most often which goes by the place's beginning; undefined if nothing does. */
  at(place: Place): number | undefined;
  /** What the engine says of the function that begins there; undefined if none does. */
  functionAt(place: Place): { readonly name: string; readonly count: number } | undefined;
}

/** @param lineLengths of the compiled code, without the characters that end lines */
export function countsOf({ functions }: ScriptCoverage, lineLengths: readonly number[], map: object): Counts {
  const starts: number[] = [];
  let length = 0;
  for (const each of lineLengths) {
    starts.push(length);
    length += each + 1;
  }
  const ranges = functions.flatMap(one => one.ranges);
  const counts = paint(ranges, length, ({ count }) => count);
  const owners = paint(
    functions.map(one => one.ranges[0] as Range),
    length,
    (_, i) => i,
  );
  const begun = new Map(functions.map(one => [one.ranges[0]?.startOffset, one]));
  const places = new Map<string, { name: string; count: number }>();
  const tokens = new Sums();
  const all = new Sums();
  for (const [line, segments] of decodedMappings(new TraceMap(map as never)).entries()) {
    for (const [i, segment] of segments.entries()) {
      if (segment.length === 1) continue;
      const [column, , sourceLine, sourceColumn] = segment;
      const offset = (starts[line] ?? length) + column;
      const count = counts[offset] ?? 0;
      const owner = owners[offset] as number;
      const key = keyOf({ line: sourceLine + 1, column: sourceColumn });
      const fn = begun.get(offset);
      if (fn && !places.has(key)) places.set(key, { name: fn.functionName, count: fn.ranges[0]?.count ?? 0 });
      all.add(key, owner, count);
      const next = segments[i + 1];
      if (next && next.length !== 1)
        tokens.add(`${key}-${keyOf({ line: next[2] + 1, column: next[3] })}`, owner, count);
    }
  }
  return {
    tokenAt: ({ start, end }) => tokens.get(`${keyOf(start)}-${keyOf(end)}`),
    at: ({ start }) => all.get(keyOf(start)),
    functionAt: ({ start }) => places.get(keyOf(start)),
  };
}

/** Of what goes by one place in one function, that counts which ran most often; and the functions are added up. */
class Sums {
  readonly #found = new Map<string, Map<number, number>>();

  add(key: string, owner: number, count: number): void {
    const inside = this.#found.get(key) ?? new Map<number, number>();
    this.#found.set(key, inside.set(owner, Math.max(inside.get(owner) ?? 0, count)));
  }

  get(key: string): number | undefined {
    const inside = this.#found.get(key);
    return inside && [...inside.values()].reduce((sum, one) => sum + one, 0);
  }
}

const keyOf = ({ line, column }: Position): string => `${line}:${column}`;

/** For each character what belongs to the smallest range around it. */
function paint(
  ranges: readonly Range[],
  length: number,
  colourOf: (range: Range, index: number) => number,
): Uint32Array {
  const sizeOf = ({ startOffset, endOffset }: Range) => endOffset - startOffset;
  const values = new Uint32Array(length);
  const sorted = ranges.map((range, i) => [range, colourOf(range, i)] as const);
  sorted.sort(([one], [other]) => sizeOf(other) - sizeOf(one));
  for (const [{ startOffset, endOffset }, value] of sorted) values.fill(value, startOffset, endOffset);
  return values;
}
