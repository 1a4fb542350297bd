/**
 * `greenc/register`: compiles what Node loads, ES modules and CommonJS, while the program runs.
 *
 *     node --import greenc/register app.ts
 *     node -r greenc/register app.cjs
 */
import { resolve } from 'node:path';
import { isMainThread, parentPort } from 'node:worker_threads';
import { isFile, substituteFor } from './candidates.js';
import { installHooks } from './install.js';
import type { RegisterOptions } from './options.js';
import { prepare } from './prepare.js';

export type { RegisterOptions } from './options.js';

/** Ends what importing this module has registered, until a program says itself what it wants. */
let endAutomatic: (() => void) | undefined;

/**
 * Compiles the modules that are loaded from now on, in this thread: those with the directive "use greenlet", and those that the
 * options name. TypeScript and JSX are lowered in all modules.
 *
 * Takes the place of what importing `greenc/register` has set up. Throws an error whose message is ready to print if an option
 * is unknown or has the wrong type.
 *
 * @returns a function that ends it; what has been loaded stays compiled
 */
export function register(options: RegisterOptions = {}): () => void {
  const { settings, sources } = prepare(options, entry());
  endAutomatic?.();
  endAutomatic = undefined;
  return installHooks(settings, sources);
}

/** The program that Node has been started with, if it is a file. */
function entry(): string | undefined {
  if (process.argv.length < 2) return undefined;
  const path = resolve(process.argv[1]);
  return isFile(path) ? path : substituteFor(path);
}

// Node imports what it preloads in the thread of the loader hooks as well, where no program runs.
if (isMainThread || parentPort !== null) endAutomatic = register();
