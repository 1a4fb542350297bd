// The conformance runner: bundles its parts, the compiler and the runtime from their sources, and starts.
// node test/conformance/main.mjs --help   says what it can do.
import { mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
// One folder a process: two runs at once must not overwrite each other's bundle.
const folder = join(root, 'node_modules/.cache/greenc-conformance', String(process.pid));
mkdirSync(folder, { recursive: true });

const common = { bundle: true, absWorkingDir: root, logLevel: 'error', target: 'node20' };
const program = { ...common, format: 'esm', platform: 'node', packages: 'external' };
const main = join(folder, 'main.mjs');
const worker = join(folder, 'worker.mjs');
const runtime = join(folder, 'runtime.js');
await build({ ...program, entryPoints: ['test/conformance/cli.ts'], outfile: main });
await build({ ...program, entryPoints: ['test/conformance/worker.ts'], outfile: worker });
// The runtime as text: every realm has its own.
await build({
  ...common,
  stdin: {
    contents: "export * as abi from './dist/runtime/abi.js'; export * as api from './dist/runtime/index.js';",
    resolveDir: root,
  },
  outfile: runtime,
  format: 'iife',
  globalName: 'greencRuntime',
  platform: 'neutral',
  // Its modules are strict, and esbuild drops that.
  banner: { js: '"use strict";' },
});

const { conformance } = await import(pathToFileURL(main).href);
try {
  process.exitCode = await conformance(process.argv.slice(2), { worker, runtime });
} finally {
  rmSync(folder, { recursive: true });
}
