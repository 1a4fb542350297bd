/**
 * Libraries from npm in their normal use, with green callbacks that suspend: natively, as they are published, and compiled.
 * docs/libraries.md shows what comes of each use.
 *
 * UPDATE_DOCS=1 npm test -- libraries   writes the table anew (look at the diff).
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from './cli/support.js';
import { type GreenRounds, judgeCompiled, judgeForeign, type NativeRounds } from './libraries/judge.js';
import { halves, type Library, libraries } from './libraries/libraries.js';
import { type Row, table } from './libraries/table.js';
import { isOldestNode } from './support/oldest-node.js';
import { updateSection } from './support/section.js';

jest.setTimeout(660_000);

interface Outcomes<Rounds> {
  readonly uses: Readonly<Record<string, Rounds>>;
  /** Why what is compiled cannot be suspended in a use. */
  readonly stays: Readonly<Record<string, string>>;
  /** What comes of what the library keeps in a use, if it is no ForeignFrameError. */
  readonly harms: Readonly<Record<string, string>>;
  readonly isReentrant: boolean;
}
type Run<Rounds> = Readonly<Record<string, Outcomes<Rounds>>>;

const page = join(projectRoot, 'docs', 'libraries.md');
const folder = mkdtempSync(join(tmpdir(), 'greenc-libraries-'));
const rows: Row[] = [];
let native: Run<NativeRounds>;
let foreign: Run<GreenRounds>;
let compiled: Run<GreenRounds>;

const byName = (names: readonly string[]): Library[] => libraries.filter(({ name }) => names.includes(name));

/** Runs the uses of some libraries in a process of its own. */
async function run<Rounds>(mode: 'native' | 'uses' | 'all', which: readonly Library[]): Promise<Run<Rounds>> {
  const file = join(folder, `${mode}-${which[0]?.name}.json`);
  const given = [join('test', 'libraries', 'run.mjs'), mode, file, ...which.map(({ name }) => name)];
  const selection = which.flatMap(({ packages, exclude = [], accessors = [] }) => [
    ...packages.flatMap(name => ['--include', `**/node_modules/${name}/**`]),
    ...exclude.flatMap(pattern => ['--exclude', pattern]),
    ...accessors.flatMap(name => ['--accessor', name]),
  ]);
  const options = mode === 'all' ? selection : [];
  const greenc = [join('dist', 'cli', 'main.js'), 'run', ...options];
  const args = mode === 'native' ? given : [...greenc, ...given];
  const output = await new Promise<string>(resolve => {
    const child = spawn(process.execPath, args, {
      cwd: projectRoot,
      env: { ...process.env, NODE_OPTIONS: '' },
      timeout: 600_000,
    });
    let text = '';
    child.stderr.on('data', data => (text += data));
    // Until the end, the file says which use is being run.
    child.on('close', code =>
      resolve(code === 0 ? '' : `${readFileSync(file, 'utf8').slice(0, 200)}: exit code ${code}: ${text}`),
    );
  });
  expect(output).toBe('');
  return JSON.parse(readFileSync(file, 'utf8'));
}

beforeAll(async () => {
  let parts: Run<GreenRounds>[];
  [native, foreign, ...parts] = await Promise.all([
    run<NativeRounds>('native', libraries),
    run<GreenRounds>('uses', libraries),
    ...halves.map(half => run<GreenRounds>('all', byName(half))),
  ]);
  compiled = Object.assign({}, ...parts);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.each(libraries)('$name', ({ name, packages }) => {
  test('works, or fails exactly, while it is not compiled', () => {
    const wrong: Record<string, readonly string[]> = {};
    const { harms, uses } = foreign[name] as Outcomes<GreenRounds>;
    for (const [use, rounds] of Object.entries(native[name]?.uses ?? {})) {
      const { cell, wrong: complaints } = judgeForeign(rounds, uses[use] as GreenRounds, harms[use], packages);
      if (complaints.length > 0) wrong[use] = complaints;
      rows.push({ library: name, use, foreign: cell, compiled: '' });
    }
    expect(wrong).toEqual({});
    expect(rows.filter(({ library }) => library === name).length).toBeGreaterThan(7);
  });

  test('works as it does natively once it is compiled', () => {
    const wrong: Record<string, readonly string[]> = {};
    const { stays, isReentrant, uses } = compiled[name] as Outcomes<GreenRounds>;
    for (const [use, rounds] of Object.entries(native[name]?.uses ?? {})) {
      const { cell, wrong: complaints } = judgeCompiled(rounds, uses[use] as GreenRounds, stays[use], isReentrant);
      if (complaints.length > 0) wrong[use] = complaints;
      const row = rows.find(one => one.library === name && one.use === use);
      if (row) row.compiled = packages.length === 0 && cell !== 'works' ? `cannot be compiled: ${stays[use]}` : cell;
    }
    expect(wrong).toEqual({});
  });
});

// What becomes of the uses of Node's own parts depends on its version.
(isOldestNode ? test : test.skip)('docs/libraries.md shows it', () => {
  const text = table(rows);
  if (process.env.UPDATE_DOCS === '1') updateSection(page, text);
  expect(
    readFileSync(page, 'utf8')
      .split(/<!-- (?:end of )?results -->/)[1]
      ?.trim(),
  ).toBe(text);
});
