import { execFileSync } from 'node:child_process';
import { getCurrent } from 'greenc';
import { exitOnCollect } from 'greenc/hub';
import { projectRoot } from '../cli/support.js';

test('nothing is kept of tasks that nobody can wake, and exitOnCollect ends them', () => {
  const args = ['--expose-gc', '--import', './dist/cli/register/index.cjs', require.resolve('./garbage.mjs')];
  const env = { ...process.env, NODE_OPTIONS: '' };
  const output = execFileSync(process.execPath, args, { cwd: projectRoot, encoding: 'utf8', env });
  const { cases, wrong, log } = JSON.parse(output);
  expect(cases).toBeGreaterThan(10);
  expect(wrong).toEqual([]);
  expect(log).toEqual(['asks true', 'known', 'linked GreenletExit', 'plain', 'sleeper', 'unknown']);
});

test('only greenlets can exit, and not main', () => {
  expect(() => exitOnCollect({} as never)).toThrow('only a greenlet can be ended, and not main');
  expect(() => exitOnCollect(getCurrent())).toThrow('only a greenlet');
});
