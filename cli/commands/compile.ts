import { basename, dirname, relative, resolve } from 'node:path';
import type { Diagnostic } from '../../compiler/diagnostics/diagnostic.js';
import { CompileError } from '../../compiler/diagnostics/errors.js';
import { renderDiagnostics } from '../../compiler/diagnostics/render.js';
import { losesSuspension } from '../../compiler/normal-form/stays.js';
import type { Report } from '../../compiler/report.js';
import { Session } from '../../compiler/session.js';
import type { CompileResult } from '../../compiler/source.js';
import { CombinedError, compilerOptions, type FileOptions, readInput, scan } from '../files.js';
import { collectInputs, type Input } from '../inputs.js';
import { type Output, writeOutputs } from '../output.js';

export interface CompileCommandOptions extends FileOptions {
  readonly outDir?: string;
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
  scan(
    inputs.map(({ path }) => path),
    options,
    session,
  );
  const outputs: Output[] = [];
  const failures: CompileError[] = [];
  const reports: Report[] = [];
  for (const input of inputs) {
    try {
      const { written, report } = compileFile(input, options, session);
      outputs.push(...written);
      if (report.marked) reports.push(report);
    } catch (error) {
      if (!(error instanceof CompileError)) throw error;
      failures.push(error);
    }
  }
  if (failures.length > 0) throw new CombinedError(failures);
  writeOutputs(outputs);
  console.log(summary(reports, inputs.length, outDir));
  if (reports.length === 0) console.error(nothingMarked);
}

const nothingMarked =
  'Nothing is marked, so nothing can be suspended: put the directive "use greenlet" at the top of modules, or pass --all.';

function compileFile(
  input: Input,
  options: Omit<CompileCommandOptions, 'outDir'>,
  session: Session,
): { written: Output[]; report: Report } {
  const { bytes, mode } = readInput(input.path);
  const source = bytes.toString('utf8');
  const result = session.compile(source, {
    ...compilerOptions(input.path, options),
    sourceMaps: options.sourceMaps ?? false,
    rewriteExtensions: true,
  });
  const { report } = result;
  printWarnings(report.diagnostics, source);
  // The bytes themselves, since decoding a file that is not quite UTF-8 would change it.
  if (result.code === source) return { written: [{ path: input.output, content: bytes, mode }], report };
  return { written: withMap(input, result, mode), report };
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

function summary(compiled: readonly Report[], total: number, outDir: string): string {
  const rest = total - compiled.length;
  const untouched = rest === 0 ? '' : `, ${rest} not marked`;
  return `${total} ${total === 1 ? 'file' : 'files'} written to ${outDir}: ${compiled.length} compiled${untouched}${remaining(compiled)}`;
}

/** How many functions stay as written though something in them could suspend. */
function remaining(compiled: readonly Report[]): string {
  const count = compiled.flatMap(({ functions }) =>
    functions.filter(({ stays }) => stays && losesSuspension(stays)),
  ).length;
  if (count === 0) return '';
  return `\n${count === 1 ? 'One function stays' : `${count} functions stay`} as written and cannot be suspended; greenc explain says why`;
}
