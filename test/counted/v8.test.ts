// V8's coverage of a compiled program is that of its source: the same lines, branches and functions as when the engine runs the
// source itself, though it has run both halves of each function.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import v8ToIstanbul from 'v8-to-istanbul';
import type { ScriptCoverage } from '../../cli/v8-coverage/counts.js';
import type { ProcessCoverage } from '../../cli/v8-coverage/unite.js';
import { installed, node } from '../register/support.js';

jest.setTimeout(60_000);

const shop = `'use greenlet';
export function total(items, price, report) {
  let sum = 0;
  for (const item of items) {
    const each = price(item);
    if (each < 0) {
      report('negative');
      continue;
    }
    sum += each > 100 ? price('much') : each;
  }
  try {
    if (sum > 1000) {
      throw new RangeError(report('too much'));
    }
  } catch (error) {
    return report(error.message);
  } finally {
    report('finally');
  }
  return report(sum) ?? never(sum);
}
export function twice(read) {
  const once = read();
  return once + read();
}
export function never(read) {
  if (read) {
    return read() + 1;
  }
  return 0;
}
export function left(items, read) {
  for (const item of items) {
    try {
      if (read(item) > 1) return item;
    } finally {
      read('finally');
    }
  }
  return undefined;
}
export class Till {
  count = 0;
  constructor(read) {
    this.read = read;
  }
  add(n, more = this.read(n)) {
    switch (n) {
      case 0:
        return this.read(0);
      case 1:
        this.count += this.read(1) && more;
        break;
      default:
        this.count += this.read(n);
    }
    return this.count;
  }
  unused() {
    return this.read();
  }
}
`;
const uses = `
const till = new Till(back);
const results = [
  () => total([1, 2, -3, 200], back, back),
  () => twice(back),
  () => left([1, 2, 3], back),
  () => till.add(1),
  () => till.add(3),
].map(drive);
console.log(results.join());
`;
const imports = "import { left, Till, total, twice } from './src/shop.js';\n";
const files = {
  'package.json': '{ "type": "module" }',
  'src/shop.js': shop,
  'native.js': `${imports}
const drive = f => f();
const back = x => (typeof x === 'number' ? x : 5);
${uses}`,
  'app.js': `'use greenlet';
import { Greenlet, getCurrent } from 'greenc';
${imports}
const main = getCurrent();
const back = x => main.switch(typeof x === 'number' ? x : 5);
function drive(f) {
  const greenlet = new Greenlet(f);
  let value = greenlet.switch();
  let switches = 0;
  for (; !greenlet.dead; switches++) value = greenlet.switch(value);
  if (switches === 0) throw new Error('nothing was suspended');
  return value;
}
${uses}`,
};
const folder = installed(files);

/** What c8 makes of a run: it takes the maps that Node has noted, and where there is none the file's own text. */
async function coverageOf(args: string[], name: string) {
  const { status, stdout, stderr } = node(folder, args, { env: { NODE_V8_COVERAGE: join(folder.path, name) } });
  expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '8,10,2,1,4\n', stderr: '' });
  const scripts: ScriptCoverage[] = [];
  let maps: ProcessCoverage['source-map-cache'] = {};
  for (const file of readdirSync(join(folder.path, name)).sort()) {
    const report = JSON.parse(folder.read(join(name, file))) as ProcessCoverage;
    scripts.push(...report.result.filter(({ url }) => /\/shop\.js$/.test(url)));
    maps = { ...maps, ...report['source-map-cache'] };
  }
  expect(scripts.length).toBe(1);
  const [{ url, functions }] = scripts as [ScriptCoverage];
  const { data: sourcemap, lineLengths = [] } = maps[url] ?? {};
  const generated = lineLengths.map(length => `${'.'.repeat(length)}\n`).join('');
  const sources = sourcemap ? { source: generated, sourceMap: { sourcemap } } : {};
  const converter = v8ToIstanbul(fileURLToPath(url), 0, sources as never);
  await converter.load();
  converter.applyCoverage(functions as never);
  const [[path, { s, b, f, branchMap, fnMap }]] = Object.entries(converter.toIstanbul());
  const isRun = (count: number) => count > 0;
  return {
    path,
    lines: Object.values(s).map(isRun),
    branches: Object.entries(b).map(([id, counts]) => ({ at: branchMap[id]?.loc, isRun: counts.some(isRun) })),
    functions: Object.entries(f).map(([id, count]) => ({ name: fnMap[id]?.name, isRun: isRun(count) })),
  };
}

const ways: Record<string, () => string[]> = {
  'greenc/register': () => ['--import', 'greenc/register', 'app.js'],
  'greenc run': () => ['node_modules/greenc/dist/cli/main.js', 'run', 'app.js'],
  'files, and greenc/coverage': () => {
    const { status } = folder.greenc('compile', 'app.js', 'src/shop.js', '--out-dir', 'out', '--source-maps');
    expect(status).toBe(0);
    return ['--import', 'greenc/coverage', 'out/app.js'];
  },
};

let original: Awaited<ReturnType<typeof coverageOf>>;
beforeAll(async () => {
  original = await coverageOf(['native.js'], 'native');
});

test('the original is partly covered', () => {
  const { lines, branches, functions } = original;
  for (const runs of [lines, ...[branches, functions].map(all => all.map(one => one.isRun))]) {
    expect(runs).toContain(false);
    expect(runs.filter(is => is).length).toBeGreaterThan(2);
  }
});

test.each(Object.entries(ways))('%s', async (name, args) => {
  expect(await coverageOf(args(), name)).toEqual(original);
});
