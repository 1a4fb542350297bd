import { resolve } from 'node:path';
import { diagnostic } from '../../compiler/diagnostics/diagnostic.js';
import { CompileError, errorFor } from '../../compiler/diagnostics/errors.js';
import { renderDiagnostics } from '../../compiler/diagnostics/render.js';
import type { SourcePlace } from '../../compiler/explain/around.js';
import { explainHalves } from '../../compiler/explain/halves.js';
import { explainPasses } from '../../compiler/explain/passes.js';
import { explainModule } from '../../compiler/explain/sites.js';
import type { FunctionReport } from '../../compiler/report.js';
import { Session } from '../../compiler/session.js';
import { configFor } from '../config/load.js';
import { whyLines } from '../explain/why.js';
import { type ExplainedFile, headline, notMarked, type Site, siteRows } from '../explain/words.js';
import { CombinedError, compilerOptions, readInput, scan } from '../files.js';
import { Imports } from '../imports.js';
import { collectFiles } from '../inputs.js';
import { type CommandLine, type FileSettings, fileSettings } from '../settings.js';
import { shownPath } from '../system.js';

/** Where `--why` asks. */
export interface AskedPlace extends SourcePlace {
  readonly file: string;
}

export interface ExplainCommandLine extends CommandLine {
  readonly json?: boolean;
  readonly why?: AskedPlace;
  readonly passes?: boolean;
  readonly halves?: boolean;
}

/** What explains one file. */
interface Subject {
  readonly path: string;
  readonly source: string;
  readonly settings: FileSettings;
  readonly session: Session;
  readonly place: SourcePlace | undefined;
}

/** `greenc explain`. Prints nothing but errors if there are any. */
export async function explainCommand(
  paths: readonly string[],
  line: ExplainCommandLine,
  refuse: (message: string) => never,
): Promise<void> {
  const { why } = line;
  if (paths.length === 0 && !why) return refuse("missing required argument 'paths'");
  if (paths.length > 0 && why) return refuse('--why names the file itself: leave the paths out');
  const settings = fileSettings(line, await configFor(line));
  const files = collectFiles(why ? [why.file] : paths);
  const session = new Session();
  scan(files, settings, session);
  const explain = explainerFor(line, new Imports(settings));
  const explained: unknown[] = [];
  const failures: CompileError[] = [];
  for (const path of files) {
    try {
      const source = readInput(path).bytes.toString('utf8');
      if (why) checkPlace(source, why);
      explained.push(explain({ path, source, settings, session, place: why }));
    } catch (error) {
      if (!(error instanceof CompileError)) throw error;
      failures.push(error);
    }
  }
  if (failures.length > 0) throw new CombinedError(failures);
  console.log(line.json ? JSON.stringify(explained, null, 2) : explained.join('\n\n'));
}

/** What is asked for, as data for `--json` and as text otherwise. */
function explainerFor({ json, passes, halves, why }: ExplainCommandLine, imports: Imports): (of: Subject) => unknown {
  if (passes) return of => (json ? { file: shownPath(of.path), passes: passesOf(of) } : passesText(of));
  if (halves) return of => (json ? { file: shownPath(of.path), halves: halvesOf(of) } : halvesText(of));
  return of => {
    const { file, around } = explainFile(of, imports);
    if (!why) return json ? file : print(file);
    return json
      ? { ...file, place: { line: why.line, column: why.column, within: around } }
      : whyLines(file, why, around).join('\n');
  };
}

function checkPlace(source: string, { file, line }: AskedPlace): void {
  const last = source.split(/\r\n|[\n\r\u2028\u2029]/).length;
  if (line <= last) return;
  const details = { path: shownPath(resolve(file)), line: String(line), last: String(last) };
  throw errorFor([diagnostic('GC309', {}, details)]);
}

const passesOf = ({ source, path, settings, session, place }: Subject) =>
  explainPasses(source, compilerOptions(path, settings), session, place);

function passesText(of: Subject): string {
  const passes = passesOf(of);
  const file = shownPath(of.path);
  if (passes.length === 0) return nothingIn(of);
  return passes.map(({ pass, text }) => `── ${file}, after ${pass} ──\n${text}`).join('\n\n');
}

const halvesOf = ({ source, path, settings, session, place }: Subject) =>
  explainHalves(session, source, compilerOptions(path, settings), place);

function halvesText(of: Subject): string {
  const halves = halvesOf(of);
  if (halves.length === 0) return nothingIn(of);
  return halves
    .map(({ kind, name, line, column, fast, resume, remark }) => {
      const title = `${shownPath(of.path)}:${line}:${column}  ${kind} ${name || '(anonymous)'}`;
      return `── ${title}, fast half ──\n${fast}\n\n── resume half: ${remark} ──${resume === null ? '' : `\n${resume}`}`;
    })
    .join('\n\n');
}

function nothingIn({ path, source, settings, session, place }: Subject): string {
  const file = shownPath(path);
  if (!session.isMarked(source, compilerOptions(path, settings))) return notMarked(file);
  return place
    ? `${file}:${place.line}: there is no function that could be suspended`
    : `${file}: no function of it can be suspended`;
}

function explainFile(
  { path, source, settings, session, place }: Subject,
  imports: Imports,
): { file: ExplainedFile; around: { line: number; column: number } | null } {
  const { report, sites, around } = explainModule(session, source, compilerOptions(path, settings), place);
  const { marked, moduleKind, functions, diagnostics } = report;
  const sitesOf = (fn: { line: number; column: number } | null): Site[] =>
    sites
      .filter(({ within }) => within?.line === fn?.line && within?.column === fn?.column)
      .map(({ within: _, ...site }) => ({
        ...site,
        ...(site.from === undefined ? {} : { imported: imports.find(site.from, path) }),
      }));
  const file = {
    file: shownPath(path),
    marked,
    ...(moduleKind === undefined ? {} : { moduleKind }),
    functions: functions.map(fn => ({ ...fn, sites: sitesOf(fn) })),
    sites: sitesOf(null),
    diagnostics,
  };
  return { file, around };
}

function print({ file, marked, functions, sites, diagnostics }: ExplainedFile): string {
  if (!marked) return notMarked(file);
  const listed = functions.filter(isOfNote);
  const resumable = listed.filter(fn => fn.resumable).length;
  const rows = [
    `${file}: ${listed.length} ${listed.length === 1 ? 'function' : 'functions'}, ${resumable} resumable`,
    ...listed.flatMap(fn => ['', headline(file, fn), ...siteRows(fn.sites)]),
  ];
  if (sites.length > 0)
    rows.push('', `${file}: code of the module itself, which is never suspended`, ...siteRows(sites));
  // The others say no more than the list.
  const warnings = diagnostics.filter(({ severity }) => severity === 'warning');
  if (warnings.length > 0) rows.push('', renderDiagnostics(warnings));
  return rows.join('\n');
}

/** Initialisers that call nothing are no functions to their author. */
function isOfNote({ kind, stays }: FunctionReport): boolean {
  return stays !== 'no-points' || (kind !== 'field initialiser' && kind !== 'static block');
}
