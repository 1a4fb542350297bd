/**
 * What the hooks need a parser for. A bundle of its own, and the only one of theirs that loads Babel: see `withCompiler`. All of
 * this depends on nothing but its arguments, so that the answers can be kept.
 */
import { dirname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { checkConfig } from '../../compiler/config.js';
import { diagnostic } from '../../compiler/diagnostics/diagnostic.js';
import { errorFor } from '../../compiler/diagnostics/errors.js';
import { renderDiagnostics } from '../../compiler/diagnostics/render.js';
import { type CompileOptions, checkOptions, resolveCompileOptions } from '../../compiler/options.js';
import { parseSource } from '../../compiler/parse.js';
import { type Accessor, Session } from '../../compiler/session.js';
import type { SourceMap } from '../../compiler/source.js';
import { missing, shownPath } from '../system.js';

export { scanModule } from '../../compiler/session.js';
export { uniteCoverage } from '../v8-coverage/unite.js';
export { checkOptions };

export interface Compiled {
  readonly kind: 'esm' | 'cjs';
  /** The source is the result; `code` is empty then. */
  readonly isUntouched: boolean;
  readonly warnings: string;
  readonly code: string;
  /** The text of its source map. */
  readonly map: string | undefined;
}

/**
 * @param known accessors of other modules
 * @param isBody the module's code is to be that of a function, which whoever loads it calls
 */
export function compileFile(
  source: string,
  options: CompileOptions,
  known: readonly Accessor[],
  isBody: boolean,
): Compiled {
  const session = new Session(known);
  const settings = { ...options, sourceMaps: true };
  const { code, map, report } = isBody ? session.compileBody(source, settings) : session.compile(source, settings);
  const warnings = report.diagnostics.filter(one => one.severity === 'warning');
  const isUntouched = code === source;
  return {
    kind: report.moduleKind ?? 'cjs',
    isUntouched,
    warnings: renderDiagnostics(warnings, source),
    code: isUntouched ? '' : code,
    map: map === null || isUntouched ? undefined : portable(map, options.filename as string),
  };
}

/** A map that may lie anywhere, and without the text of the file itself, which is where it always was. */
function portable({ file: _, sourceRoot, ...map }: SourceMap & { sourceRoot?: string }, path: string): string {
  const own = pathToFileURL(path).href;
  const sources = map.sources.map(source => {
    const whole = `${sourceRoot ?? ''}${source}`;
    return /^[a-z][a-z\d+.-]+:/i.test(whole) ? whole : pathToFileURL(resolve(dirname(path), whole)).href;
  });
  const sourcesContent = map.sourcesContent?.map((text, index) => (sources[index] === own ? null : text));
  return JSON.stringify({ ...map, sources, sourcesContent });
}

export function hasModuleSyntax(source: string, filename: string): boolean {
  return parseSource(source, resolveCompileOptions({ filename })).program.sourceType === 'module';
}

/** An `import` or `export … from` of a module: the specifier, and where it stands with its quotes. */
export interface Import {
  readonly specifier: string;
  readonly start: number;
  readonly stop: number;
}

export function importsOf(code: string, filename: string): Import[] {
  const { program } = parseSource(code, resolveCompileOptions({ filename, sourceType: 'module' }));
  return program.body.flatMap(node => {
    const source = 'source' in node ? node.source : undefined;
    return source ? [{ specifier: source.value, start: source.start as number, stop: source.end as number }] : [];
  });
}

/** Throws what is to be said of a configuration that is not right. */
export function refuseConfig(config: unknown, path: string): void {
  checkConfig(config, shownPath(path));
}

export function refuseFile(path: string, problem: string, advice: string, cause: unknown): never {
  throw errorFor([diagnostic('GC308', {}, { path: shownPath(path), problem, advice })], undefined, { cause });
}

export function refuseMissing(path: string): never {
  throw errorFor([missing(path)]);
}
