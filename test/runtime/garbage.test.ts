import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildSync } from 'esbuild';

test('rule 39: nothing is kept that should be collected, and nothing collected that is in use', () => {
  const here = dirname(require.resolve('./garbage.mjs'));
  const folder = mkdtempSync(join(tmpdir(), 'greenc-garbage-'));
  try {
    const bundle = join(folder, 'bundle.mjs');
    const contents = "export * from './green.js'; export * from '../../runtime/index.js';";
    const stdin = { contents, resolveDir: here, loader: 'ts' } as const;
    buildSync({ stdin, bundle: true, format: 'esm', target: 'es2022', outfile: bundle, logLevel: 'error' });
    const args = ['--expose-gc', join(here, 'garbage.mjs'), pathToFileURL(bundle).href];
    const { cases, wrong } = JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' }));
    expect(cases.length).toBeGreaterThan(10);
    expect(wrong).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
