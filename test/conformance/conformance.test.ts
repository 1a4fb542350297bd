// The parts of the conformance runner that need no test262.
import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { causeOf } from './causes.js';
import { parseFrontMatter } from './front-matter.js';
import { Log } from './log.js';
import { addPauses, type Form, parseTest } from './pauses.js';
import { roleAt } from './roles.js';
import { variantsOf } from './run-test.js';
import { groupOf, isSelected } from './selection.js';
import { declaredBy } from './treatment.js';

describe('front matter', () => {
  const head = parseFrontMatter(`// Copyright
/*---
description: >
  flags: [raw] in a text is no flag
flags: [async, module]
includes: [compareArray.js, propertyHelper.js] # two
features:
  - class
  - Symbol.iterator
locale: [de, en]
negative:
  phase: parse
  type: SyntaxError
---*/
`);

  it('reads lists in both notations', () => {
    expect([...head.flags]).toEqual(['async', 'module']);
    expect(head.includes).toEqual(['compareArray.js', 'propertyHelper.js']);
    expect(head.features).toEqual(['class', 'Symbol.iterator']);
    expect(head.locale).toEqual(['de', 'en']);
  });

  it('reads what must fail', () => {
    expect(head.negative).toEqual({ phase: 'parse', type: 'SyntaxError' });
    expect(parseFrontMatter('1;').negative).toBeUndefined();
  });

  it('says how often a test is run', () => {
    const variants = (flags: string) => variantsOf(parseFrontMatter(`/*---\nflags: [${flags}]\n---*/`));
    expect(variants('')).toEqual(['sloppy', 'strict']);
    expect(variants('noStrict')).toEqual(['sloppy']);
    expect(variants('onlyStrict, async')).toEqual(['strict']);
    expect(variants('raw')).toEqual(['sloppy']);
    expect(variants('module')).toEqual(['module']);
  });
});

describe('selection', () => {
  it.each([
    ['language/expressions/yield/rhs-iter.js', true],
    ['language/module-code/a_FIXTURE.js', false],
    ['built-ins/Array/prototype/map/length.js', true],
    ['built-ins/Array/prototype/mapped/length.js', false],
    ['built-ins/Array/prototype/push/length.js', false],
    ['built-ins/TypedArrayConstructors/ctors-bigint/object-arg/iterating-throws.js', true],
    ['built-ins/Map/iterable-calls-set.js', true],
    ['built-ins/Map/prototype/get/length.js', false],
    ['harness/assert.js', false],
  ])('%s: %s', (path, selected) => expect(isSelected(path)).toBe(selected));
});

test('groups', () => {
  expect(groupOf('language/a.js')).toBe('the language');
  expect(groupOf('built-ins/Function/prototype/call/a.js')).toBe('functions, generators and what they inherit');
  expect(groupOf('built-ins/Promise/all/a.js')).toBe('built-ins that iterate');
  expect(groupOf('built-ins/Map/a.js')).toBe('built-ins that iterate');
  expect(groupOf('built-ins/Map/groupBy/a.js')).toBe('built-ins that call back');
});

test('a run that was broken off is taken up again', () => {
  const folder = mkdtempSync(join(tmpdir(), 'greenc-log-'));
  const file = join(folder, 'log');
  const job = { path: 'a.js', variant: 'strict', mode: 'plain' } as const;
  new Log(file).add(job, { passed: false, error: 'an error\nwith } and lines' });
  appendFileSync(file, '{"path":"b.js","variant":"st');
  const again = new Log(file);
  again.add({ ...job, path: 'c.js' }, { passed: true });
  expect(new Log(file).get({ ...job, path: 'c.js' })).toEqual({ passed: true });
  expect(again.get(job)).toEqual({ passed: false, error: 'an error\nwith } and lines' });
  expect(again.get({ ...job, variant: 'sloppy' })).toBeUndefined();
  rmSync(folder, { recursive: true });
});

