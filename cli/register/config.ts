/**
 * The configuration file, for hooks: found as `cli/config/load.ts` finds it, but loaded at once. They must be in place before the
 * next module is, and `require` waits for nobody.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, extname, join, resolve } from 'node:path';
import { areRight, configRules } from '../../compiler/option-rules.js';
import type { LoadedConfig } from '../config/load.js';
import { configNames } from '../config/names.js';
import { isFile } from './candidates.js';
import { isCompileError, withCompiler } from './own.js';

/**
 * @param named a file, or false for none; else the nearest, from the working directory upwards
 * @param load what `require` is to be, for a file that is a module
 */
export function loadConfig(
  named: string | boolean | undefined,
  load: (path: string) => unknown,
): LoadedConfig | undefined {
  if (named === false) return undefined;
  const found = typeof named === 'string' ? readNamed(resolve(named), load) : findNearest(process.cwd(), load);
  if (found !== undefined && !areRight(found.config, configRules)) {
    withCompiler(compiler => compiler.refuseConfig(found.config, found.path));
  }
  return found as LoadedConfig | undefined;
}

interface Found {
  readonly path: string;
  readonly config: unknown;
}

function readNamed(path: string, load: (path: string) => unknown): Found {
  if (!isFile(path)) return withCompiler(compiler => compiler.refuseMissing(path));
  if (!/\.(?:ts|[cm]?js|json)$/.test(path)) {
    return refuse(path, 'it is no configuration file', 'Its name must end in .ts, .js, .mjs, .cjs or .json.');
  }
  return read(path, load) ?? refuse(path, 'it has no key "greenc"', '');
}

function findNearest(start: string, load: (path: string) => unknown): Found | undefined {
  for (let folder = start; ; folder = dirname(folder)) {
    for (const name of configNames) {
      const path = join(folder, name);
      const found = isFile(path) ? read(path, load) : undefined;
      if (found !== undefined) return found;
    }
    if (dirname(folder) === folder) return undefined;
  }
}

/** Undefined for a package.json that has nothing to say about it. */
function read(path: string, load: (path: string) => unknown): Found | undefined {
  if (extname(path) !== '.json') return { path, config: defaultExport(path, load) };
  const isPackage = basename(path) === 'package.json';
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(path, 'utf8').replace(/^\uFEFF/, ''));
  } catch (error) {
    // Of a package.json that cannot be read, those complain who need it.
    return isPackage ? undefined : refuse(path, (error as Error).message, '', error);
  }
  if (!isPackage) return { path, config: content };
  const { greenc } = (content ?? {}) as { greenc?: unknown };
  return greenc === undefined ? undefined : { path, config: greenc };
}

function defaultExport(path: string, load: (path: string) => unknown): unknown {
  let exported: { readonly default?: unknown; readonly __esModule?: boolean; readonly [Symbol.toStringTag]?: string };
  try {
    exported = load(path) as typeof exported;
  } catch (error) {
    if (isCompileError(error)) throw error;
    const [problem] = String((error as Error)?.message ?? error).split('\n');
    return refuse(path, problem, '', error);
  } finally {
    // The program may load the file for itself, compiled by what it says.
    delete createRequire(path).cache[path];
  }
  const isModule = exported?.__esModule === true || exported?.[Symbol.toStringTag] === 'Module';
  const value = isModule ? exported.default : exported;
  const advice = 'Write `export default { … }`, or `module.exports = { … }` in a .cjs file.';
  return value ?? refuse(path, 'it has no default export', advice);
}

function refuse(path: string, problem: string, advice: string, cause?: unknown): never {
  return withCompiler(compiler => compiler.refuseFile(path, problem, advice, cause));
}
