/**
 * Reads the files that a running program imports: what each is compiled to, or how Node would load it. Shared by all hooks.
 *
 * Most answers are in the cache by the second start. What is not is found by the compiler, which is loaded only then.
 */

import { dirname, join, sep } from 'node:path';
import { languageOf } from '../../compiler/language.js';
import type { CompileOptions } from '../../compiler/options.js';
import { matcher, mayBeMarked, type TextOptions } from '../../compiler/selection.js';
import type { Accessor, Scanned } from '../../compiler/session.js';
import { ImportsScan } from '../imports-scan.js';
import { readFileSync } from '../original-fs.js';
import { ownFolder } from '../own-folder.js';
import { packageType, sourceTypeOf } from '../source-type.js';
import { Cache } from './cache.js';
import type { Import } from './compiler.js';
import type { ExpectMap } from './maps.js';
import { isCompiling, withCompiler } from './own.js';
import { noteOnce, type Settings, tracedRuntime } from './settings.js';
import { tracedEntry } from './traced.js';

export type ModuleKind = 'esm' | 'cjs';

export interface LoadedSource {
  readonly code: string;
  readonly kind: ModuleKind;
  /** To be printed by whoever hands the code to Node: both the hooks of `import` and of `require` may compile a file. */
  readonly warnings: string;
}

/** Ours to look at: every extension that `greenc compile` reads. */
export function isSourcePath(path: string): boolean {
  return /\.(?:[cm]?[jt]s|[jt]sx)$/.test(path);
}

/** True for files that Node cannot load as they are. */
export function needsLowering(path: string): boolean {
  const { typescript, jsx } = languageOf(path);
  return typescript || jsx;
}

/** What one registration of the hooks makes of files. */
export class Sources {
  readonly #settings: Settings;
  readonly #expectMap: ExpectMap;
  readonly #cache: Cache;
  readonly #selection: Pick<TextOptions, 'cwd' | 'root' | 'include' | 'exclude'>;
  /** The settings as a part of questions. */
  readonly #question: string;
  /** Finds the accessors of a file and of what it imports, before any of them is compiled. */
  readonly #imports = new ImportsScan(path => this.#look(path));
  readonly #accessors: Accessor[] = [];

  constructor(settings: Settings, expectMap: ExpectMap) {
    this.#settings = settings;
    this.#expectMap = expectMap;
    this.#cache = new Cache(settings.cache, text => noteOnce(text, settings));
    const { cwd, root, include, exclude, ...others } = settings;
    this.#selection = { cwd, root, include: matcher(include), exclude: matcher(exclude) };
    const { all, accessors, checks, runtime } = others;
    const patterns = [...include, null, ...exclude].map(String);
    this.#question = JSON.stringify([cwd, root, patterns, all, accessors, checks, runtime]);
  }

