// Every bundler builds the same program, with the package installed as users have it. What it builds prints the same, minified
// too, and its source map leads to the author's files.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { originalPositionFor, TraceMap } from '@jridgewell/trace-mapping';
import { minify as swc } from '@swc/core';
import { transform as esbuild } from 'esbuild';
import { minify as terser } from 'terser';
import { type Folder, projectRoot } from '../cli/support.js';
import { projectWith } from '../support/installed.js';
import { type Language, languages, printed, projectFiles } from './program.js';

jest.setTimeout(120_000);

const minifiers: Record<string, (code: string) => Promise<string>> = {
  terser: async code => (await terser(code, { module: true, compress: true, mangle: true })).code ?? '',
  esbuild: async code => (await esbuild(code, { minify: true })).code,
  swc: async code => (await swc(code, { module: true, compress: true, mangle: true })).code,
};

/** What the bundles are minified by, that of the TypeScript and that of the JavaScript. terser takes long for a whole one. */
const bundlers: Record<string, Record<Language, string>> = {
  esbuild: { ts: 'esbuild', js: 'swc' },
  rolldown: { ts: 'swc', js: 'esbuild' },
  'rollup, greenc first': { ts: 'terser', js: 'swc' },
  'rollup, greenc last': { ts: 'esbuild', js: 'terser' },
  vite: { ts: 'swc', js: 'esbuild' },
  webpack: { ts: 'terser', js: 'swc' },
  rspack: { ts: 'esbuild', js: 'swc' },
  farm: { ts: 'swc', js: 'esbuild' },
};
const packages = ['esbuild', 'rolldown', 'rollup', 'vite', 'webpack', '@rspack/core', '@farmfe/core'];

let project: Folder;

beforeAll(() => {
  const ours = ['build.mjs', 'loader.cjs'].map(name => [name, readFileSync(join(__dirname, name), 'utf8')]);
  project = projectWith({ ...projectFiles(), ...Object.fromEntries(ours) }, packages);
});

/** Where a text stands, as line (from 1) and column (from 0). */
function placeOf(text: string, source: string): { line: number; column: number } {
  const before = source.slice(0, source.search(text)).split('\n');
  return { line: before.length, column: (before.at(-1) ?? '').length };
}

const languageOf = (source: string | null): string => /src\/main\.(ts|js)$/.exec(source ?? '')?.[1] ?? '';

test('the types fit those of the bundlers, in ES modules and in CommonJS', () => {
  const names = ['vite', 'rollup', 'rolldown', 'webpack', 'rspack', 'esbuild', 'farm'];
  const uses = `
import { defineConfig } from 'vite';
import type { InputPluginOption } from 'rollup';
import type { RolldownPluginOption } from 'rolldown';
import type { WebpackPluginInstance } from 'webpack';
import type { RspackPluginInstance } from '@rspack/core';
import type { Plugin } from 'esbuild';
import type { JsPlugin } from '@farmfe/core';
export default defineConfig({ plugins: [vite({ include: ['src/**', /x/], accessors: ['size'] })] });
export const all: [InputPluginOption, RolldownPluginOption, WebpackPluginInstance, RspackPluginInstance, Plugin, JsPlugin] =
  [rollup(), rolldown({ all: true }), webpack(), rspack(), esbuild(), farm()];
// @ts-expect-error there is no such option
vite({ al: true });
`;
  project.write({
    'types/uses.mts': names.map(name => `import ${name} from 'greenc/${name}';`).join('\n') + uses,
    'types/uses.cts': names.map(name => `import ${name} = require('greenc/${name}');`).join('\n'),
    'types/tsconfig.json': JSON.stringify({
      compilerOptions: {
        module: 'nodenext',
        target: 'es2022',
        strict: true,
        noEmit: true,
        skipLibCheck: true,
        types: [],
      },
    }),
  });
  const tsc = join(projectRoot, 'node_modules', 'typescript', 'bin', 'tsc');
  expect(project.node(tsc, '-p', 'types')).toMatchObject({ status: 0, stdout: '' });
});

