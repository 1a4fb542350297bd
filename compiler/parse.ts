/** Text in, syntax tree out: what a file's extension says about its language, and Babel's parser behind it. */
import { type ParserOptions, parse } from '@babel/parser';
import type * as t from '@babel/types';
import { shownFile } from './1-select/markers.js';
import { diagnostic } from './diagnostics/diagnostic.js';
import { errorFor, internalError } from './diagnostics/errors.js';
import type { Options, SourceType } from './options.js';

export interface Language {
  readonly typescript: boolean;
  readonly jsx: boolean;
  /** The module kind the extension insists on. */
  readonly sourceType: SourceType | undefined;
}

const languages: Readonly<Record<string, Language>> = {
  '.js': { typescript: false, jsx: false, sourceType: undefined },
  '.mjs': { typescript: false, jsx: false, sourceType: 'module' },
  '.cjs': { typescript: false, jsx: false, sourceType: 'script' },
  '.jsx': { typescript: false, jsx: true, sourceType: undefined },
  '.ts': { typescript: true, jsx: false, sourceType: undefined },
  '.mts': { typescript: true, jsx: false, sourceType: 'module' },
  '.cts': { typescript: true, jsx: false, sourceType: 'script' },
  '.tsx': { typescript: true, jsx: true, sourceType: undefined },
};

/** The language of a file by its extension; plain JavaScript where that says nothing. */
export function languageOf(filename: string | undefined): Language {
  const extension = /\.[cm]?[jt]sx?$/.exec(filename ?? '')?.[0] ?? '.js';
  return languages[extension] ?? languages['.js'];
}

/** Parses a source. Throws a `SourceError` or `UnsupportedError` with position and code frame. */
export function parseSource(source: string, options: Options): t.File {
  const language = languageOf(options.filename);
  const sourceType = language.sourceType ?? options.sourceType;
  try {
    return parse(source, {
      // TypeScript lets a CommonJS file use import and export, and turns them into require.
      sourceType: language.typescript && sourceType === 'script' ? 'unambiguous' : sourceType,
      allowReturnOutsideFunction: sourceType !== 'module',
      plugins: parserPlugins(language),
    });
  } catch (error) {
    if (isParserError(error)) throw parserFailure(error, source, options);
    throw internalError(error, { file: shownFile(options) }, source);
  }
}

function parserPlugins(language: Language): ParserOptions['plugins'] {
  const plugins: ParserOptions['plugins'] = ['decorators', 'decoratorAutoAccessors', 'explicitResourceManagement'];
  // In .mts and .cts files TypeScript refuses `<T>value` and `<T>() => …`, which look like JSX.
  if (language.typescript) {
    plugins.push(['typescript', { disallowAmbiguousJSXLike: language.sourceType !== undefined }]);
  }
  if (language.jsx) plugins.push('jsx');
  return plugins;
}

interface ParserError extends Error {
  readonly loc: { readonly line: number; readonly column: number };
  readonly reasonCode?: string;
  readonly missingPlugin?: readonly string[];
}

function isParserError(error: unknown): error is ParserError {
  return error instanceof SyntaxError && 'loc' in error;
}

function parserFailure(error: ParserError, source: string, options: Options): Error {
  const place = { file: shownFile(options), line: error.loc.line, column: error.loc.column + 1 };
  const { missingPlugin } = error;
  if (missingPlugin?.includes('jsx')) {
    const problem = 'JSX, or a type, in a plain JavaScript file';
    const advice = 'Name the file .jsx for JSX, .ts for types, .tsx for both.';
    return errorFor([diagnostic('GC001', place, { problem, advice })], source);
  }
  if (missingPlugin !== undefined) {
    const syntax = [...new Set(missingPlugin.map(plugin => plainNames[plugin] ?? plugin))].join(', ');
    const advice = 'Lower it first with the tool that understands it, and let greenc compile the result.';
    return errorFor([diagnostic('GC003', place, { syntax, advice })], source);
  }
  // Its position comes first in ours, and its advice about parser plugins is not for our users.
  const problem = error.message.replace(/ \(\d+:\d+\)$/, '').replace(/\.? You can enable .*$|\.$/, '');
  if (error.reasonCode === 'ImportOutsideModule') {
    const advice =
      'The file is read as a script (CommonJS). Name it .mjs, or set the source type to "module" or "unambiguous".';
    return errorFor([diagnostic('GC001', place, { problem: 'import and export need a module', advice })], source);
  }
  return errorFor([diagnostic('GC001', place, { problem })], source);
}

const plainNames: Readonly<Record<string, string>> = {
  decorators: 'decorators',
  'decorators-legacy': 'decorators',
  decoratorAutoAccessors: '`accessor` fields',
  deferredImportEvaluation: '`import defer`',
  doExpressions: '`do` expressions',
  optionalChainingAssign: 'assignment to an optional chain',
  pipelineOperator: 'the pipeline operator',
  sourcePhaseImports: '`import source`',
};
