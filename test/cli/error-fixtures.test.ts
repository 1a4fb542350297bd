// The fixtures whose error is one of the command's: command.json says what is called, in a folder with which files;
// error.txt holds what it answers. Nothing may be written.
// UPDATE_FIXTURES=1 npm test -- error-fixtures   writes error.txt anew.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { folderWith, projectRoot } from './support.js';

interface Command {
  readonly args: readonly string[];
  readonly files: Readonly<Record<string, string>>;
}

const root = join(projectRoot, 'fixtures');
const names = readdirSync(root).filter(name => existsSync(join(root, name, 'command.json')));

test.each(names)('%s', name => {
  const { args, files } = JSON.parse(readFileSync(join(root, name, 'command.json'), 'utf8')) as Command;
  const folder = folderWith(files);
  const { status, stdout, stderr } = folder.greenc(...args);
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
  const path = join(root, name, 'error.txt');
  if (process.env.UPDATE_FIXTURES === '1') writeFileSync(path, stderr);
  expect(stderr).toBe(readFileSync(path, 'utf8'));
  expect(folder.list('.')).toEqual(Object.keys(files).sort());
  for (const [file, content] of Object.entries(files)) expect(folder.read(file)).toBe(content);
});
