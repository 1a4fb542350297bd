import { buildSync } from 'esbuild';
import * as abi from '../../runtime/abi.js';
import * as api from '../../runtime/index.js';

/** What a copy of the runtime of its own exports, as a duplicate install or the CommonJS build does. */
function copyOf(entry: string): any {
  const [file] = buildSync({
    entryPoints: [require.resolve(`../../runtime/${entry}.ts`)],
    bundle: true,
    format: 'cjs',
    write: false,
  }).outputFiles;
  const module = { exports: {} };
  new Function('module', 'exports', file.text)(module, module.exports);
  return module.exports;
}

describe('one runtime per realm', () => {
  test('copies share every class and function', () => {
    const copy = copyOf('index');
    expect(Object.keys(copy).sort()).toEqual(Object.keys(api).sort());
    for (const [name, value] of Object.entries(api)) expect(copy[name]).toBe(value);
    const second = copyOf('abi');
    for (const name of ['SUSPENDED', 'Frame', 'suspend', 'member', 'take', 'call', 'check'] as const) {
      // biome-ignore lint/performance/noDynamicNamespaceImportAccess: a test, and every one of them.
      expect(second[name]).toBe(abi[name]);
    }
  });

  test('greenlets of one copy switch to those of another', () => {
    const { Greenlet, getCurrent } = copyOf('index');
    expect(getCurrent()).toBe(api.getCurrent());
    expect(new Greenlet(() => new api.Greenlet(() => 1).parent === getCurrent()).switch()).toBe(true);
  });

  test('the cells for closures and import cycles are constants that nothing enumerates', () => {
    for (const [name, value] of [
      ['$greenc1', abi.SUSPENDED],
      ['$greenc1call', abi.call],
    ] as const) {
      const cell = { value, writable: false, enumerable: false, configurable: false };
      expect(Object.getOwnPropertyDescriptor(globalThis, name)).toEqual(cell);
    }
    expect(Object.isFrozen(abi.SUSPENDED)).toBe(true);
    const published = Object.getOwnPropertySymbols(globalThis).filter(key => String(key).includes('greenc'));
    expect(published.length).toBeGreaterThan(0);
    for (const key of published) expect(Object.getOwnPropertyDescriptor(globalThis, key)?.enumerable).toBe(false);
  });

  test('compiled code of another ABI is refused', () => {
    expect(abi.check(1)).toBe(undefined);
    expect(() => abi.check(2)).toThrow(api.GreenletError);
    expect(() => abi.check(2)).toThrow(/ABI 2\b.*ABI 1\b.*compile/);
  });
});
