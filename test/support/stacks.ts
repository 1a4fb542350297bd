// `frames` of a suspended greenlet against the stack trace that the engine gives for the original at the same probe:
// the same functions, at the same lines and columns of the source.

import { createProbes, Session } from './probe.js';
import type { RuntimeLike } from './runtime.js';
import type { Program } from './sandbox.js';

/** The engine puts the program into a function whose head takes two lines. */
const headLines = 2;

/** `name line:column`, innermost first; the name without the class or object before it. */
export type Stack = readonly string[];

/** The stack at each probe of the original. */
export function nativeStacks(program: Program): Stack[] {
  const probes = createProbes(null);
  const stacks: Stack[] = [];
  const { p } = probes;
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 100;
  try {
    const traced = {
      ...probes,
      p: (...args: unknown[]) => {
        stacks.push(readStack(new Error('stack').stack ?? ''));
        return p(...args);
      },
    };
    program(traced).run();
  } catch {
    // What it throws is compared elsewhere.
  } finally {
    Error.stackTraceLimit = limit;
  }
  return stacks;
}

function readStack(stack: string): Stack {
  const frames: string[] = [];
  for (const line of stack.split('\n')) {
    const parts = /^ +at (?:(?:async )?(.*?) \()?eval at .*<anonymous>:(\d+):(\d+)\)?$/.exec(line);
    if (parts === null) continue;
    const [, name = '', row, column] = parts;
    frames.push(`${shortName(name)} ${Number(row) - headLines}:${column}`);
  }
  return frames;
}

function shortName(name: string): string {
  const plain = name
    .replace(/ \[as .*\]$/, '')
    .replace(/^new /, '')
    .replace(/^.*\.(?=[^.\]]+$)/, '');
  return plain === '<anonymous>' || plain === 'eval' ? '' : plain;
}

/** The frames at each suspension of the compiled program, when every probe suspends. */
export function greenStacks(program: Program, runtime: RuntimeLike): Stack[] {
  const probes = createProbes(runtime);
  const session = new Session({ suspend: 'all' });
  probes.session = session;
  const greenlet = new runtime.api.Greenlet(program(probes).run);
  const stacks: Stack[] = [];
  try {
    greenlet.switch();
    while (!greenlet.dead) {
      const [, ...frames] = greenlet.frames;
      stacks.push(frames.map(({ name, line, column }) => `${shortName(name ?? '')} ${line}:${column}`));
      greenlet.switch(session.value);
    }
  } catch {
    // As above.
  }
  return stacks;
}