describe('pauses', () => {
  const inside = (source: string): string => addPauses(source, false, { form: 'inside', quiet: false });
  /** Runs a text with pauses natively, and gives how often each was reached, and the result. */
  const run = (source: string, form: Form, quiet = false): { result: unknown; pauses: number } => {
    let pauses = 0;
    let silent = 0;
    let result: unknown;
    new Function('$pause', '$start', '$quiet', 'done', addPauses(source, false, { form, quiet }))(
      () => {
        if (silent === 0) pauses++;
      },
      (body: () => unknown) => body.call(undefined),
      (change: number) => {
        silent += change;
      },
      (value: unknown) => {
        result = value;
      },
    );
    return { result, pauses };
  };

  it.each([
    ['function f() { return 1; }', 'function f() {$pause(); $pause();return 1; }'],
    ["function f() { 'use strict'; return 1 }", "function f() { 'use strict';;$pause(); $pause();return 1 }"],
    ['function f() { "use strict" }', 'function f() { "use strict";$pause(); }'],
    ['x = a => b => (a, b)', 'x = a => { $pause();return b => { $pause();return (a, b); }; }'],
    ['x = () => ({})', 'x = () => { $pause();return ({}); }'],
    ['if (a) b\nelse c', 'if (a) {$pause();b }\nelse {$pause();c }'],
    ['l: for (;;) continue l;', 'l: for (;;) {$pause();continue l; }'],
    ['switch (a) { case 1: b; default: c }', 'switch (a) { case 1: $pause();b; default: $pause();c }'],
    ['try { a } catch { b } finally { c }', 'try { $pause();a } catch { $pause();b } finally { $pause();c }'],
    [
      'class C { static { a } m() {} x = () => 1 }',
      'class C { static { $pause();a } m() {$pause();} x = () => { $pause();return 1; } }',
    ],
    ['if (a) function f() {}', 'if (a) function f() {$pause();}'],
  ])('%s', (source, expected) => expect(inside(source)).toBe(expected));

  it('puts a whole script into a function, its directives first', () => {
    expect(addPauses('"use strict";\nvar a;', false, { form: 'function', quiet: false })).toBe(
      '$start(function () { "use strict";; \n$pause();var a;\n});',
    );
  });

  it('keeps imports in front of it', () => {
    const text = addPauses("a();\nimport a from 'a';", true, { form: 'function', quiet: false });
    expect(text).toBe("import a from 'a';$start(function () {  $pause();a();\n\n});");
    expect(() => parseTest(text, true)).not.toThrow();
  });

  it('moves what may be moved, statement by statement', () => {
    const source = 'var a = f(), g = () => 1; function f() {} f(); { var b; } let c = await_;';
    const form = { form: 'statements', quiet: false } as const;
    expect(addPauses(source, false, form)).toBe(
      'var a = $start(() => {$pause();return f();}), g = () => { $pause();return 1; }; function f() {$pause();} ' +
        '$start(() => {$pause();f(); }); { $pause();var b; } let c = $start(() => {$pause();return await_;});',
    );
  });

  it('does not put an eval into a function, which would not be compiled', () => {
    expect(() => addPauses('eval("1")', false, { form: 'function', quiet: false })).toThrow();
    const form = { form: 'statements', quiet: false } as const;
    expect(addPauses('eval("1"); f();', false, form)).toBe('eval("1"); $start(() => {$pause();f(); });');
  });

  it('leaves results as they are', () => {
    const source = `
      const log = [];
      outer: for (const x of [1, 2, 3]) { for (;;) { if (x === 2) continue outer; else break } log.push(x) }
      const f = (a = () => 5) => a() + 1
      do log.push(f()); while (log.length < 5)
      done(log.join())`;
    expect(run(source, 'function')).toEqual({ result: '1,3,6,6,6', pauses: 25 });
  });

  it('can leave out the pauses of functions that the engine calls', () => {
    const source =
      "let n = 0; function f() { return ++n; } const o = { get ['a' + '']() { return f(); }, f }; o.a; o.f(); done(n)";
    expect(run(source, 'function')).toEqual({ result: 2, pauses: 12 });
    expect(run(source, 'function', true)).toEqual({ result: 2, pauses: 8 });
  });
});

