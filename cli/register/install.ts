/** Puts the hooks in place that compile what a program imports, by the best means this version of Node has. */
import * as nodeModule from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { MessageChannel } from 'node:worker_threads';
import { ownFolder } from '../own-folder.js';
import { uniteAtExit } from '../v8-coverage/exit.js';
import { aliasedSpecifier } from './aliases.js';
import { compiledModule, isNotFound, Preferences, substituteUrl } from './decide.js';
import type { HookData } from './hooks.js';
import { expectMapsFrom, mapStacks } from './maps.js';
import { isOwnSpecifier } from './own.js';
import { tellPlain } from './plain.js';
import { installRequireHook } from './require.js';
import { revoke, type Settings } from './settings.js';
import type { Sources } from './source.js';

/** The part used of `module.registerHooks`: Node 22.15 and later, hooks on the program's own thread. */
type RegisterHooks = (hooks: {
  resolve(specifier: string, context: Context, next: (specifier: string, context: Context) => Resolved): Resolved;
  load(url: string, context: Context, next: (url: string, context: Context) => Loaded): Loaded;
}) => { deregister(): void };
const { registerHooks } = nodeModule as { registerHooks?: RegisterHooks };

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

/** Compiles what is loaded from now on. Returns a function that ends it. */
export function installHooks(settings: Settings, sources: Sources): () => void {
  keepCode(settings);
  mapStacks();
  uniteAtExit(true);
  const forget = tellPlain(sources);
  const uninstallHere = installHere(settings, sources);
  const uninstall = () => {
    uninstallHere();
    forget();
  };
  if (registerHooks !== undefined) return uninstall;
  // Nothing removes these: they are told that they are no longer wanted.
  const { port1: mail, port2: maps } = new MessageChannel();
  expectMapsFrom(mail);
  const data: HookData = { settings, maps };
  nodeModule.register(pathToFileURL(join(ownFolder, 'cli', 'register', 'hooks.js')), { data, transferList: [maps] });
  return () => {
    revoke(settings);
    uninstall();
  };
}

/** The hooks that run on this thread: what `require` loads is compiled, with all that it imports. Returns a function that ends it. */
export function installHere(settings: Settings, sources: Sources): () => void {
  const removeRequireHook = installRequireHook(settings, sources);
  const hooks = registerHooks && installSynchronously(registerHooks, settings, sources);
  return () => {
    hooks?.deregister();
    removeRequireHook();
  };
}

/**
 * Has Node keep what the engine makes of modules, too, from 22.1 on: compiled code is several times as long as its source, and
 * takes as much longer to be parsed. Not where coverage is measured, which would be less exact then.
 */
function keepCode({ cache }: Settings): void {
  const { enableCompileCache } = nodeModule as { enableCompileCache?: (folder: string) => unknown };
  if (cache !== null && !process.env.NODE_V8_COVERAGE) enableCompileCache?.(join(cache, 'engine'));
}

function installSynchronously(registerHooks: RegisterHooks, { aliases }: Settings, sources: Sources) {
  // These hooks see `require` as well; but that has a hook of its own, the same in every version of Node.
  const isRequire = (context: Context) => context.conditions.includes('require');
  const preferences = new Preferences();
  return registerHooks({
    resolve(written, context, next) {
      if (isRequire(context)) return next(written, context);
      const specifier = aliasedSpecifier(written, aliases);
      const { parentURL: from } = context;
      const url = preferences.resolved(specifier, from);
      if (url !== undefined) return { url, shortCircuit: true };
      const preferred = preferences.urlFor(specifier, from);
      if (preferred !== undefined) {
        const resolved = next(preferred, context);
        preferences.keep(specifier, from, resolved.url);
        return resolved;
      }
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
      return (isRequire(context) ? undefined : compiledModule(url, sources)) ?? next(url, context);
    },
  });
}
