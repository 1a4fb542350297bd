import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { type Folder, folderWith, projectRoot } from '../cli/support.js';
import { installed, node, outcome } from './support.js';

const marked = '"use greenlet";\n';
const files = {
  'main.mts': `${marked}import { word } from './word.mjs';\nimport './util.cts';\nconst f = (g: () => string) => g();\nconsole.log(f(() => word));\n`,
  'word.mjs': `${marked}export const word = 'first';\nexport const h = f => f();\n`,
  'util.cts': `${marked}export const twice = (f: () => number) => 2 * f();\n`,
};
const start = (folder: Folder, env?: Record<string, string>, ...args: string[]) =>
  outcome(node(folder, ['--import', 'greenc/register', ...args, 'main.mts'], env === undefined ? {} : { env }));
const good = (stdout = 'first\n', stderr = '') => ({ status: 0, stdout, stderr });
const entries = (folder: Folder) => folder.list('cache').filter(name => name.endsWith('.greenc'));

/** A copy of the package whose compiler is gone: it can run only what is in the cache. */
function withoutCompiler(files: Record<string, string>): { folder: Folder; remove: () => void } {
  const folder = folderWith(files);
  const own = join(folder.path, 'node_modules', 'greenc');
  mkdirSync(own, { recursive: true });
  cpSync(join(projectRoot, 'dist'), join(own, 'dist'), { recursive: true });
  cpSync(join(projectRoot, 'package.json'), join(own, 'package.json'));
  for (const name of readdirSync(join(projectRoot, 'node_modules'))) {
    symlinkSync(join(projectRoot, 'node_modules', name), join(folder.path, 'node_modules', name));
  }
  return {
    folder,
    remove: () => {
      for (const name of ['compiler.cjs', 'compiler.js', 'diagnostics.cjs']) {
        writeFileSync(join(own, 'dist', 'shared', name), 'throw new Error("the compiler has been loaded");\n');
      }
    },
  };
}

test('the second start needs no compiler, whichever way the program is started', () => {
  const { folder, remove } = withoutCompiler(files);
  const run = ['node_modules/greenc/dist/cli/main.js', 'run', 'main.mts'];
  expect(start(folder)).toEqual(good());
  expect(outcome(node(folder, run))).toEqual(good());
  expect(entries(folder).length).toBeGreaterThanOrEqual(3);
  remove();
  expect(start(folder)).toEqual(good());
  expect(outcome(node(folder, run))).toEqual(good());
  expect(start(folder, { GREENC_CACHE: 'off' }).stderr).toContain('the compiler has been loaded');
  folder.write({ 'word.mjs': `${marked}export const word = 'changed';\n` });
  expect(start(folder).stderr).toContain('the compiler has been loaded');
});

test('what it depends on: text, options, the type of the package, accessors of other modules', () => {
  const folder = installed({
    'main.mjs': `${marked}import './a.js';\nimport { o } from './o.mjs';\nexport const f = () => o.x;
console.log(/greenc1:/.test(f.toString() + f.name) || /\\$f/.test(f.toString()));\n`,
    'a.js': `${marked}console.log(typeof require);\n`,
    'o.mjs': `${marked}export const o = { get x() { return 1; } };\n`,
  });
  const run = (...args: string[]) =>
    outcome(node(folder, ['node_modules/greenc/dist/cli/main.js', 'run', ...args, 'main.mjs']));
  expect(run()).toEqual(good('function\nfalse\n'));
  expect(run('--accessors')).toEqual(good('function\nfalse\n'));
  folder.write({ 'o.mjs': `${marked}export const o = { get x() { return g(); } };\nconst g = () => 1;\n` });
  expect(run('--accessors')).toEqual(good('function\ntrue\n'));
  expect(run()).toEqual(good('function\nfalse\n'));
  folder.write({ 'package.json': '{ "type": "module" }' });
  expect(run()).toEqual(good('undefined\nfalse\n'));
});

test('a damaged cache is replaced, with one note', () => {
  const folder = installed(files);
  expect(start(folder)).toEqual(good());
  const paths = entries(folder).map(name => join(folder.path, 'cache', name));
  const [first, second, ...others] = paths;
  writeFileSync(first, readFileSync(first).subarray(0, 200));
  writeFileSync(second, '');
  for (const path of others) writeFileSync(path, readFileSync(path, 'utf8').replace(/const/, 'CONST'));
  const { stdout, stderr } = start(folder);
  expect(stdout).toBe('first\n');
  expect(stderr).toMatch(/^note: The cache was damaged; what is wrong in it is compiled again: .*\n$/);
  expect(start(folder)).toEqual(good());
});

