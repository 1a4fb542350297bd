/** Compiles a file that a running program imports. Shared by all loader hooks. */
import { readFileSync } from 'node:fs';
import { dirname, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { renderDiagnostics } from '../../compiler/diagnostics/render.js';
import { type CompileOptions, resolveCompileOptions } from '../../compiler/options.js';
import { languageOf, parseSource } from '../../compiler/parse.js';
import { Session } from '../../compiler/session.js';
import { packageType, sourceTypeOf } from '../source-type.js';
import { importedFile } from './candidates.js';
import type { RunSettings } from './settings.js';

export type ModuleKind = 'esm' | 'cjs';

export interface LoadedSource {
  readonly code: string;
  readonly kind: ModuleKind;
  /** To be printed by whoever hands the code to Node: both the hooks of `import` and of `require` may compile a file. */
  readonly warnings: string;
}

/** Ours to look at: every extension that `greenc compile` reads. */
export function isSourcePath(path: string): boolean {
  return /\.(?:[cm]?[jt]s|[jt]sx)$/.test(path);
}

/** True for files that Node cannot load as they are. */
export function needsLowering(path: string): boolean {
  const { typescript, jsx } = languageOf(path);
  return typescript || jsx;
}

/**
 * The compiled file, or undefined where Node can load the file as it is. Throws a `CompileError`, or what reading
 * the file throws.
 */
export function compileForRun(path: string, settings: RunSettings): LoadedSource | undefined {
  if (path.startsWith(ownFolder)) return undefined;
  const source = readFileSync(path, 'utf8');
  if (settings.accessors !== false) {
    // The loader hooks and the one of `require` may run on threads of their own, each with a session.
    scanImports(settings.entry, settings);
    scanImports(path, settings);
  }
  const { code, report } = session.compile(source, optionsFor(path, settings));
  if (code === source && !needsLowering(path)) {
    return isMislabelled(path, source) ? { code, kind: 'esm', warnings: '' } : undefined;
  }
  const warnings = report.diagnostics.filter(one => one.severity === 'warning');
  return { code, kind: report.moduleKind ?? 'cjs', warnings: renderDiagnostics(warnings, source) };
}

function optionsFor(path: string, settings: RunSettings): CompileOptions {
  return {
    filename: path,
    cwd: settings.cwd,
    sourceType: sourceTypeOf(path),
    // What others published was not meant by "all"; `include` reaches it.
    all: settings.all && !path.includes(`${sep}node_modules${sep}`),
    include: settings.include,
    exclude: settings.exclude,
    accessors: settings.accessors,
    checks: settings.checks,
    sourceMaps: 'inline',
  };
}

const session = new Session();
const scanned = new Set<string>();

/** Has the session look at a file and what it imports by relative paths, before any of them is compiled. */
function scanImports(path: string, settings: RunSettings): void {
  const waiting = [path];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (scanned.has(next)) continue;
    scanned.add(next);
    if (!isSourcePath(next) || next.startsWith(ownFolder)) continue;
    const from = next;
    const specifiers = session.scan(readFileSync(from, 'utf8'), optionsFor(from, settings));
    waiting.push(...specifiers.flatMap(specifier => importedFile(specifier, from) ?? []));
  }
}

/** Does nothing for a file without warnings. */
export function printWarnings({ warnings }: LoadedSource): void {
  if (warnings !== '') console.error(`${warnings}\n`);
}

/**
 * An ES module in a package whose `type` says CommonJS, as `npm init` writes it. What is compiled there is loaded by
 * what it contains, so what is not has to be as well: one file of a program cannot be read otherwise than the next.
 */
function isMislabelled(path: string, source: string): boolean {
  if (packageType(dirname(path)) !== 'commonjs' || path.includes(`${sep}node_modules${sep}`)) return false;
  return (
    languageOf(path).sourceType === undefined &&
    /^\s*(?:import|export)\b/m.test(source) &&
    hasModuleSyntax(path, source)
  );
}

/** Whether Node would load a file as an ES module. Most CommonJS files are told without parsing them. */
export function isModule(path: string): boolean {
  return /^\s*(?:import|export)\b/m.test(readFileSync(path, 'utf8')) && moduleKindOf(path) === 'esm';
}

/** How Node would load a file: by extension, package.json, and for what is left by looking for import and export. */
export function moduleKindOf(path: string): ModuleKind {
  const { sourceType } = languageOf(path);
  if (sourceType !== undefined) return sourceType === 'module' ? 'esm' : 'cjs';
  if (sourceTypeOf(path) !== 'unambiguous') return sourceTypeOf(path) === 'module' ? 'esm' : 'cjs';
  return isSourcePath(path) && hasModuleSyntax(path, readFileSync(path, 'utf8')) ? 'esm' : 'cjs';
}

function hasModuleSyntax(path: string, source: string): boolean {
  return parseSource(source, resolveCompileOptions({ filename: path })).program.sourceType === 'module';
}

/** dist/, whatever the depth of the file this code is bundled into. */
export const ownFolder = ownDist(fileURLToPath(import.meta.url));

function ownDist(file: string): string {
  let folder = dirname(file);
  while (!folder.endsWith(`${sep}dist`) && dirname(folder) !== folder) folder = dirname(folder);
  return `${folder}${sep}`;
}

/**
 * Names a CommonJS module's compiled code visibly exports. Node finds them by reading the file, but in a TypeScript
 * file it would look at types and `export` statements.
 */
export function exportNames(code: string): string[] {
  const names = new Set<string>();
  for (const [, dotted, defined] of code.matchAll(
    /\bexports\.([\p{ID_Start}$_][\p{ID_Continue}$]*)\s*=|\bObject\.defineProperty\(exports, ["']([^"']+)["']/gu,
  )) {
    names.add(dotted ?? defined);
  }
  names.delete('default');
  return [...names];
}
