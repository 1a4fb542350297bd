'use greenlet';
/**
 * Scripts in greenlets, down to the code at the top of their modules. Each module is compiled as a function, and loaded by a `require` that
 * is compiled itself: so both can be suspended. A script's modules are its own: another one, or the same once more, has others.
 *
 *     runScript  →  evaluate  →  the module's function  →  its require  →  evaluate  →  …
 *
 * Modules that are not compiled are loaded by Node's own `require`, once for all; nothing waits while they are.
 */
import Module from 'node:module';
import { dirname, isAbsolute, resolve } from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { checkOptions } from '../hub/checks.js';
import '../hub/host.js';
import { spawn, type Task } from '../hub/task.js';
import { blocking } from './blocking.js';
import { functions } from './fs-functions.js';
import { ownProcess } from './own-process.js';

/** What a script is run with. */
export interface ScriptOptions {
  /** What its modules are compiled to, as `greenc run` does it: undefined for one that is not compiled. */
  compile(path: string): string | undefined;
  /**
   * The script's arguments. It has a `process` of its own then, with these, an `exitCode` of its own, and an `exit` that ends the script
   * alone; without arguments, it has everybody's.
   */
  readonly argv?: readonly string[];
}

type Body = (this: unknown, exports: unknown, require: Require, module: Module, path: string, folder: string) => void;
/** Takes `import.meta` as well if it is that of an ES module. */
type Factory = (process: NodeJS.Process, meta?: object) => Body;
type Require = (request: string) => unknown;

/** One run of a script. */
interface Run {
  readonly compile: ScriptOptions['compile'];
  readonly process: NodeJS.Process;
  readonly modules: Record<string, Module | undefined>;
  main: Module | undefined;
}

interface Internals {
  _resolveFilename(request: string, parent: Module, isMain: boolean, options?: object): string;
  _nodeModulePaths(folder: string): string[];
}
const internals = Module as unknown as Internals;

/** Compiled modules, for all runs. */
const factories = new Map<string, Factory | null>();

/**
 * Runs a script in a greenlet, which may be waited for.
 * @returns the task; what it returns is what the script exports
 */
export function runScript(file: string, options: ScriptOptions): Task {
  checkOptions(options, ['argv', 'compile'], 'runScript()');
  const path = resolve(file);
  const { argv, compile } = options;
  const run: Run = {
    compile,
    process: argv === undefined ? process : ownProcess([path, ...argv]),
    modules: Object.create(null),
    main: undefined,
  };
  return spawn(() => {
    const factory = factoryOf(run, path);
    if (factory === null) throw new Error(`${path} is not compiled, and cannot run in a greenlet`);
    return evaluate(run, path, factory, null);
  });
}

function evaluate(run: Run, path: string, factory: Factory, parent: Module | null): unknown {
  const module = moduleAt(path, parent);
  run.modules[path] = module;
  if (parent === null) {
    module.id = '.';
    run.main = module;
  }
  try {
    const isModule = factory.length === 2;
    const body = isModule ? factory(run.process, metaOf(module, path)) : factory(run.process);
    const require = requireOf(run, module);
    module.require = require as NodeJS.Require;
    body.call(isModule ? undefined : module.exports, module.exports, require, module, path, dirname(path));
    module.loaded = true;
  } finally {
    if (!module.loaded) delete run.modules[path];
  }
  return module.exports;
}

function moduleAt(path: string, parent: Module | null): Module {
  const module = new Module(path, parent as Module);
  module.filename = path;
  module.paths = internals._nodeModulePaths(dirname(path));
  return module;
}

/** Null for what is not compiled. Nothing waits meanwhile: two runs may want the same module. */
function factoryOf(run: Run, path: string): Factory | null {
  const known = factories.get(path);
  if (known !== undefined) return known;
  const factory = blocking(() => {
    const code = run.compile(path);
    return code === undefined ? null : made(code, path);
  });
  factories.set(path, factory);
  return factory;
}

function made(code: string, path: string): Factory {
  const module = moduleAt(path, null) as Module & { _compile(code: string, path: string, format: string): void };
  module._compile(code, path, 'commonjs');
  return module.exports as Factory;
}

function requireOf(run: Run, module: Module): Require {
  const find = (request: string, options?: object): string =>
    internals._resolveFilename(request, module, false, options);
  const require = (request: string): unknown => {
    if (typeof request !== 'string' || request === '' || Module.isBuiltin(request)) return native(run, request, module);
    const path = find(request);
    const known = run.modules[path];
    if (known !== undefined) return known.exports;
    if (path.endsWith('.json')) return jsonAt(run, path, module);
    const factory = factoryOf(run, path);
    return factory === null ? native(run, path, module) : evaluate(run, path, factory, module);
  };
  return Object.assign(require, {
    resolve: Object.assign(find, { paths: Module.createRequire(module.filename).resolve.paths }),
    cache: run.modules,
    main: run.main,
    extensions: (Module as unknown as { _extensions: object })._extensions,
  });
}

function native(run: Run, request: string, module: Module): unknown {
  if (request === 'process' || request === 'node:process') return run.process;
  return blocking(() => Module.prototype.require.call(module, request));
}

function jsonAt(run: Run, path: string, parent: Module): unknown {
  const module = moduleAt(path, parent);
  const text = functions.readFileSync(path, 'utf8');
  try {
    module.exports = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    (error as Error).message = `${path}: ${(error as Error).message}`;
    throw error;
  }
  module.loaded = true;
  run.modules[path] = module;
  return module.exports;
}

/** What stands for `import.meta`. */
function metaOf(module: Module, path: string): object {
  const resolveUrl = (request: string): string => {
    const found = internals._resolveFilename(request, module, false);
    return isAbsolute(found) ? pathToFileURL(found).href : found;
  };
  return { url: pathToFileURL(path).href, filename: path, dirname: dirname(path), resolve: resolveUrl };
}
