/**
 * Coverage by V8 of compiled code, put down as that of the source: what V8 would have reported had it run the source itself.
 *
 * In: what Node writes into the folder that NODE_V8_COVERAGE names. Out: the same, in which compiled scripts have the address of
 * their source, counts that go by its text, and no source map.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { resolveCompileOptions } from '../../compiler/options.js';
import { parseSource } from '../../compiler/parse.js';
import { type Block, type CountedFunction, functionsOf } from './blocks.js';
import { type Counts, countsOf, type Place, type ScriptCoverage } from './counts.js';
import { rangesOf } from './ranges.js';

interface LoadedMap {
  readonly lineLengths?: readonly number[];
  readonly data: {
    readonly sources: readonly string[];
    readonly sourceRoot?: string | null;
    readonly sourcesContent?: readonly (string | null)[] | null;
  } | null;
}

export interface ProcessCoverage {
  result: ScriptCoverage[];
  'source-map-cache'?: Record<string, LoadedMap>;
}

/** In the text of what greenc has compiled. */
const mark = /["'`]greenc1:\d+["'`]/;

/**
 * Changes `coverage` in place, for the scripts that greenc has compiled from one file each. Those for which something is missing
 * stay as they are.
 *
 * @param inMemory whether greenc has compiled what is not what its file says
 * @returns the addresses under which the changed scripts were loaded
 */
export function uniteCoverage(coverage: ProcessCoverage, inMemory: boolean): string[] {
  const maps = coverage['source-map-cache'] ?? {};
  const changed = new Set<string>();
  for (const script of coverage.result) {
    const { url } = script;
    const known = maps[url];
    const { data, lineLengths } = known ?? {};
    if (!data || !lineLengths || data.sources.length !== 1 || !url.startsWith('file:')) continue;
    try {
      const loaded = readFileSync(fileURLToPath(url), 'utf8');
      const isFile = lengthsOf(loaded).join() === lineLengths.join();
      if (isFile ? !mark.test(loaded) : !inMemory) continue;
      const at = new URL(`${data.sourceRoot ?? ''}${data.sources[0]}`, url);
      const source = data.sourcesContent?.[0] ?? readFileSync(at, 'utf8');
      script.functions = functionsRun(source, fileURLToPath(at), countsOf(script, lineLengths, data));
      script.url = at.href;
      changed.add(url);
    } catch {
      // Its source is gone or was no program of ours: whoever reads the coverage goes by the map then.
    }
  }
  for (const url of changed) delete maps[url];
  return [...changed];
}

/** As Node measures lines. */
const lengthsOf = (text: string): number[] => text.split(/[\n\u2028\u2029]/).map(line => line.length);

/** Functions in source order, each with the ranges that V8 reports of it. Throws a `CompileError` if the source cannot be parsed. */
export function functionsRun(source: string, filename: string, counts: Counts): ScriptCoverage['functions'] {
  const { program } = parseSource(source, resolveCompileOptions({ filename }));
  const runsOf = (statements: Block['places']): number | undefined => {
    const known = statements.map(places => timesOf(places, counts)).filter(times => times !== undefined);
    return known.find(times => times > 0) ?? known[0];
  };
  const calls = new Map<CountedFunction, number>();
  return functionsOf(program, source).flatMap(fn => {
    const { parent } = fn;
    const begun = counts.functionAt(fn.place);
    const count = parent === null ? 1 : (begun?.count ?? runsOf(fn.entry) ?? 0);
    calls.set(fn, count);
    // The engine does not know of functions in one that was never called.
    if (parent !== null && calls.get(parent) === 0) return [];
    const functionName = begun && !begun.name.startsWith('$') ? begun.name : fn.name;
    const ranges = rangesOf(fn, count, ({ places }) => runsOf(places));
    return [{ functionName, isBlockCoverage: count > 0, ranges }];
  });
}

/** How often a statement ran; undefined if nothing tells. */
function timesOf(places: readonly Place[], counts: Counts): number | undefined {
  const tokens = places.map(place => counts.tokenAt(place)).filter(count => count !== undefined);
  if (tokens.length > 0) return Math.max(...tokens);
  const all = places.map(place => counts.at(place)).filter(count => count !== undefined);
  return all.length > 0 ? Math.max(...all) : undefined;
}
