/**
 * ES modules that `require` loads, in versions of Node whose loader hooks for `import` run on another thread (before
 * 22.15): there nobody is asked about what such a module imports. Node takes it from its cache if it is there, though. So
 * what a module imports is required before the module itself, in the order in which it would be evaluated.
 *
 * The trap: modules that import one another. The one that is loaded first is found, as it is written, by the others.
 */
import Module from 'node:module';
import { pathToFileURL } from 'node:url';
import { type Aliases, aliasedSpecifier } from './aliases.js';
import { isOwnSpecifier, ownUrl } from './own.js';
import { isSourcePath, type Sources } from './source.js';

/**
 * Requires what a module imports by relative paths. Gives its code with the URLs of these modules, and of the greenc that runs
 * the program, which Node might not find from there; all copies of the runtime are one. Aliases are replaced as well.
 */
export function prepareImports(code: string, filename: string, sources: Sources, aliases: Aliases): string {
  const require = Module.createRequire(filename);
  let text = '';
  let end = 0;
  for (const { specifier: written, start, stop } of sources.importsOf(code, filename)) {
    const specifier = aliasedSpecifier(written, aliases);
    const url = (isOwnSpecifier(specifier) ? ownUrl(specifier) : loaded(specifier, require)) ?? specifier;
    if (url === written) continue;
    text += code.slice(end, start) + JSON.stringify(url);
    end = stop;
  }
  return text + code.slice(end);
}

const loading = new Set<string>();

/** Loads a module, if it is one of those that are looked for here; its URL. */
function loaded(specifier: string, require: NodeJS.Require): string | undefined {
  if (!/^\.{1,2}\//.test(specifier)) return undefined;
  const path = require.resolve(specifier);
  if (!isSourcePath(path)) return undefined;
  if (!loading.has(path)) {
    loading.add(path);
    try {
      require(path);
    } finally {
      loading.delete(path);
    }
  }
  return pathToFileURL(path).href;
}
