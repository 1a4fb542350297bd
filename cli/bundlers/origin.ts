/**
 * Where the author wrote what others have changed before it comes to us, by their source map: for the table of positions that
 * compiled code carries, which no debugger translates.
 */
import { originalPositionFor, TraceMap } from '@jridgewell/trace-mapping';
import type { Origin } from '../../compiler/options.js';

/** `mappings`: those of a version 3 source map. They are read when the first place is asked for. */
export function originBy(mappings: () => string | undefined): Origin {
  let map: TraceMap | undefined;
  return site => {
    map ??= new TraceMap({ version: 3, mappings: mappings() ?? '', names: [], sources: [''] });
    const { line, column } = originalPositionFor(map, { line: site.line, column: site.column - 1 });
    return line === null ? site : { line, column: column + 1 };
  };
}
