/**
 * One module on its way through Babel, in two steps: `beginModule` looks at the tree as it was written,
 * `finishModule` compiles it once TypeScript, JSX and whatever else the user's Babel plugins lower are gone.
 * `compile` and the Babel plugin are the two ways to get here.
 */
import type * as t from '@babel/types';
import { type Accessor, findAccessors } from './1-select/accessors.js';
import { shownFile } from './1-select/by-text.js';
import { attachHeader, detachHeader } from './1-select/header.js';
import { removeDirectives, select, unsupportedSyntax } from './1-select/markers.js';
import { errorFor, internalError } from './diagnostics/errors.js';
import type { Options } from './options.js';
import { compileProgram, type ProgramContext } from './pipeline.js';
import type { Report } from './report.js';

export type OnPass = NonNullable<ProgramContext['onPass']>;

export interface BegunModule {
  readonly marked: boolean;
  readonly header: readonly t.Comment[];
  /** What the author wrote as accessors, if that matters: some plugins make methods of them, or put others in their place. */
  readonly accessors: readonly Accessor[];
}

/** The part of Babel's `NodePath<Program>` that is needed here; Babel 7 and 8 agree on it. */
export interface ProgramPath {
  readonly node: t.Program;
  readonly scope: { crawl(): void };
}

/**
 * Decides whether a freshly parsed module is compiled. Our directives and the licence header are taken off if it
 * is; `finishModule` puts the header back. Throws a `SourceError` for misplaced directives.
 */
export function beginModule(program: t.Program, source: string, options: Options): BegunModule {
  const { marked, problems } = select(program, source, options);
  if (problems.length > 0) throw errorFor(problems, source);
  if (!marked) return { marked, header: [], accessors: [] };
  const header = detachHeader(program);
  removeDirectives(program);
  return { marked, header, accessors: options.accessors === null ? [] : findAccessors(program) };
}

/**
 * Compiles a begun module in place. Throws a `CompileError` for errors in the program, and an `InternalError` for
 * anything that goes wrong in greenc.
 */
export function finishModule(
  program: t.Program,
  begun: BegunModule,
  source: string,
  options: Options,
  onPass?: OnPass,
): Report {
  // A CommonJS transform that ran before us has turned the module into a script.
  const moduleKind = program.sourceType === 'module' ? 'esm' : 'cjs';
  if (!begun.marked) return { marked: false, moduleKind, functions: [], diagnostics: [] };
  const filename = shownFile(options);
  const unsupported = unsupportedSyntax(program, source, filename);
  if (unsupported.length > 0) throw errorFor(unsupported, source);
  let result: ReturnType<typeof compileProgram>;
  try {
    result = compileProgram(program, {
      filename,
      source,
      moduleKind,
      runtime: options.runtime,
      mode: options,
      accessors: begun.accessors,
      onPass,
    });
  } catch (error) {
    throw internalError(error, { file: filename }, source);
  }
  const errors = result.diagnostics.filter(one => one.severity === 'error');
  if (errors.length > 0) throw errorFor(errors, source);
  attachHeader(program, begun.header);
  return { marked: true, moduleKind, functions: result.functions, diagnostics: result.diagnostics };
}
