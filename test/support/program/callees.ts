// Callees that are hard to find again when they are suspended: methods that are replaced while they run, states that
// change, methods behind getters and proxies, bound functions of every kind. What getters and traps do is logged: it must
// happen as often as in the original.
import { list, probed } from './expressions.js';
import { closure } from './functions.js';
import { indent, type Maker } from './maker.js';

/** A function of the program's to be found somewhere. */
function callee(maker: Maker): string {
  const { choices } = maker;
  return choices.pick([
    () => 'x => p(x)',
    () => 'function (x) { return p(x, typeof this); }',
    () => 'x => [p(x)]',
    () => maker.variable('fn', ({ counts }) => !counts)?.name ?? 'x => p(x)',
    () => closure(maker, 0),
  ])();
}

/** What may stand in its place afterwards. */
function successor(maker: Maker): string {
  return maker.choices.pick([
    () => callee(maker),
    () => callee(maker),
    () => '() => 7',
    () => 'function () { return this && this.n++; }',
    () => 'x => Math.max(x, 3)',
    () => 'async x => p(x)',
    () => '(function* (x) { yield p(x); })',
    () => 'Math.max',
    () => 'undefined',
    () => '5',
  ])();
}

/** `calls` statements, the results of which are logged one by one. */
function attempts(maker: Maker, calls: readonly string[]): string {
  const attempt = maker.use('attempt');
  const result = maker.fresh('v');
  // Not in tail position, and in both halves.
  return `${attempt}(() => {\n${indent(calls.map((call, i) => `const ${result}${'_'.repeat(i)} = ${call};\nlog(typeof ${result}${'_'.repeat(i)});`).join('\n'))}\n  return ${result};\n});`;
}

function replaced(maker: Maker): string {
  const { choices } = maker;
  const name = maker.fresh('o');
  const key = choices.pick(['.m', '.inner.m', "['m']", '[key]']);
  const holder = key === '.inner.m' ? `${name}.inner` : name;
  const change = choices.pick([
    `${holder}.m = ${successor(maker)};`,
    `${holder}.m = ${successor(maker)};`,
    `this.m = ${successor(maker)};`,
    `delete ${holder}.m;`,
    `${name}.inner = { m: ${callee(maker)} };`,
    `${name}.inner = null;`,
    `Object.defineProperty(${holder}, 'm', { get() { log('late'); return ${callee(maker)}; }, configurable: true });`,
  ]);
  const own = choices.pick([
    `m(x) { ${change} return p(x); }`,
    `m(x) { p('before'); ${change} p('after'); return x; }`,
    `m: function (x) { ${change} return [p(x)]; }`,
    ...(change.startsWith('this')
      ? []
      : [`m: x => { ${change} return p(x); }`, `m: ((...xs) => { ${change} return p(xs); }).bind(null, 1)`]),
  ]);
  const parts = key === '.inner.m' ? `n: 1, inner: { ${own} }` : `n: 1, inner: {}, ${own}`;
  const call = (): string => `${name}${key}(${list(maker, 1, 2)})`;
  return `const key = 'm';\nconst ${name} = { ${parts} };\n${attempts(maker, [call(), call()])}`;
}

/** A variable or field holds an object that puts another in its place. */
function stateful(maker: Maker): string {
  const { choices } = maker;
  const name = maker.fresh('s');
  const isField = choices.chance(50);
  const place = isField ? `${name}.now` : name;
  const second = choices.pick([
    `{ go: ${callee(maker)} }`,
    '{ go: () => 3 }',
    'null',
    '{}',
    `new (class { go(x) { return p(x); } })()`,
  ]);
  const first = choices.pick([
    `{ go(x) { ${place} = ${second}; return p(x); } }`,
    `{ go: x => { ${place} = ${second}; return p(x); } }`,
    `new (class { go(x) { p('go'); ${place} = ${second}; return p(x); } })()`,
  ]);
  const call = (): string => `${place}.go(${list(maker, 1, 2)})`;
  return `let ${name} = ${isField ? `{ now: ${first} }` : first};\n${attempts(maker, [call(), call()])}`;
}

/** Getters that give methods. Each has an effect that somebody sees. */
function given(maker: Maker): string {
  const { choices } = maker;
  const name = maker.fresh('o');
  const made = callee(maker);
  const getter = choices.pick([
    `get m() { log('get m'); return ${made}; }`,
    `get m() { this.n++; return ${made}; }`,
    `get m() { return (this.n += 2, ${made}); }`,
    `get m() { if (this.n++ > 0) return ${made}; return x => p('first', x); }`,
    `get m() { return this.f; }`,
  ]);
  const home = choices.pick([
    `{ n: 0, f: ${made}, ${getter} }`,
    `{ n: 0, f: ${made}, __proto__: { ${getter} } }`,
    `new (class { n = 0; f = ${made}; ${getter} })()`,
    `Object.defineProperty({ n: 0 }, 'm', { get() { this.n++; return ${made}; } })`,
    `Object.defineProperty({ n: 0 }, 'm', { get: function () { log('get'); return ${made}; } })`,
  ]);
  const key = choices.pick(['.m', "['m']", '?.m', `[${maker.probe}('m')]`, '.m?.']);
  return `const ${name} = ${home};\n${attempts(maker, [`${name}${key}(${list(maker, 1, 2)})`, `${name}${key}(${probed(maker, 1)})`])}\nlog(${name}.n);`;
}

