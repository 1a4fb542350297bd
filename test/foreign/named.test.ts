// What an error says where the matrix has no place for it.
import { ForeignFrameError, Greenlet } from '../../runtime/index.js';
import { load } from '../packages/load.js';

const green = load(
  `const { getCurrent } = require('greenc');
  const main = getCurrent();
  exports.ask = x => { const value = main.switch(x); return value; };
  exports.first = list => { const [one, two] = list; return [one, two]; };
  exports.given = ([one]) => { return [one, main.switch()]; };
  exports.bind = (f, x) => { const bound = f.bind(null, x); const value = bound(); return value; };
  exports.call = (f, x) => { const value = f(x); return value; };`,
  'named.js',
);

function messageOf(run: (...args: any[]) => unknown, ...args: unknown[]): string {
  const g = new Greenlet(run);
  let error: unknown;
  try {
    g.switch(...args);
  } catch (thrown) {
    error = thrown;
  }
  expect(error).toBeInstanceOf(ForeignFrameError);
  expect(g.dead).toBe(true);
  return (error as Error).message;
}

const holding = { [Symbol.iterator]: () => ({ next: () => ({ done: false, value: green.ask(1) }) }) };

test.each(['first', 'given'])('an iterator of foreign code whose result holds the sentinel, taken apart: %s', name => {
  expect(messageOf(green[name], holding)).toMatch(/^the caller of ask \(suspended at named\.js:3:43\)/);
});

test('a foreign function that the program has bound, and one that foreign code has', () => {
  const passing = (callback: (x: number) => unknown) => callback(1);
  const named = /^bound passing, called at named\.js:\d+:\d+, cannot be suspended: it is passing \(.*named\.test/;
  expect(messageOf(green.bind, passing, green.ask)).toMatch(named);
  expect(messageOf(green.call, passing.bind(null), green.ask)).toMatch(named);
  expect(messageOf(green.bind, [(callback: (x: number) => unknown) => callback(1)][0], green.ask)).toMatch(
    /^bound \(anonymous\), called at named\.js:\d+:\d+, cannot be suspended: it is \(anonymous\) \(.*named\.test/,
  );
});
