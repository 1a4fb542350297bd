import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import { folderWith } from './support.js';

const marked = '"use greenlet";\n';

describe('greenc run', () => {
  test('an ES module in TypeScript, with all kinds of specifiers', () => {
    const folder = folderWith({
      'main.ts': `${marked}import { a } from './a';
import { b } from './b.js';
import { c } from './folder';
import d, { named } from './d.cjs';
import e from './e.cjs';
import data from './data.json' with { type: 'json' };
import type { Unused } from './gone.js';
const lazy = await import('./a.ts');
console.log(a, b, c, named, d.named, e.name, data.n, lazy.a, [] as Unused[]);
`,
      'a.ts': 'export const a: string = "a";\n',
      'b.ts': 'export const b: string = "b";\n',
      'b.js': 'export const b = "the old output";\n',
      'folder/index.ts': 'export const c: string = "c";\n',
      'd.cts': `${marked}export const named: string = "d";\n`,
      'e.cjs': `${marked}exports.name = require("./f");\n`,
      'f.cts': `${marked}const f: string = "f";\nexport = f;\n`,
      'data.json': '{ "n": 1 }',
      'package.json': '{ "type": "module" }',
    });
    const { status, stdout, stderr } = folder.greenc('run', 'main.ts');
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: 'a b c d d f 1 a []\n', stderr: '' });
  });

  test('a byte order mark before the line that names the interpreter', () => {
    const folder = folderWith({
      'a.mjs': `\uFEFF#!/usr/bin/env node\n${marked}const f = g => g();\nconsole.log(f(() => 1));\n`,
    });
    expect(folder.greenc('run', 'a.mjs')).toMatchObject({ status: 0, stdout: '1\n', stderr: '' });
  });

  test('a file that is no program', () => {
    const folder = folderWith({ 'package.json': '{}' });
    const { status, stderr } = folder.greenc('run', 'package.json');
    expect(status).toBe(1);
    expect(stderr).toContain('error GC306: package.json is not a file greenc compiles');
  });

  test('a CommonJS program is the main module', () => {
    const folder = folderWith({
      'main.cts': `${marked}import other = require('./other.js');\nconsole.log(require.main === module, other);\n`,
      'other.ts': `${marked}const n: number = 2;\nmodule.exports = n;\n`,
    });
    expect(folder.greenc('run', 'main.cts').stdout).toBe('true 2\n');
  });

  test('process.argv is what Node would show', () => {
    const folder = folderWith({ 'main.mjs': `${marked}console.log(JSON.stringify(process.argv.slice(1)));\n` });
    const { stdout } = folder.greenc('run', 'main.mjs', 'one', '--all', '-x');
    expect(JSON.parse(stdout)).toEqual([join(realpathSync(folder.path), 'main.mjs'), 'one', '--all', '-x']);
  });

  test('exit codes are those of the program', () => {
    const folder = folderWith({
      'main.mts': `${marked}const how: string = process.argv[2];
if (how === 'exit') process.exit(3);
if (how === 'end') process.exit(0);
if (how === 'code') process.exitCode = 4;
if (how === 'never') await new Promise(() => {});
`,
    });
    expect(folder.greenc('run', 'main.mts').status).toBe(0);
    expect(folder.greenc('run', 'main.mts', 'exit').status).toBe(3);
    expect(folder.greenc('run', 'main.mts', 'end').status).toBe(0);
    expect(folder.greenc('run', 'main.mts', 'code').status).toBe(4);
    expect(folder.greenc('run', 'main.mts', 'never').status).toBe(13);
  });

  test.each(['main.mts', 'main.cts'])('%s: a value that is thrown and is no error', name => {
    const folder = folderWith({
      [name]: `${marked}if (process.argv[2]) process.on('uncaughtException', value => console.log('handled', value));
throw { code: 7 };
`,
    });
    const { status, stderr } = folder.greenc('run', name);
    expect({ status, stderr }).toEqual({ status: 1, stderr: 'Uncaught { code: 7 }\n' });
    expect(folder.greenc('run', name, 'handle')).toMatchObject({ status: 0, stdout: 'handled { code: 7 }\n' });
  });

  test.each(['main.mts', 'main.cts'])('%s: an uncaught error shows source lines and no frame of greenc', name => {
    const source = `${marked}interface Long {\n  a: number;\n}\n\nfunction fail(x: Long): never {\n  throw new Error('no ' + x.a);\n}\nfail({ a: 1 });\n`;
    const folder = folderWith({ [name]: source });
    const { status, stderr } = folder.greenc('run', name);
    expect(status).toBe(1);
    expect(stderr).toMatch(new RegExp(`^\\S*${name}:7\n {2}throw new Error.*\n {8}\\^\n\nError: no 1\n`));
    expect(stderr).toMatch(new RegExp(`at fail \\(.*${name}:7:9\\)`));
    expect(stderr).not.toMatch(/dist[\\/](?:cli|shared)/);
    expect(stderr).not.toContain('commander');
  });

  test.each(['main.mts', 'main.cts'])('%s: who listens for errors is told of one that nobody catches', name => {
    const listening = `process.on('unhandledRejection', () => console.log('rejection'));
if (process.argv[2]) process.on('uncaughtException', error => console.log('handled', error.message));
setTimeout(() => console.log('goes on'));
throw new Error('top');
`;
    const folder = folderWith({ [name]: marked + listening });
    const { status, stdout, stderr } = folder.greenc('run', name, 'handle');
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: 'handled top\ngoes on\n', stderr: '' });
    expect(folder.greenc('run', name)).toMatchObject({ status: 1, stdout: '' });
  });

  test.each(['static', 'dynamic', 'require'])(
    'a syntax error in a module (%s import) is a message, not a trace',
    how => {
      const folder = folderWith({
        'static.mjs': `import './bad.mjs';\n`,
        'dynamic.mjs': `await import('./bad.mjs');\n`,
        'require.cjs': `require('./bad.cjs');\n`,
        'bad.mjs': `${marked}let x = ;\n`,
        'bad.cjs': `${marked}let x = ;\n`,
      });
      const extension = how === 'require' ? 'cjs' : 'mjs';
      const { status, stderr } = folder.greenc('run', `${how}.${extension}`);
      expect(status).toBe(1);
      expect(stderr).toContain(`bad.${extension}:2:9: error GC001: Syntax error: Unexpected token`);
      expect(stderr).toContain('> 2 | let x = ;');
      expect(stderr).not.toMatch(/^ {4}at /m);
    },
  );

  test('a missing file, and one without its extension', () => {
    const folder = folderWith({ 'main.ts': 'console.log("found" as string);\n' });
    expect(folder.greenc('run', 'main').stdout).toBe('found\n');
    const { status, stderr } = folder.greenc('run', 'gone.ts');
    expect({ status, stderr }).toEqual({ status: 1, stderr: 'error GC301: No such file or folder: gone.ts\n' });
    const onFolder = folder.greenc('run', '.');
    expect(onFolder.status).toBe(1);
    expect(onFolder.stderr).toBe('error GC302: Cannot read .: it is a folder without an index file\n');
  });

  test('ES modules that `require` loads, with what they import', () => {
    const folder = folderWith({
      'main.cjs': `${marked}const { walk } = require('./walk.mjs');
const { Greenlet, getCurrent } = require('greenc');
const main = getCurrent();
const walker = new Greenlet(() => walk([1, 2], x => main.switch(x)));
while (!walker.dead) console.log(walker.switch());
`,
      'walk.mjs': `import { each } from './each.mjs';
export { each as walk } from './each.mjs';
export const twice = list => each(list, x => 2 * x);
`,
      'each.mjs': `${marked}import { Greenlet } from 'greenc';
import { step } from './step.js';
export const each = (list, f) => {
  for (const x of list) step(f, x);
  return [typeof Greenlet, list.length];
};
`,
      'step.ts': `${marked}export function step(f: (x: number) => void, x: number): void {
  f(x);
}
`,
      'package.json': '{ "type": "module" }',
    });
    expect(folder.greenc('run', 'main.cjs')).toMatchObject({
      stdout: "1\n2\n[ 'function', 2 ]\n",
      stderr: '',
      status: 0,
    });
  });

  test('ES modules in a package of type commonjs, as npm init writes it: marked or not', () => {
    const folder = folderWith({
      'package.json': '{ "type": "commonjs" }',
      'main.js': `${marked}import { a } from './a.js';\nimport b from './b.js';\nconsole.log(await a(), b.b);\n`,
      'a.js': `import { c } from './c.js';\nexport const a = async () => c;\n`,
      'b.js': `exports.b = 'import'.length;\n/* export\nimport */\n`,
      'c.js': `${marked}export const c = 'c';\n`,
    });
    const { status, stdout, stderr } = folder.greenc('run', 'main.js');
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: 'c 6\n', stderr: '' });
  });

  test('a warning is printed once, whatever loads the file', () => {
    const folder = folderWith({
      'main.mjs': `${marked}import './a.cjs';\nimport './b.cts';\nexport const f = () => eval('1');\n`,
      'a.cjs': `${marked}exports.f = o => { with (o) { g(); } };\n`,
      'b.cts': `${marked}export const f = (text: string) => eval(text);\n`,
    });
    const { status, stderr } = folder.greenc('run', 'main.mjs');
    expect(status).toBe(0);
    expect(stderr.match(/^\S+: warning GC\d+/gm)?.sort()).toEqual([
      'a.cjs:2:20: warning GC102',
      'b.cts:2:36: warning GC101',
      'main.mjs:4:24: warning GC101',
    ]);
  });

  test('an installed greenc is not needed', () => {
    const folder = folderWith({
      'esm.mjs': `import { Greenlet } from 'greenc';\nconsole.log(typeof Greenlet);\n`,
      'cjs.cjs': `console.log(typeof require('greenc').Greenlet);\n`,
    });
    expect(folder.greenc('run', 'esm.mjs').stdout).toBe('function\n');
    expect(folder.greenc('run', 'cjs.cjs').stdout).toBe('function\n');
  });

  test('greenlets switch from the middle of a call stack', () => {
    const folder = folderWith({
      'main.ts': `"use strict";
"use greenlet";
import { Greenlet, getCurrent } from 'greenc';
import { each } from './each.cjs';
const main = getCurrent();
const g = new Greenlet(() => {
  each([1, 2, 3], (n: number) => main.switch(n));
  return 'done';
});
console.log(g.switch(), g.switch(), g.switch(), g.switch(), g.dead);
`,
      'each.cjs': `${marked}exports.each = (list, f) => { for (const x of list) f(x); };\n`,
    });
    expect(folder.greenc('run', 'main.ts')).toMatchObject({ stdout: '1 2 3 done true\n', stderr: '' });
  });

  test('--all compiles what carries no directive', () => {
    const folder = folderWith({
      'main.mjs': `import { Greenlet, getCurrent } from 'greenc';
const main = getCurrent();
const inner = n => main.switch(n) + 1;
const g = new Greenlet(() => inner(1) * 2);
console.log(g.switch(), g.switch(20));
`,
    });
    expect(folder.greenc('run', '--all', 'main.mjs')).toMatchObject({ stdout: '1 42\n', stderr: '' });
  });
});
