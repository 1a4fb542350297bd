// The methods of arrays that call back, against the engine's own: what they do to any receiver, in which order, whatever
// the callback does meanwhile. Fixtures and generated programs have the usual cases.
import fc from 'fast-check';
import { doing, elements, pick, text, tryUses } from './programs.js';

const more = `
const kinds = {
  none: () => undefined,
  null: () => null,
  Array: () => Array,
  watching: () => function Watching(...args) { log('made', ...args); return watched('made', []); },
  bare: () => class Bare { constructor(...args) { p('bare', ...args); } },
  frozen: () => function Frozen() { return Object.freeze([]); },
  arrow: () => () => [],
  number: () => 5,
  throwing: () => { throw new Error('species'); },
  // None of another content type: V8 takes those, against the specification.
  typed: () => Uint8Array,
  short: () => class Short extends Int8Array { constructor(length) { super(p(Math.max(0, length - 1))); } },
  long: () => class Long extends Float64Array { constructor(length) { super(length + 1); } },
};
/** Gives it a constructor with such a species. */
const ofKind = (list, kind) => {
  const type = { get [Symbol.species]() { log('species'); return kinds[kind](); } };
  Object.defineProperty(list, 'constructor', { get() { log('constructor'); return type; }, configurable: true });
  return list;
};
const constructedBy = (list, value) => {
  list.constructor = value;
  return list;
};
class Bag extends Array {
  constructor(...args) {
    super(...args);
    log('bag', ...args);
  }
}
const resizable = (length, most) => new Int8Array(new ArrayBuffer(length, { maxByteLength: most })).map((_, at) => at);
const cleanly = use => {
  try {
    return use();
  } finally {
    delete Array.prototype[1];
    delete Array.prototype[3];
  }
};
`;

const literal = text`[${elements}]`;
const like = text`{ length: ${pick('3', "'2'", '2.7', '-1', 'NaN', '{ valueOf: () => log(2) }', '0', 'undefined')}, 0: 'x', 2: 1, 4: 9 }`;
const kind = pick('none', 'null', 'Array', 'watching', 'bare', 'frozen', 'arrow', 'number', 'throwing');

const receivers = fc.oneof(
  literal,
  text`watched('list', ${literal})`,
  like,
  text`watched('like', ${like})`,
  text`ofKind(${literal}, '${kind}')`,
  text`ofKind(watched('kind', ${literal}), '${kind}')`,
  text`constructedBy(${literal}, ${pick('undefined', 'null', '5', '{}', '{ [Symbol.species]: null }', 'Bag', 'Object', '() => 0')})`,
  text`new Bag(...[${elements}])`,
  pick(
    "'abc'",
    '5',
    'true',
    'null',
    'undefined',
    'Object.freeze([1, 2, 3])',
    'Object.freeze([3, 1, 2])',
    '(() => arguments)',
  ),
);

const changing = doing(
  'r.length = 1;',
  'r.push(9);',
  'delete r[1];',
  "r[1] = 'new'; r[3] = 'more';",
  'r.shift();',
  "Object.defineProperty(r, 2, { get() { log('getter'); return 'got'; }, configurable: true });",
  'Object.freeze(r);',
  'r.length = 0; r[5] = 1;',
  'r.constructor = null;',
  "Array.prototype[1] = 'inherited'; Array.prototype[3] = 'too';",
  "Object.setPrototypeOf(r, { 1: 'inherited' });",
);
const results = pick(
  'x',
  'i % 2',
  '[x, i]',
  'i > 0',
  'undefined',
  '[[x], , i]',
  'i === 1',
  "watched('given', [x, , i])",
  '{ length: 2, 0: 1 }',
);