/** Proxies as receivers, and proxies that are called. */
function proxied(maker: Maker): string {
  const { choices } = maker;
  const name = maker.fresh('o');
  const object = maker.variable('obj', ({ methods }) => (methods ?? 0) > 0);
  const target = object !== undefined && choices.chance(50) ? object.name : `{ n: 0, m0(x) { return p(x, this.n); } }`;
  const handler = choices.pick([
    '{}',
    "{ get(target, key, self) { log('get', String(key)); return Reflect.get(target, key, self); } }",
    "{ get: (target, key) => (log('trap'), target[key]) }",
    '{ get: (target, key) => target[key] }',
    '{ has: () => true }',
    '{ get: Reflect.get }',
  ]);
  const make = choices.chance(80) ? `new Proxy(${target}, ${handler})` : `Proxy.revocable(${target}, ${handler}).proxy`;
  const called = choices.pick([
    `new Proxy(${callee(maker)}, {})`,
    `new Proxy(${callee(maker)}, { apply(target, self, xs) { log('apply'); return p(Reflect.apply(target, self, xs)); } })`,
    `new Proxy(new Proxy(${callee(maker)}, {}), {})`,
    `new Proxy(class { constructor(x) { this.x = p(x); } }, {})`,
  ]);
  const use = called.includes('class') ? 'new ' : '';
  return `const ${name} = ${make};\n${attempts(maker, [`${name}.m0(${list(maker, 1, 2)})`, `${name}.m0(${probed(maker, 1)})`])}\nconst ${name}c = ${called};\n${attempts(maker, [`${use}${name}c(${list(maker, 1, 2)})`])}`;
}

/** `bind` in many places, of many things. */
function bound(maker: Maker): string {
  const { choices } = maker;
  const name = maker.fresh('b');
  const made = maker.variable('fn', ({ counts }) => !counts)?.name ?? '(x => p(x))';
  const args = list(maker, 1, 1);
  const [setup, call] = choices.pick([
    [`const ${name} = ${made}.bind(null, ${args});`, `${name}(1)`],
    [`const ${name} = ${made}.bind(null).bind({}, ${args}).bind();`, `${name}(1)`],
    [`const ${name} = ${made}?.bind?.(null);`, `${name}.call(5, ${args})`],
    [`const ${name} = Function.prototype.call.bind(${made});`, `${name}(null, ${args})`],
    [`const ${name} = Function.prototype.apply.bind(${made}, null);`, `${name}([${args}])`],
    [`const ${name} = Function.prototype.bind.call(${made}, null, ${args});`, `${name}(1)`],
    [
      `const ${name} = (() => { const { bind } = Function.prototype; return bind.apply(${made}, [null, ${args}]); })();`,
      `[${name}(1), ${name}.name, ${name}.length]`,
    ],
    [`const ${name} = Function.prototype.bind.bind(Function.prototype.call)(${made});`, `${name}(null, ${args})`],
    [`const ${name} = { f: function (x) { return [p(x), this.a]; }.bind({ a: 4 }) };`, `${name}.f(${args})`],
    [`const ${name} = { a: 1, m(x) { return [p(x), this.a]; } };`, `${name}.m.bind({ a: 2 })(${args})`],
    [`const ${name} = { f: x => p(x) };`, `Reflect.apply(${name}.f.bind(null), null, [${args}])`],
    [
      `const ${name} = [x => p(x), function (x) { return p(x); }].map(f => f.bind(null, ${args}));`,
      `[${name}[0](), ${name}[1]()]`,
    ],
    [
      `class ${name} { #h(x) { return [p(x), this.a]; } a = 1; h(x) { return this.#h.bind(this)(x); } static s(x) { return p(x); } }`,
      `[new ${name}().h(${args}), ${name}.s.bind(${name})(2)]`,
    ],
    [
      `class ${name} { constructor(...xs) { this.xs = xs; p('made'); } m(x) { return [this.xs, p(x)]; } }`,
      `new (${name}.bind(null, ${args}))(3).m(4)`,
    ],
    [
      `class ${name} { constructor(x) { this.x = p(x); } }\nconst ${name}b = ${name}.bind(null).bind(null);`,
      `new ${name}b(${args}).x`,
    ],
    [`const ${name} = { bind(x) { return p('own', x); } };`, `${name}.bind(${args})`],
    [`const ${name} = p.bind(null, ${args});`, `${name}()`],
    [`const ${name} = Math.max.bind(null, ${args});`, `${name}(2)`],
  ] as const);
  return `${setup}\n${attempts(maker, [call])}`;
}

/** `bind`, `call` and `apply` down an optional chain, which may end early or be missing a link. */
function chained(maker: Maker): string {
  const { choices } = maker;
  const name = maker.fresh('o');
  const made = callee(maker);
  const args = list(maker, 1, 1);
  const root = choices.pick([`{ at: { f: ${made} } }`, 'p(null)', '{}', '{ at: p({ f: null }) }', '{ at: null }']);
  const calls = [
    `${name}?.at.f.bind(null, ${args})`,
    `${name}?.at?.f.bind?.(null)?.(${args})`,
    `(${name}?.at.f.bind)(null, ${args})`,
    `${name}?.at.f.bind(null).call(null, ${args})`,
    `${name}?.at.f.bind.call(${name}.at.f, null, ${args})(2)`,
    `${name}?.at.f.call(null, ${args})`,
    `${name}?.at?.f.apply(null, [${args}])`,
  ];
  return `const ${name} = ${root};\n${attempts(maker, [choices.pick(calls)])}`;
}

/** One of them; none where nothing may be suspended. */
export function calleeTheme(maker: Maker): string | undefined {
  if (maker.context.quiet || maker.atModuleLevel) return undefined;
  return maker.choices.pick([replaced, replaced, stateful, given, proxied, bound, chained])(maker);
}
