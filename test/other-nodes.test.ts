/** A part of the tests on the other versions of Node that greenc is for: what waits there, and what newer ones have that this one has not. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nodesFor } from './support/node-versions.js';
import { projectRoot } from './support/root.js';

/** What is over soon: the rest is run by hand, with `node` of that version in place of this one's. */
const files = [
  'test/built-ins/newer-statics',
  'test/hub/(?:asyncify|events|groups|iterate|local|locks|misuse|queues|select|task|timeouts|waiting-points)',
  'test/node/(?:fs|fs-differential|http|kills|net|other-differential|patch)',
].map(pattern => `${pattern}\\.test`);

const others = nodesFor('the hub and greenc/node').slice(1);
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'greenc-other-nodes-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

(others.length > 0 ? describe : describe.skip)('the hub, greenc/node and newer built-ins', () => {
  test.each(others.length > 0 ? others : [['none', '']])(
    'on Node %s',
    (version, executable) => {
      const report = join(folder, `${version}.json`);
      const jest = createRequire(__filename).resolve('jest/bin/jest');
      const args = ['--expose-gc', jest, '--runInBand', '--ci', '--json', `--outputFile=${report}`, ...files];
      const { JEST_WORKER_ID: _, ...env } = process.env;
      const { error, stderr } = spawnSync(executable, args, {
        cwd: projectRoot(),
        encoding: 'utf8',
        env: { ...env, NODE_OPTIONS: '' },
        stdio: ['ignore', 'ignore', 'pipe'],
        timeout: 150_000,
      });
      expect(error).toBeUndefined();
      const { success, numPassedTests, testResults } = JSON.parse(readFileSync(report, 'utf8'));
      if (!success) throw new Error(stderr);
      expect(numPassedTests).toBeGreaterThan(700);
      expect(testResults.length).toBe(20);
    },
    180_000,
  );
});
