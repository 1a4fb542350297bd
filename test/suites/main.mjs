// The runner of other packages' test suites: builds greenc if need be, bundles the runner, and starts it.
// node test/suites/main.mjs --help   says what it can do.
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { ensureBuilt, root } from '../../cli/dev/prepare.mjs';

await ensureBuilt();
const folder = join(root, 'node_modules/.cache/greenc-suites', String(process.pid));
mkdirSync(folder, { recursive: true });
try {
  const main = join(folder, 'main.mjs');
  await build({
    bundle: true,
    absWorkingDir: root,
    logLevel: 'error',
    target: 'node20',
    format: 'esm',
    platform: 'node',
    packages: 'external',
    entryPoints: ['test/suites/cli.ts'],
    outfile: main,
  });
  const { suites } = await import(pathToFileURL(main).href);
  process.exitCode = await suites(process.argv.slice(2), root);
} finally {
  rmSync(folder, { recursive: true });
}
