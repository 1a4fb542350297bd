/**
 * What a configuration file may say: `greenc.config.ts` and its kind, or the key `greenc` of package.json. The commands find
 * and load it (`cli/config/`); here is only what it may hold.
 */
import { configRules } from './option-rules.js';
import { checkOptions, type Printer, type SelectionOptions, type SourceType } from './options.js';

/** Relative paths and patterns are relative to the folder of the file that holds them. */
export interface GreencConfig extends SelectionOptions {
  /** How to read files whose extension does not say. Default: as the nearest package.json says. */
  sourceType?: SourceType;
  /** `greenc compile`: `cjs` makes CommonJS of ES modules. Default: each file stays what it is. */
  module?: 'esm' | 'cjs';
  /** `greenc compile`: `true` writes a source map beside each compiled file, `'inline'` into it. Default: false. */
  sourceMaps?: boolean | 'inline';
  /** `greenc compile`: `recast` keeps formatting and comments wherever the text stays. Default: `babel`. */
  print?: Printer;
  /**
   * `greenc run` and the register hook: modules to be loaded in the place of others, by the beginning of their names. With
   * `{ fibers: 'greenc/fibers' }`, `fibers/future` is `greenc/fibers/future`.
   */
  alias?: Readonly<Record<string, string>>;
  /** `greenc compile`: the folder that the output goes to. */
  outDir?: string;
  /** `greenc compile`: how many files are compiled at the same time. Default: as many as there are cores, where that pays. */
  jobs?: number;
}

/** For a configuration file: gives back what it is given, and lets editors check and complete it. */
export function defineConfig(config: GreencConfig): GreencConfig {
  return config;
}

/**
 * Checks what a configuration file has given. Throws a `SourceError` that lists every unknown option (with the nearest known
 * one) and every value of the wrong type, each with the file's name.
 */
export function checkConfig(raw: unknown, file: string): GreencConfig {
  checkOptions(raw, configRules, { file });
  return raw as GreencConfig;
}
