/** The CommonJS side of the hooks, for versions of Node whose loader hooks do not see `require`. */
import { readFileSync } from 'node:fs';
import Module from 'node:module';
import { dirname, isAbsolute, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { substituteFor } from './candidates.js';
import { isNotFound, isOwnSpecifier } from './decide.js';
import { prepareImports } from './required.js';
import type { RunSettings } from './settings.js';
import { compileForRun, isModule, printWarnings } from './source.js';

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

/** Compiles what `require` loads from now on. */
export function installRequireHook(settings: RunSettings): void {
  const { _extensions: extensions } = internals;
  const plainHandler = extensions['.js'] as Handler;
  const handler: Handler = (module, filename) => {
    const loaded = compileForRun(filename, settings);
    if (loaded === undefined) {
      if (isAlone && isModule(filename)) prepareImports(readFileSync(filename, 'utf8'), filename);
      return plainHandler(module, filename);
    }
    printWarnings(loaded);
    const { code, kind } = loaded;
    if (kind === 'cjs') module._compile(code, filename, 'commonjs');
    else module._compile(isAlone ? prepareImports(code, filename) : code, filename, 'module');
  };
  // Node takes the `.js` handler for `.mjs` and `.cjs` as well; keys of their own would be tried on paths
  // without an extension.
  for (const extension of ['.js', '.ts', '.tsx', '.cts', '.mts', '.jsx']) extensions[extension] = handler;
  internals._resolveFilename = resolver(internals._resolveFilename);
}

function resolver(plain: ResolveFilename): ResolveFilename {
  return function (this: unknown, request, parent, ...rest) {
    try {
      return plain.call(this, request, parent, ...rest);
    } catch (error) {
      if (!isNotFound(error)) throw error;
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
