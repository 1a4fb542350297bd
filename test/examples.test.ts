// Every program in examples/ run by the built command line, its output against the file beside it.

import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

jest.setTimeout(120_000);

const root = process.cwd();
const folder = join(root, 'examples');
const cli = join(root, 'dist', 'cli', 'main.js');
const files = [
  ...readdirSync(folder),
  ...['data-layer', 'templates'].flatMap(name => [`${name}/main.expected.txt`, `${name}/main.ts`]),
].sort();
const programs = files.filter(file => file.endsWith('.ts'));

/** Options of `greenc run` a program needs. */
const options: Record<string, string[]> = {
  'data-layer/main.ts': ['--accessors'],
  'pull-tokenizer.ts': ['--include', '**/node_modules/acorn/**'],
  'templates/main.ts': ['--include', '**/node_modules/eta/**'],
};

beforeAll(() => {
  if (!existsSync(cli)) execFileSync('npm', ['run', 'build'], { cwd: root, stdio: 'inherit' });
});

test('there is a program for each expected output', () => {
  const expected = files.filter(file => file.endsWith('.expected.txt'));
  expect(expected.map(file => file.replace('.expected.txt', '.ts'))).toEqual(programs);
});

test.each(programs)('%s prints what it should', file => {
  const expected = readFileSync(join(folder, file.replace('.ts', '.expected.txt')), 'utf8');
  const run = spawnSync(process.execPath, [cli, 'run', ...(options[file] ?? []), join('examples', file)], {
    cwd: root,
    encoding: 'utf8',
  });
  expect(run.stderr).toBe('');
  expect(run.stdout).toBe(expected);
  expect(run.status).toBe(0);
});
