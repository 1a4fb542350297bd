// Minified and gzipped sizes: of compiled code against its source, and of the runtime itself.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { compile } from 'greenc/compiler';
import { minify } from 'terser';
import { programNames, programSource } from '../build.mjs';

const require = createRequire(import.meta.url);
const packages = [
  { name: 'acorn', file: require.resolve('acorn'), module: false },
  { name: 'lodash', file: require.resolve('lodash'), module: false },
  { name: 'marked', file: require.resolve('marked'), module: true },
];

async function packed(code, module) {
  const result = await minify(code, { module, compress: true, mangle: true });
  return gzipSync(result.code, { level: 9 }).length;
}

async function row(label, source, module) {
  const { code } = compile(source, { filename: `${label}.js`, sourceType: module ? 'module' : 'script', all: true });
  const [before, after] = [await packed(source, module), await packed(code, module)];
  return { label, value: after / before, unit: 'x', target: 5, before, after, detail: `${before} B -> ${after} B` };
}

function total(label, rows, target) {
  const before = rows.reduce((sum, each) => sum + each.before, 0);
  const after = rows.reduce((sum, each) => sum + each.after, 0);
  return { label, value: after / before, unit: 'x', target, detail: `${before} B -> ${after} B` };
}

/** The size of what a page needs that imports `names`, bundled, minified and gzipped. */
async function bundled(specifier, names = '*') {
  const result = await build({
    // The built package rather than its sources, of which the project's own tsconfig.json tells.
    tsconfigRaw: {},
    stdin: {
      contents: `export ${names} from '${specifier}';`,
      resolveDir: fileURLToPath(new URL('..', import.meta.url)),
    },
    bundle: true,
    minify: true,
    format: 'esm',
    write: false,
    logLevel: 'silent',
  });
  return gzipSync(result.outputFiles[0].contents, { level: 9 }).length;
}

export async function tables() {
  const libraries = [];
  for (const { name, file, module } of packages) libraries.push(await row(name, readFileSync(file, 'utf8'), module));
  libraries.push(total('all packages', libraries, 3));
  const programs = [];
  for (const name of programNames('programs')) programs.push(await row(name, programSource('programs', name), true));
  programs.push(total('all programs', programs, 3.5));
  const runtime = [
    { label: 'greenc (the core, public API)', value: await bundled('greenc'), unit: 'B', target: 4000 },
    { label: 'greenc/runtime (with all helpers)', value: await bundled('greenc/runtime'), unit: 'B' },
    {
      label: 'greenc/hub, spawn and sleep',
      value: await bundled('greenc/hub', '{ spawn, sleep }'),
      unit: 'B',
      target: 12500,
    },
    { label: 'greenc/hub, all of it', value: await bundled('greenc/hub'), unit: 'B' },
  ];
  return [
    { name: 'package-size', title: 'npm packages, minified and gzipped, compiled / original', rows: libraries },
    { name: 'program-size', title: 'Programs, minified and gzipped, compiled / original', rows: programs },
    { name: 'runtime-size', title: 'The runtime, minified and gzipped', rows: runtime },
  ];
}
