import { folderWith } from './support.js';

const marked = '"use greenlet";\n';

describe('greenc compile: bad input', () => {
  test('a syntax error names file, line and column, shows the code, and nothing is written', () => {
    const folder = folderWith({ 'src/a.js': `${marked}f();\n`, 'src/b.js': `${marked}let x = ;\n` });
    const { status, stdout, stderr } = folder.greenc('compile', 'src', '--out-dir', 'out');
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toBe(
      [
        'src/b.js:2:9: error GC001: Syntax error: Unexpected token ";"',
        '  1 | "use greenlet";',
        '> 2 | let x = ;',
        '    |         ^',
        '  3 |\n',
      ].join('\n'),
    );
    expect(folder.has('out')).toBe(false);
  });

  test('errors of several files are all shown', () => {
    const folder = folderWith({ 'a.js': `${marked}let x = ;\n`, 'b.ts': 'let y: = 1;\n' });
    const { status, stderr } = folder.greenc('compile', '.', '--out-dir', 'out');
    expect(status).toBe(1);
    expect(stderr).toContain('a.js:2:9: error GC001');
    expect(stderr).toContain('b.ts:1:8: error GC001');
  });

  test.each([
    ['after an import', 'import "x";\n"use greenlet";\n', '2:1', 'Put it at the top of the file'],
    ['in parentheses', '("use greenlet");\n', '1:1', 'without parentheses'],
    ['as a template', '`use greenlet`;\n', '1:1', 'as a plain string'],
    ['in a function', 'function f() {\n  "use greenlet";\n}\n', '2:3', 'It marks whole modules'],
    ['no greenlet, too late', 'function f() {\n  g();\n  "no greenlet";\n}\n', '3:3', 'before every other statement'],
  ])('a directive in the wrong place: %s', (_name, source, position, hint) => {
    const folder = folderWith({ 'a.mjs': source });
    const { status, stderr } = folder.greenc('compile', 'a.mjs', '--out-dir', 'out');
    expect(status).toBe(1);
    expect(stderr).toContain(`a.mjs:${position}: error GC002`);
    expect(stderr).toContain(hint);
    expect(folder.has('out')).toBe(false);
  });

  test.each([
    ['plural', '"use greenlets";\nf();\n', '1:1', '"use greenlet"'],
    ['capitals, not the first', '"use strict"; "Use Greenlet";\nf();\n', '1:15', '"use greenlet"'],
    ['hyphen', "'use-greenlet'\nf();\n", '1:1', '"use greenlet"'],
    ['in a function', 'function f() {\n  "no greenlets";\n}\n', '2:3', '"no greenlet"'],
  ])('a misspelt directive: %s', (_name, source, position, meant) => {
    const folder = folderWith({ 'a.mjs': source });
    const { status, stderr } = folder.greenc('compile', 'a.mjs', '--out-dir', 'out');
    expect(status).toBe(1);
    expect(stderr).toContain(`a.mjs:${position}: error GC007: There is no directive`);
    expect(stderr).toContain(`hint: Did you mean ${meant}?`);
    expect(folder.has('out')).toBe(false);
  });

  test.each([
    ['do expressions', 'a.js', 'const x = do { 1; };', '`do` expressions'],
    ['the pipeline operator', 'a.js', 'f() |> g;', 'the pipeline operator'],
    ['module blocks', 'a.js', 'const x = module { 1; };', 'does not compile: module blocks'],
    ['JSX in .js', 'a.js', 'f(<p/>);', 'Name the file .jsx'],
    ['JSX in .ts', 'a.ts', 'f(<p/>);', 'hint: It is TypeScript with JSX: name the file .tsx.'],
    ['a type in .js', 'a.js', 'const x: number = 1;', 'hint: It is TypeScript: name the file .ts.'],
    ['a type in .mjs', 'a.mjs', 'const x: number = 1;', 'hint: It is TypeScript: name the file .mts.'],
    ['a type in .jsx', 'a.jsx', 'const x: number = <p/>;', 'hint: It is TypeScript with JSX: name the file .tsx.'],
    ['import in .cjs', 'a.cjs', 'import "x";', 'Name it .mjs'],
    ['export = in an ES module', 'a.mts', 'export = 1;', 'Name the file .cts'],
  ])('unsupported syntax: %s', (_name, file, source, text) => {
    const folder = folderWith({ [file]: `${marked}${source}\n` });
    const { status, stderr } = folder.greenc('compile', file, '--out-dir', 'out');
    expect(status).toBe(1);
    expect(stderr).toMatch(new RegExp(`^${file.replace('.', '\\.')}:2:\\d+: error GC00\\d`));
    expect(stderr).toContain('> 2 |');
    expect(stderr).toContain(text);
    expect(stderr).not.toMatch(/^ {4}at /m);
  });

  test('missing files and folders', () => {
    const folder = folderWith({ 'a.js': '1', 'empty/readme.md': 'x', 'b.css': 'x' });
    const { status, stderr } = folder.greenc('compile', 'a.js', 'gone.js', 'empty', 'b.css', '--out-dir', 'out');
    expect(status).toBe(1);
    expect(stderr).toContain('error GC301: No such file or folder: gone.js');
    expect(stderr).toContain('error GC307: Nothing to compile in empty');
    expect(stderr).toContain('error GC306: b.css is not a file greenc compiles');
    expect(folder.has('out')).toBe(false);
  });

  test('two inputs for one output, and an input under its own output', () => {
    const folder = folderWith({ 'src/a.ts': '1', 'src/a.js': '2', 'b/c.js': '3' });
    const clash = folder.greenc('compile', 'src', '--out-dir', 'out');
    expect(clash.status).toBe(1);
    expect(clash.stderr).toContain('error GC304: src/a.js and src/a.ts would both be written to out/a.js');
    const onto = folder.greenc('compile', 'b', '--out-dir', 'b');
    expect(onto.status).toBe(1);
    expect(onto.stderr).toContain('error GC305: b/c.js would be overwritten by its own output');
    expect(folder.read('b/c.js')).toBe('3');
  });

  test('unwritable output leaves nothing half-written', () => {
    const folder = folderWith({ 'src/a.js': '1', 'src/b/c.js': '2', 'out/b': 'a file', file: 'x' });
    const inWay = folder.greenc('compile', 'src', '--out-dir', 'out');
    expect(inWay.status).toBe(1);
    expect(inWay.stderr).toMatch(/^error GC303: Cannot write out\/b\/c\.js: /);
    expect(folder.list('out')).toEqual(['b']);
    const underFile = folder.greenc('compile', 'src', '--out-dir', 'file/out');
    expect(underFile.status).toBe(1);
    expect(underFile.stderr).toMatch(/^error GC303: Cannot write file\/out\/a\.js: /);
  });

  test('unknown options and commands suggest the nearest', () => {
    const folder = folderWith({ 'a.js': '1' });
    const option = folder.greenc('compile', 'a.js', '--outdir', 'out');
    expect(option.status).toBe(1);
    expect(option.stderr).toContain("error: unknown option '--outdir'\n(Did you mean --out-dir?)");
    const command = folder.greenc('complie', 'a.js');
    expect(command.status).toBe(1);
    expect(command.stderr).toContain('Did you mean compile?');
    const missing = folder.greenc('compile', 'a.js');
    expect(missing.status).toBe(1);
    expect(missing.stderr).toContain("required option '--out-dir <dir>' not specified");
    const choice = folder.greenc('compile', 'a.js', '--out-dir', 'out', '--source-type', 'modul');
    expect(choice.status).toBe(1);
    expect(choice.stderr).toContain('Allowed choices are module, script, unambiguous');
  });

  test.each([
    ['--accessor', 'o.value', 'It takes the name of one property'],
    ['--accessor', 'value,total', 'It takes the name of one property'],
    ['--accessor', '', 'It takes the name of one property'],
    ['--include', ' ', 'The pattern is empty'],
    ['--exclude', '', 'The pattern is empty'],
    ['--out-dir', '', "required option '--out-dir <dir>' not specified"],
    ['--checks', 'fully', 'Allowed choices are links, full'],
  ])('%s "%s" is refused', (option, value, message) => {
    const folder = folderWith({ 'a.js': '1' });
    const { status, stderr } = folder.greenc('compile', 'a.js', '--out-dir', 'out', `${option}=${value}`);
    expect({ status, files: folder.list('.') }).toEqual({ status: 1, files: ['a.js'] });
    expect(stderr).toContain(message);
  });

  test('names of properties that are no identifiers are names', () => {
    const folder = folderWith({ 'a.js': '"use greenlet";\nexports.f = o => [o["1x"], o["a-b"]];\n' });
    expect(folder.greenc('compile', 'a.js', '--out-dir', 'out', '--accessor=1x', '--accessor', 'a-b').status).toBe(0);
    expect(folder.read('out/a.js').match(/=== \$S\)/g)).toHaveLength(3);
  });

  test('--version and --help', () => {
    const folder = folderWith({});
    expect(folder.greenc('--version').stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
    const help = folder.greenc('--help');
    expect(help.status).toBe(0);
    expect(help.stdout).toContain('compile');
    expect(help.stdout).toContain('run');
  });
});
