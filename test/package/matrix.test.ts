// The rows of the matrix that no bundler and no test runner stands for: the same program, from the packed package in an empty
// project, by the command and by the register hook, as ES modules and as CommonJS, in both languages.

import { transformSync } from 'esbuild';
import { type Language, languages, printed, projectFiles, withPlace } from '../bundlers/program.js';
import type { Folder } from '../cli/support.js';
import { projectWith } from '../support/installed.js';

jest.setTimeout(120_000);

const kinds = ['module', 'commonjs'] as const;
type Kind = (typeof kinds)[number];

const folderOf = (kind: Kind, language: Language): string => `${kind}/${language}`;

/** The files of the program, in a package of its own. Node looks for whole file names only. */
function packageOf(kind: Kind, language: Language): Record<string, string> {
  const sources = Object.entries(projectFiles()).filter(([name]) => name.startsWith(`${language}/src/`));
  const files = sources.map(([name, text]) => {
    const whole = text
      .replace(/ from '\.\/(\w+)'/g, ` from './$1.${language}'`)
      .replace(/ from "\.\/(\w+)"/g, ` from "./$1.js"`);
    const written =
      kind === 'commonjs' && language === 'js' ? transformSync(whole, { format: 'cjs', target: 'esnext' }).code : whole;
    return [`${kind}/${name}`, withPlace(name, written)[1]];
  });
  return { ...Object.fromEntries(files), [`${folderOf(kind, language)}/package.json`]: `{ "type": "${kind}" }` };
}

/** How it is started, in its package. */
const ways: Readonly<Record<string, (project: Folder, language: Language) => ReturnType<Folder['node']>>> = {
  'greenc run': (project, language) => project.node(command(project), 'run', `src/main.${language}`),
  'greenc compile, then node': project => {
    const compiled = project.node(command(project), 'compile', 'src', '--out-dir', 'out');
    expect(compiled).toMatchObject({ status: 0, stderr: '' });
    return project.node('out/main.js');
  },
  'node --import greenc/register': (project, language) =>
    project.node('--import', 'greenc/register', `src/main.${language}`),
  'node -r greenc/register': (project, language) => project.node('-r', 'greenc/register', `src/main.${language}`),
};

let all: Folder;

const command = (project: Folder): string => `${project.path}/../../node_modules/greenc/dist/cli/main.js`;

beforeAll(() => {
  const packages = kinds.flatMap(kind => languages.map(language => packageOf(kind, language)));
  const callbacks = Object.entries(projectFiles()).filter(([name]) => name.startsWith('node_modules/'));
  all = projectWith(Object.assign({}, ...packages, Object.fromEntries(callbacks)));
});

describe.each(Object.keys(ways))('%s', way => {
  test.each(kinds.flatMap(kind => languages.map(language => [kind, language] as const)))('%s, %s', (kind, language) => {
    const ran = ways[way]?.(all.inside(folderOf(kind, language)), language);
    expect(ran).toMatchObject({ status: 0, stdout: printed, stderr: '' });
  });
});
