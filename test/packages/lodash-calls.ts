// lodash is used untyped, original and compiled alike.
type Lodash = any;
// Callbacks take whatever lodash hands them.
type Value = any;

const people = () => [
  { name: 'ann', age: 31, tags: ['a', 'b'], home: { city: 'oslo' } },
  { name: 'bob', age: 27, tags: [], home: { city: 'rome' } },
  { name: 'cat', age: 31, tags: ['c'], home: { city: 'oslo' } },
  { name: 'dan', age: 44, tags: ['a', 'c', 'd'], home: null },
];
const numbers = () => [5, 3, 8, 1, 9, 2, 7, 3, 5];
const nested = () => ({ a: [{ b: { c: 3 } }, { b: 4 }], d: 'text', e: { f: null, g: [1, [2, [3, [4]]]] } });
const sparse = () => [1, undefined, 0, '', null, 'x', Number.NaN, false, [], {}];

/** Calls without callbacks or with built-in shorthands: original and compiled must give equal results. */
export const plainCalls: [string, (_: Lodash) => unknown][] = [
  ['chunk', _ => _.chunk(numbers(), 4)],
  ['compact', _ => _.compact(sparse())],
  ['concat', _ => _.concat([1], 2, [3], [[4]])],
  ['difference', _ => _.difference(numbers(), [3, 5], [9])],
  ['drop', _ => [_.drop(numbers(), 2), _.dropRight(numbers()), _.take(numbers(), 3), _.takeRight(numbers(), 2)]],
  ['fill', _ => _.fill(numbers(), '*', 2, 5)],
  [
    'flatten',
    _ => [_.flatten([1, [2, [3]]]), _.flattenDeep([1, [2, [3, [4]]]]), _.flattenDepth([1, [2, [3, [4]]]], 2)],
  ],
  ['fromPairs', _ => [_.fromPairs([['a', 1]]), _.toPairs({ a: 1, b: 2 }), _.zipObject(['a', 'b'], [1, 2])]],
  ['indexOf', _ => [_.indexOf(numbers(), 3, 2), _.lastIndexOf(numbers(), 3), _.sortedIndex([10, 20, 30], 25)]],
  [
    'intersection',
    _ => [_.intersection([2, 1], [2, 3]), _.union([2], [1, 2]), _.xor([2, 1], [2, 3]), _.without([2, 1, 2, 3], 1, 2)],
  ],
  ['pull', _ => [_.pull(numbers(), 3, 5), _.pullAt(numbers(), [1, 3]), _.remove(numbers(), 3)]],
  ['uniq', _ => [_.uniq(numbers()), _.uniqBy(people(), 'age'), _.sortedUniq([1, 1, 2])]],
  [
    'zip',
    _ => [
      _.zip(['a', 'b'], [1, 2], [true, false]),
      _.unzip([
        ['a', 1],
        ['b', 2],
      ]),
      _.zipObjectDeep(['a.b[0].c', 'a.b[1].d'], [1, 2]),
    ],
  ],
  ['groupBy', _ => [_.groupBy(people(), 'age'), _.countBy(people(), 'home.city'), _.keyBy(people(), 'name')]],
  ['sortBy', _ => [_.sortBy(people(), ['age', 'name']), _.orderBy(people(), ['age', 'name'], ['desc', 'asc'])]],
  [
    'find',
    _ => [
      _.find(people(), { age: 31 }),
      _.findLast(people(), ['age', 31]),
      _.filter(people(), 'tags.length'),
      _.reject(people(), { age: 31 }),
    ],
  ],
  [
    'includes',
    _ => [
      _.includes(numbers(), 8),
      _.includes('abc', 'bc'),
      _.includes({ a: 1 }, 1),
      _.some(people(), 'home.city'),
      _.every(people(), 'age'),
    ],
  ],
  [
    'invokeMap',
    _ => [
      _.invokeMap(
        [
          [5, 1],
          [3, 2],
        ],
        'sort',
      ),
      _.invoke(nested(), 'd.toUpperCase'),
      _.invokeMap(['a', 'b'], 'concat', '!'),
    ],
  ],
  ['size', _ => [_.size({ a: 1, b: 2 }), _.size('text'), _.size([1])]],
  [
    'get',
    _ => [
      _.get(nested(), 'a[0].b.c'),
      _.get(nested(), ['e', 'g', 1, 1, 0]),
      _.get(nested(), 'x.y', 'default'),
      _.has(nested(), 'a[1].b'),
      _.at(nested(), ['a[0].b.c', 'd']),
    ],
  ],
  [
    'set',
    _ => [
      _.set(nested(), 'a[2].z', 1),
      _.setWith({}, '[0][1]', 'a', Object),
      _.unset(nested(), 'e.f'),
      _.update(nested(), 'a[0].b.c', (n: number) => n * 2),
    ],
  ],
  [
    'merge',
    _ => [
      _.merge(nested(), { a: [{ b: { x: 1 } }], e: { f: 2 } }),
      _.defaults({ a: 1 }, { a: 2, b: 3 }),
      _.defaultsDeep({ a: { b: 1 } }, { a: { b: 2, c: 3 } }),
      _.assign({}, { a: 1 }, { b: 2 }),
    ],
  ],
  [
    'pick',
    _ => [
      _.pick(nested(), ['d', 'e.f']),
      _.omit(nested(), ['a', 'e.g']),
      _.invert({ a: '1', b: '2' }),
      _.mapKeys({ a: 1 }, (v: Value, k: string) => k + v),
    ],
  ],
  [
    'keys',
    _ => [
      _.keys(nested()),
      _.values({ a: 1 }),
      _.keysIn({ a: 1 }),
      _.entriesIn({ a: 1 }),
      _.functions(_.prototype).length > 10,
    ],
  ],
  [
    'cloneDeep',
    _ => [
      _.cloneDeep(nested()),
      _.cloneDeep(new Map([[1, { a: new Set([2]) }]])),
      _.cloneDeep([new Date(0), /x/gi, new Uint8Array([1, 2])]),
    ],
  ],
  [
    'isEqual',
    _ => [
      _.isEqual(nested(), nested()),
      _.isEqual(new Map([[{ a: 1 }, 2]]), new Map([[{ a: 1 }, 2]])),
      _.isEqual([1, 2], [2, 1]),
      _.isMatch(people()[0], { home: { city: 'oslo' } }),
    ],
  ],
  [
    'is',
    _ =>
      [
        'isArray',
        'isEmpty',
        'isNil',
        'isNumber',
        'isPlainObject',
        'isString',
        'isNaN',
        'isObjectLike',
        'isArguments',
        'isInteger',
      ].map(name => sparse().map(_[name])),
  ],
  [
    'to',
    _ => [
      _.toArray('abc'),
      _.toInteger('3.7'),
      _.toNumber('0b11'),
      _.toPath('a[0].b["c.d"]'),
      _.toString([-0, null]),
      _.toPlainObject({ a: 1 }),
      _.castArray(1),
    ],
  ],
  [
    'math',
    _ => [
      _.sum(numbers()),
      _.mean(numbers()),
      _.max(numbers()),
      _.minBy(people(), 'age'),
      _.sumBy(people(), 'age'),
      _.round(4.006, 2),
      _.ceil(6.004, 2),
      _.clamp(-9, -5, 5),
      _.inRange(3, 2, 4),
    ],
  ],
  [
    'strings',
    _ => [
      _.camelCase('--foo-bar BAZ'),
      _.kebabCase('fooBarBaz'),
      _.snakeCase('Foo Bar'),
      _.startCase('__FOO_bar__'),
      _.capitalize('fRED'),
      _.deburr('déjà vu'),
      _.words('fred, barney & pebbles'),
    ],
  ],
  [
    'text',
    _ => [
      _.pad('abc', 8, '_-'),
      _.padStart('7', 3, '0'),
      _.repeat('ab', 3),
      _.truncate('hi-diddly-ho there, neighborino', { length: 24, separator: ' ' }),
      _.escape('a < b & "c"'),
      _.unescape('&lt;&amp;'),
      _.trim('-_-abc-_-', '_-'),
      _.parseInt('08'),
    ],
  ],
  [
    'template',
    _ =>
      _.template('hello <%= user %>! <% _.forEach(list, function(x) { %><li><%- x %></li><% }); %>')({
        user: 'fred',
        list: ['<a>', 'b'],
      }),
  ],
  ['range', _ => [_.range(4), _.range(1, 10, 3), _.rangeRight(0, -4), _.times(3, String), _.uniqueId('x').length > 1]],
  [
    'matching',
    _ => [
      _.matches({ a: 1 })({ a: 1, b: 2 }),
      _.property('a.b')({ a: { b: 1 } }),
      _.propertyOf({ a: 5 })('a'),
      _.conforms({ a: (n: number) => n > 1 })({ a: 2 }),
      _.matchesProperty('a', 1)({ a: 1 }),
    ],
  ],
  [
    'chain',
    _ => [
      _(numbers())
        .map((n: number) => n * 2)
        .filter((n: number) => n > 6)
        .take(3)
        .value(),
      _.chain(people()).sortBy('age').map('name').head().value(),
      _(numbers()).reverse().toJSON(),
    ],
  ],
  [
    'errors',
    _ => [
      _.attempt(() => {
        throw new TypeError('no');
      }).message,
      _.isError(_.attempt(JSON.parse, '{')),
      _.result({ f: () => 3 }, 'f'),
    ],
  ],
];
