/** How `greenc run` ends where the program has failed: with what Node prints of an uncaught error, and without a line of greenc's. */
import { readFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { inspect, types } from 'node:util';
import { ownFolder } from '../own-folder.js';
import { isCompileError } from '../register/own.js';

/** Ends the program as an uncaught error would, without the frames of this command beneath the program's own. */
export function fail(error: unknown): void {
  if (isCompileError(error)) {
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
  if (!types.isNativeError(error)) {
    failWith(error);
    return;
  }
  if (typeof error.stack === 'string') {
    const stack = withoutOurs(error.stack);
    error.stack = stack;
    process.on('uncaughtExceptionMonitor', uncaught => {
      if (uncaught === error && !isHandled()) process.stderr.write(excerptAbove(stack));
    });
  }
  // The line where Node says that it was thrown is this one, which the build has it leave out.
  process.nextTick(() => {
    throw error;
  });
}

const isHandled = (): boolean =>
  process.listenerCount('uncaughtException') > 0 || process.hasUncaughtExceptionCaptureCallback();

/** The same for a value that is no error, of which Node would print a line of ours. */
function failWith(value: unknown): void {
  if (isHandled()) {
    queueMicrotask(() => {
      throw value;
    });
    return;
  }
  process.stderr.write(`Uncaught ${inspect(value)}\n`);
  process.exit(1);
}

const ownPlaces = ['node:internal/', ownFolder, pathToFileURL(ownFolder).href, 'commander/lib/', 'commander\\lib\\'];

/** A frame of Node's, or of greenc's. */
const isOurs = (line: string): boolean => /^ {4}at /.test(line) && ownPlaces.some(part => line.includes(part));

/** The frames of the command that started the program lie beneath the program's own. */
function withoutOurs(stack: string): string {
  const lines = stack.split('\n');
  // Only from the bottom: a program may well fail inside the runtime, and that part stays.
  while (lines.length > 1 && isOurs(lines[lines.length - 1])) lines.pop();
  return lines.join('\n');
}

const frame = /^ {4}at (?:.*\()?((?:file:|\/|[A-Za-z]:\\).*?):(\d+):(\d+)\)?$/;

/** The line of the program that is the first in a stack, as Node shows it above; empty if there is none. */
function excerptAbove(stack: string): string {
  const first = stack.split('\n').find(line => frame.test(line) && !isOurs(line));
  const [, place, line, column] = frame.exec(first ?? '') ?? [];
  if (place === undefined) return '';
  try {
    const path = place.startsWith('file:') ? fileURLToPath(place) : place;
    const text = readFileSync(path, 'utf8').split('\n')[Number(line) - 1].trimEnd();
    // Tabs stay what they are, and as wide.
    const indent = text.slice(0, Number(column) - 1).replace(/[^\t]/g, ' ');
    return `${place}:${line}\n${text}\n${indent}^\n\n`;
  } catch {
    // The source is not where the stack says.
    return '';
  }
}
