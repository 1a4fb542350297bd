/** Numbers the call sites of a module, function by function, for the table that positions are read from. */
import type * as t from '@babel/types';

export interface Site {
  line: number;
  column: number;
}

/** Where the author wrote what stands at a site of the text that was compiled. A place that is not known stays as it is. */
export type Origin = (site: Site) => Site;

export function siteOf(loc: t.SourceLocation | null | undefined, fallback: t.SourceLocation | null | undefined): Site {
  const start = (loc ?? fallback)?.start;
  return { line: start?.line ?? 0, column: (start?.column ?? -1) + 1 };
}
