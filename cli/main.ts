#!/usr/bin/env node
/** The `greenc` command: reads the command line, runs a command, and turns every error into a message and exit code 1. */
import { createRequire } from 'node:module';
import { Command, InvalidArgumentError, Option } from 'commander';
import { CompileError, internalError } from '../compiler/diagnostics/errors.js';
import type { CompileCommandOptions } from './commands/compile.js';
import type { ExplainCommandOptions } from './commands/explain.js';
import type { RunCommandOptions } from './commands/run.js';

const { version } = createRequire(import.meta.url)('../../package.json') as { version: string };

/** A pattern of nothing, from a variable that is not set, say, would match everything. */
function collectPattern(value: string, before: string[]): string[] {
  if (value.trim() === '') throw new InvalidArgumentError('The pattern is empty.');
  return [...before, value];
}
/** Any property has a name that could be meant, even `1x` of `o["1x"]`; but these are paths, lists and patterns. */
function collectName(value: string, before: string[]): string[] {
  if (!/^[^\s.,*[\]]+$/.test(value))
    throw new InvalidArgumentError('It takes the name of one property, without its object; repeat it for others.');
  return [...before, value];
}
const allOption = () => new Option('--all', 'compile every module, with or without the directive "use greenlet"');
const includeOption = () =>
  new Option('--include <pattern>', 'compile modules whose path matches as well; repeatable')
    .argParser(collectPattern)
    .default([], 'none');
const excludeOption = () =>
  new Option('--exclude <pattern>', 'leave modules whose path matches alone; repeatable')
    .argParser(collectPattern)
    .default([], 'none');
const accessorsOption = () =>
  new Option('--accessors', 'let getters and setters be suspended, in the names that the compiled modules define');
const accessorOption = () =>
  new Option('--accessor <name>', 'the same, and in this name as well; repeatable')
    .argParser(collectName)
    .default([], 'none');
const checksOption = () =>
  new Option(
    '--checks <how>',
    'keep the callee of every method call, to tell whether it is compiled: "full" (default: "links")',
  ).choices(['links', 'full']);
const sourceTypeOption = () =>
  new Option(
    '--source-type <type>',
    'how to read files whose extension does not say (default: as package.json says)',
  ).choices(['module', 'script', 'unambiguous']);

const program = new Command('greenc')
  .description('Compiles functions so that they can stop in the middle of their call stack and go on later.')
  .version(version)
  .showHelpAfterError('(greenc --help lists what there is)')
  .enablePositionalOptions();

program
  .command('compile')
  .summary('compile files and folders')
  .description(
    'Compiles files and folders (.ts .mts .cts .tsx .js .mjs .cjs .jsx) to JavaScript. Output paths are relative to ' +
      'the folder that all PATHS have in common. Modules that are not marked are written as they are, TypeScript ' +
      'without its types.',
  )
  .argument('<paths...>', 'files and folders')
  .option('--out-dir <dir>', 'where the output goes (required)')
  .addOption(allOption())
  .addOption(includeOption())
  .addOption(excludeOption())
  .addOption(accessorsOption())
  .addOption(accessorOption())
  .addOption(checksOption())
  .addOption(sourceTypeOption())
  .option('--source-maps', 'write a source map beside each compiled file')
  .action(async (paths: string[], { outDir, ...options }: CompileCommandOptions, command: Command) => {
    // Not left to commander, which would report it before the misspelt `--outdir` that is the cause.
    if (!outDir) command.error("error: required option '--out-dir <dir>' not specified");
    const { compileCommand } = await import('./commands/compile.js');
    compileCommand(paths, outDir, options);
  });

program
  .command('explain')
  .summary('say what becomes of each function, and why')
  .description(
    'Lists the functions of files and folders: which can be suspended, and why the others stay as they are written; ' +
      'and what is known of each call in them. Writes no files.',
  )
  .argument('<paths...>', 'files and folders')
  .addOption(allOption())
  .addOption(includeOption())
  .addOption(excludeOption())
  .addOption(accessorsOption())
  .addOption(accessorOption())
  .addOption(checksOption())
  .addOption(sourceTypeOption())
  .option('--json', 'print it as JSON')
  .action(async (paths: string[], options: ExplainCommandOptions) => {
    const { explainCommand } = await import('./commands/explain.js');
    explainCommand(paths, options);
  });

program
  .command('run')
  .summary('run a program, compiled in memory')
  .description('Runs FILE with what it imports compiled in memory. Options of greenc go before FILE.')
  .argument('<file>', 'the program')
  .argument('[args...]', 'its arguments')
  .addOption(allOption())
  .addOption(includeOption())
  .addOption(excludeOption())
  .addOption(accessorsOption())
  .addOption(accessorOption())
  .addOption(checksOption())
  .passThroughOptions()
  .action(async (file: string, args: string[], options: RunCommandOptions) => {
    const { runCommand } = await import('./commands/run.js');
    runCommand(file, args, options);
  });

try {
  await program.parseAsync();
} catch (error) {
  const failure = error instanceof CompileError ? error : internalError(error, {});
  process.stderr.write(`${failure.message}\n`);
  process.exitCode = 1;
}
