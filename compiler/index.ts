/** `greenc/compiler`: the compiler as a function, from source text to source text. */
import { diagnostic } from './diagnostics/diagnostic.js';
import { errorFor } from './diagnostics/errors.js';
import { type CompileOptions, resolveCompileOptions } from './options.js';
import { type CompileResult, compileSource } from './source.js';

/**
 * Compiles one module. A marked module comes back with its functions made resumable, an unmarked one as it was:
 * JavaScript byte for byte, TypeScript without its types, JSX as calls.
 *
 * Throws a `CompileError` whose message is ready to print: a `SourceError` for a faulty program or option, an
 * `UnsupportedError` for syntax that greenc does not compile, an `InternalError` when greenc itself fails.
 */
export function compile(source: string, options: CompileOptions = {}): CompileResult {
  const resolved = resolveCompileOptions(options);
  if (typeof source !== 'string') {
    throw errorFor([diagnostic('GC005', {}, { problem: `The source must be a string, not ${typeof source}` })]);
  }
  return compileSource(source, resolved);
}

export { defineConfig, type GreencConfig } from './config.js';
export type { DiagnosticCode, Severity } from './diagnostics/catalogue.js';
export type { Diagnostic } from './diagnostics/diagnostic.js';
export { CompileError, InternalError, SourceError, UnsupportedError } from './diagnostics/errors.js';
export type { StayCode } from './normal-form/stays.js';
export type { CompileOptions, LanguageName, SourceType } from './options.js';
export type { FunctionReport, Report } from './report.js';
export type { CompileResult, SourceMap } from './source.js';
