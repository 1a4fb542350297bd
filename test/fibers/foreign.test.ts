/** What node-fibers can and greenc cannot: suspend functions that are not compiled. Fibers must stay usable. */

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
    ...named('result, called at main.mjs:17:15, cannot be suspended'),
    ...named('the caller of yieldFiber '),
  ]);
});

test('so does entering another fiber under one, which stays as it was', () => {
  const lines = printed(`
const other = Fiber(value => {
  for (;;) value = Fiber.yield(\`got \${value}\`);
});
attempt(() => result(() => other.run(1)));
attempt(() => each([1, 2], value => other.run(value)));
console.log(other.started, other.run(3), other.started);
attempt(() => result(() => other.run(4)));
attempt(() => each([5, 6], value => other.throwInto(value)));
attempt(() => result(() => other.reset()));
attempt(() => each([7, 8], () => other.reset()));
console.log(other.started, other.run(8));
attempt(() => [other.run(9), other.reset(), other.started]);
`);
  expect(lines.filter(line => !line.startsWith('ForeignFrameError '))).toEqual([
    ...['true goes on false', 'true goes on false'],
    'false got 3 true',
    ...Array(4).fill('true goes on false'),
    'true got 8',
    "[ 'got 9', undefined, false ]",
    'true goes on false',
  ]);
  expect(lines).toHaveLength(16);
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
