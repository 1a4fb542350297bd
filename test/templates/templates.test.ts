/** Eta, compiled and over a store that has to be waited for, against Eta itself over one that has not. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { projectRoot } from '../cli/support.js';

jest.setTimeout(60_000);

function rendered(how: 'native' | 'green'): string[] {
  const cli = join(projectRoot, 'dist', 'cli', 'main.js');
  const options = how === 'green' ? ['--include', '**/node_modules/eta/**'] : [];
  const args = [cli, 'run', ...options, join('test', 'templates', 'render.ts'), how];
  const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: projectRoot, encoding: 'utf8' });
  expect(stderr).toBe('');
  return JSON.parse(stdout);
}

test('a synchronous template engine renders the same over templates that it has to wait for', () => {
  const native = rendered('native');
  expect(native.length).toBe(64);
  expect(native[0]).toMatch(/<title>page 0.*&lt;cup&gt;, 9\.99 €.*aside: <li>-: tea/s);
  expect(rendered('green')).toEqual(native);
});
