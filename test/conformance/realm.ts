// A realm as test262 wants one for each test: a fresh global object with `$262` and `print`, the harness files
// evaluated in it, and, for compiled code, greenc's runtime in the realm's own copy.
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import vm from 'node:vm';

/** How source text becomes what is run. */
export interface Treatment {
  /** Throws what is to be reported if the text cannot be treated. */
  readonly script: (source: string, path: string) => string;
  readonly module: (source: string, path: string) => string;
  /** A module that the test imports. */
  readonly dependency: (source: string, path: string) => string;
  /** A harness file, which runs as a script of its own and declares globals. */
  readonly harness: (name: string) => Harness;
  /** Whether compiled code runs in the realm. */
  readonly green: boolean;
}

export interface Harness {
  readonly script: vm.Script;
  /** Brings what the file's function gave to the global scope, where `let`, `const` and classes are no properties. */
  readonly lexical: vm.Script | undefined;
}

/** The runtime and the runner's own green functions, as scripts that give an object. */
export interface Support {
  readonly runtime: vm.Script;
  readonly starter: vm.Script;
}

type ModuleStatus = { readonly module: Promise<vm.Module>; readonly path: string };

interface RuntimeExports {
  readonly abi: Record<string, unknown>;
  readonly api: Record<string, unknown>;
}

export class Realm {
  readonly context: vm.Context;
  /** What the test printed. */
  readonly printed: string[] = [];
  /** What the runtime refused to suspend. A test may expect an error, and report another one than the first. */
  readonly refused: string[] = [];
  readonly #treatment: Treatment;
  readonly #support: Support;
  readonly #modules = new Map<string, ModuleStatus>();
  #suspensions: () => number = () => 0;
  #runtime: RuntimeExports | undefined;
  #runtimeModule: vm.Module | undefined;

  constructor(treatment: Treatment, support: Support) {
    this.#treatment = treatment;
    this.#support = support;
    this.context = vm.createContext(vm.constants.DONT_CONTEXTIFY as unknown as vm.Context);
    this.#define('print', (text: unknown) => void this.printed.push(String(text)));
    this.#define('$262', this.#host());
    if (treatment.green) this.#installRuntime();
    this.#installPauses();
  }

  /** How often a pause has really suspended something. */
  get suspensions(): number {
    return this.#suspensions();
  }

  /** Evaluates harness files as scripts. */
  loadHarness(names: readonly string[]): void {
    for (const name of names) {
      const { script, lexical } = this.#treatment.harness(name);
      script.runInContext(this.context);
      lexical?.runInContext(this.context);
    }
  }

  /** Runs a treated script. `path` is where relative specifiers of `import()` start. */
  runScript(code: string, path: string): unknown {
    return this.script(code, path).runInContext(this.context);
  }

  script(code: string, path: string): vm.Script {
    return new vm.Script(code, { filename: path, importModuleDynamically: this.#importFrom(path) as never });
  }

  /** Links and evaluates the module `source`, which stands at `path`. `phase` is told before each step. */
  async runModule(code: string, path: string, phase: (name: 'resolution' | 'runtime') => void): Promise<void> {
    const module = this.#makeModule(code, path);
    this.#modules.set(path, { module: Promise.resolve(module), path });
    phase('resolution');
    await module.link(this.#linkFrom());
    phase('runtime');
    await module.evaluate();
  }

  #makeModule(code: string, path: string): vm.Module {
    return new vm.SourceTextModule(code, {
      identifier: path,
      context: this.context,
      importModuleDynamically: this.#importFrom(path) as never,
    });
  }

  #linkFrom() {
    return (specifier: string, referrer: vm.Module) => this.#load(specifier, referrer.identifier);
  }

  #importFrom(path: string) {
    return async (specifier: string) => {
      const module = await this.#load(specifier, path);
      if (module.status === 'unlinked') await module.link(this.#linkFrom());
      if (module.status === 'linked') await module.evaluate();
      return module;
    };
  }

  #load(specifier: string, from: string): Promise<vm.Module> | vm.Module {
    if (specifier === 'greenc/runtime') return this.#abiModule();
    const path = resolve(dirname(from), specifier);
    const known = this.#modules.get(path);
    if (known) return known.module;
    const module = this.#read(path);
    this.#modules.set(path, { module, path });
    return module;
  }

