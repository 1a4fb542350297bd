// Makes runnable programs out of text. A program is the body of a function of `exports, require, module, p, log`; its
// entry point is what it exports as `run`.
import type { Probes } from './probe.js';
import type { RuntimeLike } from './runtime.js';

/** The microtasks of the realm that programs run in. */
export interface Microtasks {
  /** Says what becomes of a promise, when it does. */
  watch(promise: object, onValue: (value: unknown) => void, onError: (error: unknown) => void): void;
  /** Runs them, until none is left. */
  run(): void;
}

/** A freshly evaluated program. */
export interface Instance {
  readonly run: (...args: unknown[]) => unknown;
  readonly exports: Record<string, unknown>;
  readonly microtasks: Microtasks;
}

/** Evaluates the program anew, with probes bound to `probes`. */
export type Program = (probes: Probes) => Instance;

type Body = (exports: object, require: (name: string) => unknown, module: object, p: unknown, log: unknown) => void;

/** Makes a function of a body's text. */
export type MakeFunction = (...parametersAndBody: string[]) => Body;

/** What programs run in. */
export interface Realm {
  readonly makeFunction: MakeFunction;
  readonly microtasks: Microtasks;
  /** Evaluates the text of a program anew for each run: engines must not remember anything of the runs before. */
  readonly isFresh?: boolean;
}

/**
 * Loads program text. `runtime` answers `require('greenc/runtime')` and `require('greenc')`.
 * Throws what parsing the text throws; a program that exports no `run` throws when it is instantiated.
 */
export function loadProgram(
  code: string,
  runtime: RuntimeLike | null,
  { makeFunction, microtasks, isFresh = false }: Realm,
): Program {
  let runs = 0;
  const load = (): Body =>
    makeFunction('exports', 'require', 'module', 'p', 'log', isFresh ? `${code}\n// run ${runs++}` : code);
  const known = load();
  const require = (name: string): unknown => {
    if (runtime !== null && name === 'greenc/runtime') return runtime.abi;
    if (runtime !== null && name === 'greenc') return runtime.api;
    throw new Error(`The program requires ${name}, which the sandbox does not have.`);
  };
  return probes => {
    const module = { exports: {} as Record<string, unknown> };
    const body = isFresh ? load() : known;
    body.call(undefined, module.exports, require, module, probes.p, probes.log);
    const { run } = module.exports;
    if (typeof run !== 'function') throw new Error('The program exports no function `run`.');
    return { run: run as Instance['run'], exports: module.exports, microtasks };
  };
}
