// Compiled code after terser, esbuild and swc: the examples still print the same, and code that greenc did not
// compile is still found wherever it stands between a greenlet's start and its switch.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { minify as swc } from '@swc/core';
import { transform as esbuild } from 'esbuild';
import { minify as terser } from 'terser';
import { compile } from '../compiler/index.js';
import { evaluate } from './packages/load.js';

jest.setTimeout(120_000);

const minifiers: Record<string, (code: string) => Promise<string>> = {
  'nothing (as compiled)': async code => code,
  terser: async code => (await terser(code, { module: true, compress: { passes: 2 }, mangle: true })).code ?? '',
  esbuild: async code => (await esbuild(code, { minify: true })).code,
  swc: async code => (await swc(code, { module: true, compress: true, mangle: true })).code,
};

/** Compiles an ES module, minifies it as one, and gives it as CommonJS, which is what can be run in this realm. */
async function build(source: string, filename: string, minifier: string): Promise<string> {
  const { code } = compile(source, { filename, sourceType: 'module', all: true });
  const minified = await minifiers[minifier]?.(code);
  return (await esbuild(minified ?? '', { format: 'cjs' })).code;
}

function printed(code: string): string {
  let output = '';
  const console = { log: (...values: unknown[]) => void (output += `${values.map(String).join(' ')}\n`) };
  evaluate(code, {}, { console });
  return output;
}

const names = Object.keys(minifiers);
const examples = ['main', 'ping-pong', 'scheduler', 'nested', 'lifecycle', 'event-loop', 'same-fringe', 'python-port'];

describe.each(names)('after %s', minifier => {
  test.each(examples)('examples/%s.ts prints what it should', async example => {
    const file = join('examples', `${example}.ts`);
    const expected = readFileSync(file.replace('.ts', '.expected.txt'), 'utf8');
    expect(printed(await build(readFileSync(file, 'utf8'), file, minifier))).toBe(expected);
  });
});

// What greenc did not compile. Each of these stands in a module of its own.
const foreign = {
  passOn: function passOn(work: () => unknown): unknown {
    return work();
  },
  swallow: function swallow(work: () => unknown): string {
    work();
    return 'swallowed';
  },
  callTwice: function callTwice(work: (turn: number) => unknown): unknown[] {
    return [work(1), work(2)];
  },
};

const waysSource = `import { Greenlet, getCurrent } from 'greenc';
import { passOn, swallow, callTwice } from './foreign.js';

const main = getCurrent();
const log = [];

function pause(turn) {
  try {
    return main.switch(turn);
  } catch (error) {
    log.push('at the switch: ' + describe(error));
    throw error;
  } finally {
    log.push('left the switch');
  }
}

function describe(error) {
  return error.name + ': ' + error.message;
}

function through(way) {
  return inGreenlet(() => {
    const before = log.length;
    try {
      const result = way(pause);
      after();
      return { result, log: log.slice(before) };
    } catch (error) {
      return { caught: describe(error), log: log.slice(before) };
    }
  });
}

function after() {
  main.switch('harmless');
}

function inGreenlet(run) {
  const greenlet = new Greenlet(run);
  let result = greenlet.switch();
  while (!greenlet.dead) result = greenlet.switch();
  return result;
}

export const passedOn = () => through((work) => { return passOn(work); });
export const swallowed = () => through((work) => swallow(work));
export const calledBack = () => through((work) => callTwice(work));
export const sound = () => inGreenlet(() => pause('sound') ?? 'resumed');
`;

interface Outcome {
  caught?: string;
  result?: unknown;
  log: string[];
}

/** Line and column (1-based) of the only place where the text stands in the source. */
function position(text: string, offset = 0): string {
  const index = waysSource.indexOf(text) + offset;
  const before = waysSource.slice(0, index).split('\n');
  return `src/ways.js:${before.length}:${(before.at(-1) ?? '').length + 1}`;
}

describe.each(names)('foreign frames after %s', minifier => {
  let ways: Record<'passedOn' | 'swallowed' | 'calledBack', () => Outcome> & { sound: () => unknown };

  beforeAll(async () => {
    const code = await build(waysSource, 'src/ways.js', minifier);
    ways = evaluate(code, { './foreign.js': foreign });
  });

  // The runtime has to be in order after each of them.
  afterEach(() => {
    expect(ways.sound()).toBe('resumed');
  });

  test('one that passes the sentinel on', () => {
    const { caught, log } = ways.passedOn();
    expect(caught).toContain('ForeignFrameError');
    expect(caught).toContain('passOn');
    expect(caught).toContain(position('passOn(work)'));
    expect(log).toEqual([`at the switch: ${caught}`, 'left the switch']);
  });

  test('one that swallows it', () => {
    const { caught, log } = ways.swallowed();
    expect(caught).toContain('ForeignFrameError');
    expect(log[0]).toContain('at the switch: ForeignFrameError');
    expect(log[1]).toBe('left the switch');
    expect(caught).toContain('pause');
    expect(caught).toContain(position('switch(turn)'));
  });

  test('one that calls back while a switch is pending', () => {
    const { caught, log } = ways.calledBack();
    expect(caught).toContain('ForeignFrameError');
    expect(log.filter(line => line.startsWith('at the switch: ForeignFrameError')).length).toBeGreaterThan(0);
    expect(caught).toContain('pause');
    expect(caught).toContain(position('switch(turn)'));
  });
});
