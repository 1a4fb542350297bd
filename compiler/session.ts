/**
 * Modules that are compiled together. What must be known of all of them before the first is compiled is found by `scan`:
 * with the option `accessors`, the accessors they define.
 */
import * as t from '@babel/types';
import { type Accessor, findAccessors } from './1-select/accessors.js';
import { mayBeMarked } from './1-select/by-text.js';
import { select } from './1-select/markers.js';
import type { Origin } from './3-analyse/sites.js';
import type { OnPass } from './module.js';
import { type CompileOptions, type Options, resolveCompileOptions } from './options.js';
import { parseSource } from './parse.js';
import { type CompileResult, compileMarked, compileSource } from './source.js';

export type { Accessor };

/** What must be known of a module before others are compiled. */
export interface Scanned {
  /** What it imports, where the text says what. */
  readonly specifiers: readonly string[];
  /** Those it defines; none without the option `accessors`, or if the module is not compiled. */
  readonly accessors: readonly Accessor[];
}

/** Looks at a module. Finds nothing in a faulty one, which `compile` reports. */
export function scanModule(source: string, raw: CompileOptions): Scanned {
  const options = resolveCompileOptions(raw);
  let program: t.Program;
  try {
    program = parseSource(source, options).program;
  } catch {
    return { specifiers: [], accessors: [] };
  }
  const defines = options.accessors !== null && select(program, source, options).marked;
  return { specifiers: specifiersIn(program), accessors: defines ? findAccessors(program) : [] };
}

export class Session {
  readonly #known: Accessor[];

  /** `known`: what other sessions have found, as their `known` gives it. */
  constructor(known: readonly Accessor[] = []) {
    this.#known = [...known];
  }

  /** The accessors of all modules that have been scanned. Plain data. */
  get known(): readonly Accessor[] {
    return this.#known;
  }

  /** Takes note of what a module defines. Gives the module specifiers in it. */
  scan(source: string, raw: CompileOptions): readonly string[] {
    const { specifiers, accessors } = scanModule(source, raw);
    this.#known.push(...accessors);
    return specifiers;
  }

  /** As `compile` of `greenc/compiler`. `onPass` is told after each pass, if the module is compiled. */
  compile(source: string, raw: CompileOptions, onPass?: OnPass): CompileResult {
    return compileSource(source, this.#options(raw), onPass);
  }

  /** The same with the module's code as that of a function, if the module is compiled: see module-body.ts. */
  compileBody(source: string, raw: CompileOptions): CompileResult {
    return compileSource(source, { ...this.#options(raw), module: 'cjs', wraps: true });
  }

  /** The same for those who lower unmarked TypeScript and JSX themselves: undefined for a module that is not marked. */
  compileMarked(source: string, raw: CompileOptions, origin?: Origin): CompileResult | undefined {
    return compileMarked(source, { ...this.#options(raw), origin });
  }

  /** Whether a module is compiled; not if it cannot be parsed, which is for `compile` to report. */
  isMarked(source: string, raw: CompileOptions): boolean {
    const options = resolveCompileOptions(raw);
    if (!mayBeMarked(source, options)) return false;
    try {
      return select(parseSource(source, options).program, source, options).marked;
    } catch {
      return false;
    }
  }

  #options(raw: CompileOptions): Options {
    const options = resolveCompileOptions(raw);
    const { accessors } = options;
    return accessors === null ? options : { ...options, accessors: { ...accessors, known: this.#known } };
  }
}

/** What a module imports, or exports from elsewhere, by `import` and `require`, where the text says what. */
function specifiersIn(program: t.Program): string[] {
  const found: string[] = [];
  t.traverseFast(program, node => {
    let source: t.Node | null | undefined;
    if (t.isImportDeclaration(node) || t.isExportNamedDeclaration(node) || t.isExportAllDeclaration(node))
      ({ source } = node);
    else if (t.isTSExternalModuleReference(node)) source = node.expression;
    else if (t.isCallExpression(node) && (t.isImport(node.callee) || t.isIdentifier(node.callee, { name: 'require' })))
      [source] = node.arguments;
    if (t.isStringLiteral(source)) found.push(source.value);
  });
  return found;
}