test('what is kept from earlier builds depends on the options', () => {
  project.write({
    'kept.mjs': `import { rspack } from '@rspack/core';
import webpack from 'webpack';
import forRspack from 'greenc/rspack';
import forWebpack from 'greenc/webpack';
const kept = options => [
  webpack({ cache: { type: 'filesystem', version: 'mine' }, plugins: [forWebpack(options)] }).options.cache.version,
  rspack({ cache: { type: 'persistent' }, plugins: [forRspack(options)] }).options.cache.version,
];
console.log(JSON.stringify([kept({ include: 'a' }), kept({ include: 'a' }), kept({ include: /a/ })]));
process.exit();
`,
  });
  const [first, again, other] = JSON.parse(project.node('kept.mjs').stdout);
  expect(first[0]).toMatch(/^mine\|greenc-/);
  expect(first[1]).toMatch(/^greenc-/);
  expect(again).toEqual(first);
  expect(other[0]).not.toBe(first[0]);
  expect(other[1]).not.toBe(first[1]);
});

describe.each(Object.entries(bundlers))('%s', (bundler, minifiedBy) => {
  beforeAll(() => {
    const entries = languages.map(language => `${language}/src/main.${language}`);
    const { status, stderr } = project.node('build.mjs', bundler, ...entries, 'small/src/main.js');
    // Rolldown tells how long its plugins took, if the machine is busy.
    expect({ status, stderr: stderr.replace(/^\[PLUGIN_TIMINGS\][\s\S]*?https:.*$/gm, '').trim() }).toEqual({
      status: 0,
      stderr: '',
    });
  });

  const bundleOf = (language: Language) => `${language}/dist/${bundler}/bundle.mjs`;

  test.each(languages)('builds a program that runs as it should, from %s', language => {
    expect(project.node(bundleOf(language))).toMatchObject({ stdout: printed, stderr: '' });
  });

  test('a program that calls no method of a built-in with callbacks is built without them', () => {
    expect(project.node(`small/dist/${bundler}/bundle.mjs`)).toMatchObject({ stdout: '0 1\n', stderr: '' });
    expect(project.read(`small/dist/${bundler}/bundle.mjs`)).not.toContain('toSorted');
  });

  test.each(languages)('the source map leads to the %s', language => {
    const map = new TraceMap(project.read(`${bundleOf(language)}.map`));
    const { line, column, source } = originalPositionFor(map, placeOf(`["'\`]sound`, project.read(bundleOf(language))));
    const original = placeOf(`["']sound`, project.read(`${language}/src/main.${language}`));
    // Farm's maps tell no more than the line.
    const found = { line, column: bundler === 'farm' ? original.column : column, language: languageOf(source) };
    expect(found).toEqual({ ...original, language });
  });

  test.each(languages)('what it builds from %s can be minified', async language => {
    const minified = bundleOf(language).replace('.mjs', '.min.mjs');
    const minify = minifiers[minifiedBy[language]];
    project.write({ [minified]: (await minify?.(project.read(bundleOf(language)))) ?? '' });
    expect(project.node(minified)).toMatchObject({ stdout: printed, stderr: '' });
  });

  test('a warning is shown with its place, once, and modules know the accessors of others', () => {
    const { status, stderr, stdout } = project.node('build.mjs', bundler, 'noted/src/main.js');
    const shown = `${stdout}${stderr}`;
    expect(status).toBe(0);
    expect(shown.match(/GC104/g)).toHaveLength(1);
    expect(shown).toMatch(/noted\/src\/sensor\.js\b/);
    expect(project.node(`noted/dist/${bundler}/bundle.mjs`)).toMatchObject({
      stdout: 'measure! 42 made\n',
      stderr: '',
    });
  });

  test('an error in a module is shown with its place and an excerpt, once', () => {
    const { status, stderr, stdout } = project.node('build.mjs', bundler, 'faulty/src/main.js');
    const shown = `${stdout}${stderr}`;
    expect(status).toBe(1);
    // Some bundlers count columns from 0.
    expect(shown).toMatch(/faulty\/src\/walk\.js(?::3:1[56]\b| \(3:15\))/);
    expect(shown).toContain('GC001: Syntax error: Unexpected token ";"');
    // esbuild names the error again in the one that its function throws, which its command does not print.
    expect(shown.match(/const next = ;/g)).toHaveLength(1);
    expect(shown).not.toMatch(/^\s+at .*[\\/](?:greenc|unplugin)[\\/]/m);
    expect(shown.split('\n').length).toBeLessThan(25);
  });
});
