/** From options, and the configuration file beneath them, to what the hooks work with. */
import { createRequire } from 'node:module';
import { loadConfig } from './config.js';
import { installHere } from './install.js';
import { expectMap } from './maps.js';
import type { RegisterOptions } from './options.js';
import { checkRegisterOptions, type Settings, settingsFor } from './settings.js';
import { Sources } from './source.js';
import { showCompileErrors } from './uncaught.js';

/**
 * @param entry the program, if that is known yet
 * Throws a `SourceError` about what is wrong with the options, or with the file.
 */
export function prepare(options: RegisterOptions, entry: string | undefined): { settings: Settings; sources: Sources } {
  showCompileErrors();
  checkRegisterOptions(options);
  const settings = settingsFor(options, loadConfig(options.config, loadModule), entry);
  return { settings, sources: new Sources(settings, expectMap) };
}

/** A configuration in TypeScript is a module like any other, but nothing says yet how modules are compiled. */
function loadModule(path: string): unknown {
  const settings = settingsFor({}, undefined, undefined);
  const uninstall = installHere(settings, new Sources(settings, expectMap));
  try {
    return createRequire(path)(path);
  } finally {
    uninstall();
  }
}
