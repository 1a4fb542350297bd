// Makes runnable programs out of text. A program is the body of a function of `exports, require, module, p, log`; its
// entry point is what it exports as `run`. Modules and TypeScript are brought to that form by Babel, for the original
// and the compiled text alike, so that the two differ only by greenc.
import { transformSync } from '@babel/core';
import commonjs from '@babel/plugin-transform-modules-commonjs';
import typescript from '@babel/plugin-transform-typescript';
import type { Probes } from './probe.js';
import type { RuntimeLike } from './runtime.js';

/** A freshly evaluated program. */
export interface Instance {
  readonly run: (...args: unknown[]) => unknown;
  readonly exports: Record<string, unknown>;
}

/** Evaluates the program anew, with probes bound to `probes`. */
export type Program = (probes: Probes) => Instance;

type Body = (exports: object, require: (name: string) => unknown, module: object, p: unknown, log: unknown) => void;

/** Makes a function of a body's text; realms other than the harness's own bring their own. */
export type MakeFunction = (...parametersAndBody: string[]) => Body;

const ownFunction: MakeFunction = (...texts) => new Function(...texts) as Body;

/**
 * Loads program text. `runtime` answers `require('greenc/runtime')` and `require('greenc')`.
 * Throws what parsing the text throws; a program that exports no `run` throws when it is instantiated.
 */
export function loadProgram(
  code: string,
  runtime: RuntimeLike | null,
  makeFunction: MakeFunction = ownFunction,
): Program {
  const body = makeFunction('exports', 'require', 'module', 'p', 'log', code);
  const require = (name: string): unknown => {
    if (runtime !== null && name === 'greenc/runtime') return runtime.abi;
    if (runtime !== null && name === 'greenc') return runtime.api;
    throw new Error(`The program requires ${name}, which the sandbox does not have.`);
  };
  return probes => {
    const module = { exports: {} as Record<string, unknown> };
    body.call(undefined, module.exports, require, module, probes.p, probes.log);
    const { run } = module.exports;
    if (typeof run !== 'function') throw new Error('The program exports no function `run`.');
    return { run: run as Instance['run'], exports: module.exports };
  };
}

/** Whether a file name (and its text) needs `toScript` before it can be loaded. */
export function needsScript(filename: string, source: string): boolean {
  return /\.[mc]?tsx?$|\.mjs$/.test(filename) || /^(?:import|export)\b/m.test(source);
}

/** TypeScript and ES modules to a CommonJS script that `loadProgram` takes. */
export function toScript(source: string, filename: string): string {
  const isTypeScript = /\.[mc]?tsx?$/.test(filename);
  const result = transformSync(source, {
    filename,
    babelrc: false,
    configFile: false,
    compact: false,
    retainLines: true,
    plugins: [
      ...(isTypeScript ? [[typescript, { allowDeclareFields: true, onlyRemoveTypeImports: false }] as const] : []),
      [commonjs, {}] as const,
    ].map(plugin => [...plugin] as [typeof commonjs, object]),
  });
  return result?.code ?? '';
}
