// Which functions cannot have passed on what a callee of theirs has returned. Where that is in doubt, they may.
import { isQuiet } from '../../runtime/quiet.js';

/** Evaluated, since whoever compiles this file might change their text. */
const made = (text: string): object => new Function(`return ${text}`)() as object;

test.each([
  '() => {}',
  'x => x',
  '(a, b) => a + b',
  'function () { return this.count++; }',
  'function name(a) { if (a) return 1; while (a) { a--; } throw (a); }',
  '({ m(x) { this.x = x; } }).m',
  'x => Math.max(x, parseInt("1", 10))',
  'x => { throw new TypeError("no") }',
  'x => Object.keys(x)',
  'async () => { f(); }',
  'async x => f(x)',
  'async function () { await f(); }',
  '({ async m() { return f(); } }).m',
  '({ async *m() { yield f(); } }).m',
  'function* () { yield f(); }',
  '({ *m() { yield f(); } }).m',
  'Function.prototype',
  'Math.max',
  'Boolean',
])('%s is', text => {
  expect(isQuiet(made(text))).toBe(true);
});

test.each([
  'x => f(x)',
  'x => f (x)',
  'x => x.switch(1)',
  'x => x.return()',
  'x => x?.()',
  'x => x[0](1)',
  'x => (0, x)(1)',
  'x => f`text`',
  'x => new x',
  'x => new Thing(1)',
  'x => my.Math.max(x)',
  'x => If(x)',
  'function (a = f()) {}',
  '({ async(x) { return x(); } }).async',
  '({ asynchronous(x) { return x(); } }).asynchronous',
  'async1 => async1()',
  'async => async()',
  '({ if(x) { return x(); } }).if',
  'class { constructor(x) { x(); } }',
  '[].map',
  'Reflect.apply',
  'Function.prototype.call',
  '(() => {}).bind(null)',
  'new Proxy(() => {}, { apply: f => f() })',
])('%s is not', text => {
  expect(isQuiet(made(text))).toBe(false);
});
