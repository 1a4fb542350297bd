/**
 * `greenc/fibers` against node-fibers: programs that print, and what they printed with node-fibers 5 on Node 14, the last
 * version of Node that it runs on. There is code in them for all that its own tests look at and that is no matter of its native parts.
 *
 *     FIBERS_ORACLE=NODE14 NODE_PATH=MODULES npx jest test/fibers/fibers
 *
 * has the original print it again: an executable of Node 14, and a folder in which `fibers` is installed.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../cli/support.js';

const folder = join(__dirname, 'programs');
const cli = join(projectRoot, 'dist', 'cli', 'main.js');
const oracle = process.env.FIBERS_ORACLE;
const programs = readdirSync(folder).filter(name => name.endsWith('.cjs'));

function printed(executable: string, args: readonly string[]): string {
  const env = { ...process.env, NO_COLOR: '1', NODE_OPTIONS: '' };
  const { status, stdout, stderr } = spawnSync(executable, args, {
    cwd: folder,
    encoding: 'utf8',
    env,
    timeout: 60_000,
  });
  return `${stdout}${stderr}exit code ${status}\n`;
}

test.each(programs)('%s prints what it prints with node-fibers', name => {
  const file = join(folder, name.replace('.cjs', '.txt'));
  if (oracle !== undefined) writeFileSync(file, printed(oracle, ['--expose-gc', name]));
  const args = ['run', '--no-config', '--no-cache', '--all', '--alias', 'fibers=greenc/fibers', name];
  expect(printed(process.execPath, ['--expose-gc', cli, ...args])).toBe(readFileSync(file, 'utf8'));
});
