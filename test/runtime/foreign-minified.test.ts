import { readFileSync } from 'node:fs';
import { minifySync as swc } from '@swc/core';
import { transformSync } from 'esbuild';
import { minify_sync as terser } from 'terser';
import * as abi from '../../runtime/abi.js';
import { foreignCases } from './foreign-cases.js';
import type * as HandCompiled from './hand-compiled.js';

const source = transformSync(readFileSync(require.resolve('./hand-compiled.ts'), 'utf8'), { loader: 'ts' }).code;

const minifiers: Record<string, () => string> = {
  terser: () => terser(source, { module: true, compress: { passes: 2 }, mangle: true }).code ?? '',
  esbuild: () => transformSync(source, { minify: true }).code,
  swc: () => swc(source, { module: true, compress: true, mangle: true }).code,
};

/** Loads a module that imports nothing but the ABI. */
function load(code: string): typeof HandCompiled {
  const module = { exports: {} };
  const run = new Function('module', 'require', transformSync(code, { format: 'cjs' }).code);
  run(module, () => abi);
  return module.exports as typeof HandCompiled;
}

for (const [name, minify] of Object.entries(minifiers)) {
  describe(`rule 38: foreign frames, after ${name}`, () => {
    const code = minify();
    test('it has minified', () => {
      expect(code.length).toBeLessThan(source.length * 0.8);
    });
    foreignCases(load(code));
  });
}
