#!/usr/bin/env node
/** The `greenc` command: reads the command line, runs a command, and turns every error into a message and exit code 1. */
import { createRequire } from 'node:module';
import { Command } from 'commander';
import {
  aliasOption,
  choice,
  jobsOption,
  selecting,
  sourceTypeOption,
  timesOption,
  whyOption,
  withValues,
} from './command-line.js';
import type { ExplainCommandLine } from './commands/explain.js';
import type { RunCommandLine } from './commands/run.js';
import type { TraceCommandLine } from './commands/trace.js';
import type { CompileCommandLine } from './compile/plan.js';
import { isCompileError } from './register/own.js';

const { version } = createRequire(import.meta.url)('../../package.json') as { version: string };

const program = new Command('greenc')
  .description('Compiles functions so that they can stop in the middle of their call stack and go on later.')
  .version(version)
  .showHelpAfterError('(greenc --help lists what there is)')
  .enablePositionalOptions();

selecting(program.command('compile'))
  .summary('compile files and folders')
  .description(
    'Compiles files and folders (.ts .mts .cts .tsx .js .mjs .cjs .jsx) to JavaScript. Output paths are relative to ' +
      'the folder that all PATHS have in common. Modules that are not marked are written as they are, TypeScript ' +
      'without its types.',
  )
  .argument('<paths...>', 'files and folders')
  .option('--out-dir <dir>', 'where the output goes; required, here or in the configuration')
  .addOption(sourceTypeOption())
  .addOption(choice('--module <kind>', 'make CommonJS of ES modules; "esm" refuses CommonJS', ['esm', 'cjs']))
  .addOption(
    choice('--source-maps [where]', 'write source maps, beside the compiled files or into them', ['file', 'inline']),
  )
  .addOption(
    choice('--print <how>', '"recast" keeps formatting and comments wherever the text stays, for people to read', [
      'babel',
      'recast',
    ]),
  )
  .addOption(jobsOption())
  .option('--watch', 'compile again what changes, until stopped')
  .option('--check', 'only say what is wrong: nothing is written, and --out-dir not needed')
  .action(async (paths: string[], options: CompileCommandLine, command: Command) => {
    const { compileCommand } = await import('./commands/compile.js');
    await compileCommand(paths, options, message => command.error(`error: ${message}`));
  });

selecting(program.command('explain'))
  .summary('say what becomes of each function, and why')
  .description(
    'Lists the functions of files and folders: which can be suspended, and why the others stay as they are written; ' +
      'and what is known of each call in them. Writes no files.',
  )
  .argument('[paths...]', 'files and folders')
  .addOption(sourceTypeOption())
  .addOption(whyOption())
  .option('--passes', 'what each pass of the compiler makes of the files, or of the function that --why names')
  .option('--halves', 'the two halves of each function as they are emitted, or of the function that --why names')
  .option('--json', 'print it as JSON')
  .action(async (paths: string[], options: ExplainCommandLine, command: Command) => {
    const { explainCommand } = await import('./commands/explain.js');
    await explainCommand(paths, options, message => command.error(`error: ${message}`));
  });

selecting(program.command('run'))
  .summary('run a program, compiled in memory')
  .description('Runs FILE with what it imports compiled in memory. Options of greenc go before FILE.')
  .argument('<file>', 'the program')
  .argument('[args...]', 'its arguments')
  .addOption(aliasOption())
  .option('--no-cache', 'compile everything anew, and keep nothing for the next start')
  .option('--trace <file>', 'record each switch, spawn and death of greenlets, for "greenc trace" or Perfetto')
  .option('--patch', "run a synchronous script in a greenlet: Node's functions that would block wait instead")
  .addOption(timesOption())
  .passThroughOptions()
  .action(async (file: string, args: string[], options: RunCommandLine, command: Command) => {
    if (options.times !== undefined && !options.patch) command.error('error: --times goes with --patch');
    const { runCommand } = await import('./commands/run.js');
    await runCommand(file, args, options);
  });

program
  .command('trace')
  .summary('draw what "run --trace" has recorded')
  .description('Writes a page that draws a trace as a timeline of greenlets, in a browser and offline.')
  .argument('<file>', 'what `greenc run --trace` has written')
  .option('--out <page>', 'where the page goes (default: beside FILE, with .html)')
  .option('--open', 'open it in the browser')
  .action(async (file: string, options: TraceCommandLine) => {
    const { traceCommand } = await import('./commands/trace.js');
    traceCommand(file, options);
  });

try {
  await program.parseAsync(withValues(process.argv));
} catch (error) {
  // Not before: it brings Babel along, which a program that is compiled already need not wait for.
  const { internalError } = await import('../compiler/diagnostics/errors.js');
  const failure = isCompileError(error) ? error : internalError(error, {});
  process.stderr.write(`${failure.message}\n`);
  process.exitCode = 1;
}
