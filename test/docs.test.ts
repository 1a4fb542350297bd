/**
 * What README.md, ARCHITECTURE.md and docs/cli.md show is true. A comment in front of a code block says what the block is:
 *
 *     <!-- run FILE OPTION -->  a program, run by the built command line, in a folder with all of the document's files
 *     <!-- start FILE -->       a command that runs such a program in another way, with the same output
 *     <!-- file FILE -->        another file of that folder
 *     <!-- output FILE -->      all that the program prints
 *     <!-- errors FILE -->      the same of what it prints as errors
 *     <!-- source FILE -->      a module for the compiler
 *     <!-- pass FILE PASS -->   what the compiler's pass has made of it
 *
 * UPDATE_DOCS=1 npm test -- docs   writes outputs and passes anew (look at the diff, and at the text around it).
 */
import { execFile, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { transformFileSync } from '@babel/core';
import { explainPasses } from '../compiler/explain/passes.js';
import { projectRoot } from './cli/support.js';

const update = process.env.UPDATE_DOCS === '1';
const cli = join(projectRoot, 'dist', 'cli', 'main.js');
const marked = /(<!-- (run|start|file|output|errors|source|pass) (\S+)(?: (\S+))? -->\n+```\w*\n)([\s\S]*?)```/g;

class Document {
  readonly #path: string;
  #text: string;

  constructor(name: string) {
    this.#path = join(projectRoot, name);
    this.#text = readFileSync(this.#path, 'utf8');
  }

  get text(): string {
    return this.#text;
  }

  blocks(wanted: string) {
    return [...this.#text.matchAll(marked)]
      .filter(([, , kind]) => kind === wanted)
      .map(([, opening, , file, pass, content]) => ({ opening, file, pass, content }));
  }

  has(kind: string, file: string): boolean {
    return this.blocks(kind).some(block => block.file === file);
  }

  block(kind: string, file: string) {
    const found = this.blocks(kind).find(block => block.file === file);
    if (found === undefined) throw new Error(`The document has no block <!-- ${kind} ${file} -->.`);
    return found;
  }

  /** Compares a block with what it should show, or brings it up to date. */
  holds({ opening, content }: { opening: string; content: string }, actual: string): void {
    if (!update) {
      expect(content).toBe(actual);
      return;
    }
    this.#text = this.#text.replace(opening + content, () => opening + actual);
    writeFileSync(this.#path, this.#text);
  }
}

const readme = new Document('README.md');
const architecture = new Document('ARCHITECTURE.md');
/** Pages whose programs are run. */
const pages = ['docs/debugging.md', 'docs/ends.md', 'docs/from-async.md', 'docs/from-gevent.md', 'docs/node.md'].map(
  name => ({
    name,
    page: new Document(name),
  }),
);
const fromFibers = new Document('docs/from-fibers.md');
const mistakes = new Document('docs/mistakes.md');

/** Inside the project, where `greenc` means the project itself. */
let folder: string;
/** The same for docs/from-fibers.md, whose package.json has a configuration: a package of its own, with greenc installed. */
let fibersFolder: string;
/** The same for docs/mistakes.md, whose places stand in its messages. */
let mistakesFolder: string;

beforeAll(() => {
  folder = folderOf(readme, ...pages.map(({ page }) => page));
  fibersFolder = packageOf(fromFibers);
  mistakesFolder = packageOf(mistakes);
});

afterAll(() => {
  for (const path of [folder, fibersFolder, mistakesFolder]) rmSync(path, { recursive: true, force: true });
});

function folderOf(...documents: Document[]): string {
  const path = mkdtempSync(join(projectRoot, '.docs-'));
  for (const { file, content } of documents.flatMap(one => [...one.blocks('run'), ...one.blocks('file')])) {
    mkdirSync(dirname(join(path, file)), { recursive: true });
    writeFileSync(join(path, file), content);
  }
  return path;
}

/** A package of its own, with greenc installed. */
function packageOf(document: Document): string {
  const path = folderOf(document);
  mkdirSync(join(path, 'node_modules'), { recursive: true });
  symlinkSync(projectRoot, join(path, 'node_modules', 'greenc'));
  return path;
}

function node(cwd: string, ...args: string[]) {
  const env = { ...process.env, NO_COLOR: '1', NODE_OPTIONS: '', GREENC_CACHE: 'off' };
  return spawnSync(process.execPath, args, { cwd, encoding: 'utf8', env, timeout: 60_000 });
}

const greenc = (...args: string[]) => node(folder, cli, ...args);

const programs = pages.flatMap(({ name, page }) => page.blocks('run').map(({ file }) => ({ name, page, file })));
test.each(programs)('$name: $file prints what is shown', ({ page, file }) => {
  const { stdout, stderr } = greenc('run', file);
  for (const [kind, text] of [
    ['output', stdout.replaceAll(pathToFileURL(folder).href, 'file:///app')],
    ['errors', stderr],
  ])
    if (text !== '' || page.has(kind, file)) page.holds(page.block(kind, file), text);
});

const commands = pages.flatMap(({ page }) => page.blocks('start').map(one => ({ ...one, page })));
test.each(commands)('$content', ({ page, file, content }) => {
  const { stdout, stderr } = greenc(...content.trim().split(' ').slice(1));
  expect({ stdout, stderr }).toEqual({ stdout: page.block('output', file).content, stderr: '' });
});

describe('docs/mistakes.md', () => {
  const start = promisify(execFile);

  /** What Node prints of a program, without what is Node's: its version, its own frames, and its own lines. */
  async function printed(...args: string[]) {
    const env = { ...process.env, NO_COLOR: '1', NODE_OPTIONS: '', GREENC_CACHE: join(mistakesFolder, 'cache') };
    const { stdout, stderr } = await start(process.execPath, args, { cwd: mistakesFolder, env, timeout: 60_000 }).catch(
      (failed: { stdout: string; stderr: string }) => failed,
    );
    const errors = stderr
      .replaceAll(pathToFileURL(mistakesFolder).href, 'file:///app')
      .replaceAll(mistakesFolder, '/app')
      .replace(/\nNode\.js v\S+\n$/, '')
      .replace(/^node:internal.*\n.*\n +\^\n\n/, '')
      .replace(/^ {4}at .*(?:\(| )node:internal.*\n/gm, '')
      .replace(/(?<=node:\w+)(?::\d+)+/g, '')
      .replace(/\^\n\n+/, '^\n\n');
    return { stdout, errors };
  }

  const files = mistakes.blocks('run').map(({ file }) => file);
  type Printed = Awaited<ReturnType<typeof printed>>;
  let ran: Record<string, Printed>;
  let hooked: Record<string, Printed>;

  beforeAll(async () => {
    const all = async (...how: string[]) => {
      const outcomes = await Promise.all(files.map(file => printed(...how, file)));
      return Object.fromEntries(files.map((file, i) => [file, outcomes[i]]));
    };
    ran = await all(cli, 'run');
    hooked = await all('--import', 'greenc/register');
  }, 120_000);

  test.each(files)('%s prints what is shown', file => {
    const { stdout, errors } = ran[file];
    mistakes.holds(mistakes.block('errors', file), errors);
    if (stdout !== '' || mistakes.has('output', file)) mistakes.holds(mistakes.block('output', file), stdout);
  });

  test.each(files)('%s: the register hook has the same printed, but for the line above', file => {
    const below = ({ errors }: Printed) => errors.slice(errors.search(/^(?:\w*Error|Timeout|Deadlock): /m));
    expect(below(hooked[file])).toBe(below(ran[file]));
    expect(hooked[file].stdout).toBe(ran[file].stdout);
  });
});

describe('docs/from-fibers.md', () => {
  test.each(fromFibers.blocks('run').map(({ file }) => file))('%s prints what is shown', file => {
    const { stdout, stderr } = node(fibersFolder, cli, 'run', file);
    expect(stderr).toBe('');
    fromFibers.holds(fromFibers.block('output', file), stdout);
  });

  test.each(fromFibers.blocks('start').map(({ file, content }) => [content.trim(), file]))('%s', (command, file) => {
    const { stdout, stderr } = node(fibersFolder, ...command.split(' ').slice(1));
    expect({ stdout, stderr }).toEqual({ stdout: fromFibers.block('output', file).content, stderr: '' });
  });

  test('the package that stands in for fibers is found by plain Node', () => {
    const [{ file }] = fromFibers.blocks('run');
    const out = join(fibersFolder, 'out');
    expect(node(fibersFolder, cli, 'compile', file, '--out-dir', 'out').stderr).toBe('');
    mkdirSync(join(out, 'node_modules'));
    renameSync(join(fibersFolder, 'stand-ins', 'fibers'), join(out, 'node_modules', 'fibers'));
    const { stdout, stderr } = node(out, file);
    expect({ stdout, stderr }).toEqual({ stdout: fromFibers.block('output', file).content, stderr: '' });
  });
});

describe('README.md', () => {
  test.each(readme.blocks('run').map(({ file, pass }) => [file, pass]))('%s prints what is shown', (file, option) => {
    const { stdout, stderr } = greenc('run', ...(option ? [option] : []), file);
    expect(stderr).toBe('');
    readme.holds(readme.block('output', file), stdout.replaceAll(pathToFileURL(folder).href, 'file:///app'));
  });

  test.each(readme.blocks('start').map(({ file, content }) => [content.trim(), file]))('%s', (command, file) => {
    const [program, ...args] = command.split(' ');
    expect(program).toBe('node');
    const { stdout, stderr } = node(folder, ...args);
    expect({ stdout, stderr }).toEqual({ stdout: readme.block('output', file).content, stderr: '' });
  });

  test('the Babel configuration compiles a marked module', () => {
    const { file } = readme.block('file', 'babel.config.json');
    const source = join(folder, readme.blocks('run')[0].file);
    const result = transformFileSync(source, { cwd: folder, configFile: join(folder, file), babelrc: false });
    expect(result?.code).toContain('from "greenc/runtime"');
  });

  test('lists all that can be imported', () => {
    const exported = ['runtime/index', 'runtime/python'].flatMap(name => Object.keys(require(`../${name}.js`)));
    expect(exported.filter(name => !readme.text.includes(`\`${name}`))).toEqual([]);
  });

  test('names scripts that exist', () => {
    const { scripts } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8'));
    const named = [...readme.text.matchAll(/`npm (?:run )?(start|test|[a-z]+)\b[^`]*`/g)].map(([, name]) => name);
    expect(named.filter(name => name !== 'install' && !Object.hasOwn(scripts, name))).toEqual([]);
  });
});

describe('docs/cli.md', () => {
  const text = readFileSync(join(projectRoot, 'docs', 'cli.md'), 'utf8');
  const options = (part: string) => [...new Set(part.match(/(?<![\w-])--[a-z][a-z-]+/g))].sort();
  const section = (title: string) => text.split(/^## /m).find(part => part.startsWith(title)) ?? '';

  test('lists the commands, and the options of each', () => {
    const commands = [...greenc('--help').stdout.matchAll(/^ {2}(\w+) (?:\[|<)/gm)].map(([, name]) => name);
    expect(commands.length).toBeGreaterThan(2);
    for (const name of commands.filter(one => one !== 'help')) {
      expect(readme.text).toContain(`\`greenc ${name} `);
      const help = options(greenc(name, '--help').stdout).filter(option => option !== '--help');
      const selecting = options(section('What is compiled')).filter(option => help.includes(option));
      const named = new Set([...selecting, ...options(section(name))]);
      expect([name, ...[...named].sort()]).toEqual([name, ...help]);
    }
  });
});

describe('ARCHITECTURE.md', () => {
  const passes = architecture.blocks('pass');

  test.each(passes.map(({ file, pass }) => [file, pass]))('%s after %s', (file, pass) => {
    const { content } = architecture.block('source', file);
    const explained = explainPasses(content, { filename: file, cwd: dirname(file) }).find(one => one.pass === pass);
    const block = passes.find(one => one.file === file && one.pass === pass);
    if (block === undefined) throw new Error('unreachable');
    architecture.holds(block, `${explained?.text}\n`);
  });

  test('walks through every pass', () => {
    const [{ file, content }] = architecture.blocks('source');
    const all = explainPasses(content, { filename: file }).map(one => one.pass);
    expect(passes.filter(one => one.file === file).map(one => one.pass)).toEqual(all);
  });

  test('names files that exist', () => {
    const named = [
      ...architecture.text.matchAll(/`((?:compiler|runtime|cli|test|bench|examples|fixtures)\/[\w./-]*)`/g),
    ];
    expect(named.map(([, path]) => path).filter(path => !existsSync(join(projectRoot, path)))).toEqual([]);
  });
});

const linking: [name: string, page: Document][] = [
  ['README.md', readme],
  ['ARCHITECTURE.md', architecture],
  ...['cli', 'bundlers', 'hub'].map((name): [string, Document] => [`docs/${name}.md`, new Document(`docs/${name}.md`)]),
  ['docs/from-fibers.md', fromFibers],
  ...pages.map(({ name, page }): [string, Document] => [name, page]),
];
test.each(linking)('the links of %s lead somewhere', (name, { text }) => {
  const anchors = (markdown: string) =>
    [...markdown.matchAll(/^#+ (.+)$/gm)].map(
      ([, title]) =>
        `#${title
          .toLowerCase()
          .replace(/[^\w\s-]/g, '')
          .replace(/\s/g, '-')}`,
    );
  const targets = [...text.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target]) => target)
    .filter(target => !/^https?:/.test(target));
  const broken = targets.filter(target => {
    const [path, anchor] = target.split('#');
    const file = join(projectRoot, dirname(name), path);
    if (path !== '' && !existsSync(file)) return true;
    return anchor !== undefined && !anchors(path === '' ? text : readFileSync(file, 'utf8')).includes(`#${anchor}`);
  });
  expect(broken).toEqual([]);
});
