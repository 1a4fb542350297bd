// Iterator helpers, where the engine has them, against the engine's own. CI runs on an engine that does not.
import fc from 'fast-check';
import { agree, describeIf, suspended } from './agreement.js';
import { doing, pick, text, tryUses } from './programs.js';

const iterators = `
class Counting extends Iterator {
  constructor(tag, values, plan = {}) {
    super();
    Object.assign(this, { tag, values, plan, at: 0 });
    if (plan.isBare) this.return = undefined;
  }
  next(...args) {
    p(this.tag, 'next', args.length);
    const { plan } = this;
    if (this.at === plan.failsAt) throw new Error(this.tag + ' next');
    if (this.at === plan.oddAt) return plan.odd;
    return this.at < this.values.length ? { value: this.values[this.at++], done: false } : { value: 'end', done: true };
  }
  return(...args) {
    p(this.tag, 'return', args.length);
    if (this.plan.failsToClose) throw new Error(this.tag + ' return');
    return this.plan.closed ?? { value: 1, done: true };
  }
}
function* numbers(tag, ...values) {
  try {
    for (const value of values) p(tag, yield p(value));
    return 'over';
  } finally {
    p(tag, 'closed');
  }
}
`;

describeIf('Iterator' in globalThis, 'iterator helpers', () => {
  test('are what they are', () => {
    const trace = agree(`${iterators}
exports.run = () => {
  const tag = Object.prototype.toString;
  const helper = numbers('a', 1, 2).map(x => x + 1);
  log(tag.call(helper), helper instanceof Iterator, typeof helper.throw, helper[Symbol.iterator]() === helper);
  log(helper.map.name, helper.map.length, numbers('d').take.name, helper.next.name, helper.next.length, helper.return.name, helper.return.length, Object.keys(helper).length);
  log(helper.next(5), helper.next(), helper.next(), helper.next(), helper.return());
  const wrapper = Iterator.from({ next: () => p({ value: 1, done: false }) });
  log(tag.call(wrapper), wrapper instanceof Iterator, wrapper.next(), wrapper.return());
  log(Iterator.from(helper) === helper, [...Iterator.from('ab')], [...Iterator.from(numbers('b', 1)).take(1)]);
  for (const method of ['next', 'return']) try { helper[method].call({}); } catch (error) { log(error.message); }
  const inner = numbers('c', 1, 2);
  const running = inner.map(() => running.next());
  try { running.next(); } catch (error) { log(error.message); }
};`);
    expect(trace.length).toBeGreaterThan(15);
  });

  test('suspend, whatever goes through them', () => {
    const trace = agree(`${iterators}
exports.run = () => {
  const doubled = numbers('a', 1, 2, 3, 4).filter(x => x % 2 === 0).map(x => x * 10);
  for (const x of doubled) { log('a', x); }
  const [first, ...others] = numbers('b', 1, 2, 3).flatMap(x => [x, x]).drop(1);
  log(first, others);
  for (const x of new Counting('c', [1, 2, 3]).map(x => p(x)).take(2)) { p('body', x); }
  for (const x of numbers('d', 1, 2).map(x => x)) { if (x) break; }
  log(new Map(numbers('e', 1, 2).map(x => [x, -x])), Array.from(numbers('f', 1).map(x => x)), Math.max(...numbers('g', 4, 6).take(5)));
  function* delegating() { return yield* numbers('h', 1, 2).map(x => -x); }
  log([...delegating()]);
  log(numbers('i', 1, 2, 3).reduce((a, b) => a + b), numbers('j', 1, 2).toArray(), numbers('k', 1, 2).some(x => x > 1), numbers('l', 1, 2).every(x => x < 2), numbers('m', 1, 2).find(x => x === 2));
  numbers('n', 1, 2).forEach((x, i) => p(x, i));
  log([].values().map(x => p(x)).next(), [1, 2].values().map(x => p(x)).toArray(), new Set([1]).values().flatMap(x => numbers('o', x, x)).toArray());
  const { map, toArray } = Iterator.prototype;
  log(toArray.call(map.call(new Counting('q', [1]), x => p(x))), Reflect.apply(map, numbers('r', 2), [x => x]).next());
  log(Iterator.prototype.drop.call(new Counting('s', [1, 2, 3]), 1).toArray());
};`);
    expect(trace.length).toBeGreaterThan(80);
  });

  test('that main has made are green if their generator is', () => {
    agree(`${iterators}
const made = [];
const make = () => numbers('a', 1, 2).map(x => x + 1).filter(x => x > 0).take(5);
exports.run = () => { made.push(make()); log(made.pop().toArray()); };`);
  });

  test.each([
    ['a harmless callback over an iterator that is no generator', "new Counting('a', [1]).map(x => x + 1)"],
    ['a helper of the engine', 'made'],
  ])('cannot be suspended with %s, and say so', (_, helper) => {
    expect(
      suspended(`${iterators}
const made = new Counting('b', [1]).map(x => p(x));
exports.run = () => ${helper}.next();`),
    ).toMatch(/ForeignFrameError: next \(|ForeignFrameError: .*cannot be suspended/);
  });

  const values = pick('1, 2, 3', '', '0', '2, 1', "1, 'a'", '3, 3, 3, 3');
  const plan = fc.oneof(
    { weight: 4, arbitrary: fc.constant('') },
    {
      weight: 5,
      arbitrary: pick(
        ', { failsAt: 1 }',
        ', { failsToClose: true }',
        ', { closed: 5 }',
        ', { isBare: true }',
        ', { oddAt: 1, odd: 5 }',
        ", { oddAt: 1, odd: { get done() { throw new Error('done'); } } }",
        ", { oddAt: 0, odd: { get value() { throw new Error('value'); } } }",
      ),
    },
  );
  const source = fc.oneof(
    text`numbers('g', ${values})`,
    text`new Counting('c', [${values}]${plan})`,
    text`Iterator.from({ next: () => p({ value: 1, done: log(i++ > 2) }), return: () => p({}) })`,
    text`Iterator.from({ [Symbol.iterator]: () => new Counting('f', [${values}]${plan}) })`,
    text`[${values}].values()`,
    text`new Set([${values}]).values()`,
  );
  const given = pick('x', 'n', 'n > 0', '[x, n]', 'undefined');
  const callback = text`(x, ...more) => { const n = calls++; log(shown(x), more.length, more[0]); ${doing("log('second');")} return p(${given}); }`;
  const inners = text`x => { const n = calls++; log(shown(x)); ${doing('return 5;', 'return {};', 'return { [Symbol.iterator]: () => 5 };')} return p(${pick('[x, n]', "numbers('h', 1, 2)", "new Counting('i', [1, 2])", '[]', "new String('ab')", "new Counting('j', [1], { failsAt: 0 })", "new Counting('k', [1], { failsToClose: true })")}); }`;
  const limits = pick(
    '0',
    '1',
    '2',
    '2.7',
    'Infinity',
    "'1'",
    '-1',
    'NaN',
    'undefined',
    "{ valueOf() { log('limit'); return 1; } }",
    '-0.5',
    "{ valueOf() { throw new Error('limit'); } }",
  );
  const helper = fc.oneof(
    text`.map(${callback})`,
    text`.filter(${callback})`,
    text`.take(${limits})`,
    text`.drop(${limits})`,
    text`.flatMap(${inners})`,
    { weight: 1, arbitrary: pick('.map(log(5))', '.filter(log(null))') },
  );
  const pipeline = fc.tuple(source, fc.array(helper, { maxLength: 3 })).map(([first, rest]) => first + rest.join(''));
  const whole = fc.oneof(
    text`[...${pipeline}]`,
    text`${pipeline}.toArray()`,
    text`${pipeline}.${pick('forEach', 'some', 'every', 'find')}(${callback})`,
    text`${pipeline}.${pick('forEach', 'some', 'every', 'find', 'reduce')}(log(${pick('5', '', 'null')}))`,
    text`${pipeline}.reduce((s, x, n) => { log(shown(s), shown(x), n); ${doing("log('second');")} return p(s); }${pick('', ', 0', ', undefined')})`,
    text`(() => { const seen = []; for (const x of ${pipeline}) { p('body'); seen.push(x); ${pick('', 'if (seen.length > 1) break;', "if (seen.length > 1) throw new Error('body');", 'if (seen.length > 2) return seen;')} } return seen; })()`,
    text`(() => { const [a, b] = ${pipeline}; return [a, b]; })()`,
    text`(() => { const it = ${pipeline}; return [it.next(${pick('', '7')}), ${pick('it.next()', 'it.return()', 'it.return(3)')}, it.next(), it.return?.()].map(one => JSON.stringify(one)); })()`,
    text`(() => { const it = ${pipeline}; return [it.return?.(), it.next()].map(one => JSON.stringify(one)); })()`,
  );

  test('do what the engine does, in its order', () => {
    tryUses(text`let calls = 0, i = 0; return ${whole};`, 80, iterators);
  }, 240_000);
});
