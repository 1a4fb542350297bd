import { transformSync } from '@babel/core';
import greencPlugin from '../../compiler/babel-plugin.js';
import { type CompileOptions, compile } from '../../compiler/index.js';

const marked = '"use greenlet";\n';

/** The suspension points of each function, by its name. */
function points(source: string, accessors: CompileOptions['accessors'], filename = 'a.mjs'): Record<string, number> {
  const { report } = compile(marked + source, { filename, accessors });
  return Object.fromEntries(report.functions.map(fn => [`${fn.kind} ${fn.name}`, fn.points]));
}

const reads = 'export const f = o => { o.x; o.y; o.z; };';

describe('the option accessors', () => {
  test('names those that may suspend, and tells reads from writes', () => {
    const source = `class C {
  get x() { return g(); }
  set y(value) { g(); }
  get z() { return this.w; }
  get w() { return this.x; }
  get plain() { return this.p; }
}
const read = o => { o.x; o.y; o.z; o.w; o.plain; };
const write = o => { o.x = 1; o.y = 2; o.z = 3; o.w = 4; o.plain = 5; };
const both = o => { o.x += 1; o.y++; };`;
    expect(points(source, true)).toEqual({
      'getter C.x': 1,
      'setter C.y': 1,
      'getter C.z': 1,
      'getter C.w': 1,
      'getter C.plain': 0,
      'arrow function read': 3,
      'arrow function write': 1,
      'arrow function both': 2,
    });
    expect(points(source, false)['arrow function read']).toBe(0);
  });

  test.each([
    ['a class', 'class C { get x() { return g(); } }', 1],
    ['a string key', 'class C { static get "x"() { return g(); } }', 1],
    ['a computed literal', 'const o = { get ["x"]() { return g(); } };', 1],
    ['a computed name', 'const o = { get [x]() { return g(); } };', 0],
    ['a private name of the same letters', 'class C { get #x() { return g(); } m() { return #x in this; } }', 0],
    ['defineProperty', 'Object.defineProperty(o, "x", { get() { return g(); } });', 1],
    ['Reflect.defineProperty with any descriptor', 'Reflect.defineProperty(o, "x", descriptor);', 1],
    ['a value', 'Object.defineProperty(o, "x", { value: g() });', 0],
    ['defineProperties', 'Object.defineProperties(o, { x: { get: g, enumerable: true } });', 1],
    ['Object.create', 'Object.create(o, { x: { get: () => g() } });', 1],
    ['__defineGetter__', 'o.__defineGetter__("x", g);', 1],
    ['an object with other keys than a descriptor', 'const o = { x: { get: g, put: g } };', 0],
    ['an accessor without calls', 'class C { get x() { return this.p + 1; } }', 0],
    ['an accessor that calls in a closure only', 'class C { get x() { return () => g(); } }', 0],
    ['an accessor that spreads', 'class C { get x() { return [...this.p]; } }', 1],
    ['a decorated accessor', 'class C { @g accessor x = 1; }', 1],
    ['a plain accessor field', 'class C { accessor x = 1; }', 0],
  ])('%s', (_name, source, expected) => {
    expect(points(`${source}\n${reads}`, true)['arrow function f']).toBe(expected);
  });

  test('a list adds names, for reads and writes', () => {
    expect(points(reads, ['x', 'y'])['arrow function f']).toBe(2);
    expect(points('export const f = o => { o.x = 1; };', ['x'])['arrow function f']).toBe(1);
    expect(points(reads, [])['arrow function f']).toBe(0);
  });

  test('an accessor with a computed name is guarded still, since nobody could wait for it', () => {
    const source = 'const o = { get [g()]() { return g(); } };';
    expect(compile(marked + source, { accessors: true }).code).toContain(
      '$g(g(), $i, 0, "getter with a computed name")',
    );
  });

  test('what is not written by name is no suspension point', () => {
    const source =
      'class C { get x() { return g(); } } export const f = (o, k) => { o[k]; delete o.x; "x" in o; ({ ...o }); };';
    expect(points(source, true)['arrow function f']).toBe(0);
  });

  test('the report names the option where it is missing', () => {
    const reasonWith = (source: string, accessors: boolean) =>
      compile(marked + source, { accessors }).report.functions[0]?.reason;
    const source = 'const o = { get x() { return g(); } };';
    expect(reasonWith(source, false)).toBe('without the option accessors, getters and setters cannot be suspended');
    expect(reasonWith(source, true)).toBeUndefined();
    expect(reasonWith('const o = { set [g()](v) { g(); } };', true)).toBe(
      'its name does not stand in the text, so nothing tells which reads and writes lead to it',
    );
  });

  test('in the Babel plugin', () => {
    const source = `${marked}class C { get x() { return g(); } } export const f = o => o.x;`;
    const { code } = transformSync(source, {
      filename: 'a.mjs',
      configFile: false,
      plugins: [[greencPlugin, { accessors: true }]],
    }) as { code: string };
    expect(code).toContain('= o.x) === $S');
  });

  test('anything else than a flag or a list of names is an error', () => {
    expect(() => compile('', { accessors: 'x' as never })).toThrow(
      /accessors.*true, false or an array of property names/,
    );
    expect(() => compile('', { accessors: [1] as never })).toThrow(/GC202/);
  });
});
