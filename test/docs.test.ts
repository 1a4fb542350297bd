/**
 * What README.md and ARCHITECTURE.md show is true. A comment in front of a code block says what the block is:
 *
 *     <!-- run FILE OPTION -->  a program, run by the built command line, in a folder with all of the document's files
 *     <!-- file FILE -->        another file of that folder
 *     <!-- output FILE -->      all that the program prints
 *     <!-- source FILE -->      a module for the compiler
 *     <!-- pass FILE PASS -->   what the compiler's pass has made of it
 *
 * UPDATE_DOCS=1 npm test -- docs   writes outputs and passes anew (look at the diff, and at the text around it).
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { transformFileSync } from '@babel/core';
import { explainPasses } from '../compiler/explain/passes.js';
import { projectRoot } from './cli/support.js';

const update = process.env.UPDATE_DOCS === '1';
const cli = join(projectRoot, 'dist', 'cli', 'main.js');
const marked = /(<!-- (run|file|output|source|pass) (\S+)(?: (\S+))? -->\n+```\w*\n)([\s\S]*?)```/g;

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

/** Inside the project, where `greenc` means the project itself. */
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(projectRoot, '.docs-'));
  for (const kind of ['run', 'file']) {
    for (const { file, content } of readme.blocks(kind)) writeFileSync(join(folder, file), content);
  }
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function greenc(...args: string[]) {
  const env = { ...process.env, NO_COLOR: '1', NODE_OPTIONS: '' };
  return spawnSync(process.execPath, [cli, ...args], { cwd: folder, encoding: 'utf8', env, timeout: 60_000 });
}

describe('README.md', () => {
  test.each(readme.blocks('run').map(({ file, pass }) => [file, pass]))('%s prints what is shown', (file, option) => {
    const { stdout, stderr } = greenc('run', ...(option ? [option] : []), file);
    expect(stderr).toBe('');
    readme.holds(readme.block('output', file), stdout.replaceAll(pathToFileURL(folder).href, 'file:///app'));
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

  test('lists the options of the command line', () => {
    const help = ['compile', 'explain', 'run'].map(command => greenc(command, '--help').stdout).join('');
    const options = (text: string) => [...new Set(text.match(/(?<![\w-])--[a-z][a-z-]+/g))].sort();
    const commands = readme.text.slice(readme.text.indexOf('## The commands'), readme.text.indexOf('## Which modules'));
    expect(options(commands)).toEqual(options(help).filter(option => option !== '--help'));
  });

  test('names scripts that exist', () => {
    const { scripts } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8'));
    const named = [...readme.text.matchAll(/`npm (?:run )?(start|test|[a-z]+)\b[^`]*`/g)].map(([, name]) => name);
    expect(named.filter(name => name !== 'install' && !Object.hasOwn(scripts, name))).toEqual([]);
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

test.each([
  ['README.md', readme],
  ['ARCHITECTURE.md', architecture],
])('the links of %s lead somewhere', (_name, { text }) => {
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
    const file = join(projectRoot, path);
    if (path !== '' && !existsSync(file)) return true;
    return anchor !== undefined && !anchors(path === '' ? text : readFileSync(file, 'utf8')).includes(`#${anchor}`);
  });
  expect(broken).toEqual([]);
});
