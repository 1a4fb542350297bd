// Replacing, JSON and `forEach` of maps and sets, against the engine's own: patterns with methods of the program's, revivers
// and replacers that change what they walk through, collections that change while they are gone through.
import fc from 'fast-check';
import { doing, pick, text, tryUses } from './programs.js';

const more = `
/** A pattern that tells of what is read, and may answer in its own way. */
const pattern = (source, flags, methods = {}) => Object.defineProperties(new RegExp(source, flags), Object.getOwnPropertyDescriptors(methods));
const seen = value => (typeof value === 'object' && value !== null ? JSON.stringify(value) : value);
/** With a method of the program's that says what a BigInt is written as. */
const bigInts = (given, action) => {
  BigInt.prototype.toJSON = function (key) {
    log('BigInt', typeof this, key);
    return p(given === 'this' ? this : given);
  };
  try {
    return action();
  } finally {
    delete BigInt.prototype.toJSON;
  }
};
`;

const callback = text`function (...all) { const n = calls++; log(this === globalThis, all.length, ...all.map(seen)); ${doing("log('second');")} return p(${pick("'<$&>'", 'all[0] + n', 'undefined', 'null', '5', "{ toString: () => 'made' }")}); }`;
const replacement = fc.oneof({ weight: 6, arbitrary: callback }, pick("'[$&$1$<x>]'", 'undefined', '5', 'p'));
const own = pick(
  '',
  '',
  '',
  `, { exec(s) { p('executes'); return calls++ < 2 ? { index: calls, 0: 'a', length: 1, groups: undefined } : null; } }`,
  `, { exec(s) { log('exec'); return RegExp.prototype.exec.call(this, s); } }`,
  `, { exec: 5 }`,
  `, { exec() { return p(7); } }`,
  `, { exec() { return calls++ ? null : { index: 1, 0: 'b', 1: 'c', length: 2, groups: { x: 'y' } }; } }`,
);
const patterns = fc.oneof(
  {
    weight: 6,
    arbitrary: text`pattern(${pick("'a'", "'(a)(b)?'", "'(?<x>[ab])'", "''", "'$'", "'(?=b)'", "'.'")}, ${pick("''", "'g'", "'gu'", "'y'", "'gy'", "'gi'")}${own})`,
  },
  pick(
    "'a'",
    "''",
    "'ab'",
    'undefined',
    '5',
    "{ toString: () => 'b' }",
    "{ [Symbol.replace](...all) { log('replace', all.length); return p('mine'); } }",
    '{ [Symbol.replace]: 5 }',
    '{ [Symbol.replace]: null }',
  ),
);
const subjects = pick("'abcab'", "''", "'aaa'", "'a😀b'", "'xyz'", "{ toString: () => 'abba' }");
const use = (call: fc.Arbitrary<string>): fc.Arbitrary<string> => text`let calls = 0; return ${call};`;

test('replacing', () => {
  const calls = fc.oneof(
    text`String.prototype.${pick('replace', 'replaceAll')}.call(${subjects}, ${patterns}, ${replacement})`,
    text`RegExp.prototype[Symbol.replace].call(${patterns}, ${subjects}, ${replacement})`,
    text`${pick("'abcab'", "'b😀a'")}.replace(${patterns}, ${callback})`,
    text`String.prototype.replaceAll.call(${pick('null', 'undefined')}, 'a', ${callback})`,
  );
  tryUses(use(calls), 25, more);
}, 120_000);

