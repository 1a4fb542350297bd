// README.md's configurations, as they are written there: each builds its first program, which then prints what is shown. And
// the one that docs/bundlers.md shares between the command and a bundler.

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Folder, projectRoot } from '../cli/support.js';
import { projectWith } from '../support/installed.js';

jest.setTimeout(120_000);

const readme = readFileSync(join(projectRoot, 'README.md'), 'utf8');

function block(kind: string, file: string, text = readme): string {
  const found = new RegExp(`<!-- ${kind} ${file} -->\\n+\`\`\`\\w*\\n([\\s\\S]*?)\`\`\``).exec(text);
  if (!found) throw new Error(`The document has no block <!-- ${kind} ${file} -->`);
  return found[1] as string;
}

/** What the command of webpack and Rspack does, which are packages of their own. */
const runCompiler = `
const [tool, config] = process.argv.slice(2);
const { default: make, rspack = make } = await import(tool);
rspack((await import(config)).default).run((error, stats) => {
  if (error || stats.hasErrors()) throw error ?? new Error(stats.toString('errors-only'));
});
`;

const runFarm = `
import { resolve } from 'node:path';
import { build } from '@farmfe/core';
await build({ configPath: resolve('farm.config.mjs'), mode: 'production' });
`;

/** The configuration, what runs the tool with it, and what comes of it. */
const tools: [config: string, command: string[], output: string][] = [
  ['vite.config.mjs', ['node_modules/vite/bin/vite.js', 'build', '--ssr', 'walk.js'], 'dist/walk.js'],
  ['rollup.config.mjs', ['node_modules/rollup/dist/bin/rollup', '--config', 'rollup.config.mjs'], 'dist/walk.js'],
  ['rolldown.config.mjs', ['node_modules/rolldown/bin/cli.mjs', '--config', 'rolldown.config.mjs'], 'dist/walk.js'],
  ['webpack.config.mjs', ['compiler.mjs', 'webpack', './webpack.config.mjs'], 'dist/main.js'],
  ['rspack.config.mjs', ['compiler.mjs', '@rspack/core', './rspack.config.mjs'], 'dist/main.js'],
  ['esbuild.mjs', ['esbuild.mjs'], 'dist/walk.js'],
  ['farm.config.mjs', ['farm.mjs'], 'dist/walk.js'],
];

let project: Folder;

beforeAll(() => {
  const configs = tools.map(([config]) => [config, block('file', config)]);
  const files = { 'walk.js': block('run', 'walk.js'), 'compiler.mjs': runCompiler, 'farm.mjs': runFarm };
  const packages = ['vite', 'rollup', 'rolldown', 'webpack', '@rspack/core', 'esbuild', '@farmfe/core'];
  project = projectWith({ ...files, ...Object.fromEntries(configs) }, packages);
});

test.each(tools)('%s', (config, command, output) => {
  expect(block('file', config).split('\n').length).toBeLessThanOrEqual(7);
  const { status, stdout, stderr } = project.node(...command);
  if (status !== 0) throw new Error(stdout + stderr);
  expect(project.node(output)).toMatchObject({ stdout: block('output', 'walk.js'), stderr: '' });
  project.removeFolder('dist');
});

test('docs/bundlers.md: one object of options for the command and for a bundler', () => {
  const docs = readFileSync(join(projectRoot, 'docs', 'bundlers.md'), 'utf8');
  const configs = ['greenc.config.js', 'vite.config.js'].map(file => [`shared/${file}`, block('file', file, docs)]);
  project.write({
    ...Object.fromEntries(configs),
    // Not marked: compiled for its folder.
    'shared/src/walk.js': block('run', 'walk.js').replace("'use greenlet';", ''),
  });
  const shared = { cwd: join(project.path, 'shared'), encoding: 'utf8' } as const;
  const run = (...args: string[]) => spawnSync(process.execPath, args, shared);
  const output = block('output', 'walk.js');
  const bin = (file: string) => join(project.path, 'node_modules', file);
  expect(run(bin('greenc/dist/cli/main.js'), 'run', 'src/walk.js')).toMatchObject({ stdout: output, stderr: '' });
  expect(run(bin('vite/bin/vite.js'), 'build', '--ssr', 'src/walk.js')).toMatchObject({ status: 0 });
  expect(run('dist/walk.js')).toMatchObject({ stdout: output, stderr: '' });
});
