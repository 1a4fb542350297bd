/** Text in, syntax tree out: Babel's parser, and what its refusals mean to people. */
import { type ParserOptions, parse } from '@babel/parser';
import type * as t from '@babel/types';
import { shownFile } from './1-select/by-text.js';
import { diagnostic } from './diagnostics/diagnostic.js';
import { errorFor, internalError } from './diagnostics/errors.js';
import { type Language, languageOf } from './language.js';
import type { Options } from './options.js';

/** Parses a source. Throws a `SourceError` or `UnsupportedError` with position and code frame. */
export function parseSource(source: string, options: Options): t.File {
  try {
    return parseAs(languageOf(options.filename, options.language), source, options);
  } catch (error) {
    if (isParserError(error)) throw parserFailure(error, source, options);
    throw internalError(error, { file: shownFile(options) }, source);
  }
}

function parseAs(language: Language, source: string, options: Options): t.File {
  const sourceType = language.sourceType ?? options.sourceType;
  // A comment of the same length: Node drops a byte order mark and then finds the interpreter's line, Babel does not.
  return parse(source.replace(/^\uFEFF#!/, '\uFEFF//'), {
    // recast asks for them.
    tokens: options.print === 'recast',
    // TypeScript lets a CommonJS file use import and export, and turns them into require.
    sourceType: language.typescript && sourceType === 'script' ? 'unambiguous' : sourceType,
    allowReturnOutsideFunction: sourceType !== 'module',
    plugins: parserPlugins(language),
  });
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
  readonly loc: { readonly line: number; readonly column: number; readonly index: number };
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
  const shown = problem === 'Unexpected token' ? `${problem} ${tokenAt(source, error.loc.index)}` : problem;
  const advice = otherName(source, options);
  return errorFor([diagnostic('GC001', place, { problem: shown, ...(advice && { advice }) })], source);
}

function tokenAt(source: string, index: number): string {
  const token = /^(?:[\w$]+|\S)/.exec(source.slice(index, index + 40))?.[0];
  return token === undefined ? 'at the end' : `"${token}"`;
}

/** What says that the text is right, but in another language than the file's name says; undefined if it is not. */
function otherName(source: string, options: Options): string | undefined {
  if (options.language !== undefined) return undefined;
  const { typescript, jsx, sourceType } = languageOf(options.filename);
  const kind = sourceType === undefined ? '' : sourceType === 'module' ? 'm' : 'c';
  const others = [
    { name: `.${kind}ts`, says: 'TypeScript', typescript: true, jsx: false },
    { name: '.jsx', says: 'JavaScript with JSX', typescript: false, jsx: true },
    { name: '.tsx', says: 'TypeScript with JSX', typescript: true, jsx: true },
  ].filter(other => other.typescript >= typescript && other.jsx >= jsx);
  const right = others.find(other => {
    if (other.typescript === typescript && other.jsx === jsx) return false;
    try {
      parseAs({ typescript: other.typescript, jsx: other.jsx, sourceType }, source, options);
      return true;
    } catch {
      return false;
    }
  });
  return right && `It is ${right.says}: name the file ${right.name}.`;
}

const plainNames: Readonly<Record<string, string>> = {
  decorators: 'decorators',
  'decorators-legacy': 'decorators',
  decoratorAutoAccessors: '`accessor` fields',
  deferredImportEvaluation: '`import defer`',
  destructuringPrivate: 'private names in patterns',
  doExpressions: '`do` expressions',
  exportDefaultFrom: '`export … from` without braces',
  functionBind: 'the bind operator',
  functionSent: '`function.sent`',
  moduleBlocks: 'module blocks',
  optionalChainingAssign: 'assignment to an optional chain',
  pipelineOperator: 'the pipeline operator',
  partialApplication: 'partial application',
  sourcePhaseImports: '`import source`',
  throwExpressions: '`throw` expressions',
};
