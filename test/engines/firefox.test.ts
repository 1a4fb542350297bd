// The behaviour of compiled code where the engine is not V8: fixtures and generated programs are held against their
// originals in Firefox, under many schedules. What compiles them is Node.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { buildSync } from 'esbuild';
import fc from 'fast-check';
import { compile } from '../../compiler/index.js';
import { bundledRuntime } from '../support/bundled.js';
import { fixtureNames, readFixture } from '../support/fixture.js';
import { programsOf } from '../support/program/program.js';
import { projectRoot } from '../support/root.js';
import { type CompileLike, compiledText, filenameOf, originalText } from '../support/workbench.js';
import type { PageCase, PageResult } from './page.js';

const firefox = ['/usr/bin/firefox-esr', '/usr/bin/firefox'].find(existsSync);

/** Programs that do something else in Firefox, and why that is no fault of compiled code. */
const excepted: Readonly<Record<string, readonly string[]>> = {
  'in which order a list is compared while it is sorted is for engines to choose, and compiled code chooses as V8': [
    'built-ins-arrays',
    'built-ins-in-parentheses',
    'built-ins-typed-arrays',
  ],
  'the order of the own keys of functions, which nobody lists': [
    'async-generator-kinds',
    'async-kinds',
    'constructor-anonymous-names',
    'generator-kinds',
    'generator-parameters',
  ],
  'what `return` of an iterator throws replaces the error of the body, against the standard': [
    'for-of-closes-on-throw',
    'generator-for-of-closing',
    'iteration-closing',
  ],
  'keys are converted too early, and a variable is not looked at, against the standard': [
    'compound-assignment-key-converted-once',
    'tdz-in-closures-of-defaults',
  ],
  'V8 says that a private name has no setter before it calls the getter': ['accessors-private'],
};

jest.setTimeout(300_000);

/** As the page takes it; undefined where the compiler refuses the program. */
function caseOf(name: string, source: string, filename: string, options: object): PageCase | undefined {
  try {
    const { text: compiled } = compiledText(compile as unknown as CompileLike, source, filename, options);
    const original = originalText(source, filename);
    return { name, original, compiled, twins: true, suspended: true, fresh: false };
  } catch (error) {
    if (error instanceof Error && 'diagnostics' in error) return undefined;
    throw error;
  }
}

function fixtureCases(): PageCase[] {
  const names = fixtureNames().filter(name => !Object.values(excepted).flat().includes(name));
  return names.flatMap(name => {
    const { source, filename, options } = readFixture(name);
    const one = caseOf(name, source, filename, options.compile ?? {});
    const { twins = true, foreign = false, fresh = false } = options;
    return one === undefined ? [] : [{ ...one, twins, suspended: !foreign, fresh }];
  });
}

function generatedCases(count: number): PageCase[] {
  const programs = fc.sample(programsOf(350), { numRuns: count, seed: 1 }).map(({ source }) => source);
  return programs.flatMap((source, index) => {
    if (/sort/i.test(source)) return [];
    const one = caseOf(`generated ${index}`, source, filenameOf(source), { all: true });
    return one === undefined ? [] : [one];
  });
}

/** The page and what it asks for. `onEnd` is called with the results. */
async function serve(cases: readonly PageCase[], onEnd: (results: PageResult[]) => void): Promise<Server> {
  const [page] = buildSync({
    entryPoints: [join(projectRoot(), 'test/engines/page.ts')],
    alias: { 'node:util': './test/engines/node-util.ts' },
    absWorkingDir: projectRoot(),
    define: { runtimeBundle: 'globalThis.runtimeBundle' },
    bundle: true,
    format: 'iife',
    target: 'es2022',
    write: false,
  }).outputFiles;
  const html = `<!doctype html><meta charset="utf-8"><body><script src="/runtime.js"></script><script src="/page.js"></script>`;
  const results: PageResult[] = [];
  const given: Record<string, [type: string, text: string]> = {
    '/': ['text/html', html],
    '/page.js': ['text/javascript', page?.text ?? ''],
    '/runtime.js': ['text/javascript', `globalThis.runtimeBundle = ${JSON.stringify(bundledRuntime())};`],
    '/cases': ['application/json', JSON.stringify(cases)],
  };
  const server = createServer(async (request, response) => {
    if (request.method === 'POST') {
      const body = await text(request);
      if (request.url === '/result') results.push(JSON.parse(body) as PageResult);
      else onEnd(results);
    }
    const [type, content] = given[request.url ?? ''] ?? ['text/plain', ''];
    response.setHeader('content-type', `${type}; charset=utf-8`).end(content);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

if (firefox === undefined) test.skip('the behaviour tests in Firefox, which is not installed here', () => {});
else
  describe('Firefox', () => {
    const cases = [...fixtureCases(), ...generatedCases(40)];
    let results: ReadonlyMap<string, PageResult>;
    let server: Server;
    let browser: ChildProcess;
    let profile: string;

    beforeAll(async () => {
      profile = mkdtempSync(join(tmpdir(), 'greenc-firefox-'));
      const found = await new Promise<PageResult[]>((done, failed) => {
        serve(cases, done)
          .then(opened => {
            server = opened;
            const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
            browser = spawn(firefox, ['--headless', '--no-remote', '--profile', profile, url], {
              env: { ...process.env, HOME: profile },
              stdio: 'ignore',
            });
          })
          .catch(failed);
      });
      results = new Map(found.map(result => [result.name, result]));
    });

    afterAll(async () => {
      const exited = once(browser, 'exit');
      browser.kill();
      await exited;
      server.closeAllConnections();
      server.close();
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    });

    test.each(cases.map(({ name }) => name))('%s', name => {
      expect(results.get(name)?.failure).toBeUndefined();
      expect(results.get(name)?.schedules).toBeGreaterThan(0);
    });
  });
