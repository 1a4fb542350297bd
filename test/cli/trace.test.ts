// greenc run --trace and greenc trace, the page in Chromium. UPDATE_DOCS=1 takes the picture in docs/ anew.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describeInBrowser, launchBrowser } from '../page/browser.js';
import { folderWith, projectRoot } from './support.js';

const program = `"use greenlet";
import { Greenlet, getCurrent, getTrace, setTrace } from 'greenc';
const main = getCurrent();
function work(n) {
  let x = 0;
  for (let i = 0; i < n * 300_000; i++) x += i % 7;
  return x;
}
function producer(n) {
  for (let i = 0; i < n; i++) {
    work(2);
    main.switch(i);
  }
}
function consumer(n) {
  for (let i = 0; i < n; i++) {
    work(3);
    main.switch(i);
  }
}
let seen = 0;
setTrace(() => { seen++; });
const [a, b] = [new Greenlet(producer), new Greenlet(consumer)];
a.switch(4);
b.switch(3);
for (let i = 0; i < 4; i++) {
  if (!a.dead) a.switch();
  if (!b.dead) b.switch();
  work(1);
}
const failing = new Greenlet(() => { throw new Error('no'); });
try {
  failing.switch();
} catch (error) {
  console.log(error.message, seen);
}
if (process.argv[2]) process.exit(5);
`;

interface Event {
  readonly name: string;
  readonly ph: string;
  readonly tid: number;
  readonly ts: number;
  readonly dur: number;
  readonly args: Record<string, unknown>;
}

test('every switch, spawn and death is there, in order, whatever else traces; and the program ends as it would', () => {
  const folder = folderWith({ 'main.mjs': program });
  const { status, stdout, stderr } = folder.greenc('run', '--trace', 'out.json', 'main.mjs', 'exit');
  expect({ status, stdout, stderr }).toEqual({ status: 5, stdout: 'no 20\n', stderr: '' });
  const { traceEvents } = JSON.parse(folder.read('out.json')) as { traceEvents: Event[] };
  const of = (name: string) => traceEvents.filter(event => event.name === name);
  expect(of('thread_name').map(({ tid, args }) => `${tid} ${args.name}`)).toEqual([
    '0 main',
    '1 producer',
    '2 consumer',
    '3 greenlet 3',
  ]);
  expect(of('spawn').map(({ tid, args }) => [tid, args.by, args.parent])).toEqual([
    [1, 0, 0],
    [2, 0, 0],
    [3, 0, 0],
  ]);
  expect(of('death').map(({ tid, args }) => `${tid} ${args.by}`)).toEqual(['2 switch', '1 switch', '3 throw']);
  const slices = of('runs');
  expect(slices).toHaveLength(21);
  // One runs at a time, and somebody always does.
  for (const [index, { ts, dur }] of slices.entries()) {
    const next = slices[index + 1];
    if (next) expect(Math.abs(ts + dur - next.ts)).toBeLessThan(0.01);
  }
  expect(slices.at(-1)?.args.ended).toBe('exit');
  expect(folder.list('.')).toEqual(['main.mjs', 'out.json']);
});

test('what cannot be written, or is no trace, is said', () => {
  const folder = folderWith({ 'main.mjs': 'console.log(1);\n', 'a.json': '{}', 'b.json': '{', 'out.html/x': '' });
  const run = folder.greenc('run', '--trace', 'none/out.json', 'main.mjs');
  expect({ status: run.status, stdout: run.stdout }).toEqual({ status: 1, stdout: '' });
  expect(run.stderr).toBe('error GC303: Cannot write none/out.json: no such file or folder\n');
  expect(folder.greenc('trace', 'a.json').stderr).toContain('error GC310: a.json is no trace of greenlets: it has not');
  expect(folder.greenc('trace', 'c.json').stderr).toContain('Did you mean a.json?');
});

describeInBrowser('the page of greenc trace', () => {
  test('it draws a lane for each greenlet, offline, and says what is under the mouse', async () => {
    const folder = folderWith({ 'main.mjs': program });
    folder.greenc('run', '--trace', 'out.json', 'main.mjs');
    expect(folder.greenc('trace', 'out.json').stdout).toBe('out.html written\n');
    const browser = await launchBrowser();
    try {
      const page = await browser.newPage({ viewport: { width: 900, height: 160 } });
      const problems: string[] = [];
      page.on('console', message => message.type() === 'error' && problems.push(message.text()));
      page.on('pageerror', error => problems.push(String(error)));
      page.on('request', request => {
        if (!request.url().startsWith('file:')) problems.push(request.url());
      });
      await page.goto(pathToFileURL(join(folder.path, 'out.html')).href);
      expect(await page.textContent('#title')).toMatch(/^4 greenlets \(3 died\), 20 switches, /);
      // The loading of the program, before the first switch, is of no interest.
      const { slices, length } = JSON.parse((await page.textContent('#data')) ?? '');
      await page.evaluate(`from = ${slices[1][1] - 500}; to = ${length}; draw()`);
      if (process.env.UPDATE_DOCS === '1') await page.screenshot({ path: join(projectRoot, 'docs', 'trace.png') });
      const drawn = (lane: number) =>
        page.evaluate(
          `[...pen.getImageData(LEFT, TOP + ROW * ${lane} + 5, width(), 1).data].filter((_, i) => i % 4 === 3).filter(a => a > 0).length`,
        );
      for (const lane of [0, 1, 2, 3]) expect(await drawn(lane)).toBeGreaterThan(0);
      const at = (await page.evaluate(`[xOf(${slices[1][1] + slices[1][2] / 2}), TOP + ROW * 1.5]`)) as number[];
      const box = await page.locator('#canvas').boundingBox();
      await page.mouse.move((box?.x ?? 0) + at[0], (box?.y ?? 0) + at[1]);
      expect(await page.textContent('#tip')).toMatch(/^producer runs .* then switched away$/);
      const shown = () => page.evaluate('to - from') as Promise<number>;
      const before = await shown();
      await page.mouse.wheel(0, -100);
      for (let tries = 0; tries < 50 && (await shown()) === before; tries++)
        await page.evaluate('new Promise(requestAnimationFrame)');
      expect(await shown()).toBeLessThan(before);
      expect(problems).toEqual([]);
    } finally {
      await browser.close();
    }
  }, 60_000);
});
