/** ES module hooks for `module.register`: Node loads this file on its loader thread. */
import type { InitializeHook, LoadHook, ResolveHook } from 'node:module';
import type { MessagePort } from 'node:worker_threads';
import { aliasedSpecifier } from './aliases.js';
import { compiledModule, isNotFound, Preferences, substituteUrl } from './decide.js';
import { isOwnSpecifier } from './own.js';
import { isRevoked, type Settings } from './settings.js';
import { Sources } from './source.js';

export interface HookData {
  readonly settings: Settings;
  /** Where the program's thread hears of source maps. */
  readonly maps: MessagePort;
}

let settings: Settings;
let sources: Sources;
const preferences = new Preferences();

export const initialize: InitializeHook<HookData> = given => {
  settings = given.settings;
  sources = new Sources(settings, (...map) => given.maps.postMessage(map));
};

export const resolve: ResolveHook = async (written, context, next) => {
  if (isRevoked(settings)) return next(written, context);
  const specifier = aliasedSpecifier(written, settings.aliases);
  const { parentURL: from } = context;
  const url = preferences.resolved(specifier, from);
  if (url !== undefined) return { url, shortCircuit: true };
  const preferred = preferences.urlFor(specifier, from);
  if (preferred !== undefined) {
    const resolved = await next(preferred, context);
    preferences.keep(specifier, from, resolved.url);
    return resolved;
  }
  try {
    return await next(specifier, context);
  } catch (error) {
    if (!isNotFound(error)) throw error;
    const substitute = substituteUrl(specifier, context.parentURL);
    if (substitute !== undefined) return next(substitute, context);
    // A program outside any project that has greenc installed runs with the greenc that runs it.
    if (isOwnSpecifier(specifier)) return next(specifier, { ...context, parentURL: import.meta.url });
    throw error;
  }
};

export const load: LoadHook = (url, context, next) =>
  (isRevoked(settings) ? undefined : compiledModule(url, sources)) ?? next(url, context);
