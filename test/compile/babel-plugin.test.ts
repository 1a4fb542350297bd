import { createRequire } from 'node:module';
import { type PluginItem, transformSync } from '@babel/core';
import greencPlugin from '../../compiler/babel-plugin.js';

const source = `/*! Licence */
"use greenlet";
import { helper } from './helper.js';
import type { T } from './types.js';
export function f(x: T): number {
  return helper(x) + 1;
}
`;

function transform(code: string, options: { plugins?: PluginItem[]; presets?: PluginItem[] }) {
  const fixed = { filename: '/project/src/a.ts', cwd: '/project', configFile: false, babelrc: false } as const;
  const result = transformSync(code, { ...fixed, ...options });
  if (!result?.code) throw new Error('no result');
  return { code: result.code, report: (result.metadata as { greenc?: { marked: boolean } } | undefined)?.greenc };
}

describe('greenc/babel', () => {
  const typescript = require.resolve('@babel/preset-typescript');
  const commonJs = require.resolve('@babel/plugin-transform-modules-commonjs');

  test('beside preset-typescript', () => {
    const { code, report } = transform(source, { plugins: [greencPlugin], presets: [typescript] });
    expect(code).toMatch(/^\/\*! Licence \*\//);
    expect(code).not.toContain('use greenlet');
    expect(code).toContain('from "greenc/runtime"');
    expect(code).not.toContain(': T');
    expect(report?.marked).toBe(true);
  });

  test.each([
    ['before', [greencPlugin, commonJs]],
    ['behind', [commonJs, greencPlugin]],
  ])('%s the CommonJS transform: one kind of module in, one kind out', (_name, plugins) => {
    const { code } = transform(source, { plugins, presets: [typescript] });
    expect(code).toContain('require("greenc/runtime")');
    expect(code).not.toMatch(/^(?:import|export)\b/m);
    const exported: { f?: (x: number) => number } = {};
    const modules: Record<string, unknown> = {
      'greenc/runtime': jest.requireActual('../../runtime/abi.js'),
      './helper.js': { helper: (x: number) => x * 2 },
    };
    new Function('exports', 'require', code)(exported, (name: string) => modules[name]);
    expect(exported.f?.(20)).toBe(41);
  });

  test('beside jest: what is hoisted above the imports can run before the runtime is there', () => {
    const jestPreset = createRequire(require.resolve('babel-jest')).resolve('babel-preset-jest');
    const mocking = `${source}jest.mock('./helper.js', () => ({ helper: () => 1 }));\n`;
    const { code } = transform(mocking, { plugins: [greencPlugin], presets: [jestPreset, typescript] });
    expect(code.indexOf('_getJestObj().mock(')).toBeLessThan(code.indexOf('"greenc/runtime"'));
    const [hoisted] = /^function _getJestObj\(\)[\s\S]*?^\}/m.exec(code) ?? [''];
    expect(hoisted).toContain('@jest/globals');
    expect(hoisted).not.toMatch(/\$greenc1|\$S\b/);
  });

  test('options select as in compile', () => {
    const plain = 'export function f() { return g(); }';
    const marked = (options: object) =>
      transform(plain, { plugins: [[greencPlugin, options]] }).report?.marked ?? false;
    expect(marked({})).toBe(false);
    expect(marked({ all: true })).toBe(true);
    expect(marked({ include: 'src/*.ts' })).toBe(true);
    expect(marked({ all: true, exclude: 'src' })).toBe(false);
    expect(() => marked({ inclde: 'src' })).toThrow(/Unknown option "inclde"[\s\S]*Did you mean "include"/);
    const { code } = transform(plain, { plugins: [[greencPlugin, { all: true, runtime: './rt.js' }]] });
    expect(code).toContain('"./rt.js"');
  });

  test('a misplaced directive is an error with a code frame', () => {
    const late = 'import "x";\n"use greenlet";\n';
    expect(() => transform(late, { plugins: [greencPlugin] })).toThrow(/src\/a\.ts:2:1: error GC002[\s\S]*> 2 \|/);
  });
});
