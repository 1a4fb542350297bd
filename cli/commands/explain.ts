import type { Diagnostic } from '../../compiler/diagnostics/diagnostic.js';
import { CompileError } from '../../compiler/diagnostics/errors.js';
import { renderDiagnostics } from '../../compiler/diagnostics/render.js';
import { type ExplainedSite, explainModule, type Knowledge } from '../../compiler/explain/sites.js';
import type { FunctionReport } from '../../compiler/report.js';
import { Session } from '../../compiler/session.js';
import { CombinedError, compilerOptions, type FileOptions, readInput, scan } from '../files.js';
import { type Imported, Imports } from '../imports.js';
import { collectFiles } from '../inputs.js';
import { shownPath } from '../system.js';

export interface ExplainCommandOptions extends FileOptions {
  readonly json?: boolean;
}

type Site = Omit<ExplainedSite, 'within'> & { readonly imported?: Imported };

/** What `--json` prints of a file. */
interface ExplainedFile {
  readonly file: string;
  readonly marked: boolean;
  readonly moduleKind?: 'esm' | 'cjs';
  readonly functions: readonly (FunctionReport & { readonly sites: readonly Site[] })[];
  /** Those in the code of the module itself, which is never suspended. */
  readonly sites: readonly Site[];
  readonly diagnostics: readonly Diagnostic[];
}

/** `greenc explain`. Prints nothing but errors if there are any. */
export function explainCommand(paths: readonly string[], options: ExplainCommandOptions): void {
  const files = collectFiles(paths);
  const session = new Session();
  scan(files, options, session);
  const imports = new Imports(options);
  const explained: ExplainedFile[] = [];
  const failures: CompileError[] = [];
  for (const path of files) {
    try {
      explained.push(explainFile(path, options, session, imports));
    } catch (error) {
      if (!(error instanceof CompileError)) throw error;
      failures.push(error);
    }
  }
  if (failures.length > 0) throw new CombinedError(failures);
  console.log(options.json ? JSON.stringify(explained, null, 2) : explained.map(print).join('\n\n'));
}

function explainFile(path: string, options: FileOptions, session: Session, imports: Imports): ExplainedFile {
  const source = readInput(path).bytes.toString('utf8');
  const { report, sites } = explainModule(session, source, compilerOptions(path, options));
  const { marked, moduleKind, functions, diagnostics } = report;
  const sitesOf = (fn: { line: number; column: number } | null): Site[] =>
    sites
      .filter(({ within }) => within?.line === fn?.line && within?.column === fn?.column)
      .map(({ within: _, ...site }) => ({
        ...site,
        ...(site.from === undefined ? {} : { imported: imports.find(site.from, path) }),
      }));
  return {
    file: shownPath(path),
    marked,
    ...(moduleKind === undefined ? {} : { moduleKind }),
    functions: functions.map(fn => ({ ...fn, sites: sitesOf(fn) })),
    sites: sitesOf(null),
    diagnostics,
  };
}

function print({ file, marked, functions, sites, diagnostics }: ExplainedFile): string {
  if (!marked) return `${file}: not marked, so nothing in it can be suspended`;
  const listed = functions.filter(isOfNote);
  const resumable = listed.filter(fn => fn.resumable).length;
  const rows = [
    `${file}: ${listed.length} ${listed.length === 1 ? 'function' : 'functions'}, ${resumable} resumable`,
    ...listed.flatMap(fn => ['', headline(file, fn), ...columns(fn.sites.map(cells))]),
  ];
  if (sites.length > 0)
    rows.push('', `${file}: code of the module itself, which is never suspended`, ...columns(sites.map(cells)));
  // The others say no more than the list.
  const warnings = diagnostics.filter(({ severity }) => severity === 'warning');
  if (warnings.length > 0) rows.push('', renderDiagnostics(warnings));
  return rows.join('\n');
}

/** Initialisers that call nothing are no functions to their author. */
function isOfNote({ kind, stays }: FunctionReport): boolean {
  return stays !== 'no-points' || (kind !== 'field initialiser' && kind !== 'static block');
}

function headline(file: string, { line, column, kind, name, resumable, points, reason }: FunctionReport): string {
  const what = name === '' ? `${kind} (anonymous)` : `${kind} ${name}`;
  const how = resumable
    ? `resumable, ${points} suspension ${points === 1 ? 'point' : 'points'}`
    : `stays as written: ${reason}`;
  return `${file}:${line}:${column}  ${what}: ${how}`;
}

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
