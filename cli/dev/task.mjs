/** `node cli/dev/task.mjs TASK [ARGS…]`: runs one of the package's scripts in a clone in any state. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ensureBuilt, ensureInstalled, root } from './prepare.mjs';

const programs = {
  start: ['dist/cli/main.js', 'run', 'examples/main.ts'],
  bench: ['bench/main.mjs'],
  fuzz: ['test/fuzz.mjs'],
};

const [task, ...args] = process.argv.slice(2);
ensureInstalled();
if (task === 'build') {
  const { build } = await import('./build.mjs');
  await build({ strict: true });
} else if (Object.hasOwn(programs, task)) {
  await ensureBuilt();
  const [program, ...before] = programs[task];
  const { status } = spawnSync(process.execPath, [join(root, program), ...before, ...args], {
    cwd: root,
    stdio: 'inherit',
  });
  process.exitCode = status ?? 1;
} else {
  console.error(`Unknown task ${task}. Tasks: build, ${Object.keys(programs).join(', ')}.`);
  process.exitCode = 1;
}
