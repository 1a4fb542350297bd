import { SourceMap } from 'node:module';
import { CompileError, compile, SourceError, UnsupportedError } from '../../compiler/index.js';
import * as abi from '../../runtime/abi.js';

const marked = '"use greenlet";\n';

describe('which modules are compiled', () => {
  const isMarked = (source: string, options = {}) =>
    compile(source, { filename: 'src/a.mjs', ...options }).report.marked;

  test('the directive, anywhere in the prologue', () => {
    expect(isMarked('f();')).toBe(false);
    expect(isMarked('"use greenlet"; f();')).toBe(true);
    expect(isMarked("#!/usr/bin/env node\n/* x */ 'use strict'\n'use greenlet'\nf();")).toBe(true);
    expect(isMarked('"use\\x20greenlet"; f();')).toBe(false);
    expect(isMarked('f("use greenlet");')).toBe(false);
  });

  test('all, include and exclude', () => {
    expect(isMarked('f();', { all: true })).toBe(true);
    expect(isMarked('"no greenlet"; f();', { all: true })).toBe(false);
    for (const include of ['src/**', 'src', '*.mjs', 'a.*', '**/a.mjs', 'src/{a,b}.mjs', '[a-c].mjs', /a\.mjs$/g]) {
      expect([include, isMarked('f();', { include })]).toEqual([include, true]);
    }
    for (const include of ['lib/**', '*.js', 'src/?', 'a', '[!a].mjs', 'rc/**']) {
      expect([include, isMarked('f();', { include })]).toEqual([include, false]);
    }
    expect(isMarked('f();', { all: true, exclude: ['src/a.*'] })).toBe(false);
    expect(isMarked('"use greenlet"; f();', { exclude: 'src' })).toBe(false);
  });

  test('an unmarked module comes back as the same string', () => {
    const source = 'let   odd  = 1 // "use greenlet" in a comment\n';
    expect(compile(source, { sourceMaps: true })).toEqual({
      code: source,
      map: null,
      report: { marked: false, moduleKind: 'cjs', functions: [], diagnostics: [] },
    });
  });

  test('contradictory directives', () => {
    expect(() => compile('"use greenlet"; "no greenlet";')).toThrow(/^\(source\):1:17: error GC004/);
  });
});

describe('the output', () => {
  test('has no directive of ours, and keeps the others', () => {
    const { code } = compile(`"use strict";\n"use greenlet";\n"use client";\nf();\n`, { sourceType: 'script' });
    expect(code).not.toContain('greenlet";');
    expect(code).toMatch(/^"use strict";\s*"use client";/);
  });

  test.each([
    ['before the directive', '/*! Licence */\n"use greenlet";\nimport "x";\n'],
    ['before "use strict"', '/* Licence */\n"use strict"\n"use greenlet"\nimport "x";\n'],
    ['behind the directive', '"use greenlet";\n/** @license Licence */\nimport "x";\n'],
    ['before a type-only import', '// Licence\n\nimport type { X } from "x";\nexport function f() {}\n'],
    ['of a module that becomes empty', '/* Licence */\n"use greenlet";\n'],
  ])('keeps a licence header on top: %s', (_name, source) => {
    const { code } = compile(source, { filename: 'a.mts', all: true });
    expect(code.match(/Licence/g)).toHaveLength(1);
    expect(code).toMatch(/^(?:"use strict";\s*)?\/[*/]/);
  });

  test("a function's own comment stays with it", () => {
    const { code } = compile('/** about f */\nexport function f() { g(); }\n', { filename: 'a.mjs', all: true });
    expect(code).toMatch(/\/\*\* about f \*\/\nexport function f/);
  });

  test('TypeScript and JSX', () => {
    const lowered = (filename: string, source: string) => compile(marked + source, { filename }).code;
    expect(lowered('a.ts', 'enum E { A }\nexport const e = E.A as number;')).not.toContain('as number');
    expect(lowered('a.tsx', 'export const p = <p>{1 as number}</p>;')).toContain('react/jsx-runtime');
    expect(lowered('a.cts', 'import f = require("fs");\nexport = f.constants;')).toContain('module.exports =');
    expect(lowered('a.cts', 'import f from "fs";\nexport default f;')).toContain('exports.default');
    expect(lowered('a.ts', '/** @jsx h */\nexport const x = 1;')).toContain('export const x = 1');
  });

  test('a chained source map leads to the first source', () => {
    // Babel's own map for a file of which every line was moved down by one.
    const source = `${marked}function f() {\n  return g();\n}\n`;
    const inputSourceMap = {
      version: 3,
      sources: ['original.coffee'],
      names: [],
      mappings: 'AAAA;AACA;EACE;AACF',
      sourcesContent: ['one\ntwo\n  three\n'],
    };
    const { code, map } = compile(source, { filename: 'a.js', sourceMaps: true, inputSourceMap });
    expect(map?.sources).toContain('original.coffee');
    const lines = code.split('\n');
    const line = lines.findIndex(text => text.includes('return g') || text.includes('g()'));
    const entry = new SourceMap(map as never).findEntry(line, lines[line].length);
    expect(entry).toMatchObject({ originalSource: 'original.coffee' });
  });

  test("sourceMaps: 'inline'", () => {
    const { code, map } = compile(`${marked}f();\n`, { filename: 'a.js', sourceMaps: 'inline' });
    const [, data] = /sourceMappingURL=data:application\/json;charset=utf-8;base64,(\S+)/.exec(code) ?? [];
    expect(JSON.parse(Buffer.from(data, 'base64').toString())).toEqual(JSON.parse(JSON.stringify(map)));
  });
});

