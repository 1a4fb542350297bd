// The ways to call a built-in that call sites must see through, and those by which it cannot be found: these say so.
import { agree, suspended } from './agreement.js';

const used: Record<string, string> = {
  'by a name that a pattern gave': `const { map, forEach } = Array.prototype; return [map.call(xs, f), forEach.apply(xs, [f]), Reflect.apply(map, xs, [f])];`,
  'of `super`': `class Own extends Array { map(g) { return super.map(x => [g(x)]); } filter(...all) { return super.filter(...all); } static from(g) { return super.from(g, f); } }
    const own = Own.of(1, 2); return [own.map(f), own.filter(f), Own.from([3])];`,
  'of a subclass': `class Own extends Array {} const own = Own.from(xs, f); return [own.map(f) instanceof Own, own.flatMap(f).length, own.toString()];`,
  'in optional chains': `const none = null; return [xs?.map?.(f), none?.map(f), xs.map?.(f)?.filter?.(f).some(f), none?.[f()].map(f)];`,
  'by a literal name': `return [xs['map'](f), [xs]['0']['filter'](f), xs?.['map']?.(f)];`,
  'by `call` and `apply`, of functions and of built-ins': `function own(...all) { return [this, ...all.map(f)]; } return [own.call(1, 2), own.apply(3, [4]), Reflect.apply(own, 5, [6]), xs.map.call([7], f), xs.reduce.apply(xs, [(a, b) => p(a + b), 0])];`,
  'bound, once and again': `function own(...all) { return all.map(f); } const once = own.bind(null, 1); const twice = once.bind(null, 2); return [once(3), twice(4), twice.call(null, 5), new Promise(twice.bind(null)) instanceof Promise];`,
  'with spread': `const all = [f]; return [xs.map(...all), xs.reduce(...[(a, b) => p(a + b)]), Array.from(...[xs, f])];`,
  'of what calls give': `const of = value => p(value); return [of(xs).map(f), Object.keys({ a: 1 }).map(f), 'a,b'.split(',').map(f), (xs, xs).filter(f), new Map([[1, 2]]).forEach(f)];`,
  'of iterables that suspend': `function* entries() { yield ['a', p(1)]; yield [p('b'), 2]; } return [Object.fromEntries(entries()), new Map(entries()).size, [...new Set(entries())].length, Array.from(entries(), f).length];`,
  'in chains of promises': `function* all() { yield p(1); yield Promise.resolve(2); } Promise.all(all()).then(value => log(value)); Promise.race(all()).then(value => log(value)); Promise.allSettled(all()).then(value => log(value.length)); Promise.any(all()).then(value => log(value)); return 0;`,
  'with texts': `return ['a-b'.replace(/[ab]/g, f), 'a-b'.replaceAll('-', f), JSON.stringify({ a: [1] }, (key, value) => p(value)), JSON.parse('[1, {"a": 2}]', (key, value) => p(value)), /(a)/[Symbol.replace]('ab', f)];`,
  ...('try' in Promise && {
    'with `Promise.try`': `Promise.try(f, 1).then(value => log(value)); Promise.try(() => { throw p('bad'); }).catch(error => log(error)); return 0;`,
  }),
  'of typed arrays': `const typed = Int8Array.of(3, 1, 2); return [typed.map(f), typed.sort((a, b) => p(a - b)), Float64Array.from(xs, f), [...typed.filter(f)].length];`,
};

describe('built-ins are found', () => {
  test.each(Object.entries(used))('%s', (_, body) => {
    const trace = agree(`
const xs = [1, 2];
const f = value => p(value);
exports.run = () => {
  const made = use();
  log('used');
  return made;
};
function use() {
  ${body}
}`);
    expect(trace).toContain('log "used"');
  });
});

const foreign: Record<string, string> = {
  'by a computed name': `const name = p('map'); return [1][name](f);`,
  'under another name': `const { from: listOf } = Array; return listOf([1], f);`,
  'as a callback': `return [[1]].map([].map.bind([1], f));`,
  'that nobody may call back': `return [1, 2].join.call({ length: 1, 0: { toString: () => p('x') } });`,
  'that have equivalents for other arguments': `return [{ toString: () => p('x') }].map(String);`,
  ...('union' in Set.prototype && {
    'of sets': `return new Set([1]).union({ size: 1, has: p, keys: () => [p(2)].values() });`,
  }),
};

describe('built-ins that cannot be suspended say so', () => {
  test.each(Object.entries(foreign))('%s', (_, body) => {
    const outcome = suspended(`
const f = value => p(value);
exports.run = () => {
  ${body}
};`);
    expect(outcome).toMatch(/ForeignFrameError: the caller of .* \(suspended at .*\) cannot be suspended/);
  });
});