test('a source map that is gone or damaged is made again, with one note', () => {
  const folder = installed(files);
  expect(start(folder)).toEqual(good());
  const maps = folder.list('cache').filter(name => name.endsWith('.map'));
  const [first, second] = maps.map(name => join(folder.path, 'cache', name));
  const text = readFileSync(first, 'utf8');
  writeFileSync(first, text.slice(0, 50));
  rmSync(second);
  const { stdout, stderr } = start(folder);
  expect(stdout).toBe('first\n');
  expect(stderr).toMatch(/^note: The cache was damaged; what is wrong in it is compiled again: .*\.map\n$/);
  expect(readFileSync(first, 'utf8')).toBe(text);
  expect(start(folder)).toEqual(good());
});

test('what another version of the compiler has made is made again, and not a word about it', () => {
  const folder = installed(files);
  expect(start(folder)).toEqual(good());
  const paths = entries(folder).map(name => join(folder.path, 'cache', name));
  const texts = paths.map(path => readFileSync(path, 'utf8'));
  const others = texts.map(text => text.replace(/^greenc \S+/, 'greenc other'));
  for (const [index, path] of paths.entries()) writeFileSync(path, others[index]);
  expect(start(folder)).toEqual(good());
  expect(paths.map(path => readFileSync(path, 'utf8'))).toEqual(texts);
});

test('greenc run --no-cache reads and keeps nothing', () => {
  const folder = installed(files);
  const run = ['node_modules/greenc/dist/cli/main.js', 'run', '--no-cache', 'main.mts'];
  expect(outcome(node(folder, run))).toEqual(good());
  expect(folder.has('cache')).toBe(false);
});

test('without a package there are files for temporary things', () => {
  const folder = installed(files);
  folder.write({ 'temporary/x': '' });
  const env = { GREENC_CACHE: '', TMPDIR: join(folder.path, 'temporary') };
  expect(start(folder, env)).toEqual(good());
  expect(folder.list('temporary').filter(name => /^greenc-cache-[^/\\]+[/\\]\w+\.greenc$/.test(name))).toHaveLength(3);
});

test('a cache that cannot be written is done without, with one note', () => {
  const folder = installed({ ...files, file: '' });
  const { stdout, stderr } = start(folder, { GREENC_CACHE: join(folder.path, 'file', 'cache') });
  expect(stdout).toBe('first\n');
  expect(stderr).toMatch(
    /^note: The cache cannot be (?:read|written): a part of the path is a file, not a folder: .*\n$/,
  );
});

test('where it is: the nearest package, a folder that is named, or nowhere', () => {
  const folder = installed({ ...files, 'package.json': '{}' });
  expect(start(folder, { GREENC_CACHE: '' })).toEqual(good());
  expect(folder.list('node_modules/.cache/greenc').length).toBeGreaterThan(2);
  expect(start(folder, { GREENC_CACHE: 'elsewhere' })).toEqual(good());
  expect(folder.list('elsewhere').length).toBeGreaterThan(2);
  folder.write({
    'off.mjs': `import { register } from 'greenc/register';\nregister({ cache: false });\nawait import('./main.mts');\n`,
  });
  const before = folder.list('node_modules/.cache/greenc').length;
  folder.write({ 'word.mjs': `${marked}export const word = 'other';\nexport const h = f => f();\n` });
  expect(outcome(node(folder, ['off.mjs'], { env: { GREENC_CACHE: '' } }))).toEqual(good('other\n'));
  expect(folder.list('node_modules/.cache/greenc')).toHaveLength(before);
});

test('processes that start at the same time', async () => {
  const folder = installed(files);
  const env = { ...process.env, NODE_OPTIONS: '', GREENC_CACHE: join(folder.path, 'cache') };
  const children = [1, 2, 3].map(() =>
    spawn(process.execPath, ['--import', 'greenc/register', 'main.mts'], { cwd: folder.path, env }),
  );
  const texts = children.map(() => '');
  children.forEach((child, index) => {
    child.stdout.on('data', data => {
      texts[index] += data;
    });
    child.stderr.on('data', data => {
      texts[index] += data;
    });
  });
  await Promise.all(children.map(child => once(child, 'close')));
  expect(texts).toEqual(['first\n', 'first\n', 'first\n']);
  expect(folder.list('cache').filter(name => name.endsWith('.tmp'))).toEqual([]);
}, 60_000);

test('what nobody has asked for in a month is removed', () => {
  const folder = installed(files);
  folder.write({ 'cache/old.greenc': 'old', 'cache/new.greenc': 'new', 'cache/other.txt': 'not ours' });
  const old = Date.now() / 1000 - 40 * 24 * 60 * 60;
  for (const name of ['old.greenc', 'other.txt']) utimesSync(join(folder.path, 'cache', name), old, old);
  expect(start(folder)).toEqual(good());
  expect(folder.has('cache/old.greenc')).toBe(false);
  expect(folder.has('cache/new.greenc') && folder.has('cache/other.txt')).toBe(true);
  expect(statSync(join(folder.path, 'cache', 'pruned')).isFile()).toBe(true);
});
