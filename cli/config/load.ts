/**
 * Finds and loads configuration files, for everything that compiles on somebody's behalf: the commands, the register hook, the
 * bundlers. What they may hold is `compiler/config.ts`'s business.
 */
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, extname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { lilconfig } from 'lilconfig';
import { checkConfig, type GreencConfig } from '../../compiler/config.js';
import { diagnostic } from '../../compiler/diagnostics/diagnostic.js';
import { CompileError, errorFor } from '../../compiler/diagnostics/errors.js';
import { compile } from '../../compiler/index.js';
import { resolveCompileOptions } from '../../compiler/options.js';
import { parseSource } from '../../compiler/parse.js';
import type { CommandLine } from '../settings.js';
import { missing, shownPath, systemProblem } from '../system.js';
import { configNames } from './names.js';

export interface LoadedConfig {
  /** Absolute. */
  readonly path: string;
  readonly config: GreencConfig;
}

/** The configuration file that applies, if one does. */
export function configFor({ config }: CommandLine): Promise<LoadedConfig | undefined> {
  if (config === false) return Promise.resolve(undefined);
  return typeof config === 'string' ? readConfig(config) : findConfig(process.cwd());
}

/**
 * The configuration of the nearest folder, from `folder` upwards, that has one; undefined if there is none. Throws a
 * `SourceError` with the file's name for one that cannot be loaded, or says what it must not.
 */
export async function findConfig(folder: string): Promise<LoadedConfig | undefined> {
  const found = await searcher().search(folder);
  return found ? checked(found.filepath, found.config) : undefined;
}

/** The configuration in a file that has been named. */
export async function readConfig(file: string): Promise<LoadedConfig> {
  const path = resolve(file);
  if (!existsSync(path)) throw errorFor([missing(path)]);
  if (!Object.hasOwn(loaders, extname(path))) {
    throw failure(path, 'it is no configuration file', 'Its name must end in .ts, .js, .mjs, .cjs or .json.');
  }
  const found = await searcher().load(path);
  if (found === null || found.config === null) throw failure(path, 'it has no key "greenc"');
  return checked(path, found.config);
}

function checked(path: string, config: unknown): LoadedConfig {
  return { path, config: checkConfig(config, shownPath(path)) };
}

function searcher() {
  return lilconfig('greenc', {
    searchPlaces: configNames,
    loaders,
    // Programs live outside of home folders, too.
    stopDir: resolve('/'),
    cache: false,
    ignoreEmptySearchPlaces: false,
  });
}

const loaders = { '.ts': loadTypeScript, '.js': load, '.mjs': load, '.cjs': load, '.json': loadJson };

function loadJson(path: string, content: string): unknown {
  try {
    return JSON.parse(content.replace(/^\uFEFF/, ''));
  } catch (error) {
    // Of a package.json that cannot be read, those complain who need it.
    if (basename(path) === 'package.json') return {};
    throw failure(path, (error as Error).message);
  }
}

let count = 0;

/** Compiled to a module beside the file, so that what it imports is found from there, and removed again. */
async function loadTypeScript(path: string, content: string): Promise<unknown> {
  const { code } = compile(content, { filename: path, sourceType: 'module', rewriteExtensions: false });
  const temporary = `${path}.${process.pid}.${++count}.mjs`;
  try {
    writeFileSync(temporary, code);
  } catch (error) {
    throw errorFor([diagnostic('GC303', {}, { path: shownPath(temporary), problem: systemProblem(error) })]);
  }
  try {
    return await defaultExport(path, pathToFileURL(temporary).href);
  } finally {
    rmSync(temporary, { force: true });
  }
}

async function load(path: string, content: string): Promise<unknown> {
  // A second look, when the file has changed, must not find what Node has kept of the first.
  delete createRequire(path).cache[path];
  try {
    return await defaultExport(path, `${pathToFileURL(path).href}?${++count}`);
  } catch (error) {
    if (error instanceof CompileError && error.cause instanceof SyntaxError) {
      // With a position, if our parser takes offence too.
      parseSource(content, resolveCompileOptions({ filename: path }));
    }
    throw error;
  }
}

async function defaultExport(path: string, url: string): Promise<unknown> {
  let exported: { default?: unknown };
  try {
    exported = (await import(url)) as { default?: unknown };
  } catch (error) {
    const { message, code } = error as NodeJS.ErrnoException;
    const isGone = code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND';
    const [problem] = (message ?? String(error)).replace(/ imported from .*/s, '').split('\n');
    const advice = isGone
      ? 'What it imports must be there for Node to find: a file with its extension, a package installed.'
      : '';
    throw failure(path, problem, advice, error);
  }
  if (exported.default === undefined) {
    throw failure(
      path,
      'it has no default export',
      'Write `export default { … }`, or `module.exports = { … }` in a .cjs file.',
    );
  }
  return exported.default;
}

function failure(path: string, problem: string, advice = '', cause?: unknown): CompileError {
  return errorFor([diagnostic('GC308', {}, { path: shownPath(path), problem, advice })], undefined, { cause });
}
