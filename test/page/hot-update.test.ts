// Vite's development server: a module is loaded anew while a greenlet stands in it, and a dependency is compiled where Vite
// bundles dependencies beforehand.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import type { Folder } from '../cli/support.js';
import { projectWith } from '../support/installed.js';
import { describeInBrowser, launchBrowser } from './browser.js';

jest.setTimeout(120_000);

const moduleOf = (version: string) => `'use greenlet';
import { Greenlet, getCurrent } from 'greenc';
import { each } from 'steps';

const main = getCurrent();
const waiting = new Greenlet(() => {
  each(['one', 'two'], step => void main.switch(step));
  return '${version}';
});
waiting.switch();
(window.greenlets ??= []).push(waiting);
// Where Vite finds it by its text only.
const accept = () => import.meta.hot.accept();
accept();
`;

const files = {
  'index.html': '<!doctype html><link rel="icon" href="data:," /><script type="module" src="./main.js"></script>',
  'main.js': moduleOf('old'),
  'serve.mjs': `import { createServer } from 'vite';
import greenc from 'greenc/vite';

const plugins = [greenc({ include: '**/node_modules/steps/**' })];
const server = await createServer({ configFile: false, plugins, logLevel: 'warn', server: { host: '127.0.0.1', port: 0 } });
await server.listen();
console.log(server.resolvedUrls.local[0]);
`,
  'node_modules/steps/package.json': '{ "name": "steps", "main": "./index.js" }',
  'node_modules/steps/index.js': `exports.each = (list, action) => {
  for (const item of list) action(item);
};
`,
};

/** What the page has made of a window. */
type Window = { greenlets: { switch(): string }[]; isFirst?: boolean };

describeInBrowser('a hot update in Chromium', () => {
  let project: Folder;
  let server: ChildProcess;
  let browser: Browser;
  let page: Page;
  const problems: string[] = [];

  beforeAll(async () => {
    project = projectWith(files, ['vite']);
    server = spawn(process.execPath, ['serve.mjs'], { cwd: project.path, stdio: ['ignore', 'pipe', 'inherit'] });
    const [url] = (await once(server.stdout as NodeJS.ReadableStream, 'data')) as [Buffer];
    browser = await launchBrowser();
    page = await browser.newPage();
    page.on('pageerror', error => problems.push(String(error)));
    await page.goto(String(url).trim());
    await page.waitForFunction(() => (globalThis as unknown as Window).greenlets?.length === 1);
    await page.evaluate(() => {
      (globalThis as unknown as Window).isFirst = true;
    });
  });

  afterAll(async () => {
    await browser?.close();
    server?.kill();
    if (server?.exitCode === null) await once(server, 'exit');
  });

  test('leaves suspended frames their code, and gives the new ones theirs', async () => {
    project.write({ 'main.js': moduleOf('new') });
    await page.waitForFunction(() => (globalThis as unknown as Window).greenlets.length === 2);
    const found = await page.evaluate(() => {
      const { greenlets, isFirst } = globalThis as unknown as Window;
      return { isFirst, results: greenlets.map(one => [one.switch(), one.switch()]) };
    });
    // The page has not been loaded anew.
    expect(found).toEqual({
      isFirst: true,
      results: [
        ['two', 'old'],
        ['two', 'new'],
      ],
    });
    expect(problems).toEqual([]);
    expect(project.list('node_modules/.vite/deps')).toContainEqual('steps.js');
    expect(project.read(join('node_modules', '.vite', 'deps', 'steps.js'))).toContain('greenc1:');
  });
});
