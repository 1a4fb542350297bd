// greenc compile: kinds of modules and maps, --check, --jobs, and what is shown meanwhile.
import { SourceMap } from 'node:module';
import { Progress } from '../../cli/compile/progress.js';
import { folderWith } from './support.js';

const marked = '"use greenlet";\n';

describe('--module', () => {
  test('cjs makes CommonJS of ES modules, marked or not, with live bindings and names that fit', () => {
    const folder = folderWith({
      'src/main.mjs': `${marked}import count, { up } from './count.mts';
import * as plain from './plain.mjs';
export { seen } from './plain.mjs';
up(() => plain.seen('a'));
console.log(count(), plain.seen('b'), typeof module, typeof require);
`,
      'src/count.mts': `${marked}let n: number = 0;
export default (): number => n;
export function up(f: () => string): void { n = f().length; }
`,
      'src/plain.mjs': 'export const seen = x => x + x;\n',
      'src/old.cjs': `${marked}exports.f = g => g();\n`,
    });
    const { status, stdout, stderr } = folder.greenc('compile', 'src', '--out-dir', 'out', '--module', 'cjs');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/^4 files written to out: 3 compiled, 1 not marked\n4 functions, 3 resumable, /);
    expect(folder.list('out')).toEqual(['count.cjs', 'main.cjs', 'old.cjs', 'plain.cjs']);
    expect(folder.read('out/main.cjs')).toContain('require("greenc/runtime")');
    expect(folder.greenc('run', 'out/main.cjs')).toMatchObject({ stdout: '2 bb object function\n', stderr: '' });
  });

  test('what cannot be converted is refused, with its place', () => {
    const folder = folderWith({
      'a.mjs': `const x = await f();\nfor await (const y of g()) h(import.meta.url);\nasync () => { await x; };\n`,
      'b.cjs': `${marked}f();\n`,
      'c.js': `${marked}const module = 1;\nf(module, require('x'));\n`,
      'fine.js': `${marked}const require = f => f;\nrequire(1);\n`,
    });
    const cjs = folder.greenc('compile', 'a.mjs', '--out-dir', 'out', '--module', 'cjs');
    expect(cjs.status).toBe(1);
    expect(cjs.stderr.match(/^\S+ error .*$/gm)).toEqual([
      'a.mjs:1:11: error GC008: The module cannot become CommonJS: `await` at the top of a module',
      'a.mjs:2:1: error GC008: The module cannot become CommonJS: `for await` at the top of a module',
      'a.mjs:2:30: error GC008: The module cannot become CommonJS: `import.meta`',
    ]);
    const esm = folder.greenc('compile', 'b.cjs', 'c.js', 'fine.js', '--out-dir', 'out', '--module', 'esm');
    expect(esm.status).toBe(1);
    expect(esm.stderr.match(/^\S+ error .*$/gm)).toEqual([
      'b.cjs: error GC008: The module cannot become an ES module: it is CommonJS by its name',
      'c.js:3:11: error GC008: The module cannot become an ES module: `require` is CommonJS',
    ]);
    expect(folder.list('out')).toEqual([]);
  });

  test('a package.json that makes Node read the output otherwise is pointed out', () => {
    const folder = folderWith({ 'package.json': '{ "type": "module" }', 'a.js': `${marked}export const a = 1;\n` });
    const { status, stderr } = folder.greenc('compile', 'a.js', '--out-dir', 'out', '--module', 'cjs');
    expect(status).toBe(0);
    expect(stderr).toMatch(/^Node will take the \.js files in out for ES modules: .*"commonjs"/);
  });
});

test('--source-maps=inline: the map is in the code, and its paths fit the output', () => {
  const folder = folderWith({ 'src/lib/a.ts': `${marked}type A = 1;\n\nexport const f = (x: A) => { throw x; };\n` });
  expect(folder.greenc('compile', '--source-maps=inline', 'src', '--out-dir', 'out').status).toBe(0);
  expect(folder.list('out')).toEqual(['lib/a.js']);
  const code = folder.read('out/lib/a.js');
  const [, text, ...more] = code.split('//# sourceMappingURL=data:application/json;charset=utf-8;base64,');
  expect(more).toEqual([]);
  const payload = JSON.parse(Buffer.from(text, 'base64').toString());
  expect(payload.sources).toEqual(['../../src/lib/a.ts']);
  const line = code.split('\n').findIndex(one => one.includes('throw'));
  const column = code.split('\n')[line].indexOf('throw');
  expect(new SourceMap(payload).findEntry(line, column)).toMatchObject({ originalLine: 3 });
});

