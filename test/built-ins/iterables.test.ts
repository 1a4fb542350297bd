// Built-ins that go through an iterable, and methods of promises that call a constructor or another `then`, against the
// engine's own: iterators that fail in every way, receivers that make anything, overridden adders.
import fc from 'fast-check';
import { doing, elements, iterables, pick, plan, text, tryUses } from './programs.js';

const more = `${iterables}
class Bag extends Array { constructor(...args) { super(...args); log('bag', ...args); p('bag'); } }
function Plain(...args) { log('plain', ...args); p('plain'); return watched('plain', {}); }
function Frozen(...args) { log('frozen', ...args); return Object.freeze([]); }
class Noisy extends Map { set(key, value) { p('sets'); if (key === 2) throw new Error('no twos'); return super.set(key, value); } }
class Quiet extends Set { get add() { log('reads add'); return function (value) { p('adds'); return Set.prototype.add.call(this, value); }; } }
class Odd extends Map { get set() { return 5; } }
class Tiny extends Int8Array { constructor(...args) { super(...args); log('tiny', args.length); } }
class Short extends Float64Array { constructor() { super(p(1)); } }
const told = (tag, promise) => {
  log(tag, Object.prototype.toString.call(promise), promise?.constructor?.name);
  if (promise instanceof Promise) Promise.prototype.then.call(promise, value => log(tag, 'is', shown(value)), error => log(tag, 'failed', shown(error)));
};
`;

const mapping = fc.oneof(
  { weight: 3, arbitrary: fc.constant('') },
  {
    weight: 5,
    arbitrary: text`, function (x, i) { 'use strict'; const n = calls++; log(this === undefined, arguments.length, shown(x)); ${doing("log('second');")} return p(${pick('x', 'i', '[x]', "'7'")}); }${pick('', ', {}')}`,
  },
  { weight: 1, arbitrary: pick(', 5', ', null', ', undefined', ', {}') },
);
const sources = fc.oneof(
  text`iterable([${elements}]${plan})`,
  text`[${elements}]`,
  text`watched('list', [${elements}])`,
  text`watched('like', { length: ${pick('2', "'3'", '-1', '1n')}, 0: 'x', 1: 4 })`,
  text`(function* () { try { yield p(1); yield p(2); } finally { p('closed'); } })()`,
  text`new Set([${elements}]).values()`,
  pick(
    "'aé😀'",
    '5',
    'null',
    'undefined',
    '{}',
    '{ [Symbol.iterator]: 5 }',
    '{ [Symbol.iterator]: null, length: 1 }',
    'true',
  ),
);
const entries = fc.oneof(
  text`iterable([[1, 'a'], [2, 'b'], ${pick("['__proto__', 1]", '5', 'null', "'xy'", "watched('entry', ['k', 'v'])", "{ get 0() { log('key'); return 'k'; }, get 1() { throw new Error('value'); } }")}]${plan})`,
  text`[[1, 2], [${elements}], ${pick('', '5', '[]', '{ 0: 7, 1: 8 }')}]`,
  text`new Map([[1, 2], [2, 3]])`,
  pick('5', 'null', 'undefined', "['ab']", '{}'),
);

const use = (call: fc.Arbitrary<string>): fc.Arbitrary<string> => text`let calls = 0; return ${call};`;

