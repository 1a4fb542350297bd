/** Whether what a module imports is compiled too, as far as files and options tell before anything runs. */
import { readFileSync } from 'node:fs';
import { createRequire, isBuiltin } from 'node:module';
import { sep } from 'node:path';
import { Session } from '../compiler/session.js';
import { compilerOptions } from './files.js';
import { importedFile } from './register/candidates.js';
import { isOwnSpecifier } from './register/own.js';
import { isSourcePath } from './register/source.js';
import type { FileSettings } from './settings.js';

/**
 * - `green`: a module that is compiled with these options, or has been compiled by greenc before
 * - `runtime`: greenc itself, whose functions know of greenlets
 * - `foreign`: one that is not compiled, or Node's own
 * - `missing`: there is no such file, as seen from here
 */
export type Imported = 'green' | 'runtime' | 'foreign' | 'missing';

export class Imports {
  readonly #settings: FileSettings;
  readonly #known = new Map<string, Imported>();

  constructor(settings: FileSettings) {
    this.#settings = settings;
  }

  /** What a specifier in the file `from` leads to. */
  find(specifier: string, from: string): Imported {
    if (isOwnSpecifier(specifier)) return 'runtime';
    if (isBuiltin(specifier)) return 'foreign';
    const path = importedFile(specifier, from) ?? installed(specifier, from);
    if (path === undefined) return 'missing';
    const known = this.#known.get(path) ?? this.#look(path);
    this.#known.set(path, known);
    return known;
  }

  #look(path: string): Imported {
    if (!isSourcePath(path)) return 'foreign';
    let source: string;
    try {
      source = readFileSync(path, 'utf8');
    } catch {
      return 'missing';
    }
    // The mark at the end of compiled functions.
    if (/"greenc1:\d+"/.test(source)) return 'green';
    const options = compilerOptions(path, this.#settings);
    // As for `greenc run`: what others published is not meant by "all".
    const all = options.all === true && !path.includes(`${sep}node_modules${sep}`);
    return new Session().isMarked(source, { ...options, all }) ? 'green' : 'foreign';
  }
}

function installed(specifier: string, from: string): string | undefined {
  try {
    return createRequire(from).resolve(specifier);
  } catch {
    return undefined;
  }
}