  /**
   * The compiled file, or undefined where Node can load the file as it is. Throws a `CompileError`, or what reading
   * the file throws.
   */
  load(path: string): LoadedSource | undefined {
    if (isOurs(path)) return isCompiling() || this.#settings.runtime !== tracedRuntime ? undefined : tracedEntry(path);
    const bytes = readFileSync(path);
    const source = bytes.toString();
    const lowers = needsLowering(path);
    if (lowers || mayBeMarked(source, { filename: path, all: this.#isMeant(path), ...this.#selection })) {
      const { code, kind, warnings, map, isUntouched } = this.#compile(path, source, bytes, false);
      if (map !== undefined) {
        this.#expectMap(path, map);
        return { code: `${code}\n//# sourceMappingURL=${map}`, kind, warnings };
      }
      if (lowers || !isUntouched) return { code: isUntouched ? source : code, kind, warnings };
    }
    const map = mapNamedIn(source);
    if (map !== undefined) this.#expectMap(path, map);
    return this.#isMislabelled(path, source) ? { code: source, kind: 'esm', warnings: '' } : undefined;
  }

  /**
   * The compiled file as CommonJS whose code is that of a function: what `module-body.ts` of the compiler makes of it. Undefined for a
   * file that is not to be compiled. Throws as `load` does.
   */
  body(path: string): string | undefined {
    if (isOurs(path) || !isSourcePath(path)) return undefined;
    const bytes = readFileSync(path);
    const source = bytes.toString();
    if (!mayBeMarked(source, { filename: path, all: this.#isMeant(path), ...this.#selection })) return undefined;
    const loaded = this.#compile(path, source, bytes, true);
    if (loaded.isUntouched) return undefined;
    printWarnings(loaded);
    const { code, map } = loaded;
    if (map === undefined) return code;
    this.#expectMap(path, map);
    return `${code}\n//# sourceMappingURL=${map}`;
  }

  /** Whether a file holds no compiled function, as it is loaded here; undefined for greenc's own, in whatever copy. */
  isPlain(path: string): boolean | undefined {
    if (path.startsWith(ownFolder) || /[\\/]greenc[\\/]dist[\\/]/.test(path)) return undefined;
    if (!isSourcePath(path)) return false;
    const source = readFileSync(path, 'utf8');
    const options = { filename: path, all: this.#isMeant(path), ...this.#selection };
    return !mayBeMarked(source, options) && !source.includes('greenc1:');
  }

  /** Whether Node would load a file as an ES module. Most CommonJS files are told without parsing them. */
  isModule(path: string): boolean {
    return !isOurs(path) && hasImports(readFileSync(path, 'utf8')) && this.moduleKindOf(path) === 'esm';
  }

  /** How Node would load a file: by extension, package.json, and for what is left by looking for import and export. */
  moduleKindOf(path: string): ModuleKind {
    const { sourceType } = languageOf(path);
    if (sourceType !== undefined) return sourceType === 'module' ? 'esm' : 'cjs';
    if (sourceTypeOf(path) !== 'unambiguous') return sourceTypeOf(path) === 'module' ? 'esm' : 'cjs';
    if (!isSourcePath(path)) return 'cjs';
    const source = readFileSync(path, 'utf8');
    return /\b(?:import|export)\b/.test(source) && this.#hasModuleSyntax(path, source) ? 'esm' : 'cjs';
  }

  /** The imports of an ES module that are no `import()`. */
  importsOf(code: string, path: string): readonly Import[] {
    const find = () => withCompiler(({ importsOf }) => ({ imports: importsOf(code, path), code: '' }));
    return this.#cache.ask(['imports', path], [code], find).imports;
  }

  #compile(path: string, source: string, bytes: Buffer, isBody: boolean) {
    const options = this.#optionsFor(path);
    if (options.accessors !== false) {
      // The hooks of `import` and of `require` may run on threads of their own, each with what it has found.
      if (this.#settings.entry !== undefined) this.#imports.scan(this.#settings.entry);
      this.#imports.scan(path);
    }
    const inputs = [bytes, ...mapsOf(source, path), JSON.stringify(this.#accessors)];
    const question = [isBody ? 'body' : 'compile', path, this.#question, String(options.sourceType)];
    return this.#cache.ask(question, inputs, () =>
      withCompiler(({ compileFile }) => compileFile(source, options, this.#accessors, isBody)),
    );
  }

  #look(path: string): readonly string[] {
    if (!isSourcePath(path) || isOurs(path)) return [];
    const { specifiers, accessors } = this.#scan(path);
    this.#accessors.push(...accessors);
    return specifiers;
  }

  #scan(path: string): Scanned {
    const source = readFileSync(path, 'utf8');
    const options = this.#optionsFor(path);
    const question = ['scan', path, this.#question, String(options.sourceType)];
    return this.#cache.ask(question, [source], () =>
      withCompiler(({ scanModule }) => ({ ...scanModule(source, options), code: '' })),
    );
  }

  #optionsFor(path: string): CompileOptions {
    const { entry: _, cache: __, flags: ___, aliases: ____, ...settings } = this.#settings;
    return {
      ...settings,
      filename: path,
      sourceType: sourceTypeOf(path),
      all: this.#isMeant(path),
    };
  }

  /** What others published was not meant by "all"; `include` reaches it. */
  #isMeant(path: string): boolean {
    return this.#settings.all && !isInstalled(path);
  }

  /**
   * An ES module in a package whose `type` says CommonJS, as `npm init` writes it. What is compiled there is loaded by
   * what it contains, so what is not has to be as well: one file of a program cannot be read otherwise than the next.
   */
  #isMislabelled(path: string, source: string): boolean {
    if (languageOf(path).sourceType !== undefined || isInstalled(path) || !hasImports(source)) return false;
    return packageType(dirname(path)) === 'commonjs' && this.#hasModuleSyntax(path, source);
  }

  #hasModuleSyntax(path: string, source: string): boolean {
    const find = () => withCompiler(({ hasModuleSyntax }) => ({ is: hasModuleSyntax(source, path), code: '' }));
    return this.#cache.ask(['syntax', path], [source], find).is;
  }
}

/** greenc's own, or what it needs to compile with. */
function isOurs(path: string): boolean {
  return path.startsWith(ownFolder) || isCompiling();
}

/** What others published. */
function isInstalled(path: string): boolean {
  return path.includes(`${sep}node_modules${sep}`);
}

/** Whether a source looks as if it had `import` or `export`. */
function hasImports(source: string): boolean {
  return /^\s*(?:import|export)\b/m.test(source);
}

/** What the last comment of a source says of its map. */
function mapNamedIn(source: string): string | undefined {
  const at = source.lastIndexOf('//# sourceMappingURL=');
  return at < 0 ? undefined : /^\/\S+ \S+=(\S+)\s*$/.exec(source.slice(at))?.[1];
}

/** The source maps that a source names, if they lie in files: the compiler follows the last. */
function mapsOf(source: string, path: string): Buffer[] {
  if (!source.includes('sourceMappingURL=')) return [];
  return [...source.matchAll(/[#@]\s+sourceMappingURL=(?!data:)([^\s'"`]+)/g)].flatMap(([, name]) => {
    try {
      return [readFileSync(join(dirname(path), name))];
    } catch {
      return [];
    }
  });
}

/** Does nothing for a file without warnings. */
export function printWarnings({ warnings }: Pick<LoadedSource, 'warnings'>): void {
  if (warnings !== '') console.error(`${warnings}\n`);
}

/**
 * Names a CommonJS module's compiled code visibly exports. Node finds them by reading the file, but in a TypeScript
 * file it would look at types and `export` statements.
 */
export function exportNames(code: string): string[] {
  const names = new Set<string>();
  for (const [, dotted, defined] of code.matchAll(
    /\bexports\.([\p{ID_Start}$_][\p{ID_Continue}$]*)\s*=|\bObject\.defineProperty\(exports, ["']([^"']+)["']/gu,
  )) {
    names.add(dotted ?? defined);
  }
  names.delete('default');
  return [...names];
}
