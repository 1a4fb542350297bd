import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { folderWith, projectRoot } from './support.js';

const plain = 'export const f = g => g() + 1;\n';
const isCompiled = (code: string) => code.includes('greenc/runtime');

describe('the configuration file', () => {
  test('greenc.config.ts with defineConfig: patterns and outDir are relative to its folder, wherever the command is called', () => {
    const folder = folderWith({
      'greenc.config.ts': `import { defineConfig, type GreencConfig } from 'greenc/compiler';
const include: string[] = ['lib/in/**', 'never/**'];
export default defineConfig({ include, exclude: /skip/, outDir: 'out', sourceMaps: true } satisfies GreencConfig);
`,
      'lib/in/a.mjs': plain,
      'lib/in/skip.mjs': plain,
      'lib/b.mjs': plain,
    });
    folder.write({ 'node_modules/none/index.js': '' });
    symlinkSync(projectRoot, join(folder.path, 'node_modules', 'greenc'));
    const { stdout, stderr } = folder.inside('lib').greenc('compile', '.');
    expect({ stdout, stderr }).toEqual({
      stdout: expect.stringMatching(/^3 files written to \.\.\/out: 1 compiled, 2 not marked/),
      stderr: '',
    });
    expect(folder.list('out')).toEqual(['b.mjs', 'in/a.mjs', 'in/a.mjs.map', 'in/skip.mjs']);
    // The command line is relative to the working directory, and wins.
    folder
      .inside('lib/in')
      .greenc(
        'compile',
        '.',
        '--include',
        './sk*',
        '--include',
        '../in/skip.mjs',
        '--out-dir',
        '../../two',
        '--exclude',
        'x',
      );
    expect(['a.mjs', 'skip.mjs'].filter(name => isCompiled(folder.read(`two/${name}`)))).toEqual(['skip.mjs']);
    // What had been compiled of the configuration is gone.
    expect(folder.list('.').filter(name => name.startsWith('greenc.config'))).toEqual(['greenc.config.ts']);
  });

  test.each([
    ['greenc.config.js', 'export default { all: true };', { 'package.json': '{ "type": "module" }' }],
    ['greenc.config.mjs', 'export default { all: true };', {}],
    ['greenc.config.cjs', 'module.exports = { all: true };', {}],
    ['greenc.config.json', '{ "all": true }', { 'package.json': '{ "greenc": { "all": false } }' }],
    ['package.json', '{ "greenc": { "all": true } }', {}],
  ])('%s', (name, content, others) => {
    const folder = folderWith({
      [name]: content,
      ...others,
      'a/main.mjs': `import { Greenlet, getCurrent } from 'greenc';
const inner = n => getCurrent().parent.switch(n) + 1;
console.log(new Greenlet(() => inner(1)).switch());
`,
    });
    expect(folder.inside('a').greenc('run', 'main.mjs')).toMatchObject({ stdout: '1\n', stderr: '' });
  });

  test('--config and --no-config', () => {
    const folder = folderWith({
      'greenc.config.json': '{ "inlcude": "x" }',
      'other/mine.json': '{ "all": true, "accessors": ["x"], "runtime": "mine" }',
      'a.mjs': plain,
    });
    const without = folder.greenc('compile', 'a.mjs', '--out-dir', 'out', '--no-config');
    expect(without.stdout).toMatch(/^1 file written to out: 0 compiled/);
    expect(folder.greenc('compile', 'a.mjs', '--out-dir', 'out', '--config', 'other/mine.json').status).toBe(0);
    expect(folder.read('out/a.mjs')).toContain('from "mine"');
    const { status, stderr } = folder.greenc('explain', 'a.mjs', '--config', 'other/mien.json');
    expect(status).toBe(1);
    expect(stderr).toBe('error GC301: No such file or folder: other/mien.json\nhint: Did you mean other/mine.json?\n');
  });

  test.each([
    [
      'greenc.config.js',
      'export default { all: true',
      'greenc.config.js:1:27: error GC001: Syntax error: Unexpected token',
    ],
    [
      'greenc.config.ts',
      'export default { all: true;',
      'greenc.config.ts:1:27: error GC001: Syntax error: Unexpected token',
    ],
    ['greenc.config.mjs', 'throw new Error("not today")', 'error GC308: Cannot load greenc.config.mjs: not today\n'],
    ['greenc.config.ts', 'import "./gone.js";', 'error GC308: Cannot load greenc.config.ts: Cannot find module'],
    [
      'greenc.config.cjs',
      'exports.all = 1;',
      'greenc.config.cjs: error GC202: Option "all" must be true or false, not 1\n',
    ],
    ['greenc.config.mjs', 'export const all = 1;', 'hint: Write `export default { … }`'],
  ])('%s that says %s', (name, content, message) => {
    const folder = folderWith({ [name]: content, 'a.mjs': plain });
    const { status, stdout, stderr } = folder.greenc('compile', 'a.mjs', '--out-dir', 'out');
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/^ {4}at /m);
    expect(folder.list('.')).toEqual(['a.mjs', name].sort());
  });
});
