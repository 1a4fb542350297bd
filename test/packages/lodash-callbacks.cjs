'use strict';
// Calls of lodash whose callbacks go through `see`, which gives its argument back and may suspend before it
// does. Run as it is, and compiled.

const people = () => [
  { name: 'ann', age: 31, tags: ['a', 'b'], home: { city: 'oslo' } },
  { name: 'bob', age: 27, tags: [], home: { city: 'rome' } },
  { name: 'cat', age: 31, tags: ['c'], home: { city: 'oslo' } },
  { name: 'dan', age: 44, tags: ['a', 'c', 'd'], home: null },
];
const numbers = () => [5, 3, 8, 1, 9, 2, 7, 3, 5];
const nested = () => ({ a: [{ b: { c: 3 } }, { b: 4 }], d: 'text', e: { f: null, g: [1, [2, [3, [4]]]] } });

exports.calls = [
  ['map', (_, see) => _.map(numbers(), n => see(n * 2))],
  ['map object', (_, see) => _.map({ a: 1, b: 2 }, (n, key) => see(key + n))],
  ['filter', (_, see) => _.filter(numbers(), n => see(n > 4))],
  ['reject', (_, see) => _.reject(numbers(), n => see(n > 4))],
  ['partition', (_, see) => _.partition(numbers(), n => see(n % 2 === 0))],
  ['reduce', (_, see) => _.reduce(numbers(), (sum, n) => see(sum + n), 0)],
  ['reduceRight', (_, see) => _.reduceRight(['a', 'b', 'c'], (text, s) => see(text + s))],
  [
    'transform',
    (_, see) =>
      _.transform(
        { a: 1, b: 2, c: 1 },
        (all, n, key) => {
          see((all[n] ??= [])).push(key);
        },
        {},
      ),
  ],
  [
    'forEach',
    (_, see) => {
      const seen = [];
      _.forEach(numbers(), (n, i) => {
        seen.push(see(n) + i);
        return i < 5;
      });
      return seen;
    },
  ],
  [
    'forEachRight',
    (_, see) => {
      const seen = [];
      _.forEachRight({ a: 1, b: 2 }, (n, key) => {
        seen.push(see(key), n);
      });
      return seen;
    },
  ],
  [
    'forIn',
    (_, see) => {
      const seen = [];
      _.forIn(Object.create({ z: 3 }, { a: { value: 1, enumerable: true } }), (n, key) => {
        seen.push(see(key), n);
      });
      return seen;
    },
  ],
  ['groupBy', (_, see) => _.groupBy(numbers(), n => see(n % 3))],
  ['countBy', (_, see) => _.countBy(people(), p => see(p.age > 30))],
  ['keyBy', (_, see) => _.keyBy(people(), p => see(p.name.toUpperCase()))],
  ['sortBy', (_, see) => _.sortBy(people(), [p => see(-p.age), p => see(p.name)])],
  ['orderBy', (_, see) => _.orderBy(people(), [p => see(p.tags.length)], ['desc'])],
  ['uniqBy', (_, see) => _.uniqBy(numbers(), n => see(n % 4))],
  ['uniqWith', (_, see) => _.uniqWith(people(), (a, b) => see(a.age === b.age))],
  ['differenceBy', (_, see) => _.differenceBy([2.1, 1.2], [2.3, 3.4], n => see(Math.floor(n)))],
  [
    'intersectionWith',
    (_, see) => _.intersectionWith([{ a: 1 }, { a: 2 }], [{ a: 2 }], (a, b) => see(_.isEqual(a, b))),
  ],
  ['unionBy', (_, see) => _.unionBy([2.1], [1.2, 2.3], n => see(Math.floor(n)))],
  ['zipWith', (_, see) => _.zipWith([1, 2], [10, 20], [100, 200], (a, b, c) => see(a + b + c))],
  [
    'unzipWith',
    (_, see) =>
      _.unzipWith(
        [
          [1, 10],
          [3, 30],
        ],
        (a, b) => see(a + b),
      ),
  ],
  ['find', (_, see) => _.find(people(), p => see(p.age === 31))],
  ['findLast', (_, see) => _.findLast(people(), p => see(p.age === 31))],
  ['findIndex', (_, see) => _.findIndex(numbers(), n => see(n === 9))],
  ['findKey', (_, see) => _.findKey({ a: 1, b: 2 }, n => see(n === 2))],
  ['some', (_, see) => _.some(numbers(), n => see(n > 7))],
  ['every', (_, see) => _.every(numbers(), n => see(n > 1))],
  ['dropWhile', (_, see) => _.dropWhile(numbers(), n => see(n !== 1))],
  ['takeRightWhile', (_, see) => _.takeRightWhile(numbers(), n => see(n !== 2))],
  [
    'remove',
    (_, see) => {
      const list = numbers();
      return [_.remove(list, n => see(n < 4)), list];
    },
  ],
  ['flatMapDepth', (_, see) => _.flatMapDepth([1, 2], n => see([[[n, n]]]), 2)],
  ['sumBy', (_, see) => _.sumBy(people(), p => see(p.age))],
  ['maxBy', (_, see) => _.maxBy(people(), p => see(p.age))],
  ['sortedIndexBy', (_, see) => _.sortedIndexBy([{ x: 4 }, { x: 5 }], { x: 5 }, o => see(o.x))],
  ['mapValues', (_, see) => _.mapValues({ a: 1, b: 2 }, n => see(n * n))],
  ['mapKeys', (_, see) => _.mapKeys({ a: 1, b: 2 }, (n, key) => see(key + n))],
  ['pickBy', (_, see) => _.pickBy({ a: 1, b: '2', c: 3 }, v => see(typeof v === 'number'))],
  ['omitBy', (_, see) => _.omitBy({ a: 1, b: '2', c: 3 }, v => see(typeof v === 'number'))],
  ['invertBy', (_, see) => _.invertBy({ a: 1, b: 2, c: 1 }, v => see(`group${v}`))],
  [
    'mergeWith',
    (_, see) =>
      _.mergeWith({ a: [1], b: [2] }, { a: [3], b: [4] }, (a, b) => see(Array.isArray(a) ? a.concat(b) : undefined)),
  ],
  ['assignWith', (_, see) => _.assignWith({ a: 1 }, { b: 2, a: 3 }, (a, b) => see(a === undefined ? b : a))],
  ['cloneDeepWith', (_, see) => _.cloneDeepWith(nested(), v => see(typeof v === 'number' ? v + 1 : undefined))],
  [
    'isEqualWith',
    (_, see) =>
      _.isEqualWith({ a: 'X', b: ['y'] }, { a: 'x', b: ['Y'] }, (a, b) =>
        see(typeof a === 'string' ? a.toLowerCase() === b.toLowerCase() : undefined),
      ),
  ],
  [
    'updateWith',
    (_, see) =>
      _.updateWith(
        {},
        '[0][1]',
        () => see('v'),
        v => see(v === undefined ? {} : v),
      ),
  ],
  ['times', (_, see) => _.times(5, n => see(n * n))],
  ['flow', (_, see) => _.flow([(a, b) => see(a + b), n => see(n * n)])(1, 2)],
  ['over', (_, see) => [_.over([a => see(a), a => see(-a)])(4), _.overEvery([a => see(a > 1)])(2)]],
  [
    'cond',
    (_, see) =>
      _.cond([
        [a => see(a > 5), () => 'big'],
        [_.stubTrue, () => see('small')],
      ])(3),
  ],
  ['curry', (_, see) => _.curry((a, b, c) => see([a, b, c]))(1)(2, 3)],
  [
    'partial',
    (_, see) => [
      _.partial((a, b) => see(a + b), _, 'x')('y'),
      _.bind(
        function (n) {
          return see(this.base + n);
        },
        { base: 10 },
        5,
      )(),
    ],
  ],
  [
    'memoize',
    (_, see) => {
      const f = _.memoize(n => see(n * 3));
      return [f(2), f(2), f(3)];
    },
  ],
  [
    'wrappers',
    (_, see) => [
      _.negate(n => see(n > 2))(1),
      _.once(() => see(7))(),
      _.ary((...a) => see(a), 2)(1, 2, 3),
      _.overArgs((a, b) => [a, b], [n => see(n * 2)])(5, 6),
    ],
  ],
  [
    'rearg spread',
    (_, see) => [
      _.rearg((a, b, c) => see([a, b, c]), [2, 0, 1])('b', 'c', 'a'),
      _.spread((a, b) => see(a + b))(['x', 1]),
    ],
  ],
  [
    'chain',
    (_, see) =>
      _.chain(people())
        .filter(p => see(p.age > 28))
        .map(p => see(p.name))
        .reverse()
        .value(),
  ],
  [
    'lazy chain',
    (_, see) =>
      _(_.range(300))
        .map(n => see(n * 2))
        .filter(n => n % 3 === 0)
        .takeWhile(n => see(n < 60))
        .value(),
  ],
  [
    'tap thru',
    (_, see) =>
      _.chain([1, 2])
        .tap(list => {
          list.push(see(3));
        })
        .thru(list => see(list.length))
        .value(),
  ],
  [
    'attempt',
    (_, see) =>
      _.attempt(n => {
        throw see(new Error(`attempt ${n}`));
      }, 4).message,
  ],
  [
    'mixed depths',
    (_, see) =>
      _.mapValues(
        _.groupBy(people(), p => see(p.age)),
        group => _.sumBy(group, p => _.reduce(p.tags, n => see(n + 1), 0)),
      ),
  ],
];
