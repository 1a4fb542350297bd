/** The options that several commands share, each said once; and what is said of those that are misspelt. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { nearest } from '../compiler/diagnostics/suggest.js';

/** A pattern of nothing, from a variable that is not set, say, would match everything. */
function collectPattern(value: string, before: readonly string[] = []): string[] {
  if (value.trim() === '') throw new InvalidArgumentError('The pattern is empty.');
  return [...before, value];
}

/** Any property has a name that could be meant, even `1x` of `o["1x"]`; but these are paths, lists and patterns. */
function collectName(value: string, before: readonly string[] = []): string[] {
  if (!/^[^\s.,*[\]]+$/.test(value))
    throw new InvalidArgumentError('It takes the name of one property, without its object; repeat it for others.');
  return [...before, value];
}

/** Those that say what is compiled. */
export function selecting(command: Command): Command {
  return command
    .option('--all', 'compile every module, with or without the directive "use greenlet"')
    .option('--include <pattern>', 'compile modules whose path matches as well; repeatable', collectPattern)
    .option('--exclude <pattern>', 'leave modules whose path matches alone; repeatable', collectPattern)
    .option('--accessors', 'let getters and setters be suspended, in the names that the compiled modules define')
    .option('--accessor <name>', 'the same, and in this name as well; repeatable', collectName)
    .addOption(
      choice('--checks <how>', 'keep the callee of every method call, to tell whether it is compiled: "full"', [
        'links',
        'full',
      ]),
    )
    .option('--config <file>', 'the configuration (default: the nearest greenc.config.*, or "greenc" in package.json)')
    .option('--no-config', 'without any configuration file');
}

export const sourceTypeOption = () =>
  choice('--source-type <type>', 'how to read files whose extension does not say (default: as package.json says)', [
    'module',
    'script',
    'unambiguous',
  ]);

/** An option that takes one of a few values. */
export function choice(flags: string, description: string, values: readonly string[]): Option {
  const option = new Option(flags, description).choices(values);
  return option.argParser((value: string) => {
    if (values.includes(value)) return value;
    const near = nearest(value, values);
    const advice = near === undefined ? '' : `\n(Did you mean ${near}?)`;
    throw new InvalidArgumentError(`Allowed choices are ${values.join(', ')}.${advice}`);
  });
}

export const aliasOption = () =>
  new Option(
    '--alias <name=module>',
    'load this module wherever the program wants that one, "fibers=greenc/fibers", say; repeatable',
  ).argParser((value: string, before: Readonly<Record<string, string>> = {}) => {
    const [, name, target] = /^([^=]+)=(.+)$/.exec(value) ?? [];
    if (name === undefined) throw new InvalidArgumentError('It takes NAME=MODULE.');
    return { ...before, [name]: target };
  });

export const jobsOption = () =>
  new Option(
    '--jobs <number>',
    'files to compile at the same time (default: as many as cores, where it pays)',
  ).argParser(wholeNumber);

function wholeNumber(value: string): number {
  if (/^[1-9]\d*$/.test(value)) return Number(value);
  throw new InvalidArgumentError('It takes a whole number from 1 on.');
}

export const timesOption = () =>
  new Option('--times <number>', 'with --patch: run it so many times at once').argParser(wholeNumber);

export const whyOption = () =>
  new Option(
    '--why <file:line>',
    'what is known of this line and the function around it; FILE:LINE:COLUMN as well',
  ).argParser((value: string) => {
    const [, file, line, column] = /^(.+?):(\d+)(?::(\d+))?$/.exec(value) ?? [];
    if (file === undefined || Number(line) < 1)
      throw new InvalidArgumentError('It takes FILE:LINE or FILE:LINE:COLUMN.');
    return { file, line: Number(line), ...(column === undefined ? {} : { column: Number(column) }) };
  });

/**
 * The command line with `--source-maps` as `--source-maps=file`: without that, commander would take the path behind it for its
 * value.
 */
export function withValues(argv: readonly string[]): string[] {
  if (argv[2] !== 'compile') return [...argv];
  const end = argv.includes('--') ? argv.indexOf('--') : argv.length;
  return argv.map((word, index) => (word === '--source-maps' && index < end ? '--source-maps=file' : word));
}
