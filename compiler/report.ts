import type { Diagnostic } from './diagnostics/diagnostic.js';

/** What became of one function. */
export interface FunctionReport {
  /** Empty for an anonymous function. */
  readonly name: string;
  readonly line: number;
  /** 1-based. */
  readonly column: number;
  /** `function`, `arrow`, `method`, `getter`, `constructor`, `generator`, `async function`, … */
  readonly kind: string;
  /** Whether a call in it may suspend it. */
  readonly resumable: boolean;
  /** How many suspension points it has. */
  readonly points: number;
  /** Why it is not resumable. */
  readonly reason?: string;
}

/** What `compile` did to a module. */
export interface Report {
  /** False: nothing was compiled; JavaScript came back as it was, TypeScript and JSX were only lowered. */
  readonly marked: boolean;
  /** How the output is to be loaded; undefined where the source was returned without being parsed. */
  readonly moduleKind: 'esm' | 'cjs' | undefined;
  readonly functions: readonly FunctionReport[];
  /** Warnings and remarks; errors are thrown. */
  readonly diagnostics: readonly Diagnostic[];
}
