// Brings a source text, the compiler and a runtime together to a pair that the schedules can be run on.
import type { Pair } from './check.js';
import { createRecorder, type Recorder } from './coverage.js';
import type { RuntimeLike } from './runtime.js';
import { loadProgram, type Program, type Realm } from './sandbox.js';
import { needsScript, toScript } from './script.js';

export type CompileLike = (
  source: string,
  options: {
    readonly filename: string;
    readonly sourceType?: 'module' | 'script' | 'unambiguous';
    readonly [option: string]: unknown;
  },
) => {
  readonly code: string;
  readonly report: {
    readonly functions: readonly {
      readonly name: string;
      readonly kind: string;
      readonly resumable: boolean;
      readonly points: number;
    }[];
    readonly diagnostics: readonly {
      readonly code: string;
      readonly severity: string;
      readonly message: string;
      readonly hint?: string;
      readonly line?: number;
      readonly column?: number;
    }[];
  };
};

/** What the tests take from greenc. */
export interface Greenc extends Realm {
  readonly compile: CompileLike;
  readonly runtime: RuntimeLike;
}

export interface Prepared extends Pair {
  readonly source: string;
  /** What `compile` made, as it is. */
  readonly code: string;
  readonly report: ReturnType<CompileLike>['report'];
  readonly recorder: Recorder;
}

/** A directive by which a generated program says what it wants to be compiled with. */
export const withAccessors = '"with accessors";';

/** The same. */
export const withFullChecks = '"with full checks";';

/** The same for a program in TypeScript. */
export const withTypes = '"with types";';

/** What a generated program is called. */
export function filenameOf(source: string): string {
  return source.includes(withTypes) ? 'program.ts' : 'program.js';
}

/** A program's text as `loadProgram` takes it. */
export function originalText(source: string, filename: string): string {
  return needsScript(filename, source) ? toScript(source, filename) : source;
}

/** Loads `source` as it is. */
export function loadOriginal(realm: Realm, source: string, filename: string): Program {
  return loadProgram(originalText(source, filename), null, realm);
}

/** Compiles `source`: what `compile` made, and the same as `loadProgram` takes it. Throws what the compiler throws. */
export function compiledText(
  compile: CompileLike,
  source: string,
  filename: string,
  options: object = {},
  corrupt: (code: string) => string = code => code,
): ReturnType<CompileLike> & { readonly text: string } {
  const isModule = needsScript(filename, source);
  const result = compile(source, {
    filename,
    ...(isModule ? {} : { sourceType: 'script' }),
    ...(source.includes(withAccessors) ? { accessors: true } : {}),
    ...(source.includes(withFullChecks) ? { checks: 'full' } : {}),
    ...options,
  });
  const corrupted = corrupt(result.code);
  return { ...result, text: isModule ? toScript(corrupted, filename.replace(/\.[mc]?tsx?$/, '.mjs')) : corrupted };
}

/** Compiles and loads `source`. `corrupt` may change the compiled text: see sabotage.ts. Throws what the compiler throws. */
export function prepare(
  greenc: Greenc,
  source: string,
  filename: string,
  options?: object,
  corrupt?: (code: string) => string,
): Prepared {
  const { code, report, text } = compiledText(greenc.compile, source, filename, options, corrupt);
  const recorder = createRecorder(greenc.runtime);
  return {
    source,
    code,
    report,
    recorder,
    runtime: greenc.runtime,
    original: loadOriginal(greenc, source, filename),
    compiled: loadProgram(text, recorder.runtime, greenc),
  };
}
