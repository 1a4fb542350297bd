/** What `greenc explain` says of functions and places, as lines of text. */
import type { Diagnostic } from '../../compiler/diagnostics/diagnostic.js';
import type { ExplainedSite, Knowledge } from '../../compiler/explain/sites.js';
import type { FunctionReport } from '../../compiler/report.js';
import type { Imported } from '../imports.js';

export type Site = Omit<ExplainedSite, 'within'> & { readonly imported?: Imported };

/** What `--json` prints of a file. */
export interface ExplainedFile {
  readonly file: string;
  readonly marked: boolean;
  readonly moduleKind?: 'esm' | 'cjs';
  readonly functions: readonly (FunctionReport & { readonly sites: readonly Site[] })[];
  /** Those in the code of the module itself, which is never suspended. */
  readonly sites: readonly Site[];
  readonly diagnostics: readonly Diagnostic[];
}

export function headline(
  file: string,
  { line, column, kind, name, resumable, points, reason }: FunctionReport,
): string {
  const what = name === '' ? `${kind} (anonymous)` : `${kind} ${name}`;
  const how = resumable
    ? `resumable, ${points} suspension ${points === 1 ? 'point' : 'points'}`
    : `stays as written: ${reason}`;
  return `${file}:${line}:${column}  ${what}: ${how}`;
}

/** A row for each place, in columns. */
export function siteRows(sites: readonly Site[]): string[] {
  return columns(sites.map(cells));
}

export const notMarked = (file: string) => `${file}: not marked, so nothing in it can be suspended`;

function cells({ line, column, kind, text, knowledge, from, imported }: Site): string[] {
  const place = `${line}:${column}`;
  const known = from !== undefined && imported !== undefined ? `${byImport[imported]} ("${from}")` : inWords[knowledge];
  return [place, shown[kind](text), known];
}

const shown: Readonly<Record<ExplainedSite['kind'], (text: string) => string>> = {
  call: text => `${text}(…)`,
  new: text => `new ${text}(…)`,
  iteration: text => `iterates ${text}`,
  delegation: text => `yield* ${text}`,
  property: text => `accessor ${text}`,
  class: text => `class ${text}`,
};

const inWords: Readonly<Record<Knowledge, string>> = {
  green: 'green: compiled, in this module',
  'as-written': 'foreign: stays as written, in this module',
  imported: 'imported',
  equivalent: 'green if it is the built-in of this name',
  harmless: 'harmless: calls nothing back, no suspension point',
  awaited: 'after an await, in the main greenlet: no suspension point',
  unknown: 'known when it runs',
};

const byImport: Readonly<Record<Imported, string>> = {
  green: 'green: imported from a compiled module',
  runtime: "greenc's own",
  foreign: 'foreign: imported from a module that is not compiled',
  missing: 'imported from a module that is not there',
};

function columns(rows: readonly string[][]): string[] {
  const widths = [0, 1].map(column => Math.max(0, ...rows.map(row => row[column]?.length ?? 0)));
  return rows.map(row => `    ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd());
}
