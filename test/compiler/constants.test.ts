/**
 * How compiled code reaches what it uses in hot places: by a constant that the engine folds. In a function with one
 * closure the module's `const` is one; in closures that are made again and again only a frozen global is.
 */

import { compile } from '../../compiler/index.js';
import * as abi from '../../runtime/abi.js';

/** What the function called `name` compares the result of its call of `probe` with. */
function sentinelIn(name: string, source: string): string | undefined {
  const { code } = compile(source, { all: true, filename: 'a.mjs', sourceType: 'module' });
  return new RegExp(`${name}\\b[^]*?probe\\(\\)\\) === (\\$\\w+)`).exec(code)?.[1];
}

test.each([
  ['a function of the module', 'function here() { return 1 + probe(); }', '$S'],
  ['a method of a class of the module', 'class C { here() { return 1 + probe(); } }', '$S'],
  ['a closure', 'function f() { return function here() { return 1 + probe(); }; }', '$greenc1'],
  [
    'a method of a class in a function',
    'function f() { return class { here() { return 1 + probe(); } }; }',
    '$greenc1',
  ],
  ['a function in one that is called at once', '(function () { function here() { return 1 + probe(); } })();', '$S'],
  [
    'a function in a wrapper',
    '((g, f) => f(g))(this, g => { g.here = function here() { return 1 + probe(); }; });',
    '$S',
  ],
  [
    'one in a wrapper within a closure',
    'f = () => (() => { return function here() { return 1 + probe(); }; })();',
    '$greenc1',
  ],
  ['one called at once in a loop', 'for (;;) (() => { f = function here() { return 1 + probe(); }; })();', '$greenc1'],
  ['a function of a module with imports', 'import "x"; function here() { return 1 + probe(); }', '$greenc1'],
])('%s', (_, source, expected) => {
  expect(sentinelIn('here', source)).toBe(expected);
});

test('a variable of the program with the name of the global hides nothing', () => {
  const source = 'const $greenc1 = 1; exports.f = x => () => { const [y] = [probe(x)]; return y + $greenc1; };';
  const { code } = compile(source, { all: true, filename: 'a.cjs', sourceType: 'script' });
  const exports = {} as { f(x: number): () => number };
  new Function('require', 'exports', 'probe', code)(
    () => abi,
    exports,
    (x: number) => x,
  );
  expect(exports.f(1)()).toBe(2);
});

describe('functions that end with the call that suspends share a resume half of the runtime', () => {
  const half = (source: string) =>
    /return \$(?:u|suspendNew)\(\$f, ([\w$]+|\$f =>)/.exec(compile(source, { all: true }).code)?.[1];

  test.each([
    ['const f = (x, g) => g(x);', '$t'],
    ['function f(x, g) { if (x) { return g(x); } else return x.g(); }', '$t'],
    ['function f(x, g) { return x && g(x); }', '$t'],
    ['function f(x, g) { g(x); }', '$discard'],
    ['function f(x, g) { if (x) g(x); return; }', '$discard'],
    ['function f(x, g) { try { return g(x); } catch {} }', 'f$r'],
    ['function f(x, g) { g(x); return x; }', 'f$r'],
    ['function f(x, g) { if (x) g(x); else return g(x); }', 'f$r'],
    ['function f(x, g) { while (x) g(x); }', 'f$r'],
    ['function f(x, g) { g(x); g(x); }', 'f$r'],
  ])('%s', (source, expected) => {
    expect(half(source)).toBe(expected);
  });
});
