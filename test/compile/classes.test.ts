/** What the fixtures about classes cannot show: positions, reports, and that nothing stays behind after an error. */
import { compile } from '../../compiler/index.js';
import * as abi from '../../runtime/abi.js';
import * as api from '../../runtime/index.js';
import { construction } from '../../runtime/state.js';

const { ForeignFrameError, Greenlet, getCurrent } = api;

/** Evaluates a program. `main.switch` in it suspends. */
function load<T extends string>(source: string): Record<T, any> {
  const { code } = compile(source, { filename: 'src/a.js', all: true });
  const exports = {} as Record<T, any>;
  const require = (name: string): unknown => (name === 'greenc' ? api : abi);
  const main = getCurrent();
  const body = new Function('exports', 'require', 'main', code);
  body(exports, require, main);
  return exports;
}

const idle = { args: [], blank: abi.SUSPENDED, object: null, owner: null, reflected: null };

const levels = `
class A {
  constructor(x) {
    this.x = main.switch(x);
  }
}
class B extends A {
  field = main.switch('field');
}
class C extends B {
  static table = {};
  constructor(x) {
    super(x);
    this.c = main.switch('C');
  }
}
exports.make = x => new C(x);
exports.classes = { A, B, C };`;

describe('classes', () => {
  test('constructors and initialisers are listed with their class and place', () => {
    const { make } = load<'make'>(levels);
    const g = new Greenlet(make);
    const places = () => g.frames.map(({ name, line, column }) => `${name} ${line}:${column}`);
    expect(g.switch(1)).toBe(1);
    expect(places()).toEqual(['A 4:19', 'B 7:1', 'C 13:5', 'exports.make 17:21'].map(expected));
    expect(g.switch('x')).toBe('field');
    expect(places()[0]).toBe('B 8:16');
    expect(g.switch('f')).toBe('C');
    expect(places()[0]).toBe('C 14:19');
    const made = g.switch('c');
    expect(made).toEqual({ x: 'x', field: 'f', c: 'c' });
    expect(g.dead).toBe(true);

    function expected(text: string): string {
      // What an arrow function is called that is assigned to a property is not this test's business.
      return text.startsWith('exports') ? (places().at(-1) as string) : text;
    }
  });

  test('the report names what has moved by what it was', () => {
    const { report } = compile(
      `const K = class extends P { a = f(); ['b'] = g(); constructor() { super(); } };
       function outer() { return class L { static x = f(); static { g(); } }; }`,
      { all: true },
    );
    const listed = report.functions.map(({ name, kind, resumable }) => `${kind} ${name} ${resumable}`);
    expect(listed.sort()).toEqual([
      'constructor K true',
      'field initialiser K true',
      'field initialiser L true',
      'function outer true',
      'static block L true',
    ]);
  });

  test('twins of one class do not disturb each other', () => {
    const { make } = load<'make'>(levels);
    const twins = [new Greenlet(make), new Greenlet(make)];
    expect(twins.map((g, i) => g.switch(i))).toEqual([0, 1]);
    expect(twins.map((g, i) => g.switch(`x${i}`))).toEqual(['field', 'field']);
    expect(twins.map((g, i) => g.switch(`f${i}`))).toEqual(['C', 'C']);
    expect(twins.map((g, i) => g.switch(`c${i}`))).toEqual([
      { x: 'x0', field: 'f0', c: 'c0' },
      { x: 'x1', field: 'f1', c: 'c1' },
    ]);
  });

  test('the parent may change meanwhile', () => {
    const { make, classes } = load<'make' | 'classes'>(levels);
    const g = new Greenlet(make);
    g.switch(1);
    class Other {}
    Object.setPrototypeOf(classes.C, Other);
    expect(g.switch('x')).toBe('field');
    g.switch('f');
    expect(g.switch('c')).toEqual({ x: 'x', field: 'f', c: 'c' });
    expect(Object.getPrototypeOf(classes.C)).toBe(Other);
  });

  test('a function is no parent for a class that is not extensible', () => {
    const { make } = load<'make'>(`
      function Old() { this.old = main.switch(); }
      class New extends Old { constructor() { super(); } }
      exports.make = () => new (Object.freeze(New))();`);
    const g = new Greenlet(make);
    g.switch();
    expect(() => g.switch()).toThrow('New is not extensible');
    expect(construction).toEqual(idle);
  });
});

describe('after an error', () => {
  const program = `
    const events = [];
    class A { constructor(x) { this.x = x; main.switch(); } }
    class Throws extends A { field = this.x.missing.deeper; constructor(x) { super(x); this.end = 1; } }
    class Arguments extends A { field = this.x.missing.deeper; constructor(x) { super(main.switch(x)); } }
    class Outer extends Throws { constructor(x) { super(x); events.push('never'); } }
    class Catches extends A {
      constructor(x) { try { super(x); } catch (e) { events.push(e.message); super({ missing: {} }); } }
    }
    const call = f => { try { return f(); } catch (e) { return e.name + ': ' + e.message; } };
    exports.throws = () => call(() => new Outer({}));
    exports.args = () => call(() => new Arguments({}));
    exports.catches = () => new Catches({});
    exports.events = events;
    exports.plain = () => new A(1);`;

  /** Resumes until the end, and gives the result. */
  function finish(run: () => unknown, ...errors: unknown[]): unknown {
    const g = new Greenlet(run);
    let result = g.switch();
    while (!g.dead) {
      expect(construction).toEqual(idle);
      const error = errors.shift();
      result = error === undefined ? g.switch({}) : g.throw(error);
    }
    expect(construction).toEqual(idle);
    return result;
  }

  test('constructing is as it was', () => {
    const { throws, args, catches, events, plain } = load<'throws' | 'args' | 'catches' | 'events' | 'plain'>(program);
    expect(finish(throws)).toBe("TypeError: Cannot read properties of undefined (reading 'deeper')");
    expect(finish(args)).toBe("TypeError: Cannot read properties of undefined (reading 'deeper')");
    expect(finish(catches, new Error('thrown'))).toEqual({ x: { missing: {} } });
    expect(events).toEqual(['thrown']);
    expect(finish(plain)).toEqual({ x: 1 });
  });

  test('and so it is where a class cannot be suspended', () => {
    const { between, swallowed, plain, Green } = load<'between' | 'swallowed' | 'plain' | 'Green'>(`
      class Green { field = 1; constructor() { this.got = main.switch('green'); } }
      class Foreign extends Green { constructor() { "no greenlet"; super(); } }
      class Outer extends Foreign { f = this.got; constructor() { super(); } }
      exports.between = () => new Outer();
      exports.swallowed = () => { const f = new Foreign(); return f.got; };
      exports.plain = () => new Green();
      exports.Green = Green;`);
    for (const run of [between, swallowed]) {
      const g = new Greenlet(run);
      expect(() => g.switch()).toThrow(ForeignFrameError);
      expect(g.dead).toBe(true);
      expect(construction).toEqual(idle);
    }
    expect(finish(plain)).toEqual({ field: 1, got: {} });
    // Main is never suspended, whatever stands between.
    class Native extends Green {
      native = true;
    }
    const inner = new Greenlet(() => 'value');
    void inner;
    expect(() => new Native()).not.toThrow(ForeignFrameError);
  });
});
