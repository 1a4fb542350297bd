// istanbul counts a compiled program as it counts the original: each statement once for each time that it runs, whichever half
// it runs in, and nothing of ours.
import { type PluginItem, transformSync } from '@babel/core';
import greencPlugin from '../../compiler/babel-plugin.js';
import { compile } from '../../compiler/index.js';
import * as abi from '../../runtime/abi.js';
import { Greenlet, getCurrent } from '../../runtime/index.js';

const source = `'use greenlet';
export function run(main) {
  const read = x => main.switch(x);
  const seen = [];
  for (const item of [1, 2, -3, 4]) {
    try {
      seen.push(checked(read(item), read));
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      seen.push(read(error.message));
    } finally {
      seen.push(read('finally'));
    }
  }
  const total = new Total(read);
  for (let i = 0; i < 3; i++) total.add(i, i > 1 ? undefined : read(i * 10));
  switch (read(total.sum)) {
    case 0:
      return 'nothing';
    case 16:
      seen.push('sixteen');
    default:
      return [seen.join(), total.sum, read(null) ?? read('default'), [...total].length, never];
  }
}
function checked(value, read) {
  if (value < 0) {
    throw new RangeError('negative');
  } else if (value > 100) {
    return read(value) && 'much';
  }
  return read(value) && read(value * 2);
}
class Total {
  sum = this.read('field').length;
  constructor(read) {
    this.read = read;
  }
  read(text) {
    return text;
  }
  add(index, value = this.read(index + 5)) {
    this.sum += value;
    const more = read => read(value) || index;
    return more(this.read);
  }
  *[Symbol.iterator]() {
    yield this.read(1);
    yield this.read(2);
  }
}
export function never(f) {
  const x = f(1);
  return x ? f(x) : f(2);
}
`;
const filename = '/project/program.js';
const common = { filename, cwd: '/project', configFile: false, babelrc: false } as const;
const istanbulPlugin: PluginItem = require('babel-plugin-istanbul').default;
const istanbul: PluginItem = [istanbulPlugin, { cwd: '/project', coverageVariable: '__counted__' }];
const transform = (code: string, plugins: PluginItem[]): string =>
  transformSync(code, { ...common, plugins })?.code ?? '';

type Program = (main: object) => unknown;
interface Counts {
  readonly hash: string;
  readonly s: Record<string, number>;
  readonly f: Record<string, number>;
  readonly b: Record<string, number[]>;
}
const counted = globalThis as unknown as { __counted__: Record<string, Counts> };

/** Everything istanbul knows of a run: what there is in the source, and how often it ran. */
function countsOf(code: string, run: (program: Program) => unknown): { result: unknown; counts: Omit<Counts, 'hash'> } {
  const script = transform(code, [require.resolve('@babel/plugin-transform-modules-commonjs')]);
  const exported = {} as { run: Program };
  counted.__counted__ = {};
  new Function('require', 'exports', script)(() => abi, exported);
  const result = JSON.stringify(run(exported.run));
  const { hash: _, ...counts } = counted.__counted__[filename];
  return { result, counts };
}

const natively = (program: Program) => program({ switch: (x: unknown) => x });

/** Each `read` suspends all that has called it. */
function suspending(program: Program): unknown {
  const greenlet = new Greenlet(program);
  let value = greenlet.switch(getCurrent());
  let switches = 0;
  while (!greenlet.dead) {
    switches++;
    value = greenlet.switch(value);
  }
  expect(switches).toBeGreaterThan(20);
  return value;
}

const original = countsOf(transform(source, [istanbul]), natively);

test('the original is partly covered', () => {
  const { s, b, f } = original.counts;
  for (const counts of [Object.values(s), Object.values(b).flat(), Object.values(f)]) {
    expect(counts).toContain(0);
    expect(counts.filter(count => count > 0).length).toBeGreaterThan(5);
  }
});

const ways: Record<string, () => string> = {
  'istanbul before greenc': () => transform(source, [istanbul, greencPlugin as PluginItem]),
  'istanbul behind greenc': () => transform(source, [greencPlugin as PluginItem, istanbul]),
  'files that have been instrumented': () => {
    const { code } = compile(transform(source, [istanbul]), { filename });
    return code;
  },
};

describe.each(Object.entries(ways))('%s', (_, made) => {
  const code = made();

  test('the same statements, branches and functions, and the same counts of each', () => {
    expect(countsOf(code, natively)).toEqual(original);
    expect(countsOf(code, suspending)).toEqual(original);
  });

  test('counting is no suspension point', () => {
    const { code: plain } = compile(source, { filename });
    const points = (text: string) => text.match(/new \$F\(/g)?.length;
    expect(points(code)).toBe(points(plain));
  });
});

test('a function of the same name that counts nothing may be suspended', () => {
  const { report } = compile(
    `'use greenlet';\nfunction cov_1abc(f) { return f() + 1; }\nexport const g = f => cov_1abc(f) + 1;\n`,
  );
  expect(report.functions.map(({ points }) => points)).toEqual([1, 1]);
});
