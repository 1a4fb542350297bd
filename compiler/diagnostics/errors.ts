import { describe, type Fault } from './catalogue.js';
import { type Diagnostic, diagnostic, type Place } from './diagnostic.js';
import { renderDiagnostics } from './render.js';

/**
 * What `compile` throws. `message` is ready to print (positions, code frames, hints); `diagnostics` is the same
 * as data. The subclasses say whose fault it is.
 */
export class CompileError extends Error {
  readonly diagnostics: readonly Diagnostic[];

  constructor(diagnostics: readonly Diagnostic[], source?: string, options?: ErrorOptions) {
    super(renderDiagnostics(diagnostics, source), options);
    this.diagnostics = diagnostics;
  }
}

/** The program is wrong: a syntax error, a misplaced directive, a bad option. */
export class SourceError extends CompileError {}

/** The program is right, but uses something greenc decided not to compile. */
export class UnsupportedError extends CompileError {}

/** greenc is wrong. The message says how to report it; `cause` is what went wrong inside. */
export class InternalError extends CompileError {}

const classes: Record<Fault, typeof CompileError> = {
  user: SourceError,
  unsupported: UnsupportedError,
  internal: InternalError,
};

/** The error for a list of diagnostics; its class follows the first one's fault. */
export function errorFor(diagnostics: readonly Diagnostic[], source?: string, options?: ErrorOptions): CompileError {
  const [first] = diagnostics;
  const fault = first === undefined ? 'internal' : describe(first.code).fault;
  return new classes[fault](diagnostics, source, options);
}

/**
 * Wraps whatever went wrong inside greenc. An error that is already one of ours passes through, and the engine's
 * stack limit is not our fault: parser and passes descend as deep as the program is nested.
 */
export function internalError(cause: unknown, place: Place, source?: string): CompileError {
  if (cause instanceof CompileError) return cause;
  const problem = cause instanceof Error ? cause.message : String(cause);
  const code = cause instanceof RangeError && /call stack/i.test(problem) ? 'GC006' : 'GC900';
  return errorFor([diagnostic(code, place, { problem })], source, { cause });
}

// On the prototypes, as for the engine's own errors: an own `name` would be listed beside the diagnostics
// wherever the error is inspected, and would come too late for the first line of `stack`.
for (const errorClass of [CompileError, SourceError, UnsupportedError, InternalError]) {
  Object.defineProperty(errorClass.prototype, 'name', { value: errorClass.name, writable: true, configurable: true });
}
