/**
 * Modules that are compiled together. What must be known of all of them before the first is compiled is found by `scan`:
 * with the option `accessors`, the accessors they define.
 */
import * as t from '@babel/types';
import { type Accessor, findAccessors } from './1-select/accessors.js';
import { select } from './1-select/markers.js';
import { type CompileOptions, resolveCompileOptions } from './options.js';
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

  /** As `compile` of `greenc/compiler`. */
  compile(source: string, raw: CompileOptions): CompileResult {
    const options = resolveCompileOptions(raw);
    const { accessors } = options;
    if (accessors === null) return compileSource(source, options);
    return compileSource(source, { ...options, accessors: { ...accessors, known: this.#known } });
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
