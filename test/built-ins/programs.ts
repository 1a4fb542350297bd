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