const callback = text`function (x, i, r) { 'use strict'; const n = calls++; log(this === undefined, arguments.length, shown(x)); ${changing} return p(${results}); }`;
const reducer = text`function (s, x, i, r) { 'use strict'; const n = calls++; log(this === undefined, arguments.length, shown(s)); ${changing} return p(${results}); }`;
const wrong = pick('undefined', 'null', '{}', '5', "'f'");
const mostly = (usual: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.oneof({ weight: 12, arbitrary: usual }, { weight: 1, arbitrary: wrong });

/** Calls a method, and shows what is left of its receiver. */
const useOf = (home: string, list: fc.Arbitrary<string>, name: fc.Arbitrary<string>, args: fc.Arbitrary<string>) =>
  text`let calls = 0; return cleanly(() => { const list = ${list}; attempt('it', () => ${home}.${name}.call(list, ${args})); return list; });`;

const self = pick('', ', {}', ', undefined', ', 5');
const plainNames = ['map', 'filter', 'forEach', 'some', 'every', 'find', 'findIndex', 'findLast', 'findLastIndex'];
const reductions = pick('reduce', 'reduceRight');
const initial = pick('', ', 7', ', undefined');

/** Too many for short runs only. */
const numbers = fc
  .array(fc.integer({ min: 0, max: 60 }), { minLength: 12, maxLength: 45 })
  .map(list => `[${list.join(', ')}]`);
const comparators = text`(x, y) => { const n = calls++; log(shown(x), shown(y)); ${doing('list.length = 2;', 'list.reverse();', "list.push('late');", 'Object.freeze(list);')} return p(${pick(
  'x - y',
  'y - x',
  '0',
  'NaN',
  'undefined',
  "x < y ? '-1' : '1'",
  '(x % 7) - (y % 7)',
  'n % 3 - 1',
  '1n',
  'Symbol()',
  "({ valueOf() { log('valueOf'); return x - y; } })",
)}); }`;

describe('methods of arrays', () => {
  test('that go through their receiver', () => {
    tryUses(
      useOf(
        'Array.prototype',
        receivers,
        pick(...plainNames, 'map', 'filter', 'flatMap', 'flatMap'),
        text`${mostly(callback)}${self}`,
      ),
      30,
      more,
    );
  }, 240_000);

  test('that reduce it', () => {
    tryUses(useOf('Array.prototype', receivers, reductions, text`${mostly(reducer)}${initial}`), 15, more);
  }, 240_000);

  test('that sort it', () => {
    const sorted = fc.oneof(receivers, numbers, text`watched('numbers', ${numbers})`);
    tryUses(useOf('Array.prototype', sorted, pick('sort', 'sort', 'toSorted'), mostly(comparators)), 20, more);
  }, 240_000);
});

describe('methods of typed arrays', () => {
  const typedElements = fc.array(pick('0', '1', '2', '3', '200', '-1'), { maxLength: 6 }).map(list => list.join(', '));
  const typed = fc.oneof(
    text`new ${pick('Int8Array', 'Float64Array', 'Uint8ClampedArray', 'Uint16Array', 'Float32Array')}([${typedElements}])`,
    text`BigInt64Array.from([${typedElements}], BigInt)`,
    text`ofKind(new ${pick('Int8Array', 'Float64Array')}([${typedElements}]), '${pick('none', 'null', 'typed', 'short', 'long', 'bare', 'arrow', 'throwing')}')`,
    text`resizable(${pick('3', '5')}, 8)`,
    pick('[1, 2]', '{ length: 1 }', 'undefined', "'ab'"),
  );
  const meddling = doing(
    'r[1] = 7; r[2] = 9;',
    'r.buffer.resize?.(2);',
    'r.buffer.resize?.(8);',
    'r.buffer.transfer?.();',
    'r.constructor = null;',
    'r.fill(1);',
  );
  const values = pick('x', 'i % 2', 'i > 0', 'i', "'12'", 'undefined', '3n', '300', 'Symbol()');
  const each = text`function (x, i, r) { 'use strict'; const n = calls++; log(this === undefined, arguments.length, shown(x)); ${meddling} return p(${values}); }`;
  const reduce = text`function (s, x, i, r) { 'use strict'; const n = calls++; log(this === undefined, arguments.length, shown(s)); ${meddling} return p(${values}); }`;

  test('that go through their receiver', () => {
    tryUses(
      useOf('Int8Array.prototype', typed, pick(...plainNames, 'map', 'filter'), text`${mostly(each)}${self}`),
      25,
      more,
    );
  }, 240_000);

  test('that reduce it', () => {
    tryUses(useOf('Int8Array.prototype', typed, reductions, text`${mostly(reduce)}${initial}`), 12, more);
  }, 240_000);

  test('that sort it', () => {
    const orders = text`(x, y) => { const n = calls++; log(shown(x), shown(y)); ${doing('list[0] = 9;', 'list.buffer.resize?.(2);', 'list.buffer.transfer?.();')} return p(${pick('Number(x - y)', 'Number(y - x)', '0', 'NaN', "'1'", 'n % 3 - 1', '1n')}); }`;
    const long = numbers.map(list => `new Int16Array(${list})`);
    tryUses(useOf('Int8Array.prototype', fc.oneof(typed, long), pick('sort', 'toSorted'), mostly(orders)), 15, more);
  }, 240_000);
});
