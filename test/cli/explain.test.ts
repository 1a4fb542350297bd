import { compile } from '../../compiler/index.js';
import { stays } from '../../compiler/normal-form/stays.js';
import { folderWith } from './support.js';

const marked = '"use greenlet";\n';

/** A module in which each reason to stay as written occurs; one that is resumable for comparison. */
const everyReason = `${marked}
function resumable(f) { f(); }
function callsNothing(a) { return a + Math.abs(a); }
async function onlyLater(a, f) { await a; f(); }
function optedOut(f) { "no greenlet"; f(); }
function evaluates(text) { eval(text); }
function within(o, f) { with (o) f(); }
const o = { get value() { return resumable(); } };
class AtTop { static cache = resumable(); }
function around(o, f) { with (o) return class Inside { static x = f(); }; }
class Whole { a = resumable(); constructor(f) { "no greenlet"; f(); } }
class Names { [callsNothing(1)] = class { b = resumable(); }; [callsNothing(2)] = async () => resumable(); }
exports.names = Names;
`;

describe('greenc explain', () => {
  test('lists functions, reasons and calls', () => {
    const folder = folderWith({
      'a.mjs': `${marked}import { b } from './b.mjs';
import * as c from './c.mjs';
import fs from 'node:fs';
import { getCurrent } from 'greenc';
import { gone } from './gone.mjs';
export function f(g, xs) {
  g();
  later();
  b(c.c(), gone());
  for (const x of xs) new Thing(...x);
  Array.from(xs);
  getCurrent().switch(Math.max(1, 2));
  tag\`text\`;
}
const later = async g => { await g(); g(); };
class Thing { field = later(); get size() { return later(); } }
function tag() { "no greenlet"; return later(); }
const top = later();
`,
      'b.mjs': `${marked}export function b() {}\n`,
      'c.mjs': 'export function c() {}\n',
    });
    const { status, stdout, stderr } = folder.greenc('explain', 'a.mjs', 'b.mjs', 'c.mjs');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toBe(`a.mjs: 6 functions, 4 resumable

a.mjs:7:8  function f: resumable, 13 suspension points
    8:3    g(…)                    known when it runs
    9:3    later(…)                green: compiled, in this module
    10:3   b(…)                    green: imported from a compiled module ("./b.mjs")
    10:5   c.c(…)                  foreign: imported from a module that is not compiled ("./c.mjs")
    10:12  gone(…)                 imported from a module that is not there ("./gone.mjs")
    11:3   iterates xs             known when it runs
    11:23  new Thing(…)            green: compiled, in this module
    11:33  iterates x              known when it runs
    12:3   Array.from(…)           green if it is the built-in of this name
    13:3   getCurrent().switch(…)  known when it runs
    13:3   getCurrent(…)           greenc's own ("greenc")
    13:23  Math.max(…)             harmless: calls nothing back, no suspension point
    14:3   tag(…)                  foreign: stays as written, in this module

a.mjs:16:15  async function later: resumable, 1 suspension point
    16:34  g(…)  known when it runs
    16:39  g(…)  after an await, in the main greenlet: no suspension point

a.mjs:17:1  constructor Thing: resumable, 1 suspension point

a.mjs:17:15  field initialiser Thing: resumable, 1 suspension point
    17:23  later(…)  green: compiled, in this module

a.mjs:17:32  getter Thing.size: stays as written: without the option accessors, getters and setters cannot be suspended
    17:52  later(…)  green: compiled, in this module

a.mjs:18:1  function tag: stays as written: it says "no greenlet"
    18:40  later(…)  green: compiled, in this module

a.mjs: code of the module itself, which is never suspended
    19:13  later(…)  green: compiled, in this module

b.mjs: 1 function, 0 resumable

b.mjs:2:8  function b: stays as written: it calls nothing that could suspend

c.mjs: not marked, so nothing in it can be suspended
`);
  });

  test('--json gives the same as data', () => {
    const folder = folderWith({ 'a.cjs': everyReason, 'b.cjs': 'f();' });
    const { status, stdout } = folder.greenc('explain', '--json', 'a.cjs', 'b.cjs');
    expect(status).toBe(0);
    const [a, b] = JSON.parse(stdout);
    expect(b).toEqual({ file: 'b.cjs', marked: false, functions: [], sites: [], diagnostics: [] });
    expect(a).toMatchObject({ file: 'a.cjs', marked: true, moduleKind: 'cjs' });
    expect(a.functions[0]).toEqual({
      name: 'resumable',
      line: 3,
      column: 1,
      kind: 'function',
      resumable: true,
      points: 1,
      sites: [{ line: 3, column: 25, kind: 'call', text: 'f', knowledge: 'unknown', point: true }],
    });
    expect(a.diagnostics.map(({ code }: { code: string }) => code)).toContain('GC101');
  });

  test('takes folders and the options of compile', () => {
    const folder = folderWith({
      'src/a.js': 'const o = { get x() { return f(); } };\n',
      'src/b.js': 'o.x;\nexport const g = o => o.x;\n',
      'src/c.js': 'x => x();\n',
    });
    const { status, stdout } = folder.greenc('explain', '--all', '--exclude', 'c.js', '--accessors', 'src');
    expect(status).toBe(0);
    expect(stdout).toContain('src/a.js:1:13  getter x: resumable, 1 suspension point\n');
    expect(stdout).toContain('src/b.js:2:18  arrow function g: resumable, 1 suspension point\n    2:23  accessor o.x');
    expect(stdout).toContain('src/c.js: not marked');
  });

  test('counts what it lists', () => {
    const folder = folderWith({ 'a.js': `${marked}class A { field = 1; method() { return f(); } }\n` });
    expect(folder.greenc('explain', 'a.js').stdout).toMatch(/^a\.js: 1 function, 1 resumable\n/);
  });

  test('prints nothing but errors if there is one', () => {
    const folder = folderWith({
      'a.js': `${marked}f();\n`,
      'b.js': `${marked}const = 1;\n`,
      'c.ts': `${marked}let x: = 1;\n`,
    });
    const { status, stdout, stderr } = folder.greenc('explain', 'a.js', 'b.js', 'c.ts');
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toContain('b.js:2:7: error GC001: Syntax error: Unexpected token');
    expect(stderr).toContain('c.ts:2:8: error GC001: Syntax error: ');
    const missing = folder.greenc('explain', 'none.js', 'readme.md');
    expect(missing).toMatchObject({ status: 1, stdout: '' });
    expect(missing.stderr).toContain('error GC301: No such file or folder: none.js');
    const misspelt = folder.greenc('explain', 'a.js', '--jsom');
    expect(misspelt.status).toBe(1);
    expect(misspelt.stderr).toMatch(/unknown option '--jsom'\n\(Did you mean --json\?\)/);
  });
});

