import { buildFiles } from '../compile/build.js';
import type { BuildSettings } from '../compile/file.js';
import { type CompileCommandLine, inputsOf, planFor, type Refuse } from '../compile/plan.js';
import { summary } from '../compile/summary.js';
import { watchFiles } from '../compile/watch.js';
import type { Input } from '../inputs.js';
import { packageType } from '../source-type.js';
import { shownPath } from '../system.js';

/**
 * `greenc compile`. Every file is compiled before the first one takes its place, so that an error in one leaves nothing
 * behind. Throws a `CompileError` that lists all errors of all files. `refuse` ends the command for what is wrong on its line.
 */
export async function compileCommand(
  paths: readonly string[],
  line: CompileCommandLine,
  refuse: Refuse,
): Promise<void> {
  if (line.watch) {
    if (line.check) return refuse('--watch writes what it compiles: leave --check out');
    return watchFiles(paths, line, refuse);
  }
  const start = performance.now();
  const { settings, jobs } = await planFor(line, refuse);
  const inputs = inputsOf(paths, settings);
  const built = await buildFiles(inputs, settings, jobs);
  const { outDir } = settings;
  const how = outDir === undefined ? 'checked' : `written to ${shownPath(outDir)}`;
  console.log(summary(built, how, performance.now() - start));
  if (built.every(({ figures }) => figures === undefined)) console.error(nothingMarked);
  if (outDir !== undefined) warnAboutType(settings, outDir, inputs);
}

const nothingMarked =
  'Nothing is marked, so nothing can be suspended: put the directive "use greenlet" at the top of modules, or pass --all.';

/** By the name `.js` alone Node takes what has been written for what the nearest package.json says. */
function warnAboutType({ module }: BuildSettings, outDir: string, inputs: readonly Input[]): void {
  const type = packageType(outDir);
  const isWrong = module === 'cjs' ? type === 'module' : module === 'esm' && type === 'commonjs';
  if (!isWrong || !inputs.some(({ output }) => output.endsWith('.js'))) return;
  const [is, wanted] = module === 'cjs' ? ['ES modules', 'commonjs'] : ['CommonJS', 'module'];
  console.error(
    `Node will take the .js files in ${shownPath(outDir)} for ${is}: put a package.json there that says { "type": "${wanted}" }.`,
  );
}
