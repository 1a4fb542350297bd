// What is done to the text of tests and harness files in each mode.
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import vm from 'node:vm';
import { parse } from '@babel/parser';
import * as t from '@babel/types';
import { CompileError, compile, InternalError } from '../../compiler/index.js';
import { addPauses, type Pauses } from './pauses.js';
import { greenStarter, type Harness, type Support, type Treatment } from './realm.js';

export const modes = ['native', 'plain', 'paused'] as const;
export type Mode = (typeof modes)[number];

/** Where compiled harness files are kept, for the compiler that the text `version` stands for. */
export interface Cache {
  readonly folder: string;
  readonly version: string;
}

export interface Sources {
  readonly suite: string;
  readonly cache: Cache;
}

/** Makes the treatments of one process; they share the harness files. */
export function treatments({ suite, cache }: Sources): (mode: Mode, pauses: Pauses | undefined) => Treatment {
  const harnesses = new Map<string, Harness>();
  const harness = (mode: Mode) => (name: string) => {
    const key = `${mode} ${name}`;
    let found = harnesses.get(key);
    if (found === undefined) {
      const source = readFileSync(join(suite, 'harness', name), 'utf8');
      found = mode === 'native' ? nativeHarness(source, name) : compiledHarness(source, name, mode, cache);
      harnesses.set(key, found);
    }
    return found;
  };
  return (mode, pauses) => ({
    green: mode !== 'native',
    harness: harness(mode),
    script: (source, path) => treat(source, path, mode, pauses, false),
    module: (source, path) => treat(source, path, mode, pauses, true),
    // Its statements export, and cannot be put into a function.
    dependency: (source, path) => {
      try {
        return treat(source, path, mode, pauses && { ...pauses, form: 'inside' }, true);
      } catch (error) {
        // A build would stop here; `import()` of such a module is to fail as the engine's does.
        if (isDiagnostic(error)) return source;
        throw error;
      }
    },
  });
}

/** Whether the compiler refused the program, rather than failed. */
export function isDiagnostic(error: unknown): boolean {
  return error instanceof CompileError && !(error instanceof InternalError);
}

function treat(source: string, path: string, mode: Mode, pauses: Pauses | undefined, module: boolean): string {
  const text = pauses === undefined ? source : addPauses(source, module, pauses);
  return mode === 'native' ? text : compiled(text, path, module, mode);
}

/** Where everything is to suspend, accessors are to as well, which takes an option. */
function compiled(source: string, filename: string, module: boolean, mode: Mode): string {
  const accessors = mode === 'paused';
  return compile(source, { all: true, accessors, filename, sourceType: module ? 'module' : 'script' }).code;
}

function nativeHarness(source: string, filename: string): Harness {
  return { script: new vm.Script(source, { filename }), lexical: undefined };
}

/**
 * A compiled file declares constants of its own at its top, and a realm has room for one script of that kind: the
 * test. So a compiled harness file runs in a function, and what it declares is brought to the global scope.
 */
function compiledHarness(source: string, name: string, mode: Mode, cache: Cache): Harness {
  const file = join(cache.folder, `${cache.version}-${mode}-${name.replaceAll('/', '-')}`);
  if (!existsSync(file)) {
    const text = mode === 'paused' ? addPauses(source, false, { form: 'inside', quiet: false }) : source;
    mkdirSync(cache.folder, { recursive: true });
    // Another process may be at it too, and must not read half of it.
    writeFileSync(`${file}.${process.pid}`, compiled(text, name, false, mode));
    renameSync(`${file}.${process.pid}`, file);
  }
  const code = readFileSync(file, 'utf8');
  const { properties, lexical } = declaredBy(source);
  const publish = properties.map(
    one => `Object.defineProperty(globalThis, '${one}', { value: ${one}, writable: true, enumerable: true });`,
  );
  const keep = lexical.length === 0 ? '' : `globalThis.$lexical = { ${lexical.join(', ')} };`;
  const wrapped = `(function () {${code}\n;${publish.join('')}${keep}})()`;
  return {
    script: new vm.Script(wrapped, { filename: name }),
    lexical:
      lexical.length === 0
        ? undefined
        : new vm.Script(`let { ${lexical.join(', ')} } = globalThis.$lexical; delete globalThis.$lexical;`),
  };
}

/** The names a script declares for others: as properties of the global object, and beside it. */
export function declaredBy(source: string): { properties: string[]; lexical: string[] } {
  const properties = new Set<string>();
  const lexical = new Set<string>();
  const { program } = parse(source, { sourceType: 'script' });
  for (const statement of program.body) {
    if (t.isFunctionDeclaration(statement)) properties.add((statement.id as t.Identifier).name);
    else if (t.isClassDeclaration(statement)) lexical.add((statement.id as t.Identifier).name);
    else if (t.isVariableDeclaration(statement) && statement.kind !== 'var') {
      for (const name of Object.keys(t.getBindingIdentifiers(statement))) lexical.add(name);
    }
  }
  const hoisted = (node: t.Node): void => {
    if (t.isFunction(node) || t.isClass(node)) return;
    if (t.isVariableDeclaration(node) && node.kind === 'var') {
      for (const name of Object.keys(t.getBindingIdentifiers(node))) properties.add(name);
    }
    for (const key of t.VISITOR_KEYS[node.type]) {
      const value = (node as unknown as Record<string, t.Node | (t.Node | null)[] | null | undefined>)[key];
      for (const child of Array.isArray(value) ? value : [value]) if (child) hoisted(child);
    }
  };
  hoisted(program);
  return { properties: [...properties], lexical: [...lexical] };
}

/** The runtime's text, an IIFE that defines `greencRuntime`, and the runner's own compiled functions. */
export function makeSupport(runtimeFile: string): Support {
  const runtime = readFileSync(runtimeFile, 'utf8');
  const starter = compiled(`exports = ${greenStarter}(require);`, 'starter.js', false, 'plain');
  return {
    // In a function: what a bundle declares must not be the test's globals.
    runtime: new vm.Script(`(function () {${runtime}\nreturn greencRuntime; })()`, { filename: 'greenc-runtime.js' }),
    starter: new vm.Script(`(function () { let exports; ${starter}\nreturn exports; })()`, { filename: 'starter.js' }),
  };
}
