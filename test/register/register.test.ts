import { nodesFor } from '../support/node-versions.js';
import { type Kind, type Language, printed, program } from './programs.js';
import { installed, node, outcome, syntaxError } from './support.js';

const good = { status: 0, stdout: printed, stderr: '' };
const ways: readonly (readonly [string, string[], Language, Kind])[] = [
  ['--import', ['--import', 'greenc/register'], 'ts', 'esm'],
  ['--import', ['--import', 'greenc/register'], 'js', 'esm'],
  ['-r', ['-r', 'greenc/register'], 'ts', 'cjs'],
  ['-r', ['-r', 'greenc/register'], 'js', 'cjs'],
];

describe('node with greenc/register', () => {
  test.each(ways)('%s, %#', (_way, args, language, kind) => {
    const { files, main } = program(language, kind);
    const folder = installed(files);
    expect(outcome(node(folder, [...args, main]))).toEqual(good);
    expect(outcome(node(folder, [...args, main]))).toEqual(good);
  });
});

test.each([
  ['.ts', `import { Greenlet } from 'greenc';`, ['--import', 'greenc/register', 'main.ts']],
  ['.cts', `const { Greenlet } = require('greenc') as typeof import('greenc');`, ['-r', 'greenc/register', 'main.cts']],
])('an error that nobody catches has a logical stack, in places of the source: main%s', (extension, imports, args) => {
  const folder = installed({
    [`main${extension}`]: `'use greenlet';
${imports}
interface Stock { readonly name: string }
const main = Greenlet.current;
function find(stock: Stock): never {
  main.switch(stock.name);
  throw new Error(\`no \${stock.name}\`);
}
const order = (name: string): string => {
  return find({ name }) as string;
};
const greenlet = new Greenlet(order);
greenlet.switch('tea');
greenlet.switch();
`,
  });
  // The second time from the cache.
  for (let time = 0; time < 2; time++) {
    const { status, stdout, stderr } = node(folder, args);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    const file = `${folder.path}/main${extension}`;
    expect(`\n${stderr}`).toContain(`
Error: no tea
    at find (${file}:7:9)
    at order (${file}:10:10)
    --- switched from main
    at ${extension === '.ts' ? `${file}:14:16` : `Object.<anonymous> (${file}:14:16)`}
`);
    expect(stderr).not.toMatch(/dist.(?:shared|runtime)/);
  }
});

const nodes = nodesFor('register()');

describe('register()', () => {
  const modules = {
    'a.cjs': '"use greenlet";\nexports.a = f => f();\n',
    'b.cjs': 'exports.b = f => f();\n',
    'c.mjs': 'export const c = f => f();\n',
  };
  /** Prints which of the modules are compiled. */
  const look = `const green = f => f.toString().includes('$') || /"greenc1:/.test(f.toString());
const seen = (...all) => console.log(all.map(green).join(' '));
const fresh = name => { delete require.cache[require.resolve(name)]; return require(name); };
`;

  test.each(nodes)('takes options, and ends what it has begun: Node %s', (_, executable) => {
    const folder = installed({
      ...modules,
      'main.cjs': `const { register } = require('greenc/register');
${look}
(async () => {
  seen(fresh('./a.cjs').a, fresh('./b.cjs').b, (await import('./c.mjs')).c);
  const unregister = register({ include: [/^b/, 'c.mjs'], exclude: 'a.cjs' });
  seen(fresh('./a.cjs').a, fresh('./b.cjs').b, (await import('./c.mjs?1')).c);
  unregister();
  unregister();
  seen(fresh('./a.cjs').a, fresh('./b.cjs').b, (await import('./c.mjs?2')).c);
  const first = register({ include: 'b.cjs' });
  const second = register({ all: true, exclude: ['b.cjs', 'c.mjs'] });
  seen(fresh('./a.cjs').a, fresh('./b.cjs').b, (await import('./c.mjs?3')).c);
  first();
  seen(fresh('./a.cjs').a, fresh('./b.cjs').b, (await import('./c.mjs?4')).c);
  second();
  seen(fresh('./a.cjs').a, fresh('./b.cjs').b);
})();
`,
    });
    const expected = ['true false false', 'false true true', 'false false false', 'true true false'];
    expect(outcome(node(folder, ['main.cjs'], { executable }))).toEqual({
      status: 0,
      stdout: `${[...expected, 'true false false', 'false false'].join('\n')}\n`,
      stderr: '',
    });
  });

  test.each([
    ["{ inclde: 'x' }", 'GC201', 'Did you mean "include"?'],
    ['{ cache: 5 }', 'GC202', 'Option "cache" must be true, false or a path'],
    ["{ config: 'gone.json' }", 'GC301', 'gone.json'],
  ])('register(%s) says what is wrong', (options, code, text) => {
    const folder = installed({ 'main.mjs': `import { register } from 'greenc/register';\nregister(${options});\n` });
    const { status, stderr } = node(folder, ['main.mjs']);
    expect(status).toBe(1);
    expect(stderr).toContain(`error ${code}: `);
    expect(stderr).toContain(text);
  });

  test.each(nodes)('a configuration in TypeScript, with what it imports: Node %s', (_, executable) => {
    const folder = installed({
      ...modules,
      'greenc.config.ts': `import { patterns } from './patterns.js';\nexport default { include: patterns satisfies string[] };\n`,
      'patterns.ts': `export const patterns: string[] = ['b.cjs'];\n`,
      'main.cjs': `${look}seen(fresh('./a.cjs').a, fresh('./b.cjs').b);\n`,
      'package.json': '{ "type": "module" }',
    });
    const good = { status: 0, stdout: 'true true\n', stderr: '' };
    expect(outcome(node(folder, ['-r', 'greenc/register', 'main.cjs'], { executable }))).toEqual(good);
  });
});

