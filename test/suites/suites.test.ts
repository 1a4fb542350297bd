// The parts of the runner that need no clones, and whole runs of packages made up here.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { type Folder, folderWith, projectRoot } from '../cli/support.js';
import { countsOf, differences, excused, type Outcome, readOutcomes } from './outcomes.js';
import { type Package, packages } from './packages.js';
import { document, summary } from './report.js';
import { runPackage } from './run-package.js';

describe('outcomes', () => {
  it('reads what our reporters write', () => {
    expect(
      readOutcomes('mocha', '{"name":"a","state":"passed"}\n{"name":"b","state":"failed","error":"no"}\n'),
    ).toEqual([
      { name: 'a', state: 'passed' },
      { name: 'b', state: 'failed', error: 'no' },
    ]);
  });

  it('reads TAP: what sums up the lines above it is counted only if none of them failed', () => {
    const text = `TAP version 13
# Subtest: one
    ok 1 - first # time=3ms
    not ok 2 - second
    # Subtest: inner
        ok 1 - third
    ok 3 - inner
not ok 1 - one
# two
ok 2 fourth
ok 3 fifth # SKIP not here
# Subtest: dies
    ok 1 - sixth
not ok 4 - dies`;
    expect(readOutcomes('tap', text)).toEqual([
      { name: 'one: first', state: 'passed' },
      { name: 'one: second', state: 'failed' },
      { name: 'inner: third', state: 'passed' },
      { name: 'two: fourth', state: 'passed' },
      { name: 'two: fifth', state: 'skipped' },
      { name: 'dies: sixth', state: 'passed' },
      { name: 'dies: dies', state: 'failed' },
    ]);
  });

  const qunit = ' FAIL - a test\n    FAIL | OK | died\n    FAIL | EQ | too few\n    PASS: 3  FAIL: 2  TOTAL: 5\n';

  it('reads sums, with the names of failures', () => {
    const counts = (text: string) => countsOf(readOutcomes('summary', text));
    expect(counts(qunit)).toEqual({ passed: 3, failed: 2, skipped: 0 });
    expect(readOutcomes('summary', qunit).at(-1)).toEqual({ name: 'a test', state: 'failed' });
    expect(counts('  Total: 9 tests run in 7ms; all passed.')).toEqual({ passed: 9, failed: 0, skipped: 0 });
    expect(counts('  Total: 9 tests run in 7ms; 4 failures.')).toEqual({ passed: 5, failed: 4, skipped: 0 });
    expect(counts('the suite died')).toEqual({ passed: 0, failed: 0, skipped: 0 });
  });

  it('names each test that came out otherwise', () => {
    const original: Outcome[] = [
      { name: 'a', state: 'passed' },
      { name: 'b', state: 'passed' },
      { name: 'b', state: 'passed' },
      { name: 'c', state: 'skipped' },
    ];
    expect(differences(original, [...original].reverse())).toEqual([]);
    const compiled: Outcome[] = [
      { name: 'a', state: 'passed' },
      { name: 'b', state: 'passed' },
      { name: 'b', state: 'failed', error: 'no' },
    ];
    expect(differences(original, compiled)).toEqual([
      'b: passed 1×, in the original only',
      'c: skipped 1×, in the original only',
      'b: failed 1×, compiled only (no)',
    ]);
  });

  it('excuses what fails by decision, and nothing else', () => {
    const original = readOutcomes('summary', '    PASS: 5  FAIL: 0');
    const compiled = readOutcomes('summary', qunit);
    const limit = (test: RegExp) => [{ test, why: 'by decision' }];
    expect(differences(original, excused(compiled, limit(/^a test$/), 'summary'))).toEqual([]);
    expect(differences(original, excused(compiled, limit(/^another$/), 'summary'))).toHaveLength(2);
    const failed: Outcome[] = [{ name: 'x', state: 'failed' }];
    expect(excused(failed, limit(/x/), 'mocha')).toEqual([{ name: 'x', state: 'passed' }]);
  });
});