test('what a CommonJS transform puts at the top finds the runtime there', () => {
  const source = `${marked}import fs = require('node:fs');
import { join } from 'node:path';
import * as path from 'node:path';
export function run(f: () => string) { return [typeof fs.readFileSync, join(f()), path.join(f())]; }`;
  const { code } = compile(source, { filename: 'a.cts' });
  const exported: { run?: (f: () => string) => unknown } = {};
  const modules = (name: string): unknown => (name === 'greenc/runtime' ? abi : require(name));
  new Function('exports', 'require', code)(exported, modules);
  expect(exported.run?.(() => 'x')).toEqual(['function', 'x', 'x']);
});

describe('the report', () => {
  test('names every function, and says why one is not resumable', () => {
    const source = `${marked}function f() {\n  g();\n  g();\n}\nconst h = t => {\n  with (t) g();\n};\n`;
    const { report } = compile(source, { filename: 'a.cjs' });
    expect(report).toMatchObject({
      marked: true,
      moduleKind: 'cjs',
      functions: [
        { name: 'f', line: 2, column: 1, kind: 'function', resumable: true, points: 2 },
        { name: 'h', line: 6, column: 11, resumable: false, reason: expect.any(String) },
      ],
      diagnostics: [{ code: 'GC102', severity: 'warning', file: 'a.cjs', line: 7, column: 3 }],
    });
  });
});

describe('bad options and input', () => {
  const failure = (source: string, options: object): CompileError => {
    try {
      compile(source, options);
    } catch (error) {
      if (error instanceof CompileError) return error;
      throw error;
    }
    throw new Error('compiled');
  };

  test('an unknown option suggests the nearest', () => {
    const error = failure('', { sourcemaps: true, runtim: 'x', zzzzzzzz: 1 });
    expect(error).toBeInstanceOf(SourceError);
    expect(error.message).toContain('error GC201: Unknown option "sourcemaps"\nhint: Did you mean "sourceMaps"?');
    expect(error.message).toContain('Did you mean "runtime"?');
    expect(error.message).toContain('Unknown option "zzzzzzzz"\nhint: Known options: ');
  });

  test('a wrong type', () => {
    // An empty pattern would match everything.
    expect(failure('', { exclude: ['a', ' '] }).message).toContain('or an array of patterns, not ["a"," "]');
    expect(failure('', { all: 'yes', include: [1], sourceType: 'es6', runtime: '' }).diagnostics).toEqual([
      { code: 'GC202', severity: 'error', message: 'Option "all" must be true or false, not "yes"' },
      {
        code: 'GC202',
        severity: 'error',
        message:
          'Option "include" must be a pattern (non-empty string or RegExp) or an array of patterns, not an array',
      },
      {
        code: 'GC202',
        severity: 'error',
        message: 'Option "sourceType" must be "module", "script" or "unambiguous", not "es6"',
      },
      { code: 'GC202', severity: 'error', message: 'Option "runtime" must be a non-empty string, not ""' },
    ]);
    expect(failure('', null as never).message).toContain('"options" must be an object, not null');
    expect(failure(undefined as never, {}).message).toBe('error GC005: The source must be a string, not undefined');
  });

  test('a program nested too deeply is no fault of greenc', () => {
    for (const deep of [`x = ${'('.repeat(20_000)}1${')'.repeat(20_000)};`, `x = () => ${'f() + '.repeat(20_000)}1;`]) {
      const error = failure(marked + deep, { filename: 'deep.js' });
      expect(error).toBeInstanceOf(UnsupportedError);
      expect(error.message).toMatch(/^deep\.js: error GC006: The program is nested too deeply/);
    }
  });

  test('the code frame of a long line shows the part around the position', () => {
    const before = 'f(1);'.repeat(1000);
    const { message } = failure(`${marked}${before}let x = ;${before}`, { filename: 'long.js' });
    const [headline, first, line, caret] = message.split('\n');
    expect(headline).toBe('long.js:2:5009: error GC001: Syntax error: Unexpected token ";"');
    expect(first).toBe('  1 |');
    expect(line).toMatch(/^> 2 \| ….*let x = ;f\(1\);.*…$/);
    expect(line[caret.indexOf('^')]).toBe(';');
    expect(line[caret.indexOf('^') - 2]).toBe('=');
    expect(line.length).toBeLessThan(220);
  });

  test('errors carry their place as data, and their name', () => {
    const error = failure(`${marked}let = ;`, { filename: '/project/src/a.js', cwd: '/project', sourceType: 'module' });
    expect(error.name).toBe('SourceError');
    expect(error.stack).toMatch(/^SourceError: src\/a\.js:2:/);
    expect(error.diagnostics).toMatchObject([{ code: 'GC001', severity: 'error', file: 'src/a.js', line: 2 }]);
  });

  test('unsupported syntax has its own class', () => {
    expect(failure(`${marked}const x = do { 1; };`, {})).toBeInstanceOf(UnsupportedError);
  });
});
