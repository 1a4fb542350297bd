/** What is compiled while a program runs, and where it is kept: as users say it, and as the hooks use it. */
import { isMainThread } from 'node:worker_threads';
import { aliases, areRight, type CheckedOption, flag, selectionRules } from '../../compiler/option-rules.js';
import { listOf } from '../../compiler/selection.js';
import type { LoadedConfig } from '../config/load.js';
import { type FileSettings, fileSettings } from '../settings.js';
import { type Aliases, aliasesFrom } from './aliases.js';
import { cacheFolder } from './cache-folder.js';
import type { RegisterOptions } from './options.js';
import { withCompiler } from './own.js';

/** The options as the hooks use them. Plain data: it crosses to the thread on which loader hooks run. */
export interface Settings extends Omit<FileSettings, 'sourceType'> {
  readonly cwd: string;
  readonly aliases: Aliases;
  /** The program, if that is known yet. */
  readonly entry: string | undefined;
  /** Null: nothing is kept. */
  readonly cache: string | null;
  /** What the threads that work with these settings have in common. */
  readonly flags: Int32Array;
}

const REVOKED = 0;
const NOTED = 1;

/** By which errors have logical stacks. */
export const tracedRuntime = 'greenc/runtime/traced';

/** Whether they hold no longer: what is loaded is none of our business from now on. */
export const isRevoked = ({ flags }: Settings): boolean => Atomics.load(flags, REVOKED) !== 0;

export function revoke({ flags }: Settings): void {
  Atomics.store(flags, REVOKED, 1);
}

/** Says something that is no reason to stop. The second thing is not said, nor anything in the program's own workers. */
export function noteOnce(text: string, { flags }: Settings): void {
  if (Atomics.exchange(flags, NOTED, 1) === 0) console.error(`note: ${text}`);
}

const path: CheckedOption = {
  expected: 'true, false or a path',
  accepts: value => flag.accepts(value) || (typeof value === 'string' && value !== ''),
};
const rules: Record<keyof RegisterOptions, CheckedOption> = {
  ...selectionRules,
  alias: aliases,
  config: path,
  cache: path,
};

/** Throws a `SourceError` about options that are unknown or have the wrong type. */
export function checkRegisterOptions(raw: RegisterOptions): void {
  // Who is to say what is wrong needs half of the compiler.
  if (!areRight(raw, rules)) withCompiler(({ checkOptions }) => checkOptions(raw, rules));
}

/** @param loaded the configuration file, if there is one */
export function settingsFor(
  { all, include, exclude, accessors, checks, runtime, alias, cache }: RegisterOptions,
  loaded: LoadedConfig | undefined,
  entry: string | undefined,
): Settings {
  const line = {
    ...(all === undefined ? {} : { all }),
    ...(include === undefined ? {} : { include: listOf(include) }),
    ...(exclude === undefined ? {} : { exclude: listOf(exclude) }),
    ...(accessors === undefined ? {} : typeof accessors === 'boolean' ? { accessors } : { accessor: accessors }),
    ...(checks === undefined ? {} : { checks }),
  };
  const { sourceType: _, ...settings } = fileSettings(line, loaded);
  const flags = new Int32Array(new SharedArrayBuffer(8));
  if (!isMainThread) Atomics.store(flags, NOTED, 1);
  return {
    ...settings,
    runtime: runtime ?? settings.runtime ?? tracedRuntime,
    cwd: process.cwd(),
    aliases: alias ? aliasesFrom(alias, process.cwd()) : aliasesFrom(loaded?.config.alias ?? {}, settings.root),
    entry,
    cache: cacheFolder(cache, entry),
    flags,
  };
}
