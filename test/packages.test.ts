// Whole npm packages compiled as they are published, original against compiled; and a switch from inside a
// callback deep in each of them.

import { inspect } from 'node:util';
import { markdown } from './packages/document.js';
import { pauseEverywhere } from './packages/instrument.js';
import { evaluate, load, makeEverywhere, makePausing, sourceOf } from './packages/load.js';
import { plainCalls } from './packages/lodash-calls.js';

jest.setTimeout(240_000);

const pausing = makePausing();
const show = (value: unknown): string => inspect(value, { depth: 12, breakLength: 120, maxArrayLength: null });

/** A tree as text, with what JSON leaves out. */
const tree = (value: unknown): string =>
  JSON.stringify(value, (_key, each) =>
    typeof each === 'bigint' || each instanceof RegExp ? `literal ${each}` : each,
  );

describe('acorn', () => {
  const source = sourceOf('acorn');
  const original = evaluate(source);
  const compiled = load(source, 'acorn.js');
  const options = { ecmaVersion: 'latest', locations: true };

  const modern = `
    import def, { a as b } from './x.js';
    export default class extends def { #p = 1n; static { this.q = /[\\p{L}--[x]]/v; } get [b]() { return this.#p ?? super.z; } }
    export const f = async function* ({ a = 1, ...rest }, [c, , d] = []) { for await (const x of rest) yield* x.y\`t\${a}\`; };
    label: for (let i = 0; i < 3; i++) { if (i) continue label; else break label; }
    a ||= b ** c, d?.[0]?.(...e), new.target, import.meta.url, 0b11 + 0o7 + 1_000;
  `;

  test.each([
    ['its own source', source],
    ["lodash's source", sourceOf('lodash')],
    ["marked's source", sourceOf('marked')],
    ['modern syntax', modern.replace('new.target, ', '')],
  ])('gives the same tree for %s', (_name, text) => {
    const sourceType = /^\s*(import|export) /m.test(text) || text.includes('export{') ? 'module' : 'script';
    const parse = (acorn: typeof original): string => tree(acorn.parse(text, { ...options, sourceType }));
    expect(parse(compiled) === parse(original)).toBe(true);
  });

  test.each(['let let = 1', 'a b', '({a:1, b', 'for (;;', '"use strict"; with (a) {}', '/[/', 'class { }', modern])(
    'gives the same syntax error for %j',
    text => {
      const fail = (acorn: typeof original): string => {
        try {
          acorn.parse(text, options);
          return 'no error';
        } catch (error) {
          const { name, message, pos, loc } = error as SyntaxError & { pos: number; loc: unknown };
          return show({ name, message, pos, loc });
        }
      };
      expect(fail(compiled)).toBe(fail(original));
      expect(fail(original)).toContain('SyntaxError');
    },
  );

  test('gives the same tokens', () => {
    const list = (acorn: typeof original): string => {
      const tokens: string[] = [];
      for (const { type, start, end, value } of acorn.tokenizer(source, options)) {
        tokens.push(`${type.label} ${start} ${end} ${value}`);
      }
      return tokens.join('\n');
    };
    expect(list(compiled) === list(original)).toBe(true);
  });

  test('stops at every token and comment of its own source and goes on', () => {
    const work = load(
      `exports.work = (acorn, source, pause) => acorn.parse(source, {
        ecmaVersion: 'latest',
        locations: true,
        onToken: (token) => { pause(token); },
        onComment: (block, text) => { pause(text); },
      });`,
      'driver.js',
    ).work;
    const { result, pauses } = pausing(work, compiled, source);
    expect(tree(result) === tree(original.parse(source, options))).toBe(true);
    expect(pauses).toBeGreaterThan(30_000);
  });

  test('two parsers stopped at every token do not disturb each other', () => {
    const { work } = load(
      `const { Greenlet, getCurrent } = require('greenc');
      exports.work = (acorn, sources) => {
        const main = getCurrent();
        const parsers = sources.map((source) => new Greenlet(() =>
          acorn.parse(source, { ecmaVersion: 'latest', locations: true, onToken: () => { main.switch(); } })));
        const trees = [];
        while (parsers.some((parser) => !parser.dead)) {
          for (let i = 0; i < parsers.length; i++) {
            if (!parsers[i].dead) trees[i] = parsers[i].switch();
          }
        }
        return trees;
      };`,
      'driver.js',
    );
    const sources = [
      'let a = (b, c) => { return b ? [c] : {}; };',
      'f(1)(2)(3); class A extends B { m() { return `x${1}`; } }',
    ];
    expect(work(compiled, sources).map(tree)).toEqual(sources.map(text => tree(original.parse(text, options))));
  });

  test('an error thrown into a stopped parser comes out of parse()', () => {
    const { work } = load(
      `const { Greenlet, getCurrent } = require('greenc');
      exports.work = (acorn) => {
        const main = getCurrent();
        const parser = new Greenlet(() => {
          try {
            acorn.parse('f(g(1, 2))', { ecmaVersion: 'latest', onToken: () => { main.switch(); } });
          } catch (error) {
            return 'caught ' + error.message;
          }
        });
        parser.switch();
        parser.switch();
        return parser.throw(new Error('enough'));
      };`,
      'driver.js',
    );
    expect(work(compiled)).toBe('caught enough');
  });
});

