/** Fibers and functions that are not compiled: these cannot be suspended, but may run other fibers. */

import { pathToFileURL } from 'node:url';
import { folderWith, projectRoot } from '../cli/support.js';

const fibers = pathToFileURL(`${projectRoot}/dist/runtime/fibers/index.js`).href;
const foreign = `export const each = (list, action) => {
  for (const item of list) action(item);
};
export const result = action => {
  const value = action();
  return value;
};
`;
const setting = `'use greenlet';
import Fiber from '${fibers}';
import { each, result } from './foreign.js';
function attempt(action) {
  const fiber = Fiber(() => {
    try {
      console.log(action());
    } catch (error) {
      console.log(error.name, error.message);
    }
    return Fiber.yield(Fiber.current === fiber && fiber.started);
  });
  console.log(fiber.run(), fiber.run('goes on'), fiber.started);
}
`;

function printed(program: string): string[] {
  const folder = folderWith({
    'main.mjs': setting + program,
    'foreign.js': foreign,
    'package.json': '{"type":"module"}',
  });
  const { stdout, stderr } = folder.greenc('run', '--no-cache', 'main.mjs');
  expect(stderr).toBe('');
  return stdout.trimEnd().split('\n');
}

test('a yield under a foreign function fails, and names it', () => {
  const lines = printed(`attempt(() => result(() => Fiber.yield(1)));
attempt(() => each([1, 2], item => Fiber.yield(item)));
attempt(() => result(Fiber.yield));
attempt(() => each([1, 2], Fiber.yield));
`);
  const named = (text: string) => [expect.stringContaining(`ForeignFrameError ${text}`), 'true goes on false'];
  expect(lines).toEqual([
    ...named('result, called at main.mjs:15:15, cannot be suspended: it is not compiled by greenc'),
    ...named('the caller of (anonymous) '),
    ...named('the caller of yieldFiber cannot be suspended: it is result '),
    ...named('the caller of yieldFiber cannot be suspended: it is each '),
  ]);
});

test('another fiber is entered under one as anywhere', () => {
  const lines = printed(`
const other = Fiber(value => {
  for (;;) {
    try {
      value = Fiber.yield(\`got \${value}\`);
    } catch (error) {
      value = \`caught \${error}\`;
      if (error instanceof Error) break;
    }
  }
  return error => error;
});
const list = [];
attempt(() => result(() => other.run(1)));
attempt(() => each([2, 3], value => list.push(other.run(value))) ?? list);
attempt(() => result(() => other.throwInto(4)));
attempt(() => result(() => typeof other.reset()));
console.log(other.started);
attempt(() => result(() => Fiber(() => result(() => Fiber(() => Fiber.current.started).run())).run()));
attempt(() => result(() => Fiber(() => { throw new RangeError('from another (fiber)'); }).run()));
`);
  const goesOn = 'true goes on false';
  expect(lines).toEqual([
    ...['got 1', goesOn, "[ 'got 2', 'got 3' ]", goesOn, 'got caught 4', goesOn, 'function', goesOn],
    'false',
    ...['true', goesOn, 'RangeError from another (fiber)', goesOn],
  ]);
});

test('a fiber that has lost its yield under a foreign function enters no other before the error is out', () => {
  const lines = printed(`
const other = Fiber(() => 'ran');
attempt(() => each([true, false], isFirst => (isFirst ? Fiber.yield() : other.run())));
attempt(() => each([true, false], isFirst => (isFirst ? Fiber.yield() : Fiber.current.run())));
attempt(() => each([true, false], isFirst => (isFirst ? Fiber.yield() : Fiber.current.reset())));
console.log(other.started, other.run());
`);
  const fails = [expect.stringContaining('ForeignFrameError '), 'true goes on false'];
  expect(lines).toEqual([...fails, ...fails, ...fails, 'false ran']);
});

test('fibers stand on one another without an end: in code that is compiled', () => {
  const lines = printed(`
const chain = length => Fiber(() => {
  if (length === 0) return Fiber.yield('bottom');
  const below = chain(length - 1);
  return below.run(Fiber.yield(below.run())) + 1;
});
for (const length of [63, 64, 65, 66, 5000]) {
  const top = chain(length);
  console.log(length, top.run(), top.run(0), top.started);
}
`);
  expect(lines).toEqual([63, 64, 65, 66, 5000].map(length => `${length} bottom ${length} false`));
});

test('stacks go on through fibers that stand on one another', () => {
  const lines = printed(`Error.stackTraceLimit = 50;
const low = Fiber(function low() {
  Fiber.yield();
  const fails = () => { throw new Error('low'); };
  fails();
});
const mid = Fiber(function mid() {
  low.run();
  Fiber.yield();
  const again = () => result(() => low.run());
  again();
});
const top = Fiber(function top() {
  mid.run();
  Fiber.yield();
  try {
    mid.run();
  } catch (error) {
    console.log(error.stack);
  }
  throw new Error('top');
});
top.run();
try {
  top.run();
} catch (error) {
  console.log(error.stack);
}
`);
  const shown = lines.map(line => line.replace(/(?:file:)?\/\S*\/(?=main|foreign)/, ''));
  const upTo = (end: number) =>
    shown.slice(
      end,
      shown.findIndex((line, i) => i > end && line.includes('from main')),
    );
  expect(upTo(0)).toEqual([
    'Error: low',
    '    at fails (main.mjs:18:31)',
    '    at low (main.mjs:19:3)',
    '    --- switched from mid',
    '    at main.mjs:24:40',
    '    at result (foreign.js:5:17)',
    '    at again (main.mjs:24:23)',
    '    at mid (main.mjs:25:3)',
    '    --- switched from top',
    '    at top (main.mjs:31:9)',
  ]);
  expect(upTo(shown.indexOf('Error: top'))).toEqual(['Error: top', '    at top (main.mjs:35:9)']);
});

test('a fiber whose own function is foreign can only run to its end', () => {
  const lines = printed(`
const fiber = Fiber(new Function('Fiber', 'return function foreign(stop) { if (stop) Fiber.yield(1); return "end"; }')(Fiber));
for (const stop of [true, false, true]) {
  try {
    console.log(fiber.run(stop));
  } catch (error) {
    console.log(error.name, error.message.includes('cannot be suspended'), fiber.started);
  }
}
`);
  expect(lines).toEqual(['ForeignFrameError true false', 'end', 'ForeignFrameError true false']);
});
