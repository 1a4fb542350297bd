/** `greenc explain --why FILE:LINE`: what is known of one line, of the function around it, and what to do about it. */
import type { SourcePlace } from '../../compiler/explain/around.js';
import { type ExplainedFile, headline, notMarked, type Site, siteRows } from './words.js';

/** `around`: where the function around the line begins; null for the code of the module itself. */
export function whyLines(
  { file, marked, functions, sites, diagnostics }: ExplainedFile,
  { line, column }: SourcePlace,
  around: { readonly line: number; readonly column: number } | null,
): string[] {
  if (!marked) {
    return [notMarked(file), 'Put the directive "use greenlet" at its top, or pass --all or --include.'];
  }
  const isHere = (site: Site) => site.line === line && (column === undefined || site.column === column);
  const here = (fn: ExplainedFile['functions'][number]) => fn.sites.filter(isHere);
  const fn = around && functions.find(one => one.line === around.line && one.column === around.column);
  // Small functions within the line.
  const others = column === undefined ? functions.filter(one => one !== fn && one.line === line) : [];
  const rest = others.flatMap(one => [headline(file, one), ...siteRows(here(one))]);
  if (!fn) {
    return [
      `${file}:${line}  code of the module itself, which runs in the main greenlet and is never suspended`,
      ...siteRows(sites.filter(isHere)),
      ...rest,
    ];
  }
  const isAbout = (one: { line?: number; column?: number }) => one.line === fn.line && one.column === fn.column;
  const said = diagnostics.filter(one => isAbout(one) || (!fn.resumable && one.line === line));
  const calls = here(fn);
  return [
    headline(file, fn),
    ...said.flatMap(({ hint }) => hint ?? []),
    ...(calls.length > 0 ? siteRows(calls) : [`    line ${line} calls nothing here: no suspension point`]),
    ...rest,
  ];
}
