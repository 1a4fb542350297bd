/** Stack traces name the lines of the source, though Node is told of source maps only when somebody looks at one. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { compile } from 'greenc/compiler';
import { nodesFor } from '../support/node-versions.js';
import { installed, node } from './support.js';

const executables = nodesFor('stack traces');

/** Fails in line 7; what comes before is gone once it is compiled. */
const fails = `"use greenlet";
interface Long {
  a: number;
}

export function fail(f: () => Long): never {
  throw new Error('no ' + f().a);
}
`;
const looks = `
import { fail as module } from './fail.mts';
import common from './fail.cts';
import { fail as prebuilt } from './prebuilt.js';
const before = process.sourceMapsEnabled;
const places = [module, common.fail, prebuilt].map(fail => {
  try {
    return fail(() => ({ a: 1 }));
  } catch (error: any) {
    return error.stack.split('\\n')[1].replace(/.*\\/|\\)/g, '');
  }
});
console.log(before, ...places, process.sourceMapsEnabled);
`;
const places = 'fail.mts:7:9 fail.cts:7:9 source.ts:7:9 true\n';
const failing = "import { fail } from './fail.mts';\nfail(() => ({ a: 1 }));\n";

/** With a module that has been compiled before, and says where its map is. */
function folderWithAll(main: string) {
  const folder = installed({
    'fail.mts': fails,
    'fail.cts': fails,
    'package.json': '{ "type": "module" }',
    'main.mts': main,
    'source.ts': fails,
  });
  const { code, map } = compile(fails, { filename: join(folder.path, 'source.ts'), sourceMaps: true });
  writeFileSync(join(folder.path, 'prebuilt.js'), `${code}\n//# sourceMappingURL=prebuilt.js.map\n`);
  writeFileSync(join(folder.path, 'prebuilt.js.map'), JSON.stringify(map));
  return folder;
}

const none: Record<string, string> = {};
const caches = [none, none, { GREENC_CACHE: 'off' }];

describe.each(executables)('Node %s', (_version, executable) => {
  const start = (folder: ReturnType<typeof installed>, env: Record<string, string>, ...more: string[]) =>
    node(folder, ['--import', 'greenc/register', ...more, 'main.mts'], { executable, env });

  test('nothing kept, the second start, and without a cache', () => {
    const folder = folderWithAll(looks);
    for (const env of caches) {
      const { stdout, stderr } = start(folder, env);
      expect(stdout + stderr).toBe(`false ${places}`);
    }
    expect(start(folder, none, '--enable-source-maps').stdout).toBe(`true ${places}`);
  });

  test('what nobody catches is shown with the line of the source', () => {
    const folder = folderWithAll(failing);
    for (const env of caches) {
      const { stderr } = start(folder, env);
      expect(stderr).toMatch(/fail\.mts:7\n {2}throw new Error\('no ' \+ f\(\)\.a\);\n {8}\^/);
      expect(stderr).toMatch(/at fail \(.*fail\.mts:7:9\)\n {4}at .*main\.mts:2:1/);
    }
  });
});

test.each([...executables])("Node %s shows no line of greenc's above an error", (_version, executable) => {
  const folder = installed({
    'forgotten.mjs': "import { sleep, spawn } from 'greenc/hub';\nspawn(function worker() {\n  sleep(1);\n});\n",
    'timer.mjs': "import { sleep } from 'greenc/hub';\nsetTimeout(() => sleep(1));\n",
  });
  const printed = (...args: string[]) => node(folder, args, { executable }).stderr;
  // The hook knows at once what is not compiled, and without it the error is found later.
  for (const how of [['--import', 'greenc/register'], []]) {
    expect(printed(...how, 'forgotten.mjs')).toMatch(
      /^\S*forgotten\.mjs:3\n {2}sleep\(1\);\n {2}\^\n\nForeignFrameError: .*\n {4}at worker \(\S*forgotten\.mjs:3:3\)\n/,
    );
    expect(printed(...how, 'timer.mjs')).toMatch(/^GreenletError: sleep\(\) has to wait/);
  }
});

test('a program may write stacks out itself, before and after', () => {
  const folder = folderWithAll(`
import { fail } from './fail.mts';
const stack = () => { try { return fail(() => ({ a: 1 })); } catch (error: any) { return error.stack; } };
const before = Error.prepareStackTrace;
Error.prepareStackTrace = (error, sites) => error.message + ' ' + sites[0].getFunctionName();
console.log(stack());
Error.prepareStackTrace = before;
const { writable, enumerable } = Object.getOwnPropertyDescriptor(Error, 'prepareStackTrace')!;
console.log(/fail\\.mts:7:9/.test(stack()), writable, enumerable);
`);
  const { stdout, stderr } = node(folder, ['--import', 'greenc/register', 'main.mts']);
  expect(stdout + stderr).toBe('no 1 fail\ntrue true false\n');
});

test('coverage is that of the source, whoever has looked at a stack', () => {
  const folder = folderWithAll(looks);
  const covered = join(folder.path, 'covered');
  node(folder, ['--import', 'greenc/register', 'main.mts'], { env: { NODE_V8_COVERAGE: covered } });
  // Each thread writes a file, and the program's thread two.
  const reports = readdirSync(covered).map(name => JSON.parse(readFileSync(join(covered, name), 'utf8')));
  const url = pathToFileURL(join(folder.path, 'fail.mts')).href;
  expect(Object.assign({}, ...reports.map(report => report['source-map-cache']))[url].data).toBe(null);
  const [script, ...others] = reports.flatMap(({ result }) => result.filter((one: { url: string }) => one.url === url));
  expect(others).toEqual([]);
  const { length } = readFileSync(join(folder.path, 'fail.mts'), 'utf8');
  expect(script.functions[0].ranges).toEqual([{ startOffset: 0, endOffset: length, count: 1 }]);
});

test('in a worker', () => {
  const folder = folderWithAll(
    "import { Worker } from 'node:worker_threads';\nnew Worker(new URL('./worker.mts', import.meta.url));\n",
  );
  folder.write({ 'worker.mts': looks });
  const { stdout, stderr } = node(folder, ['--import', 'greenc/register', 'main.mts']);
  expect(stdout + stderr).toBe(`false ${places}`);
});
