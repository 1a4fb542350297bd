/** The CommonJS side of the hooks, for versions of Node whose loader hooks do not see `require`. */

import Module from 'node:module';
import { dirname, isAbsolute, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readFileSync } from '../original-fs.js';
import { aliasedRequest } from './aliases.js';
import { substituteFor } from './candidates.js';
import { isNotFound } from './decide.js';
import { isOwnSpecifier } from './own.js';
import { prepareImports } from './required.js';
import { isRevoked, revoke, type Settings } from './settings.js';
import { printWarnings, type Sources } from './source.js';

interface LoadingModule {
  readonly filename: string | null;
  /** Node's own: the third argument is there from 20.19 on, and lets `require` load an ES module. */
  _compile(code: string, filename: string, format?: 'module' | 'commonjs'): void;
}

type Handler = (module: LoadingModule, filename: string) => void;
type ResolveFilename = (request: string, parent: LoadingModule | null, ...rest: unknown[]) => string;

// Public by long use (every require hook is built on them), but without types.
const internals = Module as unknown as {
  readonly _extensions: Record<string, Handler | undefined>;
  _resolveFilename: ResolveFilename;
};

/** No hooks are asked about what an ES module imports that `require` loads. */
const isAlone = !('registerHooks' in Module);

const handled = ['.js', '.ts', '.tsx', '.cts', '.mts', '.jsx'];

/**
 * Compiles what `require` loads from now on. Returns a function that ends it.
 *
 * Not by pirates, which hands text on and no more: that it is the text of an ES module is what Node must be told, too.
 */
export function installRequireHook(settings: Settings, sources: Sources): () => void {
  const { _extensions: extensions } = internals;
  const before = handled.map(extension => extensions[extension]);
  const plainHandler = extensions['.js'] as Handler;
  const handler: Handler = (module, filename) => {
    const loaded = isRevoked(settings) ? undefined : sources.load(filename);
    if (loaded === undefined) {
      if (isAlone && !isRevoked(settings) && sources.isModule(filename)) {
        prepareImports(readFileSync(filename, 'utf8'), filename, sources, settings.aliases);
      }
      return plainHandler(module, filename);
    }
    printWarnings(loaded);
    const { code, kind } = loaded;
    if (kind === 'cjs') module._compile(code, filename, 'commonjs');
    else
      module._compile(isAlone ? prepareImports(code, filename, sources, settings.aliases) : code, filename, 'module');
  };
  // Node takes the `.js` handler for `.mjs` and `.cjs` as well; keys of their own would be tried on paths
  // without an extension.
  for (const extension of handled) extensions[extension] = handler;
  const plainResolver = internals._resolveFilename;
  const resolver = resolverAround(plainResolver, settings);
  internals._resolveFilename = resolver;
  return () => {
    revoke(settings);
    // Where somebody has put another hook around ours, ours stays, and does nothing.
    handled.forEach((extension, index) => {
      if (extensions[extension] !== handler) return;
      if (before[index] === undefined) delete extensions[extension];
      else extensions[extension] = before[index];
    });
    if (internals._resolveFilename === resolver) internals._resolveFilename = plainResolver;
  };
}

function resolverAround(plain: ResolveFilename, settings: Settings): ResolveFilename {
  return function (this: unknown, written, parent, ...rest) {
    const request = isRevoked(settings) ? written : aliasedRequest(written, settings.aliases);
    try {
      return plain.call(this, request, parent, ...rest);
    } catch (error) {
      if (isRevoked(settings) || !isNotFound(error)) throw error;
      const substitute = substituteRequest(request, parent);
      if (substitute === undefined) throw error;
      return plain.call(this, substitute, parent, ...rest);
    }
  };
}

function substituteRequest(request: string, parent: LoadingModule | null): string | undefined {
  if (isOwnSpecifier(request)) return Module.createRequire(fileURLToPath(import.meta.url)).resolve(request);
  if (!isAbsolute(request) && !/^\.{1,2}(?:\/|$)/.test(request)) return undefined;
  return substituteFor(resolve(parent?.filename ? dirname(parent.filename) : '.', request));
}
