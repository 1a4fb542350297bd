import { codeFrameColumns } from '@babel/code-frame';
import type { Diagnostic } from './diagnostic.js';

/**
 * One diagnostic as people read it:
 *
 *     src/a.ts:3:7: error GC001: Syntax error: Unexpected token
 *       2 | function f() {
 *     > 3 |   let = ;
 *         |       ^
 *     hint: …
 *
 * `source` is the file's text; without it (or without a line) the code frame is left out.
 */
export function renderDiagnostic(found: Diagnostic, source?: string, options: { color?: boolean } = {}): string {
  const position = [found.file, found.line, found.column].filter(part => part !== undefined).join(':');
  const lines = [`${position === '' ? '' : `${position}: `}${found.severity} ${found.code}: ${found.message}`];
  const frame = source === undefined ? undefined : codeFrame(found, source, options);
  if (frame !== undefined) lines.push(frame);
  if (found.hint !== undefined) lines.push(`hint: ${found.hint}`);
  return lines.join('\n');
}

/** The excerpt alone; undefined where the diagnostic has no position. */
export function codeFrame(found: Diagnostic, source: string, options: { color?: boolean } = {}): string | undefined {
  if (found.line === undefined) return undefined;
  const { text, column } = clip(source, found.line, found.column ?? 1);
  const start = { line: found.line, column };
  return codeFrameColumns(text, { start }, { linesAbove: 2, linesBelow: 2, highlightCode: options.color });
}

/** Several diagnostics about one source, a blank line between them. */
export function renderDiagnostics(found: readonly Diagnostic[], source?: string): string {
  return found.map(one => renderDiagnostic(one, source)).join('\n\n');
}

const WIDEST = 200;

/**
 * The source as the code frame shows it: where the lines around the position are long, as in minified code, only
 * their part around its column.
 */
function clip(source: string, line: number, column: number): { text: string; column: number } {
  // The line ends that the code frame counts by.
  const lines = source.split(/\r\n|[\n\r\u2028\u2029]/);
  const shown = lines.slice(Math.max(0, line - 3), line + 2);
  if (shown.every(one => one.length <= WIDEST)) return { text: source, column };
  const from = Math.max(0, column - WIDEST / 2);
  const cut = (text: string) => {
    const part = text.slice(from, from + WIDEST);
    return `${from > 0 && part !== '' ? '…' : ''}${part}${text.length > from + WIDEST ? '…' : ''}`;
  };
  return { text: lines.map(cut).join('\n'), column: from > 0 ? column - from + 1 : column };
}