describe('lodash', () => {
  const source = sourceOf('lodash');
  const original = evaluate(source);
  const compiled = load(source, 'lodash.js');
  const callbacksSource = sourceOf('./test/packages/lodash-callbacks.cjs');
  type Call = [string, (_: unknown, see: (value: unknown) => unknown) => unknown];
  const nativeCalls: Call[] = evaluate(callbacksSource).calls;
  const greenCalls: Call[] = load(callbacksSource, 'lodash-callbacks.cjs').calls;
  const same = (value: unknown): unknown => value;

  test.each(plainCalls)('%s gives equal results', (_name, call) => {
    expect(show(call(compiled))).toBe(show(call(original)));
  });

  test.each(nativeCalls.map(([name], index): [string, number] => [name, index]))(
    '%s stops in its callbacks and goes on',
    (_name, index) => {
      const expected = show(nativeCalls[index]?.[1](original, same));
      const green = greenCalls[index]?.[1];
      expect(show(green?.(compiled, same))).toBe(expected);
      const { result, pauses } = pausing(green, compiled);
      expect(show(result)).toBe(expected);
      expect(pauses).toBeGreaterThan(0);
    },
  );

  test('offers the same functions', () => {
    expect(Object.keys(compiled)).toEqual(Object.keys(original));
    for (const name of Object.keys(original))
      expect([name, compiled[name]?.length]).toEqual([name, original[name]?.length]);
  });
});

