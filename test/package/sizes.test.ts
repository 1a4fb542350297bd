// What programs pay for that use a part of the runtime. The figures of others are in the bench's table of sizes.
import { gzipSync } from 'node:zlib';
import { type BuildOptions, buildSync } from 'esbuild';
import { projectRoot } from '../support/root.js';

function bundled(contents: string, options: BuildOptions = {}): string {
  const { outputFiles } = buildSync({
    stdin: { contents, resolveDir: projectRoot(), loader: 'ts' },
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    write: false,
    ...options,
  });
  return outputFiles?.[0].text ?? '';
}

const sizeOf = (text: string): number => gzipSync(text, { level: 9 }).length;

test('greenc alone is smaller than 4,000 bytes, minified and compressed', () => {
  expect(sizeOf(bundled("export * from './runtime/index.ts';"))).toBeLessThan(4000);
});

describe('the hub', () => {
  // As it is built: of its sources a bundler would leave out less.
  const hub = (names: string, options: BuildOptions = {}) =>
    bundled(`export ${names} from './dist/runtime/hub/index.js';`, options);

  test('a page that starts tasks which sleep gets less than 12,500 bytes of it', () => {
    const page = hub('{ spawn, sleep }');
    expect(sizeOf(page)).toBeLessThan(12_500);
    expect(page).not.toContain('beforeExit');
  });

  test('all of it is smaller than 45,000', () => {
    expect(sizeOf(hub('*'))).toBeLessThan(45_000);
  });

  test.each(['Queue', 'Semaphore', 'select', 'Timeout', 'Local'])('%s comes without what it does not need', name => {
    const [one, none] = [`{ spawn, sleep, ${name} }`, '{ spawn, sleep }'].map(names => sizeOf(hub(names)));
    expect(one).toBeGreaterThanOrEqual(none);
    expect(hub(`{ ${name} }`)).not.toContain('imapUnordered');
  });

  test('in a process deadlocks are reported, whatever has been left out', () => {
    expect(hub('{ spawn, sleep }', { platform: 'node' })).toContain('beforeExit');
  });
});
