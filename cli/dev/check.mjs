/** `npm run check`: everything about the source and the package that is not a test. One count per check. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ensureBuilt, ensureInstalled, root } from './prepare.mjs';

ensureInstalled();
await ensureBuilt();
const folder = mkdtempSync(join(tmpdir(), 'greenc-check-'));
try {
  const checks = [
    ['types', () => run('typescript', 'tsc', ['-p', 'tsconfig.json'])],
    ['types of the runtime, without those of Node', () => run('typescript', 'tsc', ['-p', 'tsconfig.runtime.json'])],
    ['lint and format', () => run('@biomejs/biome', 'biome', ['ci', '--error-on-warnings', '--colors=off'])],
    ['unused files, exports and dependencies', () => run('knip', 'knip', [])],
    ['npm pack', () => pack(folder)],
    ['publint', () => run('publint', 'publint', ['run', tarball(folder), '--strict'])],
    // TypeScript's resolution of before 2022 knows no exports: package.json has "typesVersions" for that.
    ['are the types wrong?', () => run('@arethetypeswrong/cli', 'attw', [tarball(folder)])],
  ];
  let failed = 0;
  for (const [name, check] of checks) {
    const { status, output } = check();
    if (status !== 0) failed++;
    console.log(`${status === 0 ? 'ok    ' : 'FAILED'} ${name}`);
    if (status !== 0) console.log(output.replace(/^/gm, '       '));
  }
  console.log(`${checks.length - failed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Runs a dependency's command with the Node that runs this. */
function run(packageName, command, args) {
  const packageFile = join(root, 'node_modules', packageName, 'package.json');
  const { bin } = JSON.parse(readFileSync(packageFile, 'utf8'));
  const script = join(dirname(packageFile), typeof bin === 'string' ? bin : bin[command]);
  return spawn(process.execPath, [script, ...args]);
}

function pack(destination) {
  // Without scripts: dist/ is up to date, and building it here would take it away from whoever is using it.
  return spawn('npm', ['pack', '--ignore-scripts', '--loglevel=error', '--pack-destination', destination]);
}

function spawn(command, args) {
  const env = { ...process.env, NO_COLOR: '1' };
  const shell = command === 'npm' && process.platform === 'win32';
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd: root, encoding: 'utf8', env, shell });
  return { status: status ?? 1, output: `${stdout ?? ''}${stderr ?? ''}${error ?? ''}`.trim() };
}

function tarball(destination) {
  const name = readdirSync(destination).find(entry => entry.endsWith('.tgz'));
  return join(destination, name ?? 'missing.tgz');
}
