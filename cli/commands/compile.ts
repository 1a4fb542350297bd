import { readFileSync, statSync } from 'node:fs';
import { basename, dirname, relative, resolve } from 'node:path';
import { type Diagnostic, diagnostic } from '../../compiler/diagnostics/diagnostic.js';
import { CompileError, errorFor } from '../../compiler/diagnostics/errors.js';
import { renderDiagnostics } from '../../compiler/diagnostics/render.js';
import type { CompileOptions, SourceType } from '../../compiler/options.js';
import { Session } from '../../compiler/session.js';
import type { CompileResult } from '../../compiler/source.js';
import { collectInputs, type Input } from '../inputs.js';
import { type Output, writeOutputs } from '../output.js';
import { sourceTypeOf } from '../source-type.js';
import { shownPath, systemProblem } from '../system.js';

export interface CompileCommandOptions {
  readonly outDir?: string;
  readonly all?: boolean;
  readonly include: string[];
  readonly exclude: string[];
  readonly accessors?: boolean;
  readonly accessor: string[];
  readonly sourceType?: SourceType;
  readonly sourceMaps?: boolean;
}

/**
 * `greenc compile`. Every file is compiled before the first one is written, so that an error in one leaves nothing
 * behind. Throws a `CompileError` that lists all errors of all files.
 */
export function compileCommand(
  paths: readonly string[],
  outDir: string,
  options: Omit<CompileCommandOptions, 'outDir'>,
): void {
  const inputs = collectInputs(paths, outDir);
  const session = new Session();
  if (accessorsOf(options) !== false) scan(inputs, options, session);
  const outputs: Output[] = [];
  const failures: CompileError[] = [];
  let compiled = 0;
  for (const input of inputs) {
    try {
      const { written, marked } = compileFile(input, options, session);
      outputs.push(...written);
      if (marked) compiled++;
    } catch (error) {
      if (!(error instanceof CompileError)) throw error;
      failures.push(error);
    }
  }
  if (failures.length > 0) throw new CombinedError(failures);
  writeOutputs(outputs);
  console.log(summary(compiled, inputs.length, outDir));
  if (compiled === 0) console.error(nothingMarked);
}

const nothingMarked =
  'Nothing is marked, so nothing can be suspended: put the directive "use greenlet" at the top of modules, or pass --all.';

/** The errors of several files, each rendered with its own source. */
class CombinedError extends CompileError {
  constructor(failures: readonly CompileError[]) {
    super(failures.flatMap(one => one.diagnostics));
    this.message = failures.map(one => one.message).join('\n\n');
  }
}

/** What `--accessors` and `--accessor` say, as the option of the compiler. */
export function accessorsOf({
  accessors,
  accessor,
}: Pick<CompileCommandOptions, 'accessors' | 'accessor'>): boolean | string[] {
  return accessor.length > 0 ? accessor : (accessors ?? false);
}

/** What a file cannot be read or parsed for is reported when it is compiled. */
function scan(inputs: readonly Input[], options: Omit<CompileCommandOptions, 'outDir'>, session: Session): void {
  for (const input of inputs) {
    let source: string;
    try {
      source = readInput(input.path).bytes.toString('utf8');
    } catch {
      continue;
    }
    session.scan(source, compilerOptions(input, options));
  }
}

function compilerOptions(input: Input, options: Omit<CompileCommandOptions, 'outDir'>): CompileOptions {
  return {
    filename: input.path,
    sourceType: options.sourceType ?? sourceTypeOf(input.path),
    all: options.all ?? false,
    include: options.include,
    exclude: options.exclude,
    accessors: accessorsOf(options),
    sourceMaps: options.sourceMaps ?? false,
    rewriteExtensions: true,
  };
}

function compileFile(
  input: Input,
  options: Omit<CompileCommandOptions, 'outDir'>,
  session: Session,
): { written: Output[]; marked: boolean } {
  const { bytes, mode } = readInput(input.path);
  const source = bytes.toString('utf8');
  const result = session.compile(source, compilerOptions(input, options));
  printWarnings(result.report.diagnostics, source);
  const { marked } = result.report;
  // The bytes themselves, since decoding a file that is not quite UTF-8 would change it.
  if (result.code === source) return { written: [{ path: input.output, content: bytes, mode }], marked };
  return { written: withMap(input, result, mode), marked };
}

function readInput(path: string): { bytes: Buffer; mode: number } {
  try {
    return { bytes: readFileSync(path), mode: statSync(path).mode & 0o777 };
  } catch (error) {
    throw errorFor([diagnostic('GC302', {}, { path: shownPath(path), problem: systemProblem(error) })]);
  }
}

function withMap(input: Input, { code, map }: CompileResult, mode: number): Output[] {
  if (map === null) return [{ path: input.output, content: code, mode }];
  const name = basename(input.output);
  const from = dirname(input.output);
  const sources = map.sources.map(source => fromOutput(source, dirname(input.path), from));
  const newline = code.endsWith('\n') ? '' : '\n';
  return [
    { path: input.output, content: `${code}${newline}//# sourceMappingURL=${encodeURI(name)}.map\n`, mode },
    { path: `${input.output}.map`, content: `${JSON.stringify({ ...map, file: name, sources })}\n` },
  ];
}

function fromOutput(source: string, sourceFolder: string, outputFolder: string): string {
  const isUrl = /^[a-z][a-z\d+.-]+:/i.test(source);
  return isUrl ? source : relative(outputFolder, resolve(sourceFolder, source)).replace(/\\/g, '/');
}

function printWarnings(diagnostics: readonly Diagnostic[], source: string): void {
  const warnings = diagnostics.filter(one => one.severity === 'warning');
  if (warnings.length > 0) console.error(`${renderDiagnostics(warnings, source)}\n`);
}

function summary(compiled: number, total: number, outDir: string): string {
  const rest = total - compiled;
  const untouched = rest === 0 ? '' : `, ${rest} not marked`;
  return `${total} ${total === 1 ? 'file' : 'files'} written to ${outDir}: ${compiled} compiled${untouched}`;
}
