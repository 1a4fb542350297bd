/**
 * The compiler's options: their type, their defaults, and the only code that reads them as users wrote them.
 * Everything behind this file works with `Options`, in which nothing is optional or unchecked.
 */
import type { Accessor } from './1-select/accessors.js';
import { type Matcher, matcher, type Pattern } from './1-select/globs.js';
import { diagnostic } from './diagnostics/diagnostic.js';
import { errorFor } from './diagnostics/errors.js';
import { nearest } from './diagnostics/suggest.js';

export type SourceType = 'module' | 'script' | 'unambiguous';

/** The options that `compile` and the Babel plugin share. */
export interface SelectionOptions {
  /** Compile the module whether or not it carries the directive. */
  all?: boolean;
  /** Compile modules whose path matches, with or without the directive. See `1-select/globs.ts` for patterns. */
  include?: Pattern | readonly Pattern[];
  /** Never compile modules whose path matches, not even with the directive. */
  exclude?: Pattern | readonly Pattern[];
  /** Where compiled code imports the runtime from. Default: `greenc/runtime`. */
  runtime?: string;
  /**
   * Makes getters and setters resumable, and what may run them a suspension point: reads and writes of property names
   * that the module defines as accessors, and of those that a list gives. Default: false.
   */
  accessors?: boolean | readonly string[];
  /**
   * How the callee of a method call is told to be compiled code. `links` (the default) finds it again when the call is
   * suspended, which costs nothing until then. `full` keeps it before each call: slower, and exact where methods
   * are replaced while they run, or come from getters and proxies.
   */
  checks?: Checks;
}

export type Checks = 'links' | 'full';

export interface CompileOptions extends SelectionOptions {
  /** Path of the source; its extension says what the source is (`.ts`, `.jsx`, …). Default: plain JavaScript. */
  filename?: string;
  /** What positions and patterns are relative to. Default: `process.cwd()`. */
  cwd?: string;
  /**
   * How to read a file whose extension does not say: `module`, `script` (CommonJS), or by looking whether it has
   * `import`/`export` (`unambiguous`, the default). A TypeScript file read as `script` may use `import` and
   * `export`: it becomes CommonJS.
   */
  sourceType?: SourceType;
  /** `true`: a source map as `map`. `'inline'`: at the end of the code as well. Default: none. */
  sourceMaps?: boolean | 'inline';
  /**
   * The map of whatever produced the source, to chain with ours. `true` (the default) follows the source's own
   * `sourceMappingURL` comment, `false` ignores it.
   */
  inputSourceMap?: object | boolean;
  /** Let relative specifiers of TypeScript and JSX files name the output: `./a.ts` becomes `./a.js`. Default: false. */
  rewriteExtensions?: boolean;
}

/** The options as the compiler uses them. */
export interface Options {
  readonly filename: string | undefined;
  readonly cwd: string;
  readonly sourceType: SourceType;
  readonly all: boolean;
  readonly include: Matcher;
  readonly exclude: Matcher;
  readonly sourceMaps: boolean | 'inline';
  readonly inputSourceMap: object | boolean;
  readonly rewriteExtensions: boolean;
  readonly runtime: string;
  /** Null: accessors stay as they are. */
  readonly accessors: AccessorOptions | null;
  readonly checks: Checks;
}

export interface AccessorOptions {
  /** Names that the user gave. */
  readonly listed: readonly string[];
  /** Accessors of other modules. */
  readonly known: readonly Accessor[];
}

interface Rule {
  readonly expected: string;
  readonly accepts: (value: unknown) => boolean;
}

const isString = (value: unknown): value is string => typeof value === 'string';
const isBoolean = (value: unknown) => typeof value === 'boolean';
// One of nothing would match everything.
const isPattern = (value: unknown) => (isString(value) && value.trim() !== '') || value instanceof RegExp;

const flag: Rule = { expected: 'true or false', accepts: isBoolean };
const text: Rule = { expected: 'a string', accepts: isString };
const name: Rule = { expected: 'a non-empty string', accepts: value => isString(value) && value !== '' };
const patterns: Rule = {
  expected: 'a pattern (non-empty string or RegExp) or an array of patterns',
  accepts: value => isPattern(value) || (Array.isArray(value) && value.every(isPattern)),
};

