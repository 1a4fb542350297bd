// What a use did, as text. This module is not compiled: it stands beside the green code and never calls it.
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inspect } from 'node:util';

/** What calls of `see` do: `never` anything, `suspend`, or `fail`. */
export const schedule = { what: 'never', pauses: 0 };

/** Nothing is compiled: stacks are what they are. */
const isNative = process.argv[2] === 'native';
let lines = [];
let calls = 0;
let stacks = [];

if (isNative) Error.stackTraceLimit = Number.POSITIVE_INFINITY;

/** Begins a new trace. */
export function begin(what) {
  schedule.what = what;
  schedule.pauses = 0;
  lines = [];
  calls = 0;
  stacks = [];
}

/** The trace so far, and for each call of `see` who stood on the native stack. */
export const traced = () => ({ lines, stacks, pauses: schedule.pauses });

/** A line of the trace. */
export function note(text, ...values) {
  lines.push([text, ...values.map(show)].join(' '));
}

/** `see` begins. Gives the number of the call. */
export function enter(value) {
  calls++;
  note(`> ${calls}`, value);
  if (isNative) stacks.push(stackNow());
  return calls;
}

export function fail(call, error) {
  note(`! ${call}`, error);
}

export function leave(call) {
  note(`< ${call}`);
}

/** A value as text. Errors are text of one line, with their causes, wherever in a value they are. */
export function show(value) {
  return inspect(value, { depth: 8, breakLength: Number.POSITIVE_INFINITY, compact: true, maxStringLength: 2000 });
}

Object.defineProperty(Error.prototype, inspect.custom, {
  configurable: true,
  value() {
    const because = this.cause === undefined ? '' : ` because of ${show(this.cause)}`;
    const all = Array.isArray(this.errors) ? ` of ${show(this.errors)}` : '';
    return `${this.name}: ${this.message}${all}${because}`;
  },
});

/** The native stack, innermost first, up to where it is continued asynchronously. */
function stackNow() {
  const { prepareStackTrace } = Error;
  Error.prepareStackTrace = (_error, sites) => sites;
  const sites = new Error().stack;
  Error.prepareStackTrace = prepareStackTrace;
  const frames = [];
  for (const site of sites) {
    if (site.isAsync()) break;
    frames.push({
      name: site.getFunctionName() ?? '',
      file: fileOf(site.getFileName() ?? ''),
      line: site.getLineNumber(),
      column: site.getColumnNumber(),
    });
  }
  return frames;
}

/** As greenc names files in its errors: relative to the working directory. */
const fileOf = url =>
  (url.startsWith('file:') ? fileURLToPath(url) : url).replace(/^\/.*/, path => relative(process.cwd(), path));
