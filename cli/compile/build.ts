/** Compiles a set of files, all of them or none. */
import type { Accessor } from '../../compiler/session.js';
import { CombinedError } from '../files.js';
import type { Input } from '../inputs.js';
import { Staging } from '../output.js';
import { shownPath } from '../system.js';
import { Crew } from './crew.js';
import type { BuildSettings, Built } from './file.js';
import { Progress } from './progress.js';

/**
 * Writes the outputs of all files, or nothing if one of them fails; without `outDir` nothing in any case. Warnings go to stderr,
 * in the order of the files. Throws a `CompileError` that lists all errors of all files.
 *
 * With `goesOn` what fails says so in what is returned, and the others are written without it. `known`: the accessors of all
 * files, if that has been found out already.
 */
export async function buildFiles(
  inputs: readonly Input[],
  settings: BuildSettings,
  jobs: number | undefined,
  { known, goesOn = false }: { known?: readonly Accessor[]; goesOn?: boolean } = {},
): Promise<Built[]> {
  const progress = new Progress(process.stderr, inputs.length);
  const staging = new Staging();
  const crew = new Crew(inputs, settings, jobs);
  const stop = () => {
    staging.discard();
    process.exit(1);
  };
  process.on('SIGINT', stop).on('SIGTERM', stop);
  try {
    if (settings.outDir !== undefined) for (const { output } of inputs) staging.prepare(output);
    const accessors = known ?? (await crew.scan(inputs.map(({ path }) => path)));
    const built = await crew.build(inputs, accessors, ({ warnings }, { path }) => {
      if (warnings !== '') {
        progress.clear();
        console.error(`${warnings}\n`);
      }
      progress.step(shownPath(path));
    });
    const failures = built.flatMap(({ failure }) => failure ?? []);
    if (failures.length > 0 && !goesOn) throw new CombinedError(failures);
    staging.commit(built.flatMap(({ written }) => written));
    staging.discard();
    return built;
  } catch (error) {
    staging.discard();
    throw error;
  } finally {
    progress.clear();
    process.off('SIGINT', stop).off('SIGTERM', stop);
    await crew.close();
  }
}
