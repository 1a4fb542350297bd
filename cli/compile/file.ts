/** One file of `greenc compile`, on whichever thread: read, compiled, and written beside where it belongs. */
import { basename, dirname, relative, resolve } from 'node:path';
import type { Diagnostic } from '../../compiler/diagnostics/diagnostic.js';
import { CompileError } from '../../compiler/diagnostics/errors.js';
import { renderDiagnostics } from '../../compiler/diagnostics/render.js';
import { losesSuspension } from '../../compiler/normal-form/stays.js';
import type { Printer } from '../../compiler/options.js';
import type { Report } from '../../compiler/report.js';
import type { Accessor } from '../../compiler/session.js';
import { Session } from '../../compiler/session.js';
import type { CompileResult } from '../../compiler/source.js';
import { compilerOptions, readInput } from '../files.js';
import type { Input } from '../inputs.js';
import { mapOf, writeAside } from '../output.js';
import type { FileSettings } from '../settings.js';

/** What all files of a run have in common. Plain data, as all that crosses to other threads. */
export interface BuildSettings extends FileSettings {
  readonly module?: 'esm' | 'cjs';
  readonly sourceMaps: boolean | 'inline';
  readonly print: Printer;
  /** Absent: nothing is written. */
  readonly outDir?: string;
}

/** What became of a file. */
export interface Built {
  /** The files that wait beside their places. */
  readonly written: readonly string[];
  /** Ready to print; empty if there are none. */
  readonly warnings: string;
  /** Absent for a file that is not marked, and for one that failed. */
  readonly figures?: Figures;
  readonly failure?: Failure;
}

/** Counts of what has been compiled; they add up. */
export interface Figures {
  readonly functions: number;
  readonly resumable: number;
  /** Functions that stay as written though something in them could suspend. */
  readonly lost: number;
  readonly points: number;
  /** Bytes. */
  readonly before: number;
  readonly after: number;
}

/** An error as it crosses threads. */
export interface Failure {
  readonly message: string;
  readonly diagnostics: readonly Diagnostic[];
}

/** The accessors that a file defines; none of one that cannot be read or parsed, which is reported when it is compiled. */
export function scanFile(path: string, { outDir: _, ...settings }: BuildSettings): readonly Accessor[] {
  const session = new Session();
  try {
    session.scan(readInput(path).bytes.toString('utf8'), compilerOptions(path, settings));
  } catch (error) {
    if (!(error instanceof CompileError)) throw error;
  }
  return session.known;
}

/** `known`: the accessors of all files. */
export function buildFile(input: Input, settings: BuildSettings, known: readonly Accessor[]): Built {
  try {
    return build(input, settings, new Session(known));
  } catch (error) {
    if (!(error instanceof CompileError)) throw error;
    return { written: [], warnings: '', failure: { message: error.message, diagnostics: error.diagnostics } };
  }
}

function build(input: Input, { outDir, ...settings }: BuildSettings, session: Session): Built {
  const { bytes, mode } = readInput(input.path);
  const source = bytes.toString('utf8');
  const result = session.compile(source, {
    ...compilerOptions(input.path, settings),
    // Written into the code below, where it is known what the map's paths are relative to.
    sourceMaps: settings.sourceMaps !== false,
    rewriteExtensions: true,
  });
  const warnings = result.report.diagnostics.filter(one => one.severity === 'warning');
  // The bytes themselves, since decoding a file that is not quite UTF-8 would change it.
  const files = result.code === source ? [{ path: input.output, content: bytes }] : outputsOf(input, result, settings);
  if (outDir !== undefined)
    for (const { path, content } of files) writeAside(path, content, path === input.output ? mode : undefined);
  const after = Buffer.byteLength(files[0].content);
  return {
    written: outDir === undefined ? [] : files.map(({ path }) => path),
    warnings: renderDiagnostics(warnings, source),
    ...(result.report.marked ? { figures: figuresOf(result.report, bytes.length, after) } : {}),
  };
}

function figuresOf({ functions }: Report, before: number, after: number): Figures {
  const resumable = functions.filter(fn => fn.resumable);
  return {
    functions: functions.length,
    resumable: resumable.length,
    lost: functions.filter(({ stays }) => stays && losesSuspension(stays)).length,
    points: resumable.reduce((sum, { points }) => sum + points, 0),
    before,
    after,
  };
}

function outputsOf(
  { path, output }: Input,
  { code, map }: CompileResult,
  { sourceMaps }: BuildSettings,
): { path: string; content: string | Uint8Array }[] {
  if (map === null) return [{ path: output, content: code }];
  const name = basename(output);
  const from = dirname(output);
  const sources = map.sources.map(source => fromOutput(source, dirname(path), from));
  const text = JSON.stringify({ ...map, file: name, sources });
  const isInline = sourceMaps === 'inline';
  const place = isInline
    ? `data:application/json;charset=utf-8;base64,${Buffer.from(text).toString('base64')}`
    : `${encodeURI(name)}.map`;
  const newline = code.endsWith('\n') ? '' : '\n';
  const main = { path: output, content: `${code}${newline}//# sourceMappingURL=${place}\n` };
  return isInline ? [main] : [main, { path: mapOf(output), content: `${text}\n` }];
}

function fromOutput(source: string, sourceFolder: string, outputFolder: string): string {
  const isUrl = /^[a-z][a-z\d+.-]+:/i.test(source);
  return isUrl ? source : relative(outputFolder, resolve(sourceFolder, source)).replace(/\\/g, '/');
}
