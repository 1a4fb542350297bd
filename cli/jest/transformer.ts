/**
 * `greenc/jest`: a transformer for jest, in the place of babel-jest, which does the work for it. A project's Babel configuration is
 * used if there is one; without, TypeScript and JSX are lowered as `greenc compile` does it, and ES modules become
 * CommonJS where jest wants that.
 *
 * Coverage: babel-jest has istanbul put counters behind the author's statements before greenc compiles them. So each counts
 * once, whichever half it runs in, and the checks behind calls are nothing that could be covered.
 *
 * The trap: jest explains a `SyntaxError` at length, and guesses wrong. It gets to see errors of ours instead.
 */
import { createHash } from 'node:crypto';
import { extname } from 'node:path';
import { loadPartialConfig, type PluginItem } from '@babel/core';
import transformCommonJs from '@babel/plugin-transform-modules-commonjs';
import greencPlugin from '../../compiler/babel-plugin.js';
import { CompileError } from '../../compiler/diagnostics/errors.js';
import { loweringPlugins } from '../../compiler/lower.js';
import { resolveCompileOptions, resolvePluginOptions, type SelectionOptions } from '../../compiler/options.js';
import { parseSource } from '../../compiler/parse.js';
import { stateOf } from '../bundlers/persistent-cache.js';
import { PlainError, textOf } from '../bundlers/problems.js';
import { version } from '../version.js';
import { findBabelJest, type JestOptions, type SyncTransformer } from './babel-jest.js';

/** Options of the transformer: `all`, `include`, `exclude`, `accessors`, `checks`, `runtime`, as for `greenc/compiler`. */
export type GreencOptions = SelectionOptions;

/** What jest makes of `transform: { '\\.[jt]sx?$': ['greenc/jest', { … }] }`. */
export function createTransformer(raw: GreencOptions = {}) {
  resolvePluginOptions(raw, {});
  const transformers = new Map<string, SyncTransformer>();
  const state = stateOf(raw);

  function transformerFor(path: string, { config }: JestOptions): SyncTransformer {
    const key = isConfigured(path, config) ? '' : extname(path);
    const known = transformers.get(key);
    if (known !== undefined) return known;
    const plugin: PluginItem = [greencPlugin, raw];
    const made = findBabelJest(config.rootDir).createTransformer(
      key === '' ? { plugins: [plugin] } : loweringConfig(`module${key}`, plugin),
    );
    transformers.set(key, made);
    return made;
  }

  function process(source: string, path: string, options: JestOptions) {
    try {
      return transformerFor(path, options).process(source, path, options);
    } catch (error) {
      throw readable(error, source, path);
    }
  }

  return {
    canInstrument: true,
    getCacheKey(source: string, path: string, options: JestOptions): string {
      const inner = transformerFor(path, options).getCacheKey(source, path, options);
      return createHash('sha256').update(state).update(inner).digest('hex').slice(0, 32);
    },
    process,
    async processAsync(source: string, path: string, options: JestOptions) {
      return process(source, path, options);
    },
  };
}

export default { createTransformer };

/** Whether the project says itself how Babel is to read a file. */
function isConfigured(path: string, { cwd, rootDir }: JestOptions['config']): boolean {
  return loadPartialConfig({ cwd, root: rootDir, filename: path })?.hasFilesystemConfig() ?? false;
}

/** What Babel is told where nobody has configured it. `filename`: one with the extension. */
function loweringConfig(filename: string, plugin: PluginItem): object {
  return {
    configFile: false,
    babelrc: false,
    parserOpts: { plugins: ['decoratorAutoAccessors'] },
    plugins: [...loweringPlugins(resolveCompileOptions({ filename })), plugin],
    presets: [commonJsPreset],
  };
}

interface Caller {
  caller(
    test: (caller: { supportsStaticESM?: boolean; supportsDynamicImport?: boolean } | undefined) => boolean,
  ): boolean;
}

/** As jest asks for: by default it runs CommonJS, and has no `import()`. */
function commonJsPreset(api: Caller) {
  const plugins: PluginItem[] = [];
  if (!api.caller(caller => caller?.supportsDynamicImport === true)) plugins.push(dynamicImportPlugin);
  if (!api.caller(caller => caller?.supportsStaticESM === true)) plugins.push(transformCommonJs);
  return { plugins };
}

/** What makes Babel's plugin for CommonJS replace `import()` as well. */
function dynamicImportPlugin() {
  return {
    pre(this: { file: { set(key: string, value: string): void } }) {
      this.file.set('@babel/plugin-proposal-dynamic-import', version);
    },
  };
}

/** An error that says where the program is wrong, and once. */
function readable(error: unknown, source: string, path: string): unknown {
  if (error instanceof CompileError) return new PlainError(textOf(error.diagnostics, source));
  if (!(error instanceof SyntaxError)) return error;
  try {
    parseSource(source, resolveCompileOptions({ filename: path }));
  } catch (found) {
    if (found instanceof CompileError) return new PlainError(found.message);
  }
  // What a Babel plugin reports has position and frame in its text.
  return new PlainError(error.message);
}