describe('a package', () => {
  const library = `
    exports.pick = function pick(list, test) { return list.filter(item => test(item)); };
    exports.Counter = class Counter { #n = 0; add() { return ++this.#n; } };
    exports.text = () => exports.pick.toString();`;
  const suite = `
    const test = require('node:test');
    const assert = require('node:assert');
    const { pick, Counter, text } = require('../lib/index.js');
    test('picks', () => assert.deepStrictEqual(pick([1, 2, 3], n => n > 1), [2, 3]));
    test.describe('counter', () => { test.it('counts', () => assert.strictEqual(new Counter().add(), 1)); });
    test.skip('later');
    test('is as it was written', () => assert.match(text(), /test => item|list.filter\\(item => test\\(item\\)\\); }$/));`;
  const clone = (extra: Record<string, string> = {}) =>
    folderWith({
      'made-up/package.json': '{ "version": "1.2.3" }',
      'made-up/lib/index.js': library,
      'made-up/test/index.test.js': suite,
      ...extra,
    });
  const made: Package = {
    name: 'made-up',
    repository: 'nobody/made-up',
    commit: '1234567',
    exercises: 'what is in it',
    sources: ['lib'],
    needs: [],
    run: ['--test'],
    format: 'node',
    unit: 'tests',
  };
  const run = (one: Package, folder: Folder) =>
    runPackage(one, { suites: folder.path, root: projectRoot, timeLimit: 60_000 });

  it('is run as it is and compiled; what differs is told', () => {
    const result = run(made, clone());
    if (result.kind === 'missing') throw new Error(result.reason);
    expect(countsOf(result.original.outcomes)).toEqual({ passed: 3, failed: 0, skipped: 1 });
    expect(countsOf(result.compiled.outcomes)).toEqual({ passed: 2, failed: 1, skipped: 1 });
    expect(result.differences).toHaveLength(2);
    expect(result.differences.join()).toContain('index.test.js: is as it was written');
    expect(result.compilation).toMatchObject({ files: 1, warnings: {} });
    expect(result.compilation.functions).toBeGreaterThan(4);
    for (const { seconds } of [result.original, result.compiled, result.compilation])
      expect(seconds).toBeGreaterThan(0.01);
    expect(summary([made, result])).toContain('DIFFERENCE index.test.js: is as it was written');
    expect(document([[made, result]])).toContain('| made-up 1.2.3 | [1234567]');
  }, 60_000);

  it('may have stand-ins for what a build would make, and tests that fail by decision', () => {
    const folder = clone({ 'made-up/test/index.test.js': suite.replace('../lib/index.js', '../dist/main.js') });
    const standIns = { 'dist/main.js': "module.exports = require('../lib/index.js');" };
    const result = run({ ...made, standIns, limits: [{ test: /as it was written/, why: 'compiled' }] }, folder);
    expect(result).toMatchObject({ kind: 'run', differences: [], unsteady: [] });
  }, 60_000);

  it('says what is missing', () => {
    const reason = (one: Package, folder: Folder) => (run(one, folder) as { reason: string }).reason;
    expect(reason(made, folderWith({}))).toMatch(
      /^there is no .*made-up: it must be a clone of .*nobody\/made-up at 1234567$/,
    );
    expect(reason({ ...made, needs: ['mocha'] }, clone())).toBe('its node_modules lack mocha, which its suite needs');
    expect(reason({ ...made, sources: ['src'] }, clone())).toMatch(/^there is no src in /);
    const broken = clone({ 'made-up/test/index.test.js': "require('not-there')" });
    expect(reason({ ...made, run: ['test/index.test.js'] }, broken)).toMatch(
      /^its suite does not run as it is: .*not-there/s,
    );
  }, 60_000);

  it('that greenc refuses is an error', () => {
    expect(() => run(made, clone({ 'made-up/lib/wrong.js': 'let 1;' }))).toThrow(
      /greenc refuses made-up\/lib:.*GC001/s,
    );
  }, 60_000);
});

test('the table', () => {
  expect(packages.length).toBeGreaterThanOrEqual(5);
  expect(new Set(packages.map(({ name }) => name)).size).toBe(packages.length);
  for (const { commit, repository } of packages) {
    expect(commit).toMatch(/^[\da-f]{7,40}$/);
    expect(repository).toMatch(/^[\w.-]+\/[\w.-]+$/);
  }
});

test.each([
  [undefined, 'GREENC_SUITES is not set'],
  ['/not/there', 'GREENC_SUITES is /not/there, which is not there'],
])(
  'without clones (%s) the runner says what is missing, which is no failure',
  (suites, message) => {
    const env = { ...process.env, GREENC_SUITES: suites } as unknown as NodeJS.ProcessEnv;
    const { status, stderr } = spawnSync(process.execPath, [join('test', 'suites', 'main.mjs')], {
      cwd: projectRoot,
      env,
      encoding: 'utf8',
    });
    expect(stderr).toContain(message);
    for (const { name } of packages) expect(stderr).toContain(name);
    expect(status).toBe(0);
  },
  60_000,
);
