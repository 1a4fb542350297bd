import { type DiagnosticCode, describe, type Severity } from './catalogue.js';

/** One finding about one place of a program. */
export interface Diagnostic {
  readonly code: DiagnosticCode;
  readonly severity: Severity;
  readonly message: string;
  readonly hint?: string;
  /** As shown to people: relative to the working directory. Absent where no file is concerned. */
  readonly file?: string;
  /** 1-based; absent where the finding concerns a file as a whole. */
  readonly line?: number;
  /** 1-based. */
  readonly column?: number;
}

export interface Place {
  readonly file?: string | undefined;
  readonly line?: number | undefined;
  /** 1-based, unlike Babel's `loc.column`; `placeOf` converts. */
  readonly column?: number | undefined;
}

/** The place where an AST node starts, for `diagnostic`. A node without a position gives the file alone. */
export function placeOf(
  file: string,
  node: { loc?: { start: { line: number; column: number } } | null } | null | undefined,
): Place {
  const start = node?.loc?.start;
  return start ? { file, line: start.line, column: start.column + 1 } : { file };
}

/**
 * Makes a diagnostic from the catalogue. `details` fills the `{…}` of the row's title and hint; a hint whose
 * details are all missing is dropped.
 */
export function diagnostic(
  code: DiagnosticCode,
  place: Place = {},
  details: Readonly<Record<string, string>> = {},
): Diagnostic {
  const { severity, title, hint } = describe(code);
  const filledHint = hint === undefined ? '' : fill(hint, details).trim();
  return {
    code,
    severity,
    message: fill(title, details),
    ...(filledHint === '' ? {} : { hint: filledHint }),
    ...(place.file === undefined ? {} : { file: place.file }),
    ...(place.line === undefined ? {} : { line: place.line, column: place.column ?? 1 }),
  };
}

function fill(text: string, details: Readonly<Record<string, string>>): string {
  return text.replace(/\{(\w+)\}/g, (_whole, name: string) => details[name] ?? '');
}
