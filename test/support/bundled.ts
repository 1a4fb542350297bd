// The compiler from its sources, with the runtime bundled anew: in a realm with a queue of microtasks of its own.
import { buildSync } from 'esbuild';
import { compile } from '../../compiler/index.js';
import { realmFactory, runtimeBundle, runtimeEntry } from './realm.js';
import { projectRoot } from './root.js';
import type { CompileLike, Greenc } from './workbench.js';

/** The runtime as text: a script that defines `greencRuntime`. */
export function bundledRuntime(): string {
  const [bundle] = buildSync({
    ...runtimeBundle,
    stdin: { contents: runtimeEntry, resolveDir: projectRoot() },
    write: false,
  }).outputFiles;
  return bundle?.text ?? '';
}

/** `platform`: what programs find among the globals besides the language's. */
export function bundledGreenc(platform: object = {}): Greenc {
  return realmFactory(compile as unknown as CompileLike, bundledRuntime(), platform)();
}
