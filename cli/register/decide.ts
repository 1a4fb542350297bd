/** What the ES module hooks answer, without the hooks' own calling conventions: those differ between Node versions. */
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { isFile, sourceOfOutput, substituteFor } from './candidates.js';
import { exportNames, isSourcePath, needsLowering, printWarnings, type Sources } from './source.js';

/**
 * What imports in TypeScript files mean before Node is asked: `./a.js` means `./a.ts`, even if an old `./a.js` lies beside it.
 * Most modules are imported several times, and what Node does to resolve a URL takes longer than all else: so its answers are
 * kept.
 */
export class Preferences {
  readonly #folders = new Map<string, string>();
  readonly #resolved = new Map<string, string>();

  /** What Node has made of `urlFor` for this specifier, or for another that says the same. */
  resolved(specifier: string, parentUrl: string | undefined): string | undefined {
    const path = this.#pathOf(specifier, parentUrl);
    return path === undefined ? undefined : this.#resolved.get(path);
  }

  keep(specifier: string, parentUrl: string | undefined, url: string): void {
    const path = this.#pathOf(specifier, parentUrl);
    if (path !== undefined) this.#resolved.set(path, url);
  }

  /** What Node is to be asked for instead of the specifier. */
  urlFor(specifier: string, parentUrl: string | undefined): string | undefined {
    if (parentUrl === undefined || !isTypeScript(parentUrl)) return undefined;
    return substitute(specifier, parentUrl, sourceOfOutput);
  }

  /** The path that a relative specifier in a TypeScript file names as it stands, where no URLs must be parsed to tell. */
  #pathOf(specifier: string, parentUrl: string | undefined): string | undefined {
    if (parentUrl === undefined || !/^\.{1,2}\/[^%?#\\]*$/.test(specifier)) return undefined;
    let folder = this.#folders.get(parentUrl);
    if (folder === undefined) {
      const isFile = parentUrl.startsWith('file:') && isTypeScript(parentUrl);
      folder = isFile ? dirname(fileURLToPath(withoutQuery(parentUrl))) : '';
      this.#folders.set(parentUrl, folder);
    }
    return folder === '' ? undefined : join(folder, specifier);
  }
}

const isTypeScript = (url: string): boolean => /\.[cm]?tsx?$/.test(withoutQuery(url));

/** A URL to resolve to after Node has found nothing. */
export function substituteUrl(specifier: string, parentUrl: string | undefined): string | undefined {
  return substitute(specifier, parentUrl, path => (isFile(path) ? undefined : substituteFor(path)));
}

/** Whether a failed resolution may have a substitute. */
export function isNotFound(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'ERR_MODULE_NOT_FOUND' || code === 'ERR_UNSUPPORTED_DIR_IMPORT' || code === 'MODULE_NOT_FOUND';
}

/** What a load hook answers: the compiled module behind a URL, or undefined if Node loads it as it is. */
export function compiledModule(url: string, sources: Sources) {
  if (!url.startsWith('file:')) return undefined;
  const path = fileURLToPath(withoutQuery(url));
  const loaded = isSourcePath(path) ? sources.load(path) : undefined;
  if (loaded === undefined) return undefined;
  if (loaded.kind === 'esm') {
    printWarnings(loaded);
    return { format: 'module' as const, source: loaded.code, shortCircuit: true };
  }
  if (needsLowering(path)) {
    return { format: 'module' as const, source: commonJsFacade(path, loaded.code), shortCircuit: true };
  }
  // Without a source Node goes through `require`, whose hook compiles the file, and finds the exports itself.
  return { format: 'commonjs' as const, source: undefined, shortCircuit: true };
}

/**
 * A module that hands on a CommonJS file loaded by `require`. For TypeScript: Node would look for the exports in
 * the file as it is, and find `export` statements and types.
 */
function commonJsFacade(path: string, code: string): string {
  const names = exportNames(code);
  const variables = names.map((name, index) => `const $${index} = module[${JSON.stringify(name)}];`);
  const exported = names.map((name, index) => `, $${index} as ${JSON.stringify(name)}`);
  return [
    'import { createRequire } from "node:module";',
    `const module = createRequire(import.meta.url)(${JSON.stringify(path)});`,
    ...variables,
    `export { module as default${exported.join('')} };`,
  ].join('\n');
}

function substitute(
  specifier: string,
  parentUrl: string | undefined,
  find: (path: string) => string | undefined,
): string | undefined {
  if (!/^(?:\.{0,2}\/|\.{1,2}$|file:)/.test(specifier)) return undefined;
  let url: URL;
  try {
    url = new URL(specifier, parentUrl);
  } catch {
    return undefined;
  }
  if (url.protocol !== 'file:') return undefined;
  const found = find(fileURLToPath(withoutQuery(url.href)));
  return found === undefined ? undefined : pathToFileURL(found).href + url.search + url.hash;
}

function withoutQuery(url: string): string {
  return url.replace(/[?#].*$/, '');
}
