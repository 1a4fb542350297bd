/** The package as users get it: packed, installed into an empty project, used from ES modules, CommonJS and TypeScript. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Folder, projectRoot } from '../cli/support.js';
import { projectWith } from '../support/installed.js';

let project: Folder;
let installed: string;

beforeAll(() => {
  project = projectWith({});
  installed = join(project.path, 'node_modules', 'greenc');
}, 60_000);

const bundlers = ['vite', 'rollup', 'rolldown', 'webpack', 'rspack', 'esbuild', 'farm'];
const entries = [
  ...[
    'greenc',
    'greenc/runtime',
    'greenc/python',
    'greenc/compiler',
    'greenc/babel',
    'greenc/jest',
    'greenc/stack-traces',
    'greenc/runtime/traced',
  ],
  ...bundlers.map(name => `greenc/${name}`),
  'greenc/node',
  ...['child_process', 'crypto', 'dns', 'fs', 'http', 'net', 'zlib'].map(name => `greenc/node/${name}`),
];

test('holds what users need and nothing else', () => {
  const top = readdirSync(installed).sort();
  expect(top.filter(name => !['README.md', 'docs'].includes(name))).toEqual(['LICENSE', 'dist', 'package.json']);
  const strange = project.list('node_modules/greenc/dist').filter(name => !/\.(?:c?js|d\.c?ts)$/.test(name));
  expect(strange).toEqual([]);
});

test('every entry loads as ES module and as CommonJS, with the same names', () => {
  project.write({
    'names.cjs': `const names = list => list.map(e => Object.keys(require(e)).filter(n => n !== '__esModule').sort());
module.exports = names(${JSON.stringify(entries)});\n`,
    'names.mjs': `import required from './names.cjs';
const imported = [];
for (const e of ${JSON.stringify(entries)}) imported.push(Object.keys(await import(e)).sort());
console.log(JSON.stringify({ imported, required }));\n`,
  });
  const { stdout, stderr } = project.node('names.mjs');
  expect(stderr).toBe('');
  const { imported, required } = JSON.parse(stdout);
  expect(imported).toEqual(required);
  expect(imported[0]).toEqual(expect.arrayContaining(['Greenlet', 'GreenletExit', 'getCurrent']));
  expect(imported[1]).toEqual(expect.arrayContaining(['Frame', 'SUSPENDED', 'suspend', 'take']));
  expect(imported[3]).toEqual(expect.arrayContaining(['CompileError', 'compile']));
  expect(imported[4]).toEqual(['default']);
});

test.each([
  ['greenc/fibers', 'Fiber'],
  ['greenc/fibers/future', 'Future'],
])('%s is one function, imported and required', (entry, name) => {
  project.write({
    'function.mjs': `import { createRequire } from 'node:module';
import imported, * as all from '${entry}';
const required = createRequire(import.meta.url)('${entry}');
console.log(imported.name, imported === required, Object.keys(all));\n`,
  });
  expect(project.node('function.mjs')).toMatchObject({ stdout: `${name} true [ 'default' ]\n`, stderr: '' });
});

test('a browser has nothing of cooperative Node', () => {
  const loading = (entry: string) => `import(${JSON.stringify(entry)}).catch(error => console.log(error.code))`;
  const { stdout } = project.node(
    '--conditions=browser',
    '-e',
    ['greenc/node', 'greenc/node/fs'].map(loading).join(';'),
  );
  expect(stdout).toBe('ERR_PACKAGE_PATH_NOT_EXPORTED\n'.repeat(2));
});

test('compiled by the command, an ES module and a CommonJS module share one runtime', () => {
  project.write({
    'src/main.mts': `"use greenlet";
import { Greenlet, getCurrent } from 'greenc';
import { relay } from './relay.cjs';
const main = getCurrent();
const g = new Greenlet((first: number) => relay((n: number) => main.switch(n) as number, first) + 1);
console.log(g.switch(1), g.switch(41));
`,
    'src/relay.cts': `"use greenlet";
export function relay(f: (n: number) => number, n: number): number {
  return f(n * 2);
}
`,
  });
  const compiled = project.node('node_modules/greenc/dist/cli/main.js', 'compile', 'src', '--out-dir', 'out');
  expect(compiled.stderr).toBe('');
  expect(project.node('out/main.mjs')).toMatchObject({ stdout: '2 42\n', stderr: '' });
});

test.each([
  ...bundlers.map(name => [
    `greenc/${name}`,
    'default()',
    { rspack: '@rspack/core', farm: '@farmfe/core' }[name] ?? name,
  ]),
  [
    'greenc/jest',
    "createTransformer().process('', 'a.js', { config: { cwd: process.cwd(), rootDir: process.cwd() } })",
    'jest',
  ],
])('%s says what to install where its tool is missing', (entry, use, missing) => {
  project.write({ 'missing.mjs': `const entry = await import('${entry}');\nentry.${use};\n` });
  const { stderr } = project.node('missing.mjs');
  expect(stderr).toMatch(new RegExp(`npm install --save-dev ${missing}[\\]\n]`));
});

test('Babel finds the plugin by name', () => {
  project.write({
    'babel.cjs': `const { transformSync } = require('@babel/core');
const { code } = transformSync('"use greenlet"; exports.f = () => g();', {
  plugins: ['greenc/babel'], configFile: false, babelrc: false, sourceType: 'script', filename: 'a.cjs',
});
console.log(code);\n`,
  });
  const { stdout, stderr } = project.node('babel.cjs');
  expect(stderr).toBe('');
  expect(stdout).toContain('require("greenc/runtime")');
});

test('the types check, in ES modules and in CommonJS', () => {
  const use = `
const g = new Greenlet(() => 1);
const dead: boolean = g.dead;
const { code, report } = compile('', { filename: 'a.ts', sourceMaps: 'inline' });
export const lines: string[] = [code, String(dead), ...report.functions.map(f => f.name)];
export const config = { plugins: [[plugin, { all: true }]] };
// @ts-expect-error there is no such option
compile('', { sourcemaps: true });
`;
  const useFibers = `
const fiber: Fiber = Fiber((first: number) => Fiber.yield<string>(first));
export const number: number = new Fiber(() => 1).run();
export const future: Future<number> = Future.task(() => number + Future.fromPromise(Promise.resolve(1)).wait());
export const all: Future<string[]> = Future.task(() => 'a', () => 'b');
export const files: Future = ((name: string) => name.length).future(true)(Future.wrap({ read() {} }).readFuture().wait());
export const started: boolean = fiber.started && (Fiber.current === undefined || Fiber.poolSize > Fiber.fibersCreated);
// @ts-expect-error it is read only
Fiber.current = fiber;
// @ts-expect-error no function
Fiber(5);
`;
  const useHub = `
const q = new Queue<number>();
const one = select({ q, task: spawn(() => 'x'), put: new Channel<string>().putting('a'), event: new Event() });
export const number: number | undefined = one.which === 'q' ? one.value : undefined;
export const text: string | undefined = one.which === 'task' ? one.value : undefined;
const other = select([q, Promise.resolve('x')] as const, 5);
export const either: string | number | undefined = other?.value;
export const late: string | number = withTimeout(5, () => 'x', 6);
export const user: string = new Local(() => ({ user: 'x' })).user;
export const texts: string[] = new Pool(2).map(n => String(n + 1), [1, 2]);
export function hold(): void {
  using held = new Lock().hold();
  using timeout = new Timeout(5).start();
}
q.put(StopIteration);
// @ts-expect-error not an item
q.put('x');
`;
  project.write({
    'types/hub.mts': `import { Channel, Event, Local, Lock, Pool, Queue, select, spawn, StopIteration, Timeout, withTimeout } from 'greenc/hub';${useHub}`,
    'types/esm.mts': `import { Greenlet } from 'greenc';
import plugin from 'greenc/babel';
import { compile } from 'greenc/compiler';
import * as abi from 'greenc/runtime';
import * as python from 'greenc/python';
export { abi, python };${use}`,
    'types/cjs.cts': `import { Greenlet } from 'greenc';
import plugin from 'greenc/babel';
import { compile } from 'greenc/compiler';
import abi = require('greenc/runtime');
import python = require('greenc/python');
export { abi, python };${use}`,
    'types/fibers.mts': `import Fiber from 'greenc/fibers';
import Future from 'greenc/fibers/future';${useFibers}`,
    'types/fibers.cts': `import Fiber = require('greenc/fibers');
import Future = require('greenc/fibers/future');${useFibers}`,
    'types/tsconfig.json': JSON.stringify({
      compilerOptions: {
        module: 'nodenext',
        target: 'es2022',
        lib: ['es2022', 'dom', 'esnext.disposable'],
        strict: true,
        noEmit: true,
        types: [],
      },
    }),
  });
  const tsc = join(projectRoot, 'node_modules', 'typescript', 'bin', 'tsc');
  const { status, stdout } = project.node(tsc, '-p', 'types');
  expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
});
