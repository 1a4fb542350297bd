/**
 * docs/limits.md: it lists every diagnostic and every reason to stay as written, what it names exists, and what it says
 * of compiled code that can be told from its source is so. An item of the list "Where compiled code differs" has a case
 * of the same title here.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { types } from 'node:util';
import { catalogue, type DiagnosticCode, describe as rowOf } from '../compiler/diagnostics/catalogue.js';
import { compile } from '../compiler/index.js';
import { type StayCode, stays } from '../compiler/normal-form/stays.js';
import * as abi from '../runtime/abi.js';
import * as api from '../runtime/index.js';
import { projectRoot } from './cli/support.js';

const text = readFileSync(join(projectRoot, 'docs', 'limits.md'), 'utf8');
const fixtures = join(projectRoot, 'fixtures');
const codes = Object.keys(catalogue) as DiagnosticCode[];

/** The row of the table that begins with this cell. */
const rowStarting = (cell: string) => text.split('\n').find(line => line.startsWith(`| ${cell} `)) ?? '';
const fixturesIn = (part: string) => [...part.matchAll(/`fixtures\/([\w-]+)`/g)].map(([, name]) => name);

/** All that a fixture says about errors. */
function errorsOf(name: string): string {
  const path = join(fixtures, name, 'error.txt');
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}

describe('docs/limits.md', () => {
  test.each(codes)('%s is listed with its severity and pinned by a fixture', code => {
    const row = rowStarting(code);
    expect(row).toContain(`| ${rowOf(code).severity} `);
    // Only a fault of greenc's own raises the others.
    if (rowOf(code).fault === 'internal') return;
    const named = fixturesIn(row);
    expect(named.filter(name => name.startsWith('error-') && errorsOf(name).includes(code))).not.toEqual([]);
  });

  test('lists no other codes', () => {
    expect(
      [...text.matchAll(/\bGC\d{3}\b/g)].map(([code]) => code).filter(code => !Object.hasOwn(catalogue, code)),
    ).toEqual([]);
  });

  test.each(Object.keys(stays) as StayCode[])('the reason %s is listed in the words of the reports', code => {
    expect(rowStarting(`\`${code}\``)).toContain(`| ${stays[code].reason}`);
  });

  test('names fixtures, tests and files that exist', () => {
    const named = [...text.matchAll(/`((?:fixtures|test|compiler|runtime)\/[\w./-]+)`/g)].map(([, path]) => path);
    expect(named.length).toBeGreaterThan(codes.length);
    expect(named.filter(path => !existsSync(join(projectRoot, path)))).toEqual([]);
  });

  test('names every fixture of an error', () => {
    const named = new Set(fixturesIn(text));
    const errors = readdirSync(fixtures).filter(name => name.startsWith('error-') && errorsOf(name) !== '');
    expect(errors.filter(name => !named.has(name))).toEqual([]);
  });
});

interface Difference {
  readonly source: string;
  /** What the program gives as it is, and compiled with nothing suspended, and with `p` suspended each time. */
  readonly native: unknown;
  readonly plain: unknown;
  readonly paused: unknown;
}

