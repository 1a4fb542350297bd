// greenc compile --watch, as a process whose lines are waited for.
import { type ChildProcess, spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Folder, folderWith, projectRoot } from './support.js';

const marked = '"use greenlet";\n';

class Watcher {
  readonly #process: ChildProcess;
  #text = '';
  #wake: () => void = () => {};

  constructor(folder: Folder, ...args: string[]) {
    const cli = join(projectRoot, 'dist', 'cli', 'main.js');
    const env = { ...process.env, NO_COLOR: '1', NODE_OPTIONS: '' };
    // One pipe for both streams: of two nobody knows which one is read first.
    const merged = ['-c', 'exec "$@" 2>&1', 'sh', process.execPath, cli, 'compile', '--watch', ...args];
    this.#process = spawn('sh', merged, { cwd: folder.path, env });
    this.#process.stdout?.on('data', part => {
      this.#text += part;
      this.#wake();
    });
    this.#process.on('exit', code => {
      this.#text += `exit ${code}`;
      this.#wake();
    });
  }

  /** All that has been printed since the last call, once it matches. */
  async until(pattern: RegExp): Promise<string> {
    while (!pattern.test(this.#text)) {
      if (/exit \S+$/.test(this.#text)) throw new Error(`It has ended: ${this.#text}`);
      await new Promise<void>(resolve => {
        this.#wake = resolve;
      });
    }
    const text = this.#text;
    this.#text = '';
    return text.replace(/[\d.]+ m?s$/gm, '…');
  }

  stop(): void {
    this.#process.kill('SIGKILL');
  }
}

let watcher: Watcher | undefined;
afterEach(() => watcher?.stop());

test('changed, new, deleted and faulty files', async () => {
  const folder = folderWith({ 'src/a.mjs': `${marked}let x = ;\n`, 'src/b.mjs': 'export const b = 1;\n' });
  watcher = new Watcher(folder, 'src', '--out-dir', 'out', '--source-maps');
  const start = await watcher.until(/Watching for changes\n/);
  expect(start).toContain('src/a.mjs:2:9: error GC001');
  expect(start).toContain('1 file written to out in …\n');
  expect(folder.list('out')).toEqual(['b.mjs']);
  folder.write({ 'src/a.mjs': `${marked}export const a = f => f();\n` });
  expect(await watcher.until(/compiled in/)).toBe('src/a.mjs: compiled in …\n');
  expect(folder.list('out')).toEqual(['a.mjs', 'a.mjs.map', 'b.mjs']);
  folder.write({ 'src/deep/c.ts': 'export const c: number = 1;\n' });
  expect(await watcher.until(/compiled in/)).toBe('src/deep/c.ts: compiled in …\n');
  expect(folder.read('out/deep/c.js')).toContain('export const c = 1;');
  rmSync(join(folder.path, 'src', 'deep'), { recursive: true });
  expect(await watcher.until(/removed/)).toBe('src/deep/c.ts is gone: out/deep/c.js removed\n');
  expect(folder.list('out')).toEqual(['a.mjs', 'a.mjs.map', 'b.mjs']);
  expect(folder.has('out/deep')).toBe(false);
  folder.write({ 'src/b.mjs': `${marked}let y = ;\n` });
  expect(await watcher.until(/Waiting/)).toContain('src/b.mjs:2:9: error GC001');
  expect(folder.read('out/b.mjs')).toBe('export const b = 1;\n');
}, 180_000);

test('what depends on an accessor, and a new configuration', async () => {
  const folder = folderWith({
    'greenc.config.json': '{ "accessors": true, "outDir": "out" }',
    'src/reads.mjs': `${marked}export const f = o => o.x;\n`,
    'src/defines.mjs': `${marked}export const o = { x: 1 };\n`,
  });
  watcher = new Watcher(folder, 'src');
  await watcher.until(/Watching for changes\n/);
  expect(folder.read('out/reads.mjs')).not.toContain('greenc/runtime');
  folder.write({ 'src/defines.mjs': `${marked}export const o = { get x() { return g(); } };\n` });
  expect(await watcher.until(/compiled in/)).toBe('src/defines.mjs and 1 more: compiled in …\n');
  expect(folder.read('out/reads.mjs')).toContain('greenc/runtime');
  folder.write({ 'greenc.config.json': '{ "accesors": true }' });
  expect(await watcher.until(/Waiting/)).toMatch(
    /^greenc\.config\.json changed: .*\n.*GC201: Unknown option "accesors"\n/,
  );
  folder.write({ 'greenc.config.json': '{ "outDir": "two" }' });
  expect(await watcher.until(/written to/)).toBe(
    'greenc.config.json changed: starting again\n2 files written to two in …\n',
  );
  expect(folder.read('two/reads.mjs')).not.toContain('greenc/runtime');
}, 180_000);

test('the last of several changes in a row', async () => {
  const folder = folderWith({ 'a.mjs': 'export const a = -1;\n' });
  watcher = new Watcher(folder, 'a.mjs', '--out-dir', 'out');
  await watcher.until(/Watching for changes\n/);
  for (let pause = 0; pause <= 100; pause += 5) {
    folder.write({ 'a.mjs': 'export const a = 0;\n' });
    await new Promise(resolve => setTimeout(resolve, pause));
    folder.write({ 'a.mjs': `export const a = ${pause};\n` });
    while (folder.read('out/a.mjs') !== `export const a = ${pause};\n`) await watcher.until(/compiled in/);
  }
}, 180_000);
