import type { Checks } from '../../compiler/options.js';

/** What `greenc run` was told about selection. Plain data: it crosses to the thread the loader hooks run on. */
export interface RunSettings {
  readonly cwd: string;
  readonly all: boolean;
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly accessors: boolean | readonly string[];
  readonly checks: Checks;
  /** The program. */
  readonly entry: string;
}