  async #read(path: string): Promise<vm.Module> {
    const text = readFileSync(path, 'utf8');
    if (path.endsWith('.json')) {
      const value = vm.runInContext('JSON.parse', this.context)(text);
      const json = new vm.SyntheticModule(['default'], () => json.setExport('default', value), {
        identifier: path,
        context: this.context,
      });
      return json;
    }
    return this.#makeModule(this.#treatment.dependency(text, path), path);
  }

  #abiModule(): vm.Module {
    if (this.#runtimeModule) return this.#runtimeModule;
    const abi = this.#runtime?.abi ?? {};
    const module = new vm.SyntheticModule(
      Object.keys(abi),
      () => {
        for (const [name, value] of Object.entries(abi)) module.setExport(name, value);
      },
      { identifier: 'greenc/runtime', context: this.context },
    );
    this.#runtimeModule = module;
    return module;
  }

  #define(name: string, value: unknown): void {
    Object.defineProperty(this.context, name, { value, writable: true, configurable: true, enumerable: false });
  }

  #host(): Record<string, unknown> {
    const { context } = this;
    return {
      global: context,
      createRealm: () => {
        const other = new Realm(this.#treatment, this.#support);
        return (other.context as { $262: unknown }).$262;
      },
      detachArrayBuffer: (buffer: ArrayBuffer) => {
        structuredClone(buffer, { transfer: [buffer] });
        return null;
      },
      evalScript: (source: string) => {
        try {
          return this.runScript(source, 'evalScript');
        } catch (error) {
          // The parser of `vm` makes its errors in our own realm.
          if (!(error instanceof SyntaxError)) throw error;
          throw new (vm.runInContext('SyntaxError', context) as ErrorConstructor)(error.message);
        }
      },
      gc: () => globalThis.gc?.(),
    };
  }

  #installRuntime(): void {
    // The runtime asks Node for what tells a proxy. The suite's global object has no `process`.
    this.#define('process', process);
    this.#runtime = this.#support.runtime.runInContext(this.context) as RuntimeExports;
    delete (this.context as { process?: unknown }).process;
    const { abi, api } = this.#runtime;
    const recording = recordingError.runInContext(this.context) as (listener: (text: string) => void) => object;
    Object.setPrototypeOf(
      api.GreenletError,
      recording(text => void this.refused.push(text)),
    );
    const modules: Record<string, unknown> = { 'greenc/runtime': abi, greenc: api };
    this.#define('require', (name: string) => modules[name]);
  }

  #installPauses(): void {
    const { $pause, $quiet, $start, suspensions } = (
      this.#treatment.green
        ? this.#support.starter.runInContext(this.context)
        : nativeStarter.runInContext(this.context)
    ) as Record<string, unknown>;
    this.#define('$pause', $pause);
    this.#define('$quiet', $quiet);
    this.#define('$start', $start);
    this.#suspensions = suspensions as () => number;
  }
}

/** Takes the place of `Error` behind the runtime's own classes, and tells of each error that is made. */
const recordingError = new vm.Script(`(listener => function (message) {
  listener(message);
  // No list is iterated: the test may have changed what that does.
  return Reflect.construct(Error, arguments, new.target);
})`);

/** What stands for the pauses where nothing can be suspended. */
const nativeStarter = new vm.Script(
  '({ $pause() {}, $quiet() {}, suspensions: () => 0, $start(body) { return body.call(globalThis); } })',
  {
    filename: 'starter',
  },
);

/**
 * Their green counterparts, to be compiled. A pause gives control to the greenlet's parent; outside of a greenlet, where
 * nothing can be suspended, it does nothing, nor while a quiet function runs. What `$start` runs is resumed until it has ended.
 */
export const greenStarter = `(function (require) {
  const { Greenlet, getCurrent } = require('greenc');
  let quiet = 0;
  let suspensions = 0;
  return {
    $pause: function $pause() {
      const { parent } = getCurrent();
      if (parent === null || quiet > 0) return;
      suspensions++;
      parent.switch();
    },
    suspensions: () => suspensions,
    $quiet: function $quiet(change) {
      quiet += change;
    },
    $start: function $start(body) {
      const greenlet = new Greenlet(() => body.call(globalThis));
      let result = greenlet.switch();
      while (!greenlet.dead) result = greenlet.switch();
      return result;
    },
  };
})`;
