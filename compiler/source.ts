/** One module from source text to source text, its options checked. */
import { resolve } from 'node:path';
import { type PluginItem, type TransformOptions, transformFromAstSync } from '@babel/core';
import type { GeneratorOptions } from '@babel/generator';
import type * as t from '@babel/types';
import { mayBeMarked, shownFile } from './1-select/by-text.js';
import { type Generate, KeptText } from './5-print/kept-text.js';
import { diagnostic } from './diagnostics/diagnostic.js';
import { type CompileError, errorFor, internalError } from './diagnostics/errors.js';
import { languageOf } from './language.js';
import { loweringPlugins, needsLowering } from './lower.js';
import { type BegunModule, beginModule, finishModule, type OnPass, type ProgramPath } from './module.js';
import { wrapBody } from './module-body.js';
import { becomesCommonJs, checkModuleKind } from './module-kind.js';
import type { Options } from './options.js';
import { parseSource } from './parse.js';
import type { Report } from './report.js';

export interface CompileResult {
  readonly code: string;
  /** The source map, if one was asked for and the code is not the source itself. */
  readonly map: SourceMap | null;
  readonly report: Report;
}

/** A version 3 source map. `sources` are relative to the folder of the source file. */
export interface SourceMap {
  version: number;
  sources: string[];
  names: string[];
  sourceRoot?: string | undefined;
  sourcesContent?: string[] | undefined;
  mappings: string;
  file?: string;
}

/** See `compile` in index.ts. `onPass` is told after each pass, if the module is compiled. */
export function compileSource(source: string, options: Options, onPass?: OnPass): CompileResult {
  const { typescript, jsx } = languageOf(options.filename, options.language);
  const lowers = typescript || jsx;
  if (!lowers && options.module === undefined && !mayBeMarked(source, options)) return untouched(source, undefined);
  const parsed = parseSource(source, options);
  if (options.module !== undefined) checkModuleKind(parsed, source, options);
  const kept = options.print === 'recast' ? KeptText.of(parsed, source) : undefined;
  const file = kept?.file ?? parsed;
  const begun = beginModule(file.program, source, options);
  if (!lowers && !becomesCommonJs(file, options) && !begun.marked)
    return untouched(source, file.program.sourceType === 'module' ? 'esm' : 'cjs');
  return transform(file, begun, source, options, onPass, kept);
}

/** The same for those who lower unmarked TypeScript and JSX themselves: undefined for a module that is not marked. */
export function compileMarked(source: string, options: Options): CompileResult | undefined {
  if (!mayBeMarked(source, options)) return undefined;
  const file = parseSource(source, options);
  const begun = beginModule(file.program, source, options);
  return begun.marked ? transform(file, begun, source, options, undefined) : undefined;
}

function untouched(source: string, moduleKind: Report['moduleKind']): CompileResult {
  return { code: source, map: null, report: { marked: false, moduleKind, functions: [], diagnostics: [] } };
}

function transform(
  file: t.File,
  begun: BegunModule,
  source: string,
  options: Options,
  onPass: OnPass | undefined,
  kept?: KeptText,
): CompileResult {
  const isConverted = becomesCommonJs(file, options);
  let report: Report | undefined;
  let failure: CompileError | undefined;
  const finish = (path: ProgramPath): void => {
    try {
      if (options.wraps && begun.marked) wrapBody(path.node, isConverted);
      report = finishModule(path.node, begun, source, options, onPass);
    } catch (error) {
      failure = internalError(error, { file: shownFile(options) }, source);
      // Babel prefixes the message of what passes through it with the file's path, which ours has already.
      throw new Error('compilation failed', { cause: failure });
    }
  };
  // Where there is nothing to lower, Babel need not look at the nodes at all, which takes as long as many a pass.
  const enter = (path: ProgramPath & { skip(): void }): void => {
    finish(path);
    path.skip();
  };
  try {
    const plugins = needsLowering(file, options)
      ? [...loweringPlugins(options, isConverted), { visitor: { Program: { exit: finish } } }]
      : [{ visitor: { Program: { enter } } }];
    if (kept) plugins.push(keptTextPlugin(kept, options));
    const result = transformFromAstSync(file, source, babelOptions(options, source, plugins));
    if (!result || report === undefined) throw new Error('Babel returned no result');
    const end = source.endsWith('\n') ? (kept?.lineEnd ?? '\n') : '';
    return { code: `${result.code ?? ''}${end}`, map: result.map ?? null, report };
  } catch (error) {
    throw failure ?? loweringError(error, source, options);
  }
}

