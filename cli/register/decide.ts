/** What the ES module hooks answer, without the hooks' own calling conventions: those differ between Node versions. */
import { fileURLToPath, pathToFileURL } from 'node:url';
import { isFile, sourceOfOutput, substituteFor } from './candidates.js';
import type { RunSettings } from './settings.js';
import { compileForRun, exportNames, isSourcePath, needsLowering, printWarnings } from './source.js';

/** `greenc` and its entry points. */
export function isOwnSpecifier(specifier: string): boolean {
  return specifier === 'greenc' || specifier.startsWith('greenc/');
}

/**
 * A URL to resolve to before Node is asked: where a TypeScript file imports `./a.js`, it means `./a.ts` even if an
 * old `./a.js` lies beside it.
 */
export function preferredUrl(specifier: string, parentUrl: string | undefined): string | undefined {
  if (parentUrl === undefined || !/\.[cm]?tsx?$/.test(withoutQuery(parentUrl))) return undefined;
  return substitute(specifier, parentUrl, sourceOfOutput);
}

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
export function compiledModule(url: string, settings: RunSettings) {
  if (!url.startsWith('file:')) return undefined;
  const path = fileURLToPath(withoutQuery(url));
  const loaded = isSourcePath(path) ? compileForRun(path, settings) : undefined;
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
