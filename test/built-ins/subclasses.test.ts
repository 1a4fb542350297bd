// Classes that extend what the engine iterates for, or calls: `super(pairs())`, `super(executor)`. Against the engine's
// own, over generated classes: implicit constructors, fields, several levels, overridden methods, other `new.target`s.
import fc from 'fast-check';
import { suspended } from './agreement.js';
import { elements, iterables, pick, plan, text, tryUses } from './programs.js';

const told = `
const told = (tag, promise) => Promise.prototype.then.call(promise, value => log(tag, 'is', shown(value)), error => log(tag, 'failed', shown(error)));
const seen = made => [
  Object.prototype.toString.call(made),
  Object.getPrototypeOf(made)?.constructor?.name,
  ...(Symbol.iterator in made ? [...made].map(shown) : []),
  ...Reflect.ownKeys(made).map(key => [String(key), shown(made[key])]),
  made.inside?.(),
];
/** The prototypes of the classes are what they were. */
const kept = (...types) => types.map(type => Object.getPrototypeOf(type)?.name);
`;

/** Bodies of a class `C`, whose parent takes one argument; `P` stands for the parent's name. */
const bodies = fc.oneof(
  fc.constant(''),
  fc.constant(`constructor(given) { super(given); this.size2 = p(this.size); }`),
  fc.constant(`constructor(given, more = p('more')) { log('before'); super(p(given), more); }`),
  fc.constant(`#own = p('own'); field = this.size; inside() { return #own in this && this.#own; }`),
  fc.constant(
    `#own = 5; constructor(...all) { super(...all); this.made = this.inside(); } inside() { return this.#own; }`,
  ),
  fc.constant(`constructor(given) { try { super(given); } finally { p('ends'); } }`),
  fc.constant(`constructor(given) { const make = () => super(given); make(); this.late = p(new.target.name); }`),
  fc.constant(`constructor(given) { if (p(given)) super(given); else return p({}); }`),
  fc.constant(`constructor(given) { super(given); return p({ other: this.size }); }`),
  fc.constant(`constructor(given) { super(given); super(given); }`),
  fc.constant(`constructor() { super(); this.empty = p(true); }`),
);
const adders = pick(
  '',
  '',
  `add(value) { p('adds'); return super.add(value); }`,
  `get add() { log('reads add'); return super.add; }`,
  `set(key, value) { p('sets'); if (key === 2) throw new Error('no twos'); return super.set(key, value); }`,
);
const given = fc.oneof(
  text`iterable([[1, 'a'], [2, 'b']]${plan})`,
  text`iterable([{ a: 1 }, {}]${plan})`,
  text`[[1, 2], [${elements}]]`,
  text`[${elements}]`,
  pick("'ab'", '5', 'null', 'undefined', 'new Map([[1, 2]])', '{ length: 2, 0: 7 }'),
);
const heads = (parents: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.oneof(
    text`class C extends ${parents} { ${bodies} ${adders} }`,
    text`class B extends ${parents} { ${bodies} } class C extends B { ${bodies} ${adders} }`,
    text`const Base = ${parents}; const mixed = Parent => class extends Parent { ${bodies} }; class C extends mixed(Base) { ${adders} }`,
    text`const Base = ${parents}; class C extends Base { ${bodies} ${adders} } Object.freeze(C.prototype);`,
  );
const collection = pick('Map', 'Set', 'WeakMap', 'WeakSet', 'Int8Array', 'Float64Array', 'globalThis.Set');

describe('classes that extend', () => {
  test('what iterates', () => {
    const makes = fc.oneof(
      { weight: 4, arbitrary: text`new C(${given})` },
      {
        weight: 1,
        arbitrary: text`Reflect.construct(C, [${given}], ${pick('C', 'Map', 'Array', 'class D extends C {}')})`,
      },
    );
    tryUses(
      text`${heads(collection)} const made = ${makes}; return [...seen(made), ...kept(C)];`,
      16,
      iterables + told,
    );
  }, 240_000);

  test('promises', () => {
    const executors = fc.oneof(
      text`(resolve, reject) => { p('executes'); ${pick('resolve(1);', 'reject(2);', "throw new Error('executor');", 'resolve({ then(f) { p(1); f(3); } });')} }`,
      pick('5', 'undefined', 'p'),
    );
    const promised = fc.oneof(
      bodies,
      fc.constant(
        `constructor(executor) { super((resolve, reject) => { p('inner'); return executor(resolve, reject); }); this.own = 1; }`,
      ),
      fc.constant(`constructor(executor) { let keep; super((...both) => { keep = both; }); executor(...keep); }`),
    );
    const head = fc.oneof(
      text`class C extends Promise { ${promised} }`,
      text`class B extends Promise { ${promised} } class C extends B { ${promised} }`,
    );
    const makes = fc.oneof(
      text`new C(${executors})`,
      text`C.${pick('resolve(1)', "reject(new Error('bad'))", 'all([1, 2])', 'race([3])', 'any([4])', 'allSettled([5])', 'withResolvers?.()?.promise ?? new C(() => {})')}`,
      text`C.resolve(1).${pick('then(x => [p(x)])', 'catch(p)', 'finally(p)')}`,
    );
    tryUses(
      text`${head} const made = ${makes}; told('it', made); return [Object.getPrototypeOf(made).constructor.name, ...kept(C)];`,
      16,
      told,
    );
  }, 240_000);
});

test('a frozen class leaves its parent to the engine', () => {
  const source = (made: string): string => `
const Index = Object.freeze(class Index extends Map {});
exports.run = () => new Index(${made}).size;
function* pairs() { yield [1, p(2)]; }`;
  expect(suspended(source('[[1, p(2)]]'))).toBe('p 2\nreturned 1');
  expect(suspended(source('pairs()'))).toMatch(/ForeignFrameError: .* cannot be suspended/);
});