describe('roles', () => {
  it.each([
    ['x = { get a() { HERE } }; x.a', 'other'],
    ['class C { set a(v) { HERE } } ({ a: new C().b } = {}); c.a = 1', 'other'],
    ['class C { get #a() { HERE } b() { return this.#a; } }', 'other'],
    ['x = { get a() { HERE } }; ({ ...x })', 'accessor'],
    ['x = { get [a]() { HERE } }; x.a', 'accessor'],
    ['x = { get done() { HERE } }; x.done', 'accessor'],
    ['x = { get [Symbol.toPrimitive]() { HERE } }', 'coercion'],
    ['[].map(() => { HERE })', 'callback'],
    ['function f() { HERE } new Promise(f)', 'callback'],
    ['g(() => { HERE })', 'other'],
    ['class C { get(v) { HERE } }', 'other'],
    ["Object.defineProperty(o, 'a', { get: function () { HERE } })", 'accessor'],
    ['function getA() { HERE } Object.defineProperty(o, 1, { get: getA })', 'accessor'],
    ['o.valueOf = () => { HERE }', 'coercion'],
    ['x = { [Symbol.toPrimitive]() { HERE } }', 'coercion'],
    ['x = { toPrimitive() { HERE } }', 'other'],
    ['new Proxy({}, { ownKeys(t) { HERE } })', 'proxy trap'],
    ['o[Symbol.iterator] = function () { HERE }', 'iterator'],
    ['x = { next: () => { HERE } }', 'iterator'],
    ['function f() { HERE; eval("1"); }', 'direct eval'],
    ['function f() { HERE; () => { with (a) b; } }', 'with'],
    ['x = { get a() { return function () { HERE } } }', 'other'],
  ])('%s: %s', (source, role) => {
    expect(roleAt(parseTest(source, false), 1, source.indexOf('HERE') + 1)).toBe(role);
  });
});

describe('causes', () => {
  it('keeps decided limits, what is to come and faults apart', () => {
    const refused = 'Test262Error: Expected 1 ← the caller of f (suspended at a.js:1:2) cannot be suspended: …';
    expect(causeOf(refused, 'language/a.js', 'accessor')).toEqual({ kind: 'limit', name: 'accessor' });
    expect(causeOf(refused, 'built-ins/Array/prototype/map/a.js', 'other').kind).toBe('to come');
    expect(causeOf('TypeError: a', 'built-ins/Array/prototype/map/a.js', 'other').kind).toBe('bug');
    expect(causeOf(refused, 'built-ins/Array/from/a.js', 'other').kind).toBe('bug');
    expect(causeOf(refused, 'language/a.js', 'callback').kind).toBe('to come');
    expect(causeOf(refused, 'language/a.js', 'other').kind).toBe('bug');
  });

  it('puts messages together that differ in details only', () => {
    const name = (error: string) => causeOf(error, 'language/a.js', undefined).name;
    expect(name('Test262Error: Expected SameValue(«1», «2») at b.js:3:4')).toBe(
      name('Test262Error: Expected SameValue(«"x"», «undefined») at c/d.js:15:1'),
    );
  });
});

test('what a harness file declares for the tests', () => {
  const source =
    'var a = 1, { b } = {}; function c() { var no; } for (var d of []) { let no2; } class E {} let f; const g = 1;';
  expect(declaredBy(source)).toEqual({ properties: ['c', 'a', 'b', 'd'], lexical: ['E', 'f', 'g'] });
});

test('without the suite the runner says what is missing', () => {
  const env = { ...process.env, GREENC_TEST262: undefined } as unknown as NodeJS.ProcessEnv;
  const { status, stderr } = spawnSync(process.execPath, [join('test', 'conformance', 'main.mjs')], {
    env,
    encoding: 'utf8',
  });
  expect(stderr).toContain('GREENC_TEST262 is not set');
  expect(status).toBe(2);
});