test('--check writes nothing, needs no --out-dir, and fails where compiling would', () => {
  const folder = folderWith({ 'a.mjs': `${marked}export const f = x => eval(x);\n`, 'b.mjs': `${marked}let x = ;\n` });
  const good = folder.greenc('compile', '--check', 'a.mjs');
  expect({ ...good, output: null, pid: 0 }).toMatchObject({
    status: 0,
    stdout: expect.stringMatching(/^1 file checked: 1 compiled\n/),
    stderr: expect.stringContaining('warning GC101'),
  });
  const bad = folder.greenc('compile', '--check', '.');
  expect({ status: bad.status, stdout: bad.stdout }).toEqual({ status: 1, stdout: '' });
  expect(bad.stderr).toContain('b.mjs:2:9: error GC001');
  expect(folder.list('.')).toEqual(['a.mjs', 'b.mjs']);
});

test('misspelt values are answered with the nearest', () => {
  const folder = folderWith({ 'a.js': '1' });
  const answer = (...args: string[]) => folder.greenc('compile', 'a.js', '--out-dir', 'out', ...args).stderr;
  expect(answer('--module', 'csj')).toContain('(Did you mean cjs?)');
  expect(answer('--source-maps=inlined')).toContain('(Did you mean inline?)');
  expect(answer('--jobs', '0')).toContain('a whole number from 1 on');
  expect(answer('--chekc')).toContain('(Did you mean --check?)');
  expect(folder.greenc('compile', 'b.js', '--out-dir', 'out').stderr).toContain('hint: Did you mean a.js?');
});

describe('--jobs', () => {
  const files = {
    ...Object.fromEntries(
      Array.from({ length: 12 }, (_, i) => [
        `src/m${i}.mjs`,
        `${marked}${'// long\n'.repeat(i % 3 === 0 ? 400 : 1)}export const f${i} = o => eval(o.v${i});\n`,
      ]),
    ),
    'src/a.mjs': `${marked}export const o = {\n${Array.from({ length: 12 }, (_, i) => `  get v${i}() { return f(); },`).join('\n')}\n};\n`,
  };

  test('files, warnings and their order are those of one thread, accessors included', () => {
    const folder = folderWith(files);
    const run = (jobs: string) =>
      folder.greenc('compile', 'src', '--out-dir', `out${jobs}`, '--accessors', '--jobs', jobs);
    const [one, three] = [run('1'), run('3')];
    expect(three.stderr).toBe(one.stderr);
    expect(one.stderr.match(/^src\/m\d+/gm)).toHaveLength(12);
    const counts = (text: string) => text.replace(/out\d|[\d.]+ m?s$/gm, '');
    expect(counts(three.stdout)).toBe(counts(one.stdout));
    expect(folder.list('out3')).toEqual(folder.list('out1'));
    for (const name of folder.list('out1')) expect(folder.read(`out3/${name}`)).toBe(folder.read(`out1/${name}`));
    expect(folder.read('out3/a.mjs')).toContain('greenc/runtime');
  });

  test('an error in one leaves nothing behind, and errors come in the order of the files', () => {
    const folder = folderWith({
      ...files,
      'src/m1.mjs': 'let x = ;',
      'src/m10.mjs': `${marked}let y = ;`,
      'src/b.ts': 'let y: = 1;',
    });
    const { status, stdout, stderr } = folder.greenc('compile', 'src', '--all', '--out-dir', 'out', '--jobs', '2');
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr.match(/^\S+ error/gm)).toEqual([
      'src/b.ts:1:8: error',
      'src/m1.mjs:1:9: error',
      'src/m10.mjs:2:9: error',
    ]);
    expect(folder.has('out')).toBe(false);
  });
});

describe('progress', () => {
  function shown(stream: { isTTY?: boolean; columns?: number }, steps: readonly (readonly [number, string])[]): string {
    let text = '';
    let time = 0;
    const progress = new Progress({ ...stream, write: (part: string) => (text += part) }, 20, () => time);
    for (const [at, name] of steps) {
      time = at;
      progress.step(name);
    }
    progress.clear();
    progress.clear();
    return text;
  }

  test('a terminal has one line that is rewritten, cut to its width, and gone in the end', () => {
    expect(
      shown({ isTTY: true, columns: 20 }, [
        [60, 'a.js'],
        [61, 'too soon'],
        [200, 'src/very/long/name.ts'],
      ]),
    ).toBe('\r\x1b[K[1/20] a.js\r\x1b[K[3/20] …ong/name.ts\r\x1b[K');
  });

  test('a pipe has plain lines, now and then', () => {
    expect(
      shown({}, [
        [60, 'a.js'],
        [21000, 'b.js'],
        [22000, 'c.js'],
        [42000, 'd.js'],
      ]),
    ).toBe('2 of 20 files\n4 of 20 files\n');
  });
});