describe('built-ins that go through an iterable', () => {
  test('into a list', () => {
    const calls = fc.oneof(
      text`Array.from(${sources}${mapping})`,
      text`Array.from.call(${pick('Bag', 'Plain', 'Frozen', '() => 0', 'undefined')}, ${sources}${mapping})`,
      text`Bag.from(${sources}${mapping})`,
    );
    tryUses(use(calls), 30, more);
  }, 240_000);

  test('into a typed array', () => {
    const types = pick('Int8Array', 'Float64Array', 'Uint8ClampedArray', 'BigInt64Array', 'Tiny', 'Short');
    const calls = fc.oneof(
      text`${types}.from(${sources}${mapping})`,
      text`Int8Array.from.call(${pick('Plain', 'Frozen', 'Array', '() => 0')}, ${sources}${mapping})`,
      text`new ${types}(${sources})`,
    );
    tryUses(use(calls), 25, more);
  }, 240_000);

  test('into a collection, or an object', () => {
    const calls = fc.oneof(
      text`new ${pick('Map', 'WeakMap')}(${entries})`,
      text`new ${pick('Set', 'WeakSet')}(${sources})`,
      text`Reflect.construct(Map, [${entries}], ${pick('Noisy', 'Odd', 'Plain', '() => 0')})`,
      text`Reflect.construct(Set, [${sources}], ${pick('Quiet', 'Odd', 'Plain')})`,
      text`Object.fromEntries(${entries})`,
    );
    const patched = text`const { set } = Map.prototype; Map.prototype.set = function (...args) { p('patched'); return set.apply(this, args); }; try { return new Map(${entries}); } finally { Map.prototype.set = set; }`;
    tryUses(fc.oneof({ weight: 8, arbitrary: use(calls) }, { weight: 1, arbitrary: patched }), 35, more);
  }, 240_000);
});

describe('built-ins of promises', () => {
  const promises = `
class Own extends Promise {
  constructor(executor) {
    p('constructs');
    super((resolve, reject) => executor(value => { log('resolves'); resolve(value); }, error => { log('rejects'); reject(error); }));
  }
  static get [Symbol.species]() { log('species'); return this.kind; }
}
Own.kind = undefined;
function Capable(executor) { p('capable'); executor(() => log('resolved'), () => log('rejected')); }
function Lazy() { p('lazy'); }
const thenable = how => ({ get then() { log('reads then'); return function (resolve, reject) { log('then', arguments.length); if (how === 'throws') throw new Error('then'); resolve(how); }; } });
`;
  const values = pick(
    '1',
    'Promise.resolve(2)',
    "Promise.reject(new Error('rejected'))",
    "thenable('t')",
    "thenable('throws')",
    'Own.resolve(3)',
    'undefined',
  );
  const makers = pick('Promise', 'Own', 'Own', 'Capable', 'Lazy', '() => 0', '5');
  const listener = text`x => { p('hears'); ${pick('return [x];', "throw new Error('listener');", "return thenable('u');")} }`;
  const listeners = pick('undefined', '5').chain(odd => fc.oneof({ weight: 6, arbitrary: listener }, fc.constant(odd)));
  const made = fc.oneof(
    text`Promise.resolve(${values})`,
    text`Own.resolve(${values})`,
    text`Object.assign(Promise.resolve(1), { constructor: ${pick('Own', 'undefined', '5', '{ [Symbol.species]: Capable }', '{ [Symbol.species]: null }')} })`,
    text`${pick('Own', 'Promise')}.reject(new Error('bad'))`,
    pick('{ then: p }', '{}', '5'),
  );

  test('that make them', () => {
    const calls = fc.oneof(
      text`Promise.${pick('resolve', 'reject')}.call(${makers}, ${values})`,
      text`new Promise((resolve, reject) => { p('executes'); ${pick('resolve(1);', 'reject(2);', "throw new Error('executor');", "resolve(thenable('v')); reject(3);")} })`,
      text`Promise.${pick('all', 'allSettled', 'any', 'race')}.call(${makers}, ${fc.oneof(text`iterable([${values}, ${values}]${plan})`, text`[${values}, ${values}]`, pick('5', 'undefined'))})`,
    );
    tryUses(text`told('it', ${calls}); return 0;`, 35, more + promises);
  }, 240_000);

  test('that listen to them', () => {
    const calls = fc.oneof(
      text`Promise.prototype.then.call(${made}, ${listeners}, ${listeners})`,
      text`Promise.prototype.catch.call(${made}, ${listeners})`,
      text`Promise.prototype.finally.call(${made}, ${listeners})`,
      text`(${made}).then(${listeners})`,
      text`Promise.resolve(1).finally(${listeners})`,
    );
    tryUses(
      text`Own.kind = ${pick('undefined', 'Own', 'Promise', 'Capable', 'Lazy')}; told('it', ${calls}); return 0;`,
      35,
      more + promises,
    );
  }, 240_000);
});
