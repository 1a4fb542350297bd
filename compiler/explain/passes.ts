/**
 * What each pass made of a module, as text: the program where a pass rewrites it, a table where it only finds
 * things out. ARCHITECTURE.md's walk through the compiler is this text, and a test keeps the two alike.
 */
import { transformFromAstSync } from '@babel/core';
import { generate } from '@babel/generator';
import type * as t from '@babel/types';
import { shownFile } from '../1-select/markers.js';
import { loweringPlugins } from '../lower.js';
import { beginModule } from '../module.js';
import type { FunctionInfo } from '../normal-form/model.js';
import { type CompileOptions, resolveCompileOptions } from '../options.js';
import { parseSource } from '../parse.js';
import { compileProgram, type PassFacts, type PassName } from '../pipeline.js';
import { analysed, resolved, stored } from './tables.js';

export interface ExplainedPass {
  readonly pass: PassName;
  readonly text: string;
}

type Explain = (fn: FunctionInfo, facts: PassFacts) => string[];

/** The passes that leave the program as it is, and what they found out about a function. */
const tables: Partial<Record<PassName, Explain>> = {
  resolve: resolved,
  storage: stored,
  analyse: (fn, { plans }) => analysed(plans.get(fn)),
};

/**
 * Compiles a module and notes what it was after each pass, in order; nothing for a module that is not marked.
 * Takes the options of `compile`, and throws what `compile` throws for a faulty program or option.
 */
export function explainPasses(source: string, options: CompileOptions = {}): ExplainedPass[] {
  const resolvedOptions = resolveCompileOptions(options);
  const file = parseSource(source, resolvedOptions);
  const begun = beginModule(file.program, source, resolvedOptions);
  if (!begun.marked) return [];
  const passes: ExplainedPass[] = [];
  const { program } = lowered(file, source, loweringPlugins(resolvedOptions));
  compileProgram(program, {
    filename: shownFile(resolvedOptions),
    source,
    moduleKind: program.sourceType === 'module' ? 'esm' : 'cjs',
    runtime: resolvedOptions.runtime,
    accessors: begun.accessors,
    mode: resolvedOptions,
    onPass(pass, after, facts) {
      const explain = tables[pass];
      const text = explain === undefined ? generate(after).code : tablesOf(facts, explain);
      passes.push({ pass, text });
    },
  });
  return passes;
}

function lowered(file: t.File, source: string, plugins: ReturnType<typeof loweringPlugins>): t.File {
  if (plugins.length === 0) return file;
  const options = { plugins, ast: true, code: false, configFile: false, babelrc: false, cloneInputAst: false } as const;
  const result = transformFromAstSync(file, source, options);
  if (!result?.ast) throw new Error('Babel returned no tree');
  return result.ast;
}

function tablesOf(facts: PassFacts, explain: Explain): string {
  return facts.functions
    .filter(fn => fn.hasPoint)
    .map(fn => [heading(fn), ...explain(fn, facts).map(line => `  ${line}`)].join('\n'))
    .join('\n');
}

function heading({ kind, name, node }: FunctionInfo): string {
  return `${kind} ${name || '(anonymous)'}, line ${node.loc?.start.line ?? '?'}`;
}