describe('what goes wrong', () => {
  test('a program may handle a compile error', () => {
    const folder = installed({
      'bad.mts': '"use greenlet";\nlet x = ;\n',
      'main.mjs': `process.on('uncaughtException', error => console.log('handled', error.message.split('\\n')[0]));\nimport('./bad.mts');\n`,
    });
    const { status, stdout, stderr } = node(folder, ['--import', 'greenc/register', 'main.mjs']);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toBe(`handled ${syntaxError('bad.mts').split('\n')[0]}\n`);
  });

  test.each([
    ['--import', 'bad.mts', 'main.mjs', `import './bad.mts';\n`],
    ['--import', 'bad.mts', 'main.mjs', `await import('./bad.mts');\n`],
    ['--import', 'bad.cts', 'main.cjs', `require('./bad.cts');\n`],
    ['-r', 'bad.cts', 'main.cjs', `require('./bad.cts');\n`],
    ['-r', 'main.cjs', 'main.cjs', `"use greenlet";\nlet x = ;\n`],
  ])('%s: a syntax error in %s is shown once', (way, bad, main, text) => {
    const folder = installed({ [bad]: `"use greenlet";\nlet x = ;\n`, [main]: text });
    const { status, stderr } = node(folder, [way, 'greenc/register', main]);
    expect(stderr).toBe(syntaxError(bad));
    expect(status).toBe(1);
  });

  test('an error at run time shows the line of the source', () => {
    const source = `"use greenlet";\ninterface Long {\n  a: number;\n}\n\nexport function fail(x: Long): never {\n  throw new Error('no ' + x.a);\n}\n`;
    const folder = installed({
      'fail.mts': source,
      'fail.cts': source,
      'main.mts': `import { fail } from './fail.mts';\nimport cjs from './fail.cts';\ntry {\n  cjs.fail({ a: 1 });\n} catch (error: any) {\n  console.log(error.stack);\n}\nfail({ a: 2 });\n`,
    });
    const { stdout, stderr } = node(folder, ['--import', 'greenc/register', 'main.mts']);
    expect(stdout).toMatch(/at (?:Object|exports)\.fail \(.*fail\.cts:7:9\)/);
    expect(stderr).toMatch(/fail\.mts:7\n {2}throw new Error\('no ' \+ x\.a\);\n {8}\^/);
    expect(stderr).toMatch(/at fail \(.*fail\.mts:7:9\)/);
  });
});
