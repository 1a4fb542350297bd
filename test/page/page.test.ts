// The page of examples/page in a real browser: built by Vite, served with a strict content security policy, used by mouse and
// keyboard.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { type Folder, projectRoot } from '../cli/support.js';
import { projectWith } from '../support/installed.js';
import { describeInBrowser, launchBrowser } from './browser.js';

jest.setTimeout(120_000);

const policy = "default-src 'none'; script-src 'self'; style-src 'self'; base-uri 'none'";
const types: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' };

/** Serves what Vite has built. */
function serve(folder: string): Promise<Server> {
  const server = createServer(({ url = '/' }, response) => {
    const path = join(folder, url === '/' ? 'index.html' : url);
    if (!existsSync(path)) return response.writeHead(404).end();
    const type = types[extname(path)] ?? 'text/plain';
    return response.writeHead(200, { 'content-type': type, 'content-security-policy': policy }).end(readFileSync(path));
  });
  return new Promise(done => void server.listen(0, '127.0.0.1', () => done(server)));
}

describeInBrowser('examples/page in Chromium', () => {
  let project: Folder;
  let server: Server;
  let browser: Browser;
  let page: Page;
  const problems: string[] = [];

  beforeAll(async () => {
    const folder = join(projectRoot, 'examples', 'page');
    const files = readdirSync(folder).map(name => [name, readFileSync(join(folder, name), 'utf8')]);
    project = projectWith(Object.fromEntries(files), ['vite']);
    expect(project.node('node_modules/vite/bin/vite.js', 'build')).toMatchObject({ status: 0, stderr: '' });
    server = await serve(join(project.path, 'dist'));
    browser = await launchBrowser();
    page = await browser.newPage();
    page.on('pageerror', error => problems.push(String(error)));
    page.on('console', message => message.type() === 'error' && problems.push(message.text()));
    await page.route('**/favicon.ico', route => route.fulfill({ status: 204 }));
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  });

  afterAll(async () => {
    await browser?.close();
    server?.close();
  });

  const text = (selector: string) => page.locator(selector).textContent();
  const log = () => page.locator('#log li').allTextContents();

  async function type(line: string): Promise<void> {
    await page.keyboard.type(line);
    await page.keyboard.press('Enter');
  }

  async function knock(times: number): Promise<void> {
    for (let i = 0; i < times; i++) await page.click('#button');
  }

  test('reads a line key by key, in the middle of its loops', async () => {
    expect(await text('#said')).toBe('Who is there?');
    await page.keyboard.type('Adda');
    expect(await text('#typed')).toBe('Adda');
    await page.keyboard.press('Backspace');
    await page.keyboard.press('Enter');
    expect(await text('#said')).toBe('Add, how often will you knock?');
  });

  test('counts clicks, and comes back round by round', async () => {
    await type('3');
    await knock(3);
    await page.keyboard.press('Enter');
    await type('2');
    await knock(1);
    await page.keyboard.press('Enter');
    await type('0');
    expect(await log()).toEqual(['round 1: 3, right', 'round 2: 1 instead of 2', 'Add left after 2 rounds']);
  });

  test('catches what is thrown behind a dozen events', async () => {
    await type('Ben');
    await type('1');
    await knock(10);
    expect((await log()).at(-1)).toBe('Ben went too far: 10 knocks');
    expect(await text('#said')).toBe('Who is there?');
  });

  test('makes no code from text, which the policy forbids', async () => {
    expect(problems).toEqual([]);
    // Only what a timer runs: the policy does not bind `evaluate`.
    const evaluated = page.evaluate(
      () =>
        new Promise(done => {
          setTimeout(() => {
            try {
              done(new Function('return 1')());
            } catch (error) {
              done((error as Error).name);
            }
          });
        }),
    );
    expect(await evaluated).toBe('EvalError');
  });
});
