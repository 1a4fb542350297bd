/** ES module hooks for `module.register`: Node loads this file on its loader thread. */
import type { InitializeHook, LoadHook, ResolveHook } from 'node:module';
import { compiledModule, isNotFound, isOwnSpecifier, preferredUrl, substituteUrl } from './decide.js';
import type { RunSettings } from './settings.js';

let settings: RunSettings;

export const initialize: InitializeHook<RunSettings> = given => {
  settings = given;
};

export const resolve: ResolveHook = async (specifier, context, next) => {
  const preferred = preferredUrl(specifier, context.parentURL);
  if (preferred !== undefined) return next(preferred, context);
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

export const load: LoadHook = (url, context, next) => compiledModule(url, settings) ?? next(url, context);
