// What a program pays for that only switches greenlets. The figures of whole programs are in the bench's table of sizes.
import { gzipSync } from 'node:zlib';
import { buildSync } from 'esbuild';
import { projectRoot } from '../support/root.js';

test('greenc alone is smaller than 4,000 bytes, minified and compressed', () => {
  const [bundle] = buildSync({
    stdin: { contents: "export * from './runtime/index.ts';", resolveDir: projectRoot(), loader: 'ts' },
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    write: false,
  }).outputFiles;
  expect(gzipSync(bundle?.contents ?? '', { level: 9 }).length).toBeLessThan(4000);
});
