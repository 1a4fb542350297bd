/** `greenc/stack-traces` in processes of its own, with and without source maps. */
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { folderWith, projectRoot } from '../cli/support.js';

const shop = `'use greenlet';
import { Greenlet } from 'greenc';
const main = Greenlet.current;
interface Ask { (n: number): number }
class Shop {
  find(n: number, ask: Ask): number {
    return ask(n) + 1;
  }
}
class Order {
  total = 0;
  constructor(ask: Ask) {
    this.total = new Shop().find(1, ask) + [2].map(n => ask(n))[0]!;
  }
}
const ask: Ask = n => {
  const answer = main.switch(n);
  if (answer === 'fail') throw new Error('no answer');
  if (answer === 'make') main.switch(new Error('made'));
  return answer as number;
};
export const order = () => new Greenlet(function ordering() { return new Order(ask).total; });
`;

function project(files: Record<string, string>, compiled: readonly string[] = []) {
  const folder = folderWith({ 'src/shop.ts': shop, 'package.json': '{"type": "module"}', ...files });
  mkdirSync(join(folder.path, 'node_modules'));
  symlinkSync(projectRoot, join(folder.path, 'node_modules', 'greenc'));
  const { stderr, status } = folder.greenc('compile', 'src', '--out-dir', 'out', '--source-maps', ...compiled);
  expect([stderr.replace(/^.*resumable.*$/m, ''), status]).toEqual(['', 0]);
  const run = (...args: string[]) => {
    const { stdout, stderr } = folder.node(...args);
    return `${stdout}${stderr}`
      .replaceAll(folder.path, '')
      .replaceAll('file://', '')
      .replace(/^.*[( ]node:internal.*\n/gm, '');
  };
  return { folder, run };
}

const logical = ['--enable-source-maps', '--import', 'greenc/stack-traces'];

test('the frames that run, those suspended beneath them, and who they go back to', () => {
  const { run } = project({
    'src/main.ts': `import { order } from './shop.js';
function report(answers: unknown[]): void {
  const greenlet = order();
  try {
    greenlet.switch();
    for (const answer of answers) greenlet.switch(answer);
  } catch (error) {
    console.log((error as Error).stack);
  }
}
report(['fail']);
report([1, 'fail']);
`,
  });
  expect(run(...logical, 'out/main.js')).toBe(`Error: no answer
    at ask (/src/shop.ts:18:32)
    at Shop.find (/src/shop.ts:7:12)
    at new Order (/src/shop.ts:13:29)
    at ordering (/src/shop.ts:22:70)
    --- switched from main
    at report (/src/main.ts:6:50)
    at <anonymous> (/src/main.ts:11:1)
Error: no answer
    at ask (/src/shop.ts:18:32)
    at /src/shop.ts:13:57
    at new Order (/src/shop.ts:13:48)
    at ordering (/src/shop.ts:22:70)
    --- switched from main
    at report (/src/main.ts:6:50)
    at <anonymous> (/src/main.ts:12:1)
`);
});

test('an error that nobody catches', () => {
  const { run } = project({
    'src/main.ts': `import { order } from './shop.js';
const greenlet = order();
greenlet.switch();
greenlet.switch('fail');
`,
  });
  const shown = run(...logical, 'out/main.js');
  expect(shown).toMatch(/^\/src\/shop\.ts:18\n {2}if \(answer === 'fail'\) throw new Error\('no answer'\);\n {31}\^\n/);
  expect(shown).toContain(`
Error: no answer
    at ask (/src/shop.ts:18:32)
    at Shop.find (/src/shop.ts:7:12)
    at new Order (/src/shop.ts:13:29)
    at ordering (/src/shop.ts:22:70)
    --- switched from main
    at /out/main.js:4:16
`);
});

test('an error that is read when its greenlet has gone on, and was handled nowhere, has only the frames that ran', () => {
  const { run } = project({
    'src/main.ts': `import { order } from './shop.js';
const greenlet = order();
greenlet.switch();
const error = greenlet.switch('make') as Error;
console.log(error.stack);
`,
  });
  expect(run(...logical, 'out/main.js')).toBe(`Error: made
    at ask (/src/shop.ts:19:38)
    --- switched from main
    at <anonymous> (/src/main.ts:4:30)
`);
});

const parents = `'use greenlet';
import { Greenlet } from 'greenc';
const main = Greenlet.current;
function work() {
  main.switch();
  throw new Error('at work');
}
function serve() {
  const worker = new Greenlet(work);
  main.switch(worker);
  worker.switch();
}
const server = new Greenlet(serve);
if (process.argv[2] === 'named') Object.assign(server, { name: 'the server' });
const worker = server.switch();
server.switch();
try {
  Error.stackTraceLimit = Number(process.argv[3] ?? 10);
  worker.switch();
} catch ({ stack }) {
  console.log(stack);
}
`;

test('parents by name, or by what they run; the limit counts what is shown', () => {
  const { run } = project({ 'src/main.js': parents });
  expect(run(...logical, 'out/main.js')).toBe(`Error: at work
    at work (/src/main.js:6:9)
    --- switched from serve
    at serve (/src/main.js:11:10)
    --- switched from main
    at /src/main.js:19:16
`);
  expect(run(...logical, 'out/main.js', 'named', '2')).toBe(`Error: at work
    at work (/src/main.js:6:9)
    --- switched from the server
    at serve (/src/main.js:11:10)
`);
  expect(run(...logical, 'out/main.js', 'named', '0')).toBe('Error: at work\n');
});

test('without source maps the running frames are where the engine has them; a formatter that was there is asked', () => {
  const { run } = project({
    'src/main.js': parents,
    'formatter.cjs': `Error.prepareStackTrace = (error, sites) => error + '|' + sites.filter(s => s.getFunctionName() !== 'run').map(s => s.getFunctionName() + ':' + s.getLineNumber()).join('|');`,
  });
  expect(run('--import', 'greenc/stack-traces', 'out/main.js')).toMatch(
    /^Error: at work\n {4}at work \(\/out\/main\.js:\d+:\d+\)\n {4}--- switched from serve\n {4}at serve \(src\/main\.js:11:10\)\n/,
  );
  expect(run('--require', './formatter.cjs', ...logical, 'out/main.js')).toBe(
    'Error: at work|work:6|--- switched from serve:null|serve:11|--- switched from main:null|null:19\n',
  );
});

test('from CommonJS, installed once for both kinds of modules, and taken away again', () => {
  const { run } = project({
    'src/main.js': parents,
    'twice.mjs': `import { install } from 'greenc/stack-traces';
import { createRequire } from 'node:module';
const before = Error.prepareStackTrace;
const required = createRequire(import.meta.url)('greenc/stack-traces');
console.log(before === Error.prepareStackTrace, required.install === install);
required.uninstall();
console.log(before === Error.prepareStackTrace);
await import('./out/main.js');
`,
  });
  const shown = run('--enable-source-maps', 'twice.mjs');
  expect(shown).toMatch(/^true true\nfalse\nError: at work\n/);
  expect(shown).toContain('core.js');
  expect(shown).not.toContain('---');
});
