/** `npm test [-- JEST ARGUMENTS…]`: jest, and its counts as the last line. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBuilt, ensureInstalled, root } from './prepare.mjs';

ensureInstalled();
await ensureBuilt();
const folder = mkdtempSync(join(tmpdir(), 'greenc-test-'));
try {
  const jest = createRequire(import.meta.url).resolve('jest/bin/jest');
  const resultFile = join(folder, 'result.json');
  const args = ['--expose-gc', jest, '--json', `--outputFile=${resultFile}`, ...process.argv.slice(2)];
  // With --json jest prints the results to standard output as well; what people read goes to standard error.
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: ['inherit', 'ignore', 'inherit'] });
  const { passed, failed } = countsIn(resultFile);
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = status === 0 && failed === 0 ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function countsIn(resultFile) {
  try {
    const result = JSON.parse(readFileSync(resultFile, 'utf8'));
    // A suite that could not even be loaded has no failed tests of its own.
    return { passed: result.numPassedTests, failed: result.numFailedTests + result.numRuntimeErrorTestSuites };
  } catch {
    return { passed: 0, failed: 1 };
  }
}
