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
  if (source !== undefined && found.line !== undefined) {
    const start = { line: found.line, column: found.column ?? 1 };
    lines.push(codeFrameColumns(source, { start }, { linesAbove: 2, linesBelow: 2, highlightCode: options.color }));
  }
  if (found.hint !== undefined) lines.push(`hint: ${found.hint}`);
  return lines.join('\n');
}

/** Several diagnostics about one source, a blank line between them. */
export function renderDiagnostics(found: readonly Diagnostic[], source?: string): string {
  return found.map(one => renderDiagnostic(one, source)).join('\n\n');
}