describe('why functions stay as written', () => {
  const reasons = (source: string, options: object = {}) =>
    compile(source, { filename: 'a.cjs', ...options }).report.functions.flatMap(fn =>
      fn.stays && fn.points === 0 ? `${[fn.kind, fn.name].join(' ').trim()}: ${fn.stays}` : [],
    );

  test('each reason there is', () => {
    expect(reasons(everyReason)).toEqual([
      'function callsNothing: no-points',
      'async function onlyLater: after-await',
      'function optedOut: directive',
      'function evaluates: eval',
      'function within: with',
      'getter value: accessor',
      'field initialiser cache: module-class',
      'function around: with',
      'field initialiser x: around-stays',
      'field initialiser a: class-stays',
      'constructor Whole: directive',
      'field initialiser [computed]: no-points',
      'field initialiser b: class-unnamed',
      'field initialiser [computed]: no-points',
      'async function named by a computed key [computed]: function-unnamed',
    ]);
    expect(reasons(`${marked}class A { get [f()]() { return f(); } }`, { accessors: true })).toEqual([
      'getter with a computed name A.[computed]: accessor-unnamed',
    ]);
    const seen = [...reasons(everyReason), 'accessor-unnamed'].map(one => one.replace(/^.*: /, ''));
    expect(Object.keys(stays).filter(code => !seen.includes(code))).toEqual([]);
  });

  test('an arrow function that must stay and mentions super keeps its class', () => {
    const source = `${marked}class A extends f() { a = f(); constructor() { super(); (() => { eval('1'); super.x; })(); } }`;
    expect(reasons(source)).toEqual([
      'field initialiser a: class-stays',
      'constructor A: eval',
      'arrow function: eval',
    ]);
    const field = `${marked}class A { a = f(); b = () => { "no greenlet"; super.x(); }; }`;
    expect(reasons(field)).toEqual([
      'field initialiser a: class-stays',
      'field initialiser b: no-points',
      'arrow function b: directive',
    ]);
  });

  test('what is lost is said with a place and a way out', () => {
    const { diagnostics } = compile(everyReason, { filename: 'a.cjs' }).report;
    const listed = diagnostics.map(
      ({ code, severity, line, hint }) => `${code} ${severity} ${line} ${hint !== undefined}`,
    );
    expect(listed).toEqual([
      'GC101 warning 7 true',
      'GC102 warning 8 true',
      'GC102 warning 11 true',
      'GC103 info 9 true',
      'GC103 info 10 true',
      'GC103 info 11 true',
      'GC104 warning 12 true',
      'GC104 warning 13 true',
      'GC104 warning 13 true',
    ]);
  });

  test('greenc compile counts them', () => {
    const folder = folderWith({ 'a.cjs': everyReason, 'b.cjs': `${marked}f => f();\n` });
    expect(folder.greenc('compile', 'b.cjs', '--out-dir', 'out').stdout).toMatch(
      /^1 file written to out: 1 compiled\n1 function, 1 resumable, 1 suspension point; \d+ B → \d+ B in [\d.]+ m?s\n$/,
    );
    const { stdout } = folder.greenc('compile', 'a.cjs', 'b.cjs', '--out-dir', 'out');
    expect(stdout).toMatch(
      /^2 files written to out: 2 compiled\n.*\n9 functions stay as written and cannot be suspended; greenc explain says why\n$/,
    );
  });

  test('of what is added to a class only the constructor is listed, where the class begins', () => {
    const { functions } = compile(`${marked}class A extends B { x = f(); }`, { filename: 'a.js' }).report;
    const listed = functions.map(({ kind, column }) => `${column} ${kind}`);
    expect(listed).toEqual(['1 constructor', '21 field initialiser']);
  });
});
