// `npm run fuzz`: bundles the harness, the compiler and the runtime from their sources, and starts the soak.
// node test/fuzz.mjs --help   says what it can do.
import { mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
process.chdir(root);
// The passes check one another: a fault is named before any schedule runs.
process.env.GREENC_VALIDATE ??= '1';
// One folder a process: two soaks at once must not overwrite each other's bundle.
const folder = join(root, 'node_modules/.cache/greenc-fuzz', String(process.pid));
mkdirSync(folder, { recursive: true });

const common = { bundle: true, absWorkingDir: root, logLevel: 'error', target: 'node20' };
const main = join(folder, 'main.mjs');
await build({
  ...common,
  entryPoints: ['test/support/soak.ts'],
  outfile: main,
  format: 'esm',
  platform: 'node',
  packages: 'external',
});
// The runtime as text: every so often it starts afresh in a realm of its own.
const runtime = join(folder, 'runtime.js');
await build({
  ...common,
  stdin: {
    contents: "export * as abi from './dist/runtime/abi.js'; export * as api from './dist/runtime/index.js';",
    resolveDir: root,
  },
  outfile: runtime,
  format: 'iife',
  globalName: 'greencRuntime',
  banner: { js: '"use strict";' },
  platform: 'neutral',
});

const { soak } = await import(pathToFileURL(main).href);
try {
  process.exitCode = await soak(process.argv.slice(2), runtime);
} finally {
  rmSync(folder, { recursive: true });
}
