/** Puts the hooks in place that compile what a program imports, by the best means this version of Node has. */
import * as nodeModule from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { compiledModule, isNotFound, isOwnSpecifier, preferredUrl, substituteUrl } from './decide.js';
import { installRequireHook } from './require.js';
import type { RunSettings } from './settings.js';
import { ownFolder } from './source.js';

/** The part used of `module.registerHooks`: Node 22.15 and later, hooks on the program's own thread. */
type RegisterHooks = (hooks: {
  resolve(specifier: string, context: Context, next: (specifier: string, context: Context) => Resolved): Resolved;
  load(url: string, context: Context, next: (url: string, context: Context) => Loaded): Loaded;
}) => unknown;

interface Context {
  readonly conditions: readonly string[];
  readonly parentURL?: string | undefined;
}
interface Resolved {
  readonly url: string;
  readonly shortCircuit?: boolean;
}
interface Loaded {
  readonly format: string;
  readonly source?: string | undefined;
  readonly shortCircuit?: boolean;
}

/** Call it once, before the program's first module is loaded. */
export function installHooks(settings: RunSettings): void {
  const { registerHooks } = nodeModule as { registerHooks?: RegisterHooks };
  if (registerHooks === undefined) {
    const hooks = pathToFileURL(join(ownFolder, 'cli', 'register', 'hooks.js'));
    nodeModule.register(hooks, { data: settings });
  } else {
    installSynchronously(registerHooks, settings);
  }
  installRequireHook(settings);
}

function installSynchronously(registerHooks: RegisterHooks, settings: RunSettings): void {
  // These hooks see `require` as well; but that has a hook of its own, the same in every version of Node.
  const isRequire = (context: Context) => context.conditions.includes('require');
  registerHooks({
    resolve(specifier, context, next) {
      if (isRequire(context)) return next(specifier, context);
      const preferred = preferredUrl(specifier, context.parentURL);
      if (preferred !== undefined) return { url: preferred, shortCircuit: true };
      try {
        return next(specifier, context);
      } catch (error) {
        if (!isNotFound(error)) throw error;
        const substitute = substituteUrl(specifier, context.parentURL);
        if (substitute !== undefined) return { url: substitute, shortCircuit: true };
        // A program outside any project that has greenc installed runs with the greenc that runs it.
        if (isOwnSpecifier(specifier)) return next(specifier, { ...context, parentURL: pathToFileURL(ownFolder).href });
        throw error;
      }
    },
    load(url, context, next) {
      return (isRequire(context) ? undefined : compiledModule(url, settings)) ?? next(url, context);
    },
  });
}
