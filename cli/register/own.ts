/** This copy of greenc, and its compiler. */

import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { readFileSync } from '../original-fs.js';
import { ownFolder } from '../own-folder.js';

/** `greenc` and its entry points. */
export function isOwnSpecifier(specifier: string): boolean {
  return specifier === 'greenc' || specifier.startsWith('greenc/');
}

interface Targets {
  readonly import?: { readonly default: string };
  readonly default?: string;
}

/** What `import` of `greenc` or one of its entry points leads to, in this copy; undefined if there is no such entry. */
export function ownUrl(specifier: string): string | undefined {
  const description = join(ownFolder, '..', 'package.json');
  const { exports } = JSON.parse(readFileSync(description, 'utf8')) as { exports: Record<string, Targets> };
  const targets = exports[`.${specifier.slice('greenc'.length)}`];
  const path = targets?.import?.default ?? targets?.default;
  return path && new URL(path, pathToFileURL(description)).href;
}

type Compiler = typeof import('./compiler.js');

let loaded: Compiler | undefined;

/** How many calls of the compiler are under way in this thread, in whichever copy of this module. */
const compiling = Symbol.for('greenc.compiling');
const realm = globalThis as { [compiling]?: number };

/**
 * Has the compiler do something. It is loaded by the first call: a program whose modules are all in the cache never
 * needs it.
 */
export function withCompiler<T>(action: (compiler: Compiler) => T): T {
  realm[compiling] = (realm[compiling] ?? 0) + 1;
  const giveBack = lendErrors();
  try {
    loaded ??= createRequire(import.meta.url)(join(ownFolder, 'cli', 'register', 'compiler.cjs')) as Compiler;
    return action(loaded);
  } catch (error) {
    throw isCompileError(error) ? shortened(error) : error;
  } finally {
    giveBack();
    realm[compiling] = (realm[compiling] as number) - 1;
  }
}

/** Babel changes for good how stacks are written, and how long they are: only until it is done. */
function lendErrors(): () => void {
  const { stackTraceLimit } = Error;
  const before = Object.getOwnPropertyDescriptor(Error, 'prepareStackTrace');
  const { configurable = true } = before ?? {};
  if (configurable)
    Object.defineProperty(Error, 'prepareStackTrace', { value: undefined, writable: true, configurable: true });
  return () => {
    Error.stackTraceLimit = stackTraceLimit;
    if (!configurable) return;
    if (before === undefined) Reflect.deleteProperty(Error, 'prepareStackTrace');
    else Object.defineProperty(Error, 'prepareStackTrace', before);
  };
}

/** Whether the compiler is at work. What is loaded meanwhile is its own, and must not be compiled: that would never end. */
export function isCompiling(): boolean {
  return (realm[compiling] ?? 0) > 0;
}

/** The compiler's errors, whichever thread and copy of it they come from. */
export function isCompileError(error: unknown): error is Error {
  return error instanceof Error && 'diagnostics' in error;
}

/**
 * Where nobody catches it, Node prints all that it finds in an error. The message says everything: that is to be all there
 * is to see, not where the compiler stood and what its parser thinks.
 */
function shortened(error: Error): Error {
  const hide = (key: string, value: unknown) =>
    Object.defineProperty(error, key, { value, writable: true, enumerable: false, configurable: true });
  hide('stack', error.message);
  hide('diagnostics', (error as Error & { diagnostics: unknown }).diagnostics);
  delete error.cause;
  return error;
}