const selectionRules: Record<keyof SelectionOptions, Rule> = {
  all: flag,
  include: patterns,
  exclude: patterns,
  runtime: name,
  accessors: {
    expected: 'true, false or an array of property names',
    accepts: value => isBoolean(value) || (Array.isArray(value) && value.every(isString)),
  },
  checks: { expected: '"links" or "full"', accepts: value => value === 'links' || value === 'full' },
};

const compileRules: Record<keyof CompileOptions, Rule> = {
  ...selectionRules,
  filename: text,
  cwd: text,
  sourceType: {
    expected: '"module", "script" or "unambiguous"',
    accepts: value => value === 'module' || value === 'script' || value === 'unambiguous',
  },
  sourceMaps: { expected: 'true, false or "inline"', accepts: value => isBoolean(value) || value === 'inline' },
  inputSourceMap: {
    expected: 'true, false or a source map object',
    accepts: value => isBoolean(value) || (typeof value === 'object' && !Array.isArray(value)),
  },
  rewriteExtensions: flag,
};

/**
 * Checks the options of `compile` and fills in defaults. Throws a `SourceError` that lists every unknown option
 * (with the nearest known one) and every value of the wrong type.
 */
export function resolveCompileOptions(raw: CompileOptions = {}): Options {
  check(raw, compileRules);
  return resolve(raw);
}

/** The same for the options of the Babel plugin: what Babel itself decides (file name, maps, …) is not among them. */
export function resolvePluginOptions(
  raw: SelectionOptions,
  fromBabel: Pick<CompileOptions, 'filename' | 'cwd'>,
): Options {
  check(raw, selectionRules);
  return resolve({ ...raw, ...fromBabel });
}

function resolve(raw: CompileOptions): Options {
  return {
    filename: raw.filename,
    cwd: raw.cwd ?? process.cwd(),
    sourceType: raw.sourceType ?? 'unambiguous',
    all: raw.all ?? false,
    include: matcher(listOf(raw.include)),
    exclude: matcher(listOf(raw.exclude)),
    sourceMaps: raw.sourceMaps ?? false,
    inputSourceMap: raw.inputSourceMap ?? true,
    rewriteExtensions: raw.rewriteExtensions ?? false,
    runtime: raw.runtime ?? 'greenc/runtime',
    accessors: raw.accessors ? { listed: raw.accessors === true ? [] : raw.accessors, known: [] } : null,
    checks: raw.checks ?? 'links',
  };
}

function check(raw: unknown, rules: Readonly<Record<string, Rule>>): void {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) {
    throw errorFor([diagnostic('GC202', {}, { option: 'options', expected: 'an object', actual: shown(raw) })]);
  }
  const problems = Object.entries(raw).flatMap(([option, value]) => {
    const rule = Object.hasOwn(rules, option) ? rules[option] : undefined;
    if (rule === undefined) return [diagnostic('GC201', {}, { option, advice: adviceFor(option, rules) })];
    if (value === undefined || rule.accepts(value)) return [];
    return [diagnostic('GC202', {}, { option, expected: rule.expected, actual: shown(value) })];
  });
  if (problems.length > 0) throw errorFor(problems);
}

function adviceFor(option: string, rules: Readonly<Record<string, Rule>>): string {
  const near = nearest(option, Object.keys(rules));
  return near === undefined ? `Known options: ${Object.keys(rules).join(', ')}.` : `Did you mean "${near}"?`;
}

function shown(value: unknown): string {
  if (isString(value)) return JSON.stringify(value);
  if (Array.isArray(value)) return value.every(isString) ? JSON.stringify(value) : 'an array';
  if (typeof value === 'object' && value !== null) return 'an object';
  return typeof value === 'function' ? 'a function' : String(value);
}

function listOf(value: Pattern | readonly Pattern[] | undefined): readonly Pattern[] {
  if (value === undefined) return [];
  return typeof value === 'string' || value instanceof RegExp ? [value] : value;
}
