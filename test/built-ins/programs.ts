// Programs that call built-ins with generated receivers, callbacks and iterables, and log what is done to them.
import fc from 'fast-check';
import { agree } from './agreement.js';

/** Few schedules for each of many programs. No twins: what the engine has may be changed for both. */
const effort = { exhaustive: 3, singles: 6, pairs: 4, random: 2, errors: 3, twins: 0 };

/** What the programs share. `log` is never suspended, so it may stand in traps, getters and conversions. */
const prelude = `
const shown = value => {
  if (typeof value === 'function') return 'function ' + value.name;
  if (typeof value !== 'object' || value === null) return typeof value === 'bigint' ? value + 'n' : Object.is(value, -0) ? '-0' : value;
  const target = targets.get(value) ?? value;
  const name = Object.prototype.toString.call(target);
  if (name === '[object Error]') return target.name + ': ' + target.message;
  const keys = Reflect.ownKeys(target).filter(key => typeof key === 'string' && key !== 'constructor');
  return [name, ...keys.map(key => [key, seenValue(Object.getOwnPropertyDescriptor(target, key))])];
};
const seenValue = ({ value, get, enumerable, writable }) => [get ? 'getter' : typeof value === 'object' ? String(Object.prototype.toString.call(value)) : shown(value), !!enumerable, !!writable];
const targets = new Map();
/** Tells of what is done to it. */
const watched = (tag, target) => {
  const proxy = new Proxy(target, {
    get(from, key, self) { if (key !== 'then') log(tag, 'get', String(key)); return Reflect.get(from, key, self); },
    has(from, key) { log(tag, 'has', String(key)); return Reflect.has(from, key); },
    set(from, key, value, self) { log(tag, 'set', String(key), shown(value)); return Reflect.set(from, key, value, self); },
    deleteProperty(from, key) { log(tag, 'delete', String(key)); return Reflect.deleteProperty(from, key); },
    defineProperty(from, key, property) { log(tag, 'define', String(key)); return Reflect.defineProperty(from, key, property); },
  });
  targets.set(proxy, target);
  return proxy;
};
function attempt(tag, action) {
  try {
    log(tag, shown(action()));
  } catch (error) {
    log(tag, 'threw', shown(error));
  }
}
`;

/** Tries so many programs, each of some uses. `more` is what they need besides. */
export function tryUses(uses: fc.Arbitrary<string>, numRuns: number, more = ''): void {
  const programs = fc.array(uses, { minLength: 2, maxLength: 4 });
  fc.assert(
    fc.property(programs, each => {
      const attempts = each.map((use, index) => `  attempt('use ${index}', () => {\n${use}\n  });`).join('\n');
      agree(`${prelude}${more}\nexports.run = () => {\n${attempts}\n};\n`, { effort, twins: false });
    }),
    { seed: 4, numRuns },
  );
}

export const pick = (...texts: string[]): fc.Arbitrary<string> => fc.constantFrom(...texts);

/** A template of arbitraries. */
export const text = (
  strings: TemplateStringsArray,
  ...parts: (fc.Arbitrary<string> | string)[]
): fc.Arbitrary<string> =>
  fc
    .tuple(...parts.map(part => (typeof part === 'string' ? fc.constant(part) : part)))
    .map(made => strings.reduce((whole, string, at) => `${whole}${made[at - 1]}${string}`));

/** The elements of a list literal; a hole is the empty text. */
export const elements = fc
  .array(pick('0', '1', '2', '3', '-0', 'NaN', 'undefined', 'null', "'a'", '', ''), { maxLength: 6 })
  .map(list => list.map(item => `${item},`).join(' '));

/** Statements of a callback, in which `n` counts its calls from 0: what it does besides. */
export const doing = (...statements: string[]): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 3, arbitrary: fc.constant('') },
    { weight: 4, arbitrary: text`if (n === ${pick('0', '1', '2')}) { ${pick(...statements)} }` },
    { weight: 2, arbitrary: text`if (n === ${pick('0', '1', '3')}) throw new Error('from call ' + n);` },
  );

/** Text of what makes an iterable whose iterator does as it is told, by a plan. */
export const iterables = `
/** An iterable whose iterator does as it is told. */
const iterable = (values, plan = {}) => ({
  get [Symbol.iterator]() {
    log('reads the method');
    return function () {
      p('opens');
      let at = 0;
      if (plan.opens !== undefined) return plan.opens;
      const iterator = {
        get next() {
          log('reads next');
          return plan.next ?? function (...args) {
            p('asks', args.length);
            if (at === plan.failsAt) throw new Error('next fails');
            if (at === plan.oddAt) return plan.odd;
            return at < values.length ? { value: values[at++], done: p(0) } : { get value() { log('reads the last value'); }, done: 'yes' };
          };
        },
      };
      if (!plan.isBare) iterator.return = plan.close ?? function (...args) { p('closes', args.length); if (plan.failsToClose) throw new Error('return fails'); return plan.closed ?? {}; };
      return iterator;
    };
  },
});
`;

export const plan = fc.oneof(
  { weight: 4, arbitrary: fc.constant('') },
  {
    weight: 6,
    arbitrary: pick(
      ', { failsAt: 1 }',
      ', { failsAt: 0, failsToClose: true }',
      ', { isBare: true }',
      ', { failsToClose: true }',
      ', { closed: 5 }',
      ', { close: 7 }',
      ', { close: null }',
      ', { opens: 5 }',
      ', { opens: {} }',
      ', { next: 3 }',
      ', { next: () => 3 }',
      ', { oddAt: 1, odd: null }',
      ', { oddAt: 1, odd: 5 }',
      ", { oddAt: 1, odd: { get done() { log('reads done'); throw new Error('done fails'); } } }",
      ", { oddAt: 1, odd: { get value() { log('reads value'); throw new Error('value fails'); } } }",
      ', { oddAt: 1, odd: () => 0 }',
    ),
  },
);
