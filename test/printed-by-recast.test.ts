// The option `print: 'recast'`: the same program, in the author's words wherever they still say it.
// Of the fixtures it takes every third; GREENC_FIXTURES=all npm test -- printed   takes all.
import { existsSync, readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { join } from 'node:path';
import { type PluginItem, transformSync } from '@babel/core';
import { compile } from '../compiler/index.js';
import { folderWith } from './cli/support.js';
import { fixtureNames, readFixture } from './support/fixture.js';
import { needsScript } from './support/script.js';

const marked = "'use greenlet';\n";
const kept = (source: string, options: object = {}): string => compile(source, { print: 'recast', ...options }).code;

/** A program without what is a matter of taste. What `output.js` does, the fixtures' own test finds out. */
function normal(code: string): string {
  const noEmptyStatements: PluginItem = {
    visitor: { EmptyStatement: (path: { inList: boolean; remove(): void }) => path.inList && path.remove() },
  };
  const result = transformSync(code, {
    configFile: false,
    babelrc: false,
    minified: true,
    shouldPrintComment: () => false,
    sourceType: 'unambiguous',
    parserOpts: { allowReturnOutsideFunction: true },
    plugins: [noEmptyStatements],
  });
  return result?.code ?? '';
}

/** Comments of one line that have it to themselves, and stand there once. */
function commentsOf(source: string): string[] {
  const found = [...source.matchAll(/^\s*(\/\/ .*|\/\*.*?\*\/)$/gm)].map(([, text]) => text);
  return found.filter(text => source.split(text).length === 2);
}

describe('fixtures', () => {
  const isAll = process.env.GREENC_FIXTURES === 'all';
  const fixtures = fixtureNames()
    .filter((_, index) => isAll || index % 3 === 0)
    .map(readFixture)
    .filter(({ folder }) => existsSync(join(folder, 'output.js')));
  const outputs = new Map<string, string>();

  beforeAll(() => {
    process.env.GREENC_VALIDATE = '0';
    for (const { name, source, filename, options } of fixtures) {
      const sourceType = needsScript(filename, source) ? {} : { sourceType: 'script' };
      outputs.set(name, kept(source, { filename, ...sourceType, ...options.compile }));
    }
  });
  afterAll(() => {
    process.env.GREENC_VALIDATE = '1';
  });

  // recast's text has been parsed and compared by the compiler, or Babel would have printed it. So some are enough.
  test('are the same programs', () => {
    const some = fixtures.filter((_, index) => index % 5 === 0);
    const different = some.filter(({ name, folder }) => {
      const output = readFileSync(join(folder, 'output.js'), 'utf8');
      return normal(outputs.get(name) as string) !== normal(output);
    });
    expect(different.map(({ name }) => name)).toEqual([]);
  });

  test('keep their comments, each in one place', () => {
    const wrong = fixtures.filter(({ name, source }) =>
      commentsOf(source).some(text => outputs.get(name)?.split(text).length !== 2),
    );
    expect(wrong.map(({ name }) => name)).toEqual([]);
  });

  test('are printed by recast, but for two that it gets wrong', () => {
    const left = fixtures.filter(
      ({ name, folder }) => outputs.get(name) === readFileSync(join(folder, 'output.js'), 'utf8'),
    );
    const names = ['async-only-called', 'jsx-classic'].filter(one => fixtures.some(({ name }) => name === one));
    expect(left.map(({ name }) => name)).toEqual(names);
    expect(fixtures.length).toBeGreaterThan(100);
  });
});

const total = `#!/usr/bin/env node
/*! Licence,
 *  two lines of it */
${marked}'use strict';
import { x }   from './x.js'; // of the import

/** About total. */
export function total(items,   price, /* of the parameter */ report) {
  // about the sum
  let sum = 0;   // beside the sum
  for (let i=0; i<items.length; i++) {
    // before the call
    sum += price( items[i], () => sum/items.length ); // behind the call
    // at the end of the loop
  }
  report( sum )
  return sum   // beside the result
  // last of all
}

// about plain
export function plain( a,b ) {
\treturn a   +  b // odd
}
const odd = {plain ,  'x':[ 1,2 ],
    t: \`
  as it
      stands\` }
// the end
`;

test('functions in which nothing changes, imports, comments, directives and the first line stay as they are', () => {
  const code = kept(total, { filename: 'total.mjs' });
  const lines = code.split('\n');
  expect(lines[0]).toBe('#!/usr/bin/env node');
  expect(code).toContain("/*! Licence,\n *  two lines of it */\n'use strict';\n");
  expect(code).toContain("import { x }   from './x.js'; // of the import\n");
  expect(code).toContain('export function total(items,   price, /* of the parameter */ report) {\n');
  expect(code).toContain(total.slice(total.indexOf('// about plain'), total.indexOf('// the end')));
  const comments = [...total.matchAll(/(?:\/\/ |\/\*\*? )[a-zA-Z ]+/g)].map(([text]) => text);
  expect(comments).toHaveLength(13);
  expect(comments.filter(text => code.split(text).length !== 2)).toEqual([]);
  expect(code.indexOf('// behind the call')).toBeLessThan(code.indexOf('// at the end of the loop'));
  expect(code).toContain('for (let i=0; i<items.length; i++) {');
});

test('types vanish from TypeScript, and the rest of the text stays', () => {
  const source = `${marked}import type { A } from './a.js';
/** About f. */
export function f( a:A ,b   : number):   number {   // kept
  const   c = <number>b ;
  a.run( () => {   c   } )  // beside
  return c }
enum   E { One }
export  const  same   = ( x : E ) =>   x  ;
`;
  const code = kept(source, { filename: 'a.ts' });
  expect(code).toContain('/** About f. */\n');
  expect(code).toMatch(/export function f\(a, b\) \{/);
  expect(code).toContain('() => {   c   }');
  expect(code).not.toMatch(/import type|: ?number/);
  // Nothing to compile: only the types go.
  expect(kept('let   a : number=1  // one\nf( a )\n', { filename: 'b.ts' })).toBe('let   a=1  // one\nf( a )\n');
});

test.each([
  ['\r\n', '  '],
  ['\n', '\t'],
  ['\r\n', '\t'],
])('line ends %j and indentation by %j are kept, and templates hold what they held', (end, indent) => {
  const lines = [
    "'use greenlet';",
    'export function f(g) {',
    '>const text = `',
    '  two ${g( 1 )}',
    '>>tabs`;',
    '>if (text) {',
    '>>g( text, `a',
    '>b` );',
    '>}',
    '}',
    'export function same( ) {',
    '>return `',
    '>>${ 1 }`',
    '}',
    '',
  ];
  const source = lines.join(end).replace(/^>+/gm, marks => indent.repeat(marks.length));
  const code = kept(source, { filename: 'a.mjs' });
  expect(code.replaceAll(end, '')).not.toMatch(/[\r\n]/);
  expect(code).toContain(source.slice(source.indexOf('export function same')));
  expect(normal(code)).toBe(normal(compile(source, { filename: 'a.mjs' }).code));
  expect(code.split(end)).toContain(`${indent}let $f, $1;`);
});

test('lines that recast would split are printed by Babel', () => {
  const source = `${marked}export const f = g =>   g("\u2028");\n`;
  expect(kept(source)).toBe(compile(source).code);
});

test('the source map leads to the same places as without', () => {
  const places = (print: 'babel' | 'recast') => {
    const { code, map } = compile(total, { filename: 'total.mjs', sourceMaps: true, print });
    const decoded = new SourceMap(map as never);
    const lines = code.split('\n').map(line => line.replace(/\/\/.*|^\s*(?:\/\*| \*|return \[).*/, ''));
    const found: string[] = [];
    for (const [index, line] of lines.entries()) {
      for (const { 0: word, index: column } of line.matchAll(/\b(?:price|report|sum|items|plain|total)\b/g)) {
        const entry = decoded.findEntry(index, column);
        if (!('originalLine' in entry)) continue;
        const { originalLine, originalColumn } = entry;
        // Between two places that are mapped, either may be meant.
        if (total.split('\n')[originalLine].startsWith(word, originalColumn))
          found.push(`${word} ${originalLine}:${originalColumn}`);
      }
    }
    return found;
  };
  const mapped = places('recast');
  expect(mapped.length).toBeGreaterThan(20);
  expect([...new Set(mapped)].sort()).toEqual([...new Set(places('babel'))].sort());
});

describe('greenc compile --print recast', () => {
  const files = {
    'src/a.mjs': total,
    'src/b.ts': `${marked}export const  b = (f : any) =>   f( 1 );\n`,
    'src/x.js': 'x',
  };

  test('with source maps, on several threads, and by the configuration', () => {
    const folder = folderWith({ ...files, 'greenc.config.json': '{ "print": "recast" }' });
    const args = ['src', '--print', 'recast', '--source-maps', '--jobs', '2', '--no-config'];
    expect(folder.greenc('compile', ...args, '--out-dir', 'one')).toMatchObject({ status: 0, stderr: '' });
    expect(folder.greenc('compile', 'src', '--out-dir', 'two')).toMatchObject({ status: 0, stderr: '' });
    const code = folder.read('two/a.mjs');
    expect(code).toContain('const odd = {plain ,');
    expect(folder.read('one/a.mjs')).toBe(`${code}//# sourceMappingURL=a.mjs.map\n`);
    expect(JSON.parse(folder.read('one/b.js.map')).sources).toEqual(['../src/b.ts']);
  });

  test('--check writes nothing; another value is answered with the nearest', () => {
    const folder = folderWith(files);
    expect(folder.greenc('compile', 'src', '--print', 'recast', '--check')).toMatchObject({ status: 0, stderr: '' });
    expect(folder.list('.')).toEqual(['src/a.mjs', 'src/b.ts', 'src/x.js']);
    const { status, stderr } = folder.greenc('compile', 'src', '--print', 'recst', '--check');
    expect(status).toBe(1);
    expect(stderr).toMatch(/--print <how>' argument 'recst' is invalid.*babel, recast\.\n\(Did you mean recast\?\)/);
  });
});
