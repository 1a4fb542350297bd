import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { compile } from '../../compiler/index.js';
import * as abi from '../../runtime/abi.js';
import * as api from '../../runtime/index.js';
import * as python from '../../runtime/python.js';

/** What a package exports is not typed here; the tests compare values. */
type Exports = any;

const fromRoot = createRequire(join(process.cwd(), 'package.json'));

/** The text of the file that `require(specifier)` loads from the project's root. */
export function sourceOf(specifier: string): string {
  return readFileSync(fromRoot.resolve(specifier), 'utf8');
}

/**
 * Runs a CommonJS module's text in this realm. `modules` answers its require() calls, next to greenc's own;
 * `globals` are further names its text may use.
 */
export function evaluate(
  code: string,
  modules: Record<string, unknown> = {},
  globals: Record<string, unknown> = {},
): Exports {
  const known: Record<string, unknown> = { greenc: api, 'greenc/runtime': abi, 'greenc/python': python, ...modules };
  const module = { exports: {} };
  const require = (specifier: string): unknown => {
    if (specifier in known) return known[specifier];
    throw new Error(`the module under test asked for ${specifier}`);
  };
  new Function('module', 'exports', 'require', ...Object.keys(globals), code)(
    module,
    module.exports,
    require,
    ...Object.values(globals),
  );
  return module.exports;
}

/** Compiles a CommonJS module whole (`all`); gives the code. */
export function compileScript(source: string, filename: string): string {
  return compile(source, { filename, sourceType: 'script', all: true }).code;
}

/** Compiles and runs a CommonJS module. */
export function load(source: string, filename: string, modules: Record<string, unknown> = {}): Exports {
  return evaluate(compileScript(source, filename), modules);
}

const pausingSource = `
  const { Greenlet, getCurrent } = require('greenc');
  const main = getCurrent();
  exports.pausing = (work, ...given) => {
    let pauses = 0;
    const pause = (value) => {
      pauses++;
      main.switch();
      return value;
    };
    let result;
    const greenlet = new Greenlet(() => { result = work(...given, pause); });
    while (!greenlet.dead) greenlet.switch();
    return { result, pauses };
  };
`;

/**
 * `pausing(work, ...given)` runs the green function `work(...given, pause)` in a greenlet of its own, in which
 * each `pause(value)` suspends everything up to here and gives `value` when it goes on. Gives the result and
 * how often it did.
 */
export function makePausing(): (work: unknown, ...given: unknown[]) => { result: Exports; pauses: number } {
  return load(pausingSource, 'pausing.js').pausing;
}

const everywhereSource = `
  const { Greenlet, getCurrent } = require('greenc');
  const main = getCurrent();
  let depth = 0;
  let calls = 0;
  let every = 1;
  exports.pause = () => {
    if (depth === 0 && getCurrent() !== main && calls++ % every === 0) main.switch();
  };
  exports.shielded = (work) => {
    depth++;
    try { return work(); } finally { depth--; }
  };
  exports.run = (work, given, step) => {
    let pauses = 0;
    let result;
    calls = 0;
    every = step;
    const greenlet = new Greenlet(() => { result = work(...given); });
    for (greenlet.switch(); !greenlet.dead; greenlet.switch()) pauses++;
    return { result, pauses };
  };
`;

/** What code made by pauseEverywhere() needs. */
export interface Everywhere {
  /** Compiles and runs such code. */
  load(source: string, filename: string): Exports;
  /** Runs the green function `work(...given)` in a greenlet, in which each `step`th pause suspends. */
  run(work: unknown, given: unknown[], step: number): { result: Exports; pauses: number };
}

export function makeEverywhere(): Everywhere {
  const { pause, shielded, run } = load(everywhereSource, 'everywhere.js');
  return {
    load: (source, filename) => evaluate(compileScript(source, filename), {}, { pause, shielded }),
    run,
  };
}
