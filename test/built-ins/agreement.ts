// Holds a program that calls built-ins against its original, in which they are the engine's own.
import { bundledGreenc } from '../support/bundled.js';
import { checkPair, printFailure, shrinkSchedule } from '../support/check.js';
import { type Effort, fixtureEffort } from '../support/schedule.js';
import { printOutcome, runCompiled, runOriginal } from '../support/trial.js';
import { prepare } from '../support/workbench.js';

// With it the runtime can tell proxies, as it can in Node.
const greenc = bundledGreenc({ process: { getBuiltinModule: process.getBuiltinModule } });

/** Throws if the compiled program does anything else than the original, under any schedule; gives what that has logged. */
export function agree(
  source: string,
  { effort = fixtureEffort, twins = true }: { effort?: Effort; twins?: boolean } = {},
): readonly string[] {
  const prepared = prepare(greenc, source, 'program.js', { all: true });
  const [failure] = checkPair(prepared, { effort, seed: 1, twins }).failures;
  if (failure !== undefined)
    throw new Error(
      `${source}\n${printFailure(shrinkSchedule(prepared, failure), schedule => `npm run fuzz -- --replay FILE --schedule "${schedule}"`)}`,
    );
  return runOriginal(prepared.original).trace;
}

/** What comes of a program when everything is suspended, of which something cannot be. */
export function suspended(source: string): string {
  const { compiled, runtime } = prepare(greenc, source, 'program.js', { all: true });
  return runCompiled(compiled, runtime, { suspend: 'all' }).map(printOutcome).join('\n');
}

/** For what not every engine has: says so in the title of the tests that are skipped. */
export function describeIf(isThere: boolean, title: string, tests: () => void): void {
  if (isThere) describe(title, tests);
  else describe.skip(`${title} (which this engine does not have)`, tests);
}
