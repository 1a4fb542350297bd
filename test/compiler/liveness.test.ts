/**
 * Frames save only what is live. A suspended greenlet may stay for hours: an object that its function is done with
 * must be free by then, as it would be in a running function. Seen from outside, by what the garbage collector takes.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildSync } from 'esbuild';
import { compile } from '../../compiler/index.js';

interface Program {
  readonly source: string;
  /** How often the greenlet is switched to before the garbage is collected. */
  readonly stops: number;
  /** How many objects the program has made by then, how many of them it still needs, and what it returns in the end. */
  readonly expected: { readonly made: number; readonly held: number; readonly result: unknown };
}

const ten = [...'abcdefghij'];

const programs: Record<string, Program> = {
  'needed later': {
    source: 'function run() { const a = large(); main.switch(); return a.bulk.length; }',
    stops: 1,
    expected: { made: 1, held: 1, result: 1000 },
  },
  'not needed any more': {
    source: 'function run() { const a = large(); use(a); main.switch(); return 1; }',
    stops: 1,
    expected: { made: 1, held: 0, result: 1 },
  },
  'not needed any more, in the resume half': {
    source: 'function run() { const a = large(); main.switch(); use(a); main.switch(); return 1; }',
    stops: 2,
    expected: { made: 1, held: 0, result: 1 },
  },
  'needed later, in the resume half': {
    source: 'function run() { const a = large(); main.switch(); main.switch(); return a.bulk.length; }',
    stops: 2,
    expected: { made: 1, held: 1, result: 1000 },
  },
  'made in the resume half': {
    source:
      'function run() { main.switch(); let a = large(); let b = large(); use(a); main.switch(); return b.bulk.length; }',
    stops: 2,
    expected: { made: 2, held: 1, result: 1000 },
  },
  'assigned again after the suspension': {
    source: 'function run() { let a = large(); use(a); main.switch(); a = large(); return a.bulk.length; }',
    stops: 1,
    expected: { made: 1, held: 0, result: 1000 },
  },
  'read on one way only': {
    source: 'function run() { const a = large(); if (main.switch() === 1) return a.bulk.length; return 2; }',
    stops: 1,
    expected: { made: 1, held: 1, result: 1000 },
  },
  'on a way not taken': {
    source: 'function run(c) { const a = large(); if (c) { main.switch(); use(a); } else main.switch(); return 1; }',
    stops: 1,
    expected: { made: 1, held: 0, result: 1 },
  },
  'of an iteration that is over': {
    source: 'function run() { for (let i = 0; i < 4; i++) { const a = large(); use(a); main.switch(); } return 1; }',
    stops: 3,
    expected: { made: 3, held: 0, result: 1 },
  },
  'of this iteration, and of the one before': {
    source:
      'function run() { let last = 0; for (let i = 0; i < 4; i++) { const a = large(); main.switch(); use(last); last = a; } return 1; }',
    stops: 3,
    expected: { made: 3, held: 2, result: 1 },
  },
  'a parameter': {
    source: 'function go(a) { use(a); main.switch(); return 1; } function run() { return go(large()); }',
    stops: 1,
    expected: { made: 1, held: 0, result: 1 },
  },
  'the receiver of a method that no longer needs it': {
    source:
      'function run() { const o = Object.assign(large(), { m() { use(this); main.switch(); return 1; } }); return o.m(); }',
    stops: 1,
    expected: { made: 1, held: 0, result: 1 },
  },
  'the receiver of a method that needs it': {
    source:
      'class C { constructor() { this.a = large(); } m() { main.switch(); return this.a.bulk.length; } } function run() { return new C().m(); }',
    stops: 1,
    expected: { made: 1, held: 1, result: 1000 },
  },
  'a value between two operators': {
    source: 'function run() { return large().bulk.length + main.switch(); }',
    stops: 1,
    expected: { made: 1, held: 0, result: 1001 },
  },
  'an operand evaluated before': {
    source: 'function run() { return [large(), main.switch()].length; }',
    stops: 1,
    expected: { made: 1, held: 1, result: 2 },
  },
  'the value of an earlier suspension': {
    source:
      'function give() { main.switch(); return large(); } function run() { use(give()); main.switch(); return 1; }',
    stops: 2,
    expected: { made: 1, held: 0, result: 1 },
  },
  'in a try whose handler needs it': {
    source: 'function run() { const a = large(); try { main.switch(); } catch { return a; } return 1; }',
    stops: 1,
    expected: { made: 1, held: 1, result: 1 },
  },
  'in a try whose handler does not': {
    source: 'function run() { const a = large(); try { use(a); main.switch(); } catch { return 2; } return 1; }',
    stops: 1,
    expected: { made: 1, held: 0, result: 1 },
  },
  'caught, and dealt with': {
    source:
      'function run() { try { throw large(); } catch (error) { use(error); main.switch(); } main.switch(); return 1; }',
    stops: 2,
    expected: { made: 1, held: 0, result: 1 },
  },
  'more than a frame has fields': {
    source: `function run() { ${ten.map(name => `const ${name} = large();`).join(' ')} main.switch(); use(${ten}); main.switch(); return a.bulk.length + j.bulk.length; }`,
    stops: 2,
    expected: { made: 10, held: 2, result: 2000 },
  },
};

interface Outcome {
  readonly name: string;
  readonly made: number;
  readonly held: number;
  readonly suspended: boolean;
  readonly result: unknown;
}

function runAll(): Outcome[] {
  const folder = mkdtempSync(join(tmpdir(), 'greenc-liveness-'));
  try {
    const child = require.resolve('./liveness.mjs');
    const bundle = join(folder, 'runtime.mjs');
    const contents = "export * as abi from '../../runtime/abi.js'; export * as api from '../../runtime/index.js';";
    const stdin = { contents, resolveDir: dirname(child), loader: 'ts' } as const;
    buildSync({ stdin, bundle: true, format: 'esm', target: 'es2022', outfile: bundle, logLevel: 'error' });
    const compiled = Object.entries(programs).map(([name, { source, stops }]) => {
      const { code } = compile(`"use greenlet"; ${source}`, { filename: 'program.js', sourceType: 'script' });
      return { name, code, stops };
    });
    const file = join(folder, 'programs.json');
    writeFileSync(file, JSON.stringify(compiled));
    const args = ['--expose-gc', child, pathToFileURL(bundle).href, file];
    return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

let outcomes: Outcome[];
beforeAll(() => {
  outcomes = runAll();
});

test.each(Object.keys(programs))('%s', name => {
  const { expected } = programs[name] as Program;
  expect(outcomes.find(outcome => outcome.name === name)).toEqual({ name, suspended: true, ...expected });
});
