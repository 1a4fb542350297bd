/** What `greenc compile` is to do, from the command line and the configuration. */
import { resolve } from 'node:path';
import type { GreencConfig } from '../../compiler/config.js';
import type { Printer } from '../../compiler/options.js';
import { configFor } from '../config/load.js';
import { collectFiles, collectInputs, type Input } from '../inputs.js';
import { type CommandLine, fileSettings } from '../settings.js';
import type { BuildSettings } from './file.js';

export interface CompileCommandLine extends CommandLine {
  readonly outDir?: string;
  readonly check?: boolean;
  readonly module?: 'esm' | 'cjs';
  readonly sourceMaps?: 'file' | 'inline';
  readonly print?: Printer;
  readonly jobs?: number;
  readonly watch?: boolean;
}

export interface Plan {
  readonly settings: BuildSettings;
  readonly jobs: number | undefined;
  /** The configuration file, if there is one. */
  readonly configPath: string | undefined;
}

/** Ends what was to be done, for a fault of the command line as a whole. */
export type Refuse = (message: string) => never;

export async function planFor(line: CompileCommandLine, refuse: Refuse): Promise<Plan> {
  const loaded = await configFor(line);
  const config: GreencConfig = loaded?.config ?? {};
  const common = fileSettings(line, loaded);
  const sourceMaps = line.sourceMaps ?? config.sourceMaps ?? false;
  const module = line.module ?? config.module;
  const given = line.outDir ?? (config.outDir && resolve(common.root, config.outDir));
  // Not left to commander, which would report it before the misspelt `--outdir` that is the cause.
  if (!given && !line.check) return refuse("required option '--out-dir <dir>' not specified");
  const settings: BuildSettings = {
    ...common,
    sourceMaps: sourceMaps === 'file' ? true : sourceMaps,
    print: line.print ?? config.print ?? 'babel',
    ...(module === undefined ? {} : { module }),
    ...(given === undefined || line.check ? {} : { outDir: resolve(given) }),
  };
  return { settings, jobs: line.jobs ?? config.jobs, configPath: loaded?.path };
}

/** Throws a `SourceError` about everything that is wrong with the paths. */
export function inputsOf(paths: readonly string[], { outDir, module }: BuildSettings): Input[] {
  if (outDir !== undefined) return collectInputs(paths, outDir, module);
  return collectFiles(paths).map(path => ({ path, output: path }));
}