const jsonText = pick(
  `'[1, {"a": [2, null], "b": "x"}, true]'`,
  `'{"a": 1, "0": 2, "__proto__": 3, "b": {"c": []}}'`,
  `'"text"'`,
  `'[1,'`,
  `'[]'`,
);
const reviver = text`function (key, value) { const n = calls++; log(Array.isArray(this), key, seen(value), arguments.length); ${doing('delete this.a;', 'this.b = { late: 1 };', 'if (Array.isArray(this)) this.length = 1;', 'this[0] = [7];', "Object.defineProperty(this, 'a', { value: 1, configurable: false });")} return p(${pick('value', 'undefined', 'value && typeof value === "object" ? value : [value]', 'n')}); }`;
const values = pick(
  `{ a: [1, undefined, () => 0, Symbol('s')], b: { c: new Date(0), d: 'x' }, e: undefined }`,
  `[1, [2, { a: NaN }], Object(3), Object('boxed'), new Map([[1, 2]])]`,
  `watched('object', { a: 1, b: [2] })`,
  `{ toJSON(key) { log('toJSON', key, arguments.length); return p({ key }); } }`,
  '1n',
  '{ a: Object(2n), b: new Number(3), c: [Object("s"), new Boolean(false), Object(Symbol.iterator)] }',
  'watched("boxed", Object.setPrototypeOf(new String("own"), null))',
  `{ a: { toJSON: p }, b: { get toJSON() { log('reads toJSON'); return undefined; } } }`,
  `(() => { const circle = {}; circle.self = circle; return circle; })()`,
  `5n`,
  `undefined`,
  `{ get a() { log('reads a'); return 1; }, b: 2 }`,
);
const replacer = fc.oneof(
  {
    weight: 5,
    arbitrary: text`function (key, value) { const n = calls++; log(key, typeof value, arguments.length, Array.isArray(this)); ${doing('this.later = 1;', 'delete this.b;', 'if (Array.isArray(this)) this.push(9);')} return p(${pick('value', 'n ? value : { swapped: value }', 'undefined', 'n > 2 ? undefined : value', '[n, value][Math.min(n, 1)]')}); }`,
  },
  pick("['a', 'b', 'a', Object('d'), 1]", 'null', '5', "watched('list', ['b', 'a'])"),
);
const space = pick('', ', 2', ", '--'", ', Object(1)', ', 20', ', null');

test('JSON', () => {
  const calls = fc.oneof(
    text`JSON.parse(${jsonText}, ${fc.oneof({ weight: 6, arbitrary: reviver }, pick('5', 'undefined', 'p'))})`,
    text`JSON.stringify(${values}, ${replacer}${space})`,
    text`JSON.stringify(${values})`,
    text`bigInts(${pick('1n', "'text'", 'Object(2n)', "'this'")}, () => JSON.stringify(${pick('3n', '{ a: 3n, b: [Object(4n)] }')}, ${replacer}))`,
  );
  tryUses(use(calls), 25, more);
}, 120_000);

test('forEach of maps and sets', () => {
  const change = (collection: string): fc.Arbitrary<string> =>
    doing(
      `${collection}.delete(2);`,
      `${collection}.delete(item); ${collection}.${collection === 'map' ? 'set(item, 0)' : 'add(item)'};`,
      `${collection}.clear();`,
      `if (calls < 6) ${collection}.${collection === 'map' ? "set('new' + n, n)" : "add('new' + n)"};`,
    );
  const calls = fc.oneof(
    text`(() => { const map = new Map([[1, 'a'], [2, 'b'], [3, 'c']]); map.forEach(function (value, item, all) { 'use strict'; const n = calls++; log(this, value, item, all === map); ${change('map')} p(item); }${pick('', ", 'self'")}); return [...map.keys()].join(); })()`,
    text`(() => { const set = new Set([1, 2, 3]); set.forEach(function (value, item, all) { 'use strict'; const n = calls++; log(this, value, item, all === set); ${change('set')} p(item); }${pick('', ', 5')}); return [...set].join(); })()`,
    text`${pick('Map', 'Set')}.prototype.forEach.call(${pick('new Map([[1, 2]])', 'new Set([1])', '[1]', 'null', 'new (class Own extends Map {})([[3, 4]])')}, ${pick('x => p(x)', '5', 'undefined')})`,
  );
  tryUses(use(calls), 30, more);
}, 120_000);
