// jest and Vitest with greenc, in projects of their own, in TypeScript and in JavaScript.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { transformSync } from 'esbuild';
import { printed, projectFiles } from '../bundlers/program.js';
import { type Folder, projectRoot } from '../cli/support.js';
import { projectWith } from '../support/installed.js';

jest.setTimeout(120_000);

const walk = `'use greenlet';
import { price } from './price';

export interface Item {
  readonly name: string;
}

export function walk(items: readonly Item[], visit: (name: string, price: number) => void): number {
  let sum = 0;
  for (const { name } of items) {
    visit(name, price(name));
    sum += price(name);
  }
  if (sum > 1000) {
    throw new RangeError('too dear');
  }
  return sum;
}
`;

/** `mocks`: what the runner calls the object that makes them. */
const walkTest = (mocks: string) => `'use greenlet';
import { Greenlet, getCurrent } from 'greenc';
import { price } from './price';
import { walk } from './walk';

${mocks}.mock('./price', () => ({ price: ${mocks}.fn((name: string) => [...name].map(letter => letter).length * 10) }));

const main = getCurrent();
const trees = [{ name: 'ash' }, { name: 'maple' }];

test('a walk stops in its middle, and calls what is mocked', () => {
  const walker = new Greenlet(() => walk(trees, (name, price) => void main.switch([name, price])));
  expect(walker.switch()).toEqual(['ash', 30]);
  expect(walker.switch()).toEqual(['maple', 50]);
  expect(walker.switch()).toBe(80);
  expect(price).toHaveBeenCalledTimes(4);
});

test('the body of a test may switch', () => {
  const body = new Greenlet((): string => {
    const first = main.switch('first?');
    try {
      return first + main.switch('second?');
    } finally {
      expect(first).toBe('1');
    }
  });
  expect([body.switch(), body.switch('1'), body.switch('2')]).toEqual(['first?', 'second?', '12']);
});

test('the program of the bundlers prints what it should', async () => {
  const lines: string[] = [];
  ${mocks}.spyOn(console, 'log').mockImplementation((...values) => void lines.push(values.join(' ') + '\\n'));
  await import('./src/main');
  expect(lines.join('')).toBe(${JSON.stringify(printed)});
});
`;

const failing = `'use greenlet';
import { Greenlet, getCurrent } from 'greenc';

test('fails behind a switch', () => {
  const main = getCurrent();
  const greenlet = new Greenlet((): void => {
    main.switch('first');
    expect(main.dead).toBe('blue');
  });
  greenlet.switch();
  greenlet.switch();
});
`;

const faulty = `'use greenlet';
export function walk() {
  const next = ;
}
`;

function filesFor(mocks: string, opening: string): Record<string, string> {
  const withOpening = (text: string) => text.replace("'use greenlet';\n", `'use greenlet';\n${opening}`);
  const typescript: Record<string, string> = {
    'price.ts': 'export const price = (name: string): number => name.length;\n',
    'walk.ts': walk,
    'walk.test.ts': withOpening(walkTest(mocks)),
  };
  const javascript = Object.entries(typescript).map(([name, text]) => [
    `js/${name.replace('.ts', '.js')}`,
    transformSync(text, { loader: 'ts', target: 'esnext' }).code,
  ]);
  return {
    ...projectFiles(),
    ...Object.fromEntries(Object.entries(typescript).map(([name, text]) => [`ts/${name}`, text])),
    ...Object.fromEntries(javascript),
    'failing.test.ts': withOpening(failing),
    'faulty.ts': faulty,
    'faulty.test.ts': `${opening}import './faulty';\ntest('is never run', () => {});\n`,
  };
}

/** A configuration as README.md shows it. */
function readmeBlock(file: string): string {
  const readme = readFileSync(join(projectRoot, 'README.md'), 'utf8');
  const found = new RegExp(`<!-- file ${file} -->\\n+\`\`\`\\w*\\n([\\s\\S]*?)\`\`\``).exec(readme);
  if (!found) throw new Error(`README.md has no block <!-- file ${file} -->`);
  return found[1] as string;
}

/** What there is to see of a run: no colours, no times. */
function shown(project: Folder, ...args: string[]): string {
  const { stdout, stderr } = project.node(...args);
  return stripVTControlCharacters(`${stdout}${stderr}`);
}

