/**
 * Nesting closures must cost no more than writing them side by side. What stands in both halves of a function is
 * written twice, and a closure in it four times one level deeper, so 2^depth: that is what makers prevent.
 *
 * Each level calls something before its closure, so the resume half holds the closure too, and mentions variables of
 * the levels around it, so no resume half can leave for the top of the module.
 */
import { compile } from '../../compiler/index.js';

type Wrap = (depth: number, inner: string) => string;

const deepest = 7;

const kinds: Record<string, Wrap> = {
  'arrow function': (d, inner) => `const h${d} = x${d} => { ${inner} }; use(h${d});`,
  'arrow function with this': (d, inner) => `const h${d} = x${d} => { use(this); ${inner} }; use(h${d});`,
  'function expression': (d, inner) => `const h${d} = function (x${d}) { ${inner} }; use(h${d});`,
  'function declaration': (d, inner) => `function h${d}(x${d}) { ${inner} } use(h${d});`,
  'function in a block': (d, inner) => `{ use(1); function h${d}(x${d}) { ${inner} } use(h${d}); }`,
  'argument of a call': (d, inner) => `x0.use(x${d} => { ${inner} });`,
  'argument in a chain': (d, inner) => `use(1).then(x${d} => { ${inner} }).then(2);`,
  'argument of new': (d, inner) => `new Use(x${d} => { ${inner} });`,
  'called at once': (d, inner) => `(x${d} => { ${inner} })(1);`,
  returned: (d, inner) => `return x${d} => { ${inner} };`,
  'assigned variable': (d, inner) => `let h${d} = null; h${d} = x${d} => { ${inner} }; use(h${d});`,
  'refers to itself': (d, inner) => `const h${d} = x${d} => { ${inner} return h${d}(x${d}); }; use(h${d});`,
  'default in a pattern': (d, inner) => `const { h${d} = x${d} => { ${inner} } } = x0; use(h${d});`,
  'in a loop': (d, inner) => `for (let i = 0; i < 9; i++) { use(x${d} => { use(i++); ${inner} }); }`,
  'in a for…of loop': (d, inner) => `for (const i${d} of x0) { use(x${d} => { use(i${d}); ${inner} }); }`,
  'in a catch': (d, inner) => `try { use(1); } catch { use(x${d} => { ${inner} }); }`,
  'in a finally': (d, inner) => `try { use(1); } finally { use(x${d} => { ${inner} }); }`,
  'object method': (d, inner) => `const h${d} = { m(x${d}) { ${inner} } }; use(h${d});`,
  'object method with super': (d, inner) => `const h${d} = { m(x${d}) { super.m(1); ${inner} } }; use(h${d});`,
  getter: (d, inner) => `const h${d} = { get m() { return x${d} => { ${inner} }; } }; use(h${d});`,
  'computed method': (d, inner) => `const h${d} = { [x0](x${d}) { ${inner} } }; use(h${d});`,
  'computed property': (d, inner) => `const h${d} = { [x0]: x${d} => { ${inner} } }; use(h${d});`,
  'nested object': (d, inner) => `use({ a: { b: [{ m(x${d}) { ${inner} } }] } });`,
  'class declaration': (d, inner) => `class H${d} { m(x${d}) { ${inner} } } use(H${d});`,
  'class expression': (d, inner) => `const H${d} = class { m(x${d}) { ${inner} } }; use(H${d});`,
  'class with private names': (d, inner) => `class H${d} { #p; m(x${d}) { use(this.#p); ${inner} } } use(H${d});`,
  'class heritage': (d, inner) => `class H${d} extends mix(class { m(x${d}) { ${inner} } }) {} use(H${d});`,
  'class field': (d, inner) => `class H${d} { f = x${d} => { ${inner} }; } use(H${d});`,
  'class constructor': (d, inner) => `class H${d} { constructor(x${d}) { ${inner} } } use(H${d});`,
  generator: (d, inner) => `const h${d} = function* (x${d}) { ${inner} }; use(h${d});`,
};

/** `f`, with closures `depth` deep in it. */
function nested(wrap: Wrap, depth: number): string {
  const level = (d: number): string => {
    const before = `use(x${d}, x${Math.max(0, d - 1)}, x${Math.max(0, d - 2)});`;
    return d === depth ? before : `${before} ${wrap(d + 1, level(d + 1))}`;
  };
  return `"use greenlet"; function f(x0) { ${level(0)} }`;
}

/** Characters of the compiled code without white space, which grows with the indentation. */
function sizeAt(wrap: Wrap, depth: number): number {
  const { code } = compile(nested(wrap, depth), { filename: 'nested.js' });
  return code.replace(/\s+/g, '').length;
}

test.each(Object.keys(kinds))('%s: each level adds as much as the one before', kind => {
  const wrap = kinds[kind] as Wrap;
  const sizes = Array.from({ length: deepest }, (_, i) => sizeAt(wrap, i + 1));
  const added = sizes.slice(1).map((size, i) => size - (sizes[i] as number));
  // The first levels differ: nothing is two levels around them.
  const steady = added.slice(2);
  expect(Math.max(...steady) / Math.min(...steady)).toBeLessThan(1.05);
  // Nor is a level dearer than the first, which comes with the module's preamble and the function around all.
  expect(Math.max(...added)).toBeLessThan(sizes[0] as number);
});
