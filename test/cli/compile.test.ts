import { chmodSync, statSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { join } from 'node:path';
import { folderWith } from './support.js';

const marked = '"use greenlet";\n';

describe('greenc compile', () => {
  test('keeps the tree, renames extensions, copies nothing else', () => {
    const folder = folderWith({
      'src/a.ts': `${marked}export const a: number = 1;\n`,
      'src/deep/b.mts': `${marked}export const b: number = 1;\n`,
      'src/deep/er/c.cts': `${marked}export const c: number = 1;\n`,
      'src/d.tsx': `${marked}export const d = <p>text</p>;\n`,
      'src/e.js': `${marked}export const e = 1;\n`,
      'src/f.mjs': `${marked}export const f = 1;\n`,
      'src/g.cjs': `${marked}exports.g = 1;\n`,
      'src/h.jsx': `${marked}export const h = <p>text</p>;\n`,
      'src/types.d.ts': 'export type T = 1;\n',
      'src/types.d.mts': 'export type T = 1;\n',
      'src/readme.md': '# no\n',
      'src/data.json': '{}',
      'src/node_modules/x/index.js': 'x',
    });
    const { status, stdout, stderr } = folder.greenc('compile', 'src', '--out-dir', 'out');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(
      /^8 files written to out: 8 compiled\n0 functions, 0 resumable, 0 suspension points; \d+ B → \d+ B in [\d.]+ m?s\n$/,
    );
    const expected = ['a.js', 'd.js', 'deep/b.mjs', 'deep/er/c.cjs', 'e.js', 'f.mjs', 'g.cjs', 'h.js'];
    expect(folder.list('out')).toEqual(expected);
    expect(folder.read('out/a.js')).not.toContain('use greenlet');
    expect(folder.read('out/deep/er/c.cjs')).toContain('exports.c = 1');
    expect(folder.read('out/d.js')).toContain('react/jsx-runtime');
  });

  test('leaves unmarked JavaScript byte for byte, mode included', () => {
    const odd = Buffer.from([...Buffer.from('#!/usr/bin/env node\r\n// caf'), 0xe9, ...Buffer.from('\r\nlet   x=1')]);
    const folder = folderWith({ 'src/odd.js': odd, 'src/broken.js': 'this is ( not JavaScript' });
    chmodSync(join(folder.path, 'src/odd.js'), 0o755);
    const { status, stdout, stderr } = folder.greenc('compile', 'src', '--out-dir', 'out', '--source-maps');
    expect(status).toBe(0);
    expect(stdout).toBe('2 files written to out: 0 compiled, 2 not marked\n');
    expect(stderr).toMatch(/^Nothing is marked, .* "use greenlet" .* --all\.\n$/);
    expect(Buffer.from(folder.read('out/odd.js'))).toEqual(Buffer.from(odd.toString('utf8')));
    expect(statSync(join(folder.path, 'out/odd.js')).size).toBe(odd.length);
    expect(statSync(join(folder.path, 'out/odd.js')).mode & 0o111).toBe(0o111);
    expect(folder.list('out')).toEqual(['broken.js', 'odd.js']);
  });

  test('strips the types of unmarked TypeScript, and rewrites specifiers to the output', () => {
    const folder = folderWith({
      'src/a.ts': 'import { b } from "./b.ts";\nimport type { T } from "./t.ts";\nconsole.log(b as T);\n',
      'src/b.ts': 'export const b: string = "both";\n',
      'src/t.ts': 'export type T = string;\n',
      'package.json': '{ "type": "module" }',
    });
    expect(folder.greenc('compile', 'src', '--out-dir', 'out').status).toBe(0);
    expect(folder.node('out/a.js').stdout).toBe('both\n');
  });

  test('several arguments: the tree starts at the folder they share', () => {
    const folder = folderWith({ 'x/a.js': '1', 'x/y/b.js': '2', 'z/c.js': '3' });
    expect(folder.greenc('compile', 'x/a.js', 'x/y/b.js', '--out-dir', 'one').status).toBe(0);
    expect(folder.list('one')).toEqual(['a.js', 'y/b.js']);
    expect(folder.greenc('compile', 'x', 'z', '--out-dir', 'two').status).toBe(0);
    expect(folder.list('two')).toEqual(['x/a.js', 'x/y/b.js', 'z/c.js']);
    expect(folder.greenc('compile', 'x/y/b.js', '--out-dir', 'three').status).toBe(0);
    expect(folder.list('three')).toEqual(['b.js']);
  });

  test('an output folder inside the input folder is not compiled again', () => {
    const folder = folderWith({ 'a.js': '1' });
    expect(folder.greenc('compile', '.', '--out-dir', 'out').status).toBe(0);
    expect(folder.greenc('compile', '.', '--out-dir', 'out').status).toBe(0);
    expect(folder.list('out')).toEqual(['a.js']);
  });

  test('--all, --include and --exclude select', () => {
    const folder = folderWith({ 'src/a.js': 'f();\n', 'src/b/c.js': 'f();\n', 'src/b/d.js': `${marked}f();\n` });
    const compiled = (...args: string[]) =>
      folder.greenc('compile', 'src', '--out-dir', 'out', ...args).stdout.replace(/.*: (\d) compiled.*/s, '$1');
    expect(compiled()).toBe('1');
    expect(compiled('--all')).toBe('3');
    expect(compiled('--include', 'src/b/**')).toBe('2');
    expect(compiled('--include', 'src/a.js', '--include', 'c.js')).toBe('3');
    expect(compiled('--all', '--exclude', 'src/b')).toBe('1');
    expect(compiled('--exclude', '**/d.js')).toBe('0');
  });

  test('--source-maps writes maps that lead back to the source', () => {
    const folder = folderWith({
      'src/lib/a.ts': `${marked}type A = 1;\n\nexport function f(x: A): never {\n  throw new Error(String(x));\n}\n`,
    });
    expect(folder.greenc('compile', 'src', '--out-dir', 'out', '--source-maps').status).toBe(0);
    const code = folder.read('out/lib/a.js');
    expect(code).toMatch(/\n\/\/# sourceMappingURL=a\.js\.map\n$/);
    const payload = JSON.parse(folder.read('out/lib/a.js.map'));
    expect(payload).toMatchObject({ version: 3, file: 'a.js', sources: ['../../src/lib/a.ts'] });
    const line = code.split('\n').findIndex(text => text.includes('throw'));
    const column = code.split('\n')[line].indexOf('throw');
    expect(new SourceMap(payload).findEntry(line, column)).toMatchObject({ originalLine: 4, originalColumn: 2 });
  });

  test('the source type follows package.json and --source-type', () => {
    const folder = folderWith({
      'esm/package.json': '{ "type": "module" }',
      'esm/a.js': `${marked}f();\n`,
      'cjs/package.json': '{ "type": "commonjs" }',
      'cjs/a.ts': `${marked}export const a: number = 1;\n`,
      'none/a.ts': `${marked}export const a: number = 1;\n`,
    });
    expect(folder.greenc('compile', 'esm', 'cjs', 'none', '--out-dir', 'out').status).toBe(0);
    expect(folder.read('out/esm/a.js')).not.toContain('require(');
    expect(folder.read('out/cjs/a.js')).toContain('exports.a');
    expect(folder.read('out/none/a.js')).toContain('export const a');
    folder.greenc('compile', 'none', '--out-dir', 'out/none', '--source-type', 'script');
    expect(folder.read('out/none/a.js')).toContain('exports.a');
  });

  test('a warning is printed, and the file is written', () => {
    const folder = folderWith({ 'a.mjs': `${marked}export function f(text) {\n  return g(eval(text));\n}\n` });
    const { status, stderr } = folder.greenc('compile', 'a.mjs', '--out-dir', 'out');
    expect(status).toBe(0);
    expect(stderr).toMatch(/^a\.mjs:3:12: warning GC101: Direct eval: .* \(f\)$/m);
    expect(stderr).toContain('> 3 |   return g(eval(text));');
    expect(folder.list('out')).toEqual(['a.mjs']);
  });
});
