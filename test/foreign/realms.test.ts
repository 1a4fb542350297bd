// Built-ins and functions of another realm, as an iframe or a vm context has them: they work where nothing of theirs is left to
// be done, and are foreign otherwise. They are never taken for ours, nor for compiled code.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { compile } from '../../compiler/index.js';
import type * as api from '../../runtime/index.js';

// The built package: in the sources nobody has compiled the equivalents of built-ins.
const require = createRequire(join(process.cwd(), 'package.json'));
const { ForeignFrameError, Greenlet, getCurrent } = require('greenc') as typeof api;
const load = (source: string): any => {
  const exports = {};
  const { code } = compile(source, { filename: 'realms.js', sourceType: 'script', all: true });
  new Function('require', 'exports', code)(require, exports);
  return exports;
};

const main = getCurrent();

interface Other {
  Array: ArrayConstructor;
  Function: FunctionConstructor;
  Proxy: ProxyConstructor;
  Promise: PromiseConstructor;
  Reflect: typeof Reflect;
  list: number[];
  passing(callback: (x: number) => unknown): unknown;
  wrapped: { m(callback: (x: number) => unknown): unknown };
  marked(callback: (x: number) => unknown): unknown;
}

const other = runInNewContext(`({
  Array, Function, Proxy, Promise, Reflect,
  list: [1, 2],
  passing(callback) { return callback(1); },
  wrapped: { m(callback) { return callback(1); } },
  // As greenc leaves it: its own runtime's business.
  marked(callback) { const value = callback(1); if (value) return value; return suspend("greenc1:0"); },
})`) as Other;

const green = load(
  `const { getCurrent } = require('greenc');
  const main = getCurrent();
  // The first function of the module, and a method: nothing but the number in its mark tells who it is.
  exports.asking = [{ ask(x) { return main.switch(x) + 1; } }][0].ask;
  exports.named = named;
  function named(x) { return main.switch(x) + 1; }
  exports.map = (xs, f) => { const made = xs.map(f); return made; };
  exports.mapBy = (map, xs, f) => { const made = map.call(xs, f); return made; };
  exports.callBy = (object, f) => { const value = object.m(f); return [value]; };
  exports.call = (f, x) => { const value = f(x); return [value]; };
  exports.callOf = (f, x) => { const value = f.call(null, x); return [value]; };
  exports.applyBy = (reflect, f, x) => { const value = reflect.apply(f, null, [x]); return [value]; };
  exports.proxied = (Proxy, target, f) => { const value = new Proxy(target, {}).m(f); return [value]; };
  exports.promised = (Type, f) => { const made = new Type(resolve => resolve(f(1))); return made; };`,
);
const { asking, named } = green;

/** What a greenlet with this run gives in the end, if it is sent 5, 6, … whenever it asks. */
function outcome(run: (...args: any[]) => unknown, ...args: unknown[]): unknown {
  const g = new Greenlet(run);
  let value = g.switch(...args);
  for (let sent = 5; !g.dead; sent++) value = g.switch(sent);
  expect(getCurrent()).toBe(main);
  return value;
}

describe('works', () => {
  test.each([
    ['our map on an array of the other realm', () => outcome(green.mapBy, Array.prototype.map, other.list, named)],
    [
      'our map, found on such an array',
      () => outcome(green.map, Object.setPrototypeOf(other.list.slice(), Array.prototype), named),
    ],
  ])('%s', (_, result) => {
    const made = result();
    expect(Array.from(made as number[])).toEqual([6, 7]);
    // As the engine has it: the other realm's constructor is not asked.
    expect(Object.getPrototypeOf(made)).toBe(Array.prototype);
  });

  test.each([
    ['a function', named],
    ['a method', asking],
  ])('%s that is bound by the other realm', (_, f) => {
    expect(outcome(green.call, other.Function.prototype.bind.call(f, null, 1), 2)).toEqual([6]);
    expect(outcome(green.callBy, { m: other.Function.prototype.bind.call(f, null) }, 2)).toEqual([6]);
  });

  test.each([
    ['a function', named],
    ['a method', asking],
  ])('%s that a proxy of the other realm gives', (_, f) => {
    expect(outcome(green.callBy, new other.Proxy({ m: f }, {}), 2)).toEqual([6]);
    expect(outcome(green.proxied, other.Proxy, { m: f }, 2)).toEqual([6]);
  });
});

describe('is foreign', () => {
  const cases: [string, () => unknown, RegExp][] = [
    ['map', () => outcome(green.map, other.list, named), /^the caller of named/],
    [
      'map, on our arrays',
      () => outcome(green.mapBy, other.Array.prototype.map, [1, 2], named),
      /^the caller of named/,
    ],
    [
      'reduce',
      () => outcome(green.callBy, { m: other.Array.prototype.reduce.bind(other.list) }, named),
      /^bound reduce/,
    ],
    [
      'call, as a method',
      () =>
        outcome(
          green.callBy,
          Object.assign((x: unknown) => named(x), { m: other.Function.prototype.call }),
          1,
        ),
      /^call,/,
    ],
    ['call of its own functions', () => outcome(green.callOf, other.passing, named), /^call,/],
    ['Reflect.apply', () => outcome(green.applyBy, other.Reflect, other.passing, named), /^apply,/],
    ['bind of its functions', () => outcome(green.call, other.passing.bind(null), named), /^bound passing/],
    [
      'bind of its functions, by us',
      () => outcome(green.call, Function.prototype.bind.call(other.passing, null), named),
      /^bound passing/,
    ],
    ['a function', () => outcome(green.call, other.passing, named), /^passing,/],
    ['a method', () => outcome(green.callBy, other.wrapped, named), /^m,/],
    ['a function that is called', () => outcome(green.call, new other.Proxy(named, {}), 1), /^named, called/],
    ['what its proxies give', () => outcome(green.callBy, new other.Proxy(other.wrapped, {}), named), /^m,/],
    ['promises', () => outcome(green.promised, other.Promise, named), /^the caller of \(anonymous\)/],
    ['a function compiled there', () => outcome(green.call, other.marked, named), /^marked,/],
    ['the same, with the mark of ours', () => outcome(green.call, other.marked, asking), /^marked,/],
    ['the same, as a method', () => outcome(green.callBy, { m: other.marked }, asking), /^marked,/],
  ];

  test.each(cases)('%s', (_, run, message) => {
    let error: unknown;
    try {
      run();
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(ForeignFrameError);
    expect((error as Error).message).toMatch(message);
  });
});