describe('jest', () => {
  let project: Folder;
  const run = (...args: string[]) => shown(project, 'node_modules/jest/bin/jest.js', ...args);
  const configuration = (options: object) => JSON.stringify({ transform: { '\\.[jt]sx?$': ['greenc/jest', options] } });

  beforeAll(() => {
    project = projectWith({ ...filesFor('jest', ''), 'jest.config.json': readmeBlock('jest.config.json') }, ['jest']);
  });

  test('tests pass, in both languages', () => {
    expect(run('walk')).toContain('Tests:       6 passed, 6 total');
  });

  test('each statement is covered once for each time that it ran, and our checks are no branches', () => {
    run('ts/walk', '--coverage', '--coverageReporters=json', '--collectCoverageFrom=ts/walk.ts');
    const [{ statementMap, s, b }]: any[] = Object.values(JSON.parse(project.read('coverage/coverage-final.json')));
    const counts = Object.keys(s).map(key => [statementMap[key].start.line, s[key]]);
    expect(counts).toEqual([
      [9, 1],
      [10, 1],
      [11, 2],
      [12, 2],
      [14, 1],
      [15, 0],
      [17, 1],
    ]);
    expect(Object.values(b)).toEqual([[0, 1]]);
  });

  test('a failure behind a switch is shown where it is', () => {
    expect(run('failing')).toMatch(/> +8 \| +expect\(main\.dead\)[\s\S]* \(failing\.test\.ts:8:\d+\)/);
  });

  test('an error in a module is shown with its place and an excerpt, once', () => {
    const text = run('faulty');
    expect(text).toContain('faulty.ts:3:16: error GC001: Syntax error: Unexpected token ";"');
    expect(text.match(/const next = ;/g)).toHaveLength(1);
    expect(text).not.toContain('Jest encountered an unexpected token');
  });

  test("a project's Babel configuration is used", () => {
    project.write({
      'configured/babel.config.json': '{ "plugins": ["./exclaim.cjs", "@babel/plugin-transform-modules-commonjs"] }',
      'configured/exclaim.cjs': `module.exports = ({ types }) => ({
  visitor: { StringLiteral({ node }) { if (node.value === 'hello') node.value = 'hello!'; } },
});
`,
      'configured/hello.test.js': `'use greenlet';
import { Greenlet, getCurrent } from 'greenc';
const main = getCurrent();
test('hello', () => {
  const greenlet = new Greenlet(() => [main.switch(), 'hello']);
  greenlet.switch();
  expect(greenlet.switch(1)).toEqual([1, 'hello' + '']);
  expect('hello').toHaveLength(6);
});
`,
      'configured/jest.config.json': configuration({}),
    });
    expect(run('--rootDir', 'configured', '--config', 'configured/jest.config.json')).toContain('1 passed, 1 total');
  });

  test('a task that outlives its test goes on, though jest has taken the globals apart', () => {
    project.write({
      'late/early.test.js': `'use greenlet';
import { writeFileSync } from 'node:fs';
import { sleep, spawn } from 'greenc/hub';
class Late {
  constructor() {
    sleep(1);
    this.text = JSON.stringify({ toJSON: () => 'late' });
  }
}
test('leaves a task', () => {
  spawn(() => {
    sleep(300);
    writeFileSync(__dirname + '/written', new Late().text);
  });
});
`,
      'late/later.test.js': `import { existsSync } from 'node:fs';
test('is there when the task ends', async () => {
  for (let i = 0; i < 200 && !existsSync(__dirname + '/written'); i++) await new Promise(go => setTimeout(go, 20));
});
`,
      'late/sequencer.cjs': `module.exports = class {
  sort = tests => [...tests].sort((one, other) => (one.path < other.path ? -1 : 1));
  cacheResults() {}
};
`,
      'late/jest.config.json': JSON.stringify({
        ...JSON.parse(configuration({})),
        testSequencer: './sequencer.cjs',
      }),
    });
    expect(run('--runInBand', '--config', 'late/jest.config.json')).toContain('2 passed, 2 total');
    expect(project.read('late/written')).toBe('"late"');
  });

  test('an option that does not exist is named', () => {
    project.write({ 'misspelt.json': configuration({ al: true }) });
    expect(run('--config', 'misspelt.json', 'ts/walk')).toContain('Unknown option "al"\nhint: Did you mean "all"?');
  });
});

describe('vitest', () => {
  let project: Folder;
  const run = (...args: string[]) => shown(project, 'node_modules/vitest/vitest.mjs', 'run', ...args);

  beforeAll(() => {
    const files = {
      ...filesFor('vi', "import { expect, test, vi } from 'vitest';\n"),
      'vite.config.mjs': readmeBlock('vite.config.mjs'),
    };
    project = projectWith(files, ['vite', 'vitest']);
  });

  test('tests pass, in both languages', () => {
    expect(run('walk')).toMatch(/Tests +6 passed \(6\)/);
  });

  test('a failure behind a switch is shown where it is', () => {
    expect(run('failing')).toMatch(/failing\.test\.ts:9:\d+\n[\s\S]*9\| +expect\(main\.dead\)/);
  });

  test('an error in a module is shown with its place', () => {
    const text = run('faulty');
    expect(text).toContain('faulty.ts:3:16');
    expect(text.match(/const next = ;/g)).toHaveLength(1);
  });
});
