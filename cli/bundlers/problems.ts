/** What is wrong with a module, in the parts that bundlers put together again each in its own way. */
import type { Diagnostic } from '../../compiler/diagnostics/diagnostic.js';
import { CompileError } from '../../compiler/diagnostics/errors.js';
import { codeFrame, renderDiagnostics } from '../../compiler/diagnostics/render.js';

/** As rollup, rolldown and Vite take them: they print position and frame beneath the message. */
export interface Log {
  readonly message: string;
  readonly id: string;
  readonly loc?: { readonly file: string; readonly line: number; readonly column: number };
  readonly frame?: string;
  /** Empty: the stack of an error would be printed too. */
  readonly stack?: '';
}

export function logOf(found: Diagnostic, id: string, source: string): Log {
  const message = `${found.code}: ${found.message}${found.hint === undefined ? '' : ` (${found.hint})`}`;
  const { line, column = 1 } = found;
  if (line === undefined) return { message, id };
  return { message, id, loc: { file: id, line, column: column - 1 }, frame: codeFrame(found, source) ?? '' };
}

/** As esbuild takes them, which makes the frame itself. */
export function esbuildMessageOf(found: Diagnostic, file: string, source: string) {
  const { line, column = 1 } = found;
  const lineText = line === undefined ? '' : (source.split(/\r\n|[\n\r\u2028\u2029]/)[line - 1] ?? '');
  return {
    id: found.code,
    text: `${found.code}: ${found.message}`,
    location: line === undefined ? { file } : { file, line, column: bytes(lineText.slice(0, column - 1)), lineText },
    notes: found.hint === undefined ? [] : [{ text: found.hint }],
  };
}

const bytes = (text: string): number => Buffer.byteLength(text);

/** For those who print an error's stack where it has one, which says nothing about the author's code. */
export class PlainError extends Error {
  /** `stack`: the message, for Rspack 1, which shows nothing else of an error. */
  constructor(message: string, stack = '') {
    super(message);
    this.stack = stack;
  }
}

/** What is wrong, in one text with positions and frames. */
export function textOf(found: readonly Diagnostic[], source: string): string {
  return renderDiagnostics(found, source);
}

/** Throws what is no `CompileError`. */
export function diagnosticsOf(error: unknown): readonly Diagnostic[] {
  if (error instanceof CompileError) return error.diagnostics;
  throw error;
}
