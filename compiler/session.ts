/**
 * Modules that are compiled together. What must be known of all of them before the first is compiled is found by `scan`:
 * with the option `accessors`, the accessors they define.
 */
import * as t from '@babel/types';
import { type Accessor, findAccessors } from './1-select/accessors.js';
import { mayBeMarked, select } from './1-select/markers.js';
import type { OnPass } from './module.js';
import { type CompileOptions, type Options, resolveCompileOptions } from './options.js';
import { parseSource } from './parse.js';
import { type CompileResult, compileSource } from './source.js';

export class Session {
  readonly #known: Accessor[] = [];

  /** Takes note of what a module defines. Gives the module specifiers in it; none of a faulty one, which `compile` reports. */
  scan(source: string, raw: CompileOptions): string[] {
    const options = resolveCompileOptions(raw);
    let program: t.Program;
    try {
      program = parseSource(source, options).program;
    } catch {
      return [];
    }
    if (options.accessors !== null && select(program, source, options).marked)
      this.#known.push(...findAccessors(program));
    return specifiersIn(program);
  }

  /** As `compile` of `greenc/compiler`. `onPass` is told after each pass, if the module is compiled. */
  compile(source: string, raw: CompileOptions, onPass?: OnPass): CompileResult {
    return compileSource(source, this.#options(raw), onPass);
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