/** Programs: the expression after `return` may call `p`. */
const differences: Record<string, Difference> = {
  'Text of functions': {
    source: "function f(a) { p(1); return a; }\nreturn f.toString().includes('{ p(1); return a; }');",
    native: true,
    plain: false,
    paused: false,
  },
  'Private fields exist early': {
    source: 'class A { a = p(A.has(this)); #b = 1; static has(it) { return #b in it; } }\nreturn new A().a;',
    native: false,
    plain: true,
    paused: true,
  },
  'Prototypes of generators': {
    source: `const native = Object.getPrototypeOf(function* () {}).prototype;
      function* g() { yield p(1); }
      return Object.getPrototypeOf(g.prototype) === native;`,
    native: true,
    plain: false,
    paused: false,
  },
  "The engine's own methods of generators": {
    source: `const { next } = Object.getPrototypeOf(function* () {}).prototype;
      function* g() { yield p(1); }
      const it = g();
      return next.call(it).value === 1;`,
    native: true,
    plain: true,
    paused: 'ForeignFrameError',
  },
  'Array literals taken apart': {
    source: `const { iterator } = Symbol;
      const values = Array.prototype[iterator];
      let b;
      Array.prototype[iterator] = function* () { yield p(this[0] + 1); };
      try {
        [b] = [1];
      } finally {
        Array.prototype[iterator] = values;
      }
      return b;`,
    native: 2,
    plain: 2,
    paused: 'ForeignFrameError',
  },
  'Iterators whose `next` becomes a getter': {
    source: `let read = 0, at = 0;
      const next = () => ({ done: at++ === 3, value: at });
      const it = { next };
      const get = () => { read++; return next; };
      for (const _ of p({ [Symbol.iterator]: () => it })) Object.defineProperty(it, 'next', { get, configurable: true });
      return read > 0;`,
    native: false,
    plain: true,
    paused: true,
  },
  'Async functions by node:util': {
    source: 'return types.isAsyncFunction(async function () { await p(1); });',
    native: true,
    plain: false,
    paused: false,
  },
  'Arguments and callers of sloppy functions': {
    source: 'function f() { p(1); return f.arguments === null; }\nreturn f(1, 2);',
    native: false,
    plain: false,
    paused: true,
  },
  'Names in stack traces': {
    source: 'function f() { p(1); return /at f /.test(new Error().stack); }\nreturn f();',
    native: true,
    plain: true,
    paused: false,
  },
  'Messages in accessors': {
    source: `const o = { get x() { return o.f()(); }, f() {} };
      try { return o.x; } catch (error) { return error.message; }`,
    native: 'o.f(...) is not a function',
    plain: '$g(...) is not a function',
    paused: '$g(...) is not a function',
  },
  'Messages about anonymous classes': {
    source: `let said;
      try { (class { constructor() { p(1); } })(); } catch (error) { said = error.message; }
      return said;`,
    native: "Class constructors cannot be invoked without 'new'",
    plain: "Class constructor $_ cannot be invoked without 'new'",
    paused: "Class constructor $_ cannot be invoked without 'new'",
  },
  'Messages of broken iterators': {
    source: `const f = (...all) => p(all);
      try { return f(...{ [Symbol.iterator]: () => ({}) }); } catch (error) { return error.message; }`,
    native: 'f is not a function',
    plain: 'undefined is not a function',
    paused: 'undefined is not a function',
  },
  'Keys of `super` that are objects': {
    source: `let converted = 0;
      const key = { toString() { converted++; return 'x'; } };
      class A { get x() { return 1; } set x(value) {} }
      new (class extends A { y = (super[key] += p(1)); })();
      return converted;`,
    native: 2,
    plain: 1,
    paused: 1,
  },
  'Variables before their declaration in heads of loops': {
    source: `for (const _ of p([1])) {
        try { for (b of p(['early'])) p(0); let b = 1; () => b; } catch (error) { return error.name; }
      }`,
    native: 'ReferenceError',
    plain: undefined,
    paused: undefined,
  },
};

describe('where compiled code differs', () => {
  const listed = text.slice(text.indexOf('## Where compiled code differs')).split('\n## ')[0] ?? '';

  test('the list has a case for each item', () => {
    const titles = [...listed.matchAll(/^- \*\*(.+?)\.\*\*/gm)].map(([, title]) => title);
    expect(titles.sort()).toEqual(Object.keys(differences).sort());
  });

  const program = (source: string) => `"use greenlet";\nexports.run = function run(p, types) {\n${source}\n};`;

  type Run = (...args: any[]) => any;

  function load(code: string): Run {
    const exports = {} as { run: Run };
    new Function('exports', 'require', code)(exports, () => abi);
    return exports.run;
  }

  const probe = '"use greenlet"; exports.run = main => value => { main.switch(); return value; };';

  function runPaused(run: Run): unknown {
    const pause = load(compile(probe, { filename: 'probe.cjs' }).code)(api.getCurrent());
    const greenlet = new api.Greenlet(run);
    let result = greenlet.switch(pause, types);
    while (!greenlet.dead) result = greenlet.switch();
    return result;
  }

  const same = (value: unknown) => value;

  const attempt = (run: () => unknown): unknown => {
    try {
      return run();
    } catch (error) {
      return (error as Error).name;
    }
  };

  test.each(Object.entries(differences))('%s', (_title, { source, native, plain, paused: suspended }) => {
    const original = program(source);
    const compiled = load(compile(original, { filename: 'a.cjs' }).code);
    const plainly = attempt(() => compiled(same, types));
    const inGreenlet = attempt(() => runPaused(compiled));
    expect(attempt(() => load(original)(same, types))).toEqual(native);
    expect({ plainly, inGreenlet }).toEqual({ plainly: plain, inGreenlet: suspended });
    expect([plainly, inGreenlet]).not.toEqual([native, native]);
  });
});
