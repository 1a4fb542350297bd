/** What a file's extension says about its language. Loads nothing: it is asked about every file that a program imports. */
import type { LanguageName, SourceType } from './options.js';

export interface Language {
  readonly typescript: boolean;
  readonly jsx: boolean;
  /** The module kind the extension insists on. */
  readonly sourceType: SourceType | undefined;
}

const languages: Readonly<Record<string, Language> & Record<`.${LanguageName}`, Language>> = {
  '.js': { typescript: false, jsx: false, sourceType: undefined },
  '.mjs': { typescript: false, jsx: false, sourceType: 'module' },
  '.cjs': { typescript: false, jsx: false, sourceType: 'script' },
  '.jsx': { typescript: false, jsx: true, sourceType: undefined },
  '.ts': { typescript: true, jsx: false, sourceType: undefined },
  '.mts': { typescript: true, jsx: false, sourceType: 'module' },
  '.cts': { typescript: true, jsx: false, sourceType: 'script' },
  '.tsx': { typescript: true, jsx: true, sourceType: undefined },
};

/**
 * The language of a file by its extension; plain JavaScript where that says nothing. `name` is the option that says
 * otherwise; the extension's kind of module stays.
 */
export function languageOf(filename: string | undefined, name?: LanguageName): Language {
  const extension = /\.[cm]?[jt]sx?$/.exec(filename ?? '')?.[0] ?? '.js';
  const language = languages[extension] ?? languages['.js'];
  return name === undefined ? language : { ...languages[`.${name}`], sourceType: language.sourceType };
}