function keptTextPlugin(kept: KeptText, options: Options): PluginItem {
  // What it prints is plain JavaScript, whatever it was made from.
  const parse = (code: string) => {
    const { sourceType } = kept.file.program;
    return parseSource(code, { ...options, filename: undefined, language: 'js', sourceType, print: 'babel' });
  };
  return {
    generatorOverride: (_ast: t.File, generatorOptions: GeneratorOptions, _code: string, generate: Generate) =>
      kept.print(generatorOptions, generate, parse),
  };
}

function babelOptions(options: Options, source: string, plugins: TransformOptions['plugins']): TransformOptions {
  const { filename, cwd, sourceMaps } = options;
  // Babel goes through all nodes to find a comment that names one.
  const isNamed = options.inputSourceMap !== true || source.includes('sourceMappingURL=');
  // A map that was not asked for need not be read either.
  const inputSourceMap = sourceMaps !== false && isNamed && options.inputSourceMap;
  return {
    ...(filename === undefined ? {} : { filename }),
    cwd,
    plugins,
    // The caller's options are all there is: no configuration is looked for.
    configFile: false,
    babelrc: false,
    browserslistConfigFile: false,
    cloneInputAst: false,
    compact: false,
    generatorOpts: { jsescOption: { minimal: true } },
    // Its messages are read (`loweringError`), and coloured once, by us.
    highlightCode: false,
    sourceMaps: sourceMaps === 'inline' ? 'both' : sourceMaps,
    inputSourceMap: inputSourceMap as TransformOptions['inputSourceMap'],
  };
}

/**
 * Babel's plugins throw a `SyntaxError` with position and code frame in its text where the program is at fault
 * (`export =` in an ES module, say); anything else is a failure.
 */
function loweringError(error: unknown, source: string, options: Options): CompileError {
  const file = shownFile(options);
  if (!(error instanceof SyntaxError)) return internalError(error, { file }, source);
  const [headline, ...rest] = error.message.split('\n');
  const marked = /^> *(\d+) \|/m.exec(error.message);
  const caret = rest.find(line => /^ *\| *\^/.test(line));
  const line = marked ? Number(marked[1]) : undefined;
  // In Babel's frame the caret stands in the text's column, behind a gutter that ends with `| `.
  const column = caret ? caret.indexOf('^') - caret.indexOf('|') - 1 : undefined;
  const prefix = `${options.filename === undefined ? 'unknown file' : resolve(options.cwd, options.filename)}: `;
  const problem = headline.startsWith(prefix) ? headline.slice(prefix.length) : headline;
  const [, advice = ''] = loweringAdvice.find(([kind]) => kind.test(problem)) ?? [];
  return errorFor([diagnostic('GC005', { file, line, column }, { problem, advice })], source, { cause: error });
}

const loweringAdvice: readonly (readonly [RegExp, string])[] = [
  [/CommonJS/, 'Name the file .cts, or set the source type to "script".'],
  [/^pragma/, 'Say /** @jsxRuntime classic */ at the top of the file, in a comment of its own.'],
  [/^importSource/, 'Say /** @jsxRuntime automatic */ at the top of the file, or leave @jsxImportSource out.'],
  [
    /Namespace tags/,
    'Write the attribute or tag without a colon, or spread an object that has it: {...{ "a:b": value }}.',
  ],
];
