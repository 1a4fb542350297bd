/**
 * What values the options take. Loads nothing: whoever compiles nothing, because all of it is cached, still has options to
 * check.
 */
import type { GreencConfig } from './config.js';
import type { CompileOptions, SelectionOptions } from './options.js';

export interface CheckedOption {
  readonly expected: string;
  readonly accepts: (value: unknown) => boolean;
}

export type OptionRules = Readonly<Record<string, CheckedOption>>;

export const isString = (value: unknown): value is string => typeof value === 'string';
const isBoolean = (value: unknown) => typeof value === 'boolean';
// One of nothing would match everything.
const isPattern = (value: unknown) => (isString(value) && value.trim() !== '') || value instanceof RegExp;

export const flag: CheckedOption = { expected: 'true or false', accepts: isBoolean };
export const text: CheckedOption = { expected: 'a string', accepts: isString };
const name: CheckedOption = { expected: 'a non-empty string', accepts: value => isString(value) && value !== '' };
const patterns: CheckedOption = {
  expected: 'a pattern (non-empty string or RegExp) or an array of patterns',
  accepts: value => isPattern(value) || (Array.isArray(value) && value.every(isPattern)),
};

export const sourceTypes: CheckedOption = {
  expected: '"module", "script" or "unambiguous"',
  accepts: value => value === 'module' || value === 'script' || value === 'unambiguous',
};
export const moduleKinds: CheckedOption = {
  expected: '"esm" or "cjs"',
  accepts: value => value === 'esm' || value === 'cjs',
};
export const printers: CheckedOption = {
  expected: '"babel" or "recast"',
  accepts: value => value === 'babel' || value === 'recast',
};
export const flagOrInline: CheckedOption = {
  expected: 'true, false or "inline"',
  accepts: value => isBoolean(value) || value === 'inline',
};

export const aliases: CheckedOption = {
  expected: 'an object of names of modules',
  accepts: value =>
    isOptions(value) && Object.entries(value).every(([from, to]) => from !== '' && isString(to) && to !== ''),
};

export const selectionRules: Record<keyof SelectionOptions, CheckedOption> = {
  all: flag,
  include: patterns,
  exclude: patterns,
  runtime: name,
  accessors: {
    expected: 'true, false or an array of property names',
    accepts: value => isBoolean(value) || (Array.isArray(value) && value.every(isString)),
  },
  checks: { expected: '"links" or "full"', accepts: value => value === 'links' || value === 'full' },
};

export const compileRules: Record<keyof CompileOptions, CheckedOption> = {
  ...selectionRules,
  filename: text,
  language: {
    expected: '"js", "jsx", "ts" or "tsx"',
    accepts: value => isString(value) && /^[jt]sx?$/.test(value as string),
  },
  cwd: text,
  root: text,
  sourceType: sourceTypes,
  module: moduleKinds,
  sourceMaps: flagOrInline,
  inputSourceMap: {
    expected: 'true, false or a source map object',
    accepts: value => isBoolean(value) || (typeof value === 'object' && !Array.isArray(value)),
  },
  print: printers,
  rewriteExtensions: flag,
};

export const configRules: Record<keyof GreencConfig, CheckedOption> = {
  ...selectionRules,
  sourceType: sourceTypes,
  module: moduleKinds,
  sourceMaps: flagOrInline,
  print: printers,
  alias: aliases,
  outDir: text,
  jobs: {
    expected: 'a whole number from 1 on',
    accepts: value => Number.isInteger(value) && (value as number) > 0,
  },
};

/** Whether these can be options at all. */
export function isOptions(raw: unknown): raw is object {
  return typeof raw === 'object' && raw !== null && !Array.isArray(raw);
}

/** Whether there is such an option, and it takes that value. */
export function fits(option: string, value: unknown, rules: OptionRules): boolean {
  return Object.hasOwn(rules, option) && (value === undefined || rules[option].accepts(value));
}

/** Whether nothing is wrong with a set of options. */
export function areRight(raw: unknown, rules: OptionRules): boolean {
  return isOptions(raw) && Object.entries(raw).every(([option, value]) => fits(option, value, rules));
}
