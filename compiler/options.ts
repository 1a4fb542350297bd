/**
 * The compiler's options: their type, their defaults, and the only code that reads them as users wrote them.
 * Everything behind this file works with `Options`, in which nothing is optional or unchecked.
 */
import { resolve as resolvePath } from 'node:path';
import type { Accessor } from './1-select/accessors.js';
import { listOf, type Matcher, matcher, type Pattern } from './1-select/globs.js';
import type { Origin } from './3-analyse/sites.js';
import { diagnostic, type Place } from './diagnostics/diagnostic.js';
import { errorFor } from './diagnostics/errors.js';
import { nearest } from './diagnostics/suggest.js';
import { compileRules, fits, isOptions, isString, type OptionRules, selectionRules } from './option-rules.js';

export type { Origin, Pattern };

/** What a source is written in. */
export type LanguageName = 'js' | 'jsx' | 'ts' | 'tsx';

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

export type Printer = 'babel' | 'recast';

export interface CompileOptions extends SelectionOptions {
  /** Path of the source; its extension says what the source is (`.ts`, `.jsx`, …). Default: plain JavaScript. */
  filename?: string;
  /** What the source is written in, where the file name does not say so: a `.ts` file that another tool has lowered, say. */
  language?: LanguageName;
  /** What positions and patterns are relative to. Default: `process.cwd()`. */
  cwd?: string;
  /** What patterns are relative to, if not to `cwd`: the folder of a configuration file, say. */
  root?: string;
  /**
   * How to read a file whose extension does not say: `module`, `script` (CommonJS), or by looking whether it has
   * `import`/`export` (`unambiguous`, the default). A TypeScript file read as `script` may use `import` and
   * `export`: it becomes CommonJS.
   */
  sourceType?: SourceType;
  /**
   * What the output is to be: `cjs` makes CommonJS of ES modules. The other way there is none, and `esm` refuses CommonJS.
   * Default: each file stays what it is.
   */
  module?: 'esm' | 'cjs';
  /** `true`: a source map as `map`. `'inline'`: at the end of the code as well. Default: none. */
  sourceMaps?: boolean | 'inline';
  /**
   * The map of whatever produced the source, to chain with ours. `true` (the default) follows the source's own
   * `sourceMappingURL` comment, `false` ignores it.
   */
  inputSourceMap?: object | boolean;
  /**
   * `recast`: the author's formatting and comments stay wherever the text does, for output that is read by people. Slower, and
   * larger. Default: `babel`, which prints everything alike.
   */
  print?: Printer;
  /** Let relative specifiers of TypeScript and JSX files name the output: `./a.ts` becomes `./a.js`. Default: false. */
  rewriteExtensions?: boolean;
}

/** The options as the compiler uses them. */
export interface Options {
  readonly filename: string | undefined;
  /** Undefined: as the file name says. */
  readonly language: LanguageName | undefined;
  readonly cwd: string;
  readonly root: string;
  readonly sourceType: SourceType;
  readonly module: 'esm' | 'cjs' | undefined;
  readonly all: boolean;
  readonly include: Matcher;
  readonly exclude: Matcher;
  readonly sourceMaps: boolean | 'inline';
  readonly inputSourceMap: object | boolean;
  readonly print: Printer;
  readonly rewriteExtensions: boolean;
  readonly runtime: string;
  /** Null: accessors stay as they are. */
  readonly accessors: AccessorOptions | null;
  readonly checks: Checks;
  /** The module becomes CommonJS whose code is a function's: see module-body.ts. */
  readonly wraps?: boolean;
  /** Where the author wrote what stands here, if others have changed the text before us and chain the source maps themselves. */
  readonly origin?: Origin | undefined;
}

export interface AccessorOptions {
  /** Names that the user gave. */
  readonly listed: readonly string[];
  /** Accessors of other modules. */
  readonly known: readonly Accessor[];
}

/**
 * Checks the options of `compile` and fills in defaults. Throws a `SourceError` that lists every unknown option
 * (with the nearest known one) and every value of the wrong type.
 */
export function resolveCompileOptions(raw: CompileOptions = {}): Options {
  checkOptions(raw, compileRules);
  return resolve(raw);
}

/** The same for the options of the Babel plugin: what Babel itself decides (file name, maps, …) is not among them. */
export function resolvePluginOptions(
  raw: SelectionOptions,
  fromBabel: Pick<CompileOptions, 'filename' | 'cwd'>,
): Options {
  checkOptions(raw, selectionRules);
  return resolve({ ...raw, ...fromBabel });
}

function resolve(raw: CompileOptions): Options {
  const cwd = raw.cwd ?? process.cwd();
  return {
    filename: raw.filename,
    language: raw.language,
    cwd,
    root: resolvePath(cwd, raw.root ?? ''),
    sourceType: raw.sourceType ?? 'unambiguous',
    module: raw.module,
    all: raw.all ?? false,
    include: matcher(listOf(raw.include)),
    exclude: matcher(listOf(raw.exclude)),
    sourceMaps: raw.sourceMaps ?? false,
    inputSourceMap: raw.inputSourceMap ?? true,
    print: raw.print ?? 'babel',
    rewriteExtensions: raw.rewriteExtensions ?? false,
    runtime: raw.runtime ?? 'greenc/runtime',
    accessors: raw.accessors ? { listed: raw.accessors === true ? [] : raw.accessors, known: [] } : null,
    checks: raw.checks ?? 'links',
  };
}

/** Throws a `SourceError` about all that is wrong with them; `place` says where they come from. */
export function checkOptions(raw: unknown, rules: OptionRules, place: Place = {}): void {
  if (!isOptions(raw)) {
    throw errorFor([diagnostic('GC202', place, { option: 'options', expected: 'an object', actual: shown(raw) })]);
  }
  const problems = Object.entries(raw).flatMap(([option, value]) => {
    if (fits(option, value, rules)) return [];
    if (!Object.hasOwn(rules, option))
      return [diagnostic('GC201', place, { option, advice: adviceFor(option, rules) })];
    return [diagnostic('GC202', place, { option, expected: rules[option].expected, actual: shown(value) })];
  });
  if (problems.length > 0) throw errorFor(problems);
}

function adviceFor(option: string, rules: OptionRules): string {
  const near = nearest(option, Object.keys(rules));
  return near === undefined ? `Known options: ${Object.keys(rules).join(', ')}.` : `Did you mean "${near}"?`;
}

function shown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (Array.isArray(value)) return value.every(isString) ? JSON.stringify(value) : 'an array';
  if (typeof value === 'object' && value !== null) return 'an object';
  return typeof value === 'function' ? 'a function' : String(value);
}
