/**
 * What a bundler's module becomes. Bundlers differ in what they have made of it before we see it: some have lowered
 * TypeScript and JSX by then, some do so afterwards, and a plugin in front of ours may have done anything.
 *
 * In: the text, and the bundler's name for it, which is a path and perhaps a query. Out: plain JavaScript, or nothing for a
 * module that is not compiled, which goes on as it came.
 *
 * The trap: `a.ts` says nothing about the text. Read as TypeScript, JavaScript that has been lowered already would lose the
 * imports it does not mention, and `f(a < b, c > (d))` would be a call.
 */
import { readFileSync } from 'node:fs';
import { dirname, resolve, sep } from 'node:path';
import { languageOf } from '../../compiler/language.js';
import {
  type CompileOptions,
  type LanguageName,
  resolveCompileOptions,
  type SelectionOptions,
} from '../../compiler/options.js';
import { parseSource } from '../../compiler/parse.js';
import { Session } from '../../compiler/session.js';
import type { CompileResult } from '../../compiler/source.js';
import { ImportsScan } from '../imports-scan.js';
import { ownFolder } from '../own-folder.js';
import { originBy } from './origin.js';

/** What may be compiled, by a bundler's name for it. */
export const sourceIds = /\.(?:[cm]?[jt]s|[jt]sx)(?:\?|$)/;
/** Modules that a bundler or a plugin makes up, and files that are asked for as something else than their code. */
export const otherIds = /^\0|^virtual:|[?&](?:raw|url|worker|sharedworker)\b/;

export interface Reading {
  /** How a file with neither `import` nor `export` is read if nothing in it says that it is CommonJS. */
  readonly ambiguous: 'module' | 'unambiguous';
  /** Whether the text's own source map is followed, because the bundler does not hand one over. */
  readonly ownMaps: boolean;
}

export class Modules {
  readonly #selection: SelectionOptions;
  readonly #reading: Reading;
  readonly #session = new Session();
  readonly #scan = new ImportsScan(path => this.#look(path));

  constructor(selection: SelectionOptions, reading: Reading) {
    this.#selection = selection;
    this.#reading = reading;
  }

  /** Whether only modules that mention a directive of ours can be concerned. */
  get areMarkedByText(): boolean {
    const { all, include } = this.#selection;
    return all !== true && include === undefined;
  }

  /**
   * Undefined for a module that is not compiled. Throws a `CompileError`. `mappings`: those of the map of what has been
   * done to the text so far.
   */
  compile(code: string, id: string, mappings?: () => string | undefined): CompileResult | undefined {
    const path = pathOf(id);
    if (isOwn(path)) return undefined;
    if (this.#selection.accessors) this.#scan.scan(path);
    const language = this.#isLowered(code, path) ? 'js' : undefined;
    const sourceType = /\b(?:module\.exports|exports\b|require\s*\()/.test(code)
      ? 'unambiguous'
      : this.#reading.ambiguous;
    // Where nothing has been lowered, what was done to the text is rarely worth the map, whose absence is complained about.
    const origin = language && mappings && originBy(mappings);
    const result = this.#session.compileMarked(code, this.#options(path, { language, sourceType }), origin);
    if (!result?.map) return result;
    // Not all bundlers look for a relative path where the module stands.
    return {
      ...result,
      map: { ...result.map, sources: result.map.sources.map(source => resolve(dirname(path), source)) },
    };
  }

  /** The file has changed. */
  forget(id: string): void {
    this.#scan.forget(pathOf(id));
  }

  /** Has the session look at a file. One that cannot be read is left to whoever loads it. */
  #look(path: string): readonly string[] {
    if (isOwn(path)) return [];
    let source: string;
    try {
      source = readFileSync(path, 'utf8');
    } catch {
      return [];
    }
    return this.#session.scan(source, this.#options(path, {}));
  }

  #options(
    path: string,
    read: { language?: LanguageName | undefined; sourceType?: CompileOptions['sourceType'] },
  ): CompileOptions {
    const { all = false, ...rest } = this.#selection;
    return {
      ...rest,
      ...read,
      // What others published is not meant by "all"; `include` reaches it.
      all: all && !path.includes(`${sep}node_modules${sep}`),
      filename: path,
      sourceMaps: true,
      inputSourceMap: this.#reading.ownMaps,
    };
  }

  /** Whether the text of a TypeScript or JSX file is plain JavaScript. */
  #isLowered(code: string, path: string): boolean {
    const { typescript, jsx } = languageOf(path);
    if (!(typescript || jsx) || (this.areMarkedByText && !/gre+nl/i.test(code))) return false;
    try {
      parseSource(code, resolveCompileOptions({ filename: path, language: 'js', sourceType: 'unambiguous' }));
      return true;
    } catch {
      return false;
    }
  }
}

function isOwn(path: string): boolean {
  return path.startsWith(ownFolder);
}

/** Without the query. */
function pathOf(id: string): string {
  return id.replace(/\?.*$/s, '').replaceAll('/', sep);
}
