// String(x), Number(x) and template literals of objects whose methods suspend, against the engine's own.
import fc from 'fast-check';
import { agree } from './agreement.js';
import { pick, text, tryUses } from './programs.js';

const given = pick("'text'", '5', '-0', '7n', 'null', 'undefined', 'true', "Symbol('s')", '{}', '[1]', '() => 0');
const body = fc.oneof(
  { weight: 5, arbitrary: text`return p(${given});` },
  { weight: 1, arbitrary: text`p('fails'); throw new Error('conversion');` },
);
const method = (name: string, params: string): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 3, arbitrary: fc.constant('') },
    {
      weight: 4,
      arbitrary: text`${name}(${params}) { log('${name.replace(/'/g, '')}', this === made, arguments.length, ...arguments); ${body} },`,
    },
    {
      weight: 1,
      arbitrary: text`get ${name}() { log('reads', '${name.replace(/'/g, '')}'); return ${pick('undefined', 'null', '5', "function (...args) { return p(args[0] ?? 'got'); }")}; },`,
    },
    { weight: 1, arbitrary: text`${name}: ${pick('undefined', 'null', '5', '{}', "'x'", 'p')},` },
  );
const objects = fc.oneof(
  {
    weight: 6,
    arbitrary: text`{ ${method('toString', '')} ${method('valueOf', '')} ${method('[Symbol.toPrimitive]', 'hint')} ${pick('', '', '__proto__: null,')} }`,
  },
  text`watched('proxy', { ${method('toString', '')} ${method('valueOf', '')} })`,
  text`Object.assign(new Date(0), { ${method('toString', '')} ${method('valueOf', '')} })`,
  text`Object.assign(${pick('() => 0', '[1, 2]', '/x/g', 'new Map()')}, { ${method('toString', '')} ${method('valueOf', '')} })`,
  given,
);
const uses = fc.oneof(
  pick('String(made)', 'Number(made)', 'String(p(made))', 'Number(p(made))'),
  pick(
    '`${made}`',
    '`${1}${made}${p(2)}`',
    '`${made}, ${p(made)}`',
    '`${p(1)}${made} ${made}`',
    '`a${made.missing}b${made}`',
  ),
  pick(
    '((...parts) => `${parts[0]}`)(made)',

    '[p(1)].map(String).length',
    'new String(String(made)).length',
  ),
);

describe('conversions', () => {
  test('of objects', () => {
    tryUses(
      text`const made = ${objects}; try { return ${uses}; } catch (error) { log('failed'); throw error; } finally { p('done'); }`,
      25,
    );
  }, 240_000);

  test('happen part by part', () => {
    const trace = agree(`
const noisy = name => ({ [Symbol.toPrimitive](hint) { return p(name + ' ' + hint); } });
exports.run = () => {
  const box = { get part() { log('reads part'); return noisy('c'); } };
  log(\`\${noisy('a')}\${p('b')}\${box.part}\${typeof box}\${noisy('d')}\`);
  log(String(noisy('e')), Number({ valueOf() { return p('6'); } }));
  class Money { toString() { return \`\${this.amount()} \${p('EUR')}\`; } amount() { return p(5); } }
  log(\`\${new Money()}\` + \`, \${\`(\${new Money()})\`}\`);
  try {
    return \`\${noisy('f')}\${Symbol('never')}\${p('never')}\`;
  } catch (error) {
    return error.message;
  }
};`);
    expect(trace).toEqual([
      ...['p "a string"', 'p "b"', 'log "reads part"', 'p "c string"', 'p "d string"'],
      'log "a stringbc stringobjectd string"',
      ...['p "e string"', 'p "6"', 'log "e string" 6'],
      ...['p 5', 'p "EUR"', 'p 5', 'p "EUR"', 'log "5 EUR, (5 EUR)"', 'p "f string"'],
    ]);
  });
});