describe('marked', () => {
  // marked publishes a UMD build beside its ES module; package exports hide it from require().
  const source = sourceOf('./node_modules/marked/lib/marked.umd.js');
  const original = evaluate(source);
  const compiled = load(source, 'marked.umd.js');
  const text = markdown(60);

  const render = (library: typeof original, options: object): string => new library.Marked(options).parse(text);

  test.each([{}, { gfm: false }, { breaks: true }, { pedantic: true }])(
    'renders a long document equally with %j',
    options => {
      const expected = render(original, options);
      expect(render(compiled, options) === expected).toBe(true);
      expect(expected.length).toBeGreaterThan(50_000);
    },
  );

  test('gives the same tokens', () => {
    expect(show(compiled.lexer(text)) === show(original.lexer(text))).toBe(true);
  });

  const driver = `exports.render = (library, text, see) => {
    const renderer = {
      heading({ tokens, depth }) { return see('<h' + depth + '>' + this.parser.parseInline(tokens) + '</h' + depth + '>'); },
      strong({ tokens }) { return '<b>' + see(this.parser.parseInline(tokens)) + '</b>'; },
      listitem(item) { return '<li>' + see(this.parser.parse(item.tokens)) + '</li>'; },
      codespan({ text }) { see(0); return false; },
      link({ href, text }) { return '<a ' + see(href) + '>' + see(text) + '</a>'; },
      tablecell(token) { return '<td>' + see(this.parser.parseInline(token.tokens)) + '</td>'; },
    };
    const tokenizer = {
      codespan() { see(0); return false; },
      heading() { return see(false); },
    };
    const extension = {
      name: 'mention',
      level: 'inline',
      start(source) { return source.indexOf('nested'); },
      tokenizer(source) {
        if (source.startsWith('nested')) return { type: 'mention', raw: 'nested', text: 'NESTED' };
      },
      renderer(token) { return '<i>' + see(token.text) + '</i>'; },
    };
    const marked = new library.Marked();
    marked.use({ renderer, tokenizer, extensions: [extension], hooks: { preprocess(source) { return see(source) + '\\n'; } } });
    return marked.parse(text);
  };`;

  test('stops in renderers, tokenizers and hooks and goes on', () => {
    const short = markdown(5);
    const expected = evaluate(driver).render(original, short, (value: unknown) => value);
    const green = load(driver, 'driver.js').render;
    expect(green(compiled, short, (value: unknown) => value)).toBe(expected);
    const { result, pauses } = pausing(green, compiled, short);
    expect(result).toBe(expected);
    expect(pauses).toBeGreaterThan(100);
  });
});

describe('stopping at the entry of every function of', () => {
  const everywhere = makeEverywhere();
  // Of all pauses, or of every third and so on: what ran through just before differs each time.
  const steps = [1, 2, 3, 7, 31];

  test('acorn', () => {
    const source = sourceOf('acorn');
    const text = sourceOf('./node_modules/marked/lib/marked.umd.js');
    const expected = tree(evaluate(source).parse(text, { ecmaVersion: 'latest', locations: true }));
    const acorn = everywhere.load(pauseEverywhere(source), 'acorn.js');
    const { work } = load(`exports.work = (acorn, text, options) => acorn.parse(text, options);`, 'driver.js');
    for (const step of steps) {
      const { result, pauses } = everywhere.run(work, [acorn, text, { ecmaVersion: 'latest', locations: true }], step);
      expect(tree(result) === expected).toBe(true);
      expect(pauses * step).toBeGreaterThan(100_000);
    }
  });

  test('lodash', () => {
    const source = sourceOf('lodash');
    const callbacks = sourceOf('./test/packages/lodash-callbacks.cjs');
    const original = evaluate(source);
    const lodash = everywhere.load(pauseEverywhere(source), 'lodash.js');
    const native = evaluate(callbacks).calls;
    const green = everywhere.load(pauseEverywhere(callbacks), 'lodash-callbacks.cjs').calls;
    const { see } = load('exports.see = (value) => value;', 'driver.js');
    for (const [index, [name, call]] of native.entries()) {
      const expected = show(call(original, see));
      for (const step of steps) {
        const { result, pauses } = everywhere.run(green[index][1], [lodash, see], step);
        expect([name, step, show(result)]).toEqual([name, step, expected]);
        expect(pauses).toBeGreaterThan(0);
      }
    }
  });

  test('marked', () => {
    const source = sourceOf('./node_modules/marked/lib/marked.umd.js');
    const text = markdown(10);
    const expected = evaluate(source).parse(text);
    const marked = everywhere.load(pauseEverywhere(source), 'marked.umd.js');
    const { work } = load(`exports.work = (marked, text) => marked.parse(text);`, 'driver.js');
    for (const step of steps) {
      const { result, pauses } = everywhere.run(work, [marked, text], step);
      expect(result).toBe(expected);
      expect(pauses * step).toBeGreaterThan(1000);
    }
  });
});
