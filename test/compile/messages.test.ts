// What engines say of the author's expressions, they say of those, although compiled code has taken them apart: the
// messages of calls, `new`, spread and patterns over all kinds of callees and sources, against those of the original.
import { bundledGreenc } from '../support/bundled.js';
import { checkPair, printFailure } from '../support/check.js';
import { prepare } from '../support/workbench.js';

const greenc = bundledGreenc();
const each = (texts: string): string[] => texts.split(' | ');

const callees = each(
  'o.m | o.missing | o.zero | o.deep.x | o["a b"] | o[k] | o[1] | five | undef | arrow | p(five) | p(o).m | p(o).missing | (p(), o.missing) | ' +
    'this.x | Math.max | parseInt | nope | globalThis.nope | [].nope | "s".nope | `t`.nope | /r/.nope | o.one() | o.one().n | (x => x) | o.Set | ' +
    '(undef || five) | (five ? five : o) | new o.Kind().n | o.gen | o.map | xs.map | xs.nope | Promise.nope | nul.m | o.missing.m | o.m.call | ' +
    '!five | (-five) | (o.x = 4) | (o[k] = 4) | (o.x += 1) | (n = 4) | (o.x++) | (--n) | {}.x | ({ a: 1 }) | ({ a: five, m() {} }).x | [1, five] | o.Kind | o.bound',
);
const given = ['(five, p(2), ...xs)', '(...p(undef))'];
const calls = callees.flatMap(callee => [
  ...given.flatMap(args => [`${callee}${args}`, `new (${callee})${args}`]),
  `${callee}()`,
  `(${callee})?.(p(3))`,
  `${callee}\`a\``,
  `(${callee})\`a\${p(4)}\``,
]);

const sources = each('five | nul | o.zero | p(undef) | o.one() | new (p(o).Kind)()');
// Of the value of a declared array pattern that is no name, V8 gives the value; compiled code the expression.
const declared = each('{ a } | { a: { b } } | { a = p() } | { [k]: a } | { [p(k)]: a } | { a: [b] } | { ...a } | {}');
const assigned = each('[o.q = p()] | [a, ...o.q] | { a: p(o).q } | { a: o.q }');
const taken = sources.flatMap(source => [
  ...declared.map(pattern => `{ const ${pattern} = ${source}; p(); }`),
  ...assigned.map(pattern => `{ let a; (${pattern} = ${source}); }`),
  `{ for (const x of ${source}) p(x); }`,
  `{ for (o.q of ${source}) p(); }`,
  ...each(
    `[...$] | [1, ...$, p()] | Math.max(...$) | p(...$) | new o.Kind(...$) | new Set($) | new Map($) | Array.from($, p)`,
  ).map(text => text.replace('$', source)),
  ...each(
    `p(k) in $ | p(o) instanceof $ | $.x.y(p()) | xs.map($) | xs.sort($) | xs.map.call($, p) | Reflect.apply($, null, [p(1)])`,
  ).map(text => text.replace('$', source)),
  `{ class C extends (${source}) { m() { p(); } } }`,
  `{ class C extends o.Kind { constructor() { super(...${source}); } } new C(); }`,
]);

const isParsed = (text: string): boolean => {
  try {
    return new Function('p', text) instanceof Function;
  } catch {
    return false;
  }
};

/** Each in a function of its own, with variables of its own. */
function programOf(texts: readonly string[]): string {
  const attempts = texts.map(text => (text.startsWith('{ ') ? text : `return ${text};`)).filter(isParsed);
  return `
class Kind { constructor() { this.n = 1; } }
const make = () => ({ m() {}, zero: 0, deep: {}, one() { return 1; }, Kind, *gen() {}, map: 3, Set: () => 1, bound: p.bind(null), 'a b': 1 });
const attempts = [${attempts.map(text => `(o, five, undef, nul, n, k, xs, arrow) => { ${text} },`).join('\n')}];
function run() {
  for (let i = 0; i < attempts.length; i++) {
    try {
      attempts[i](make(), 5, undefined, null, 1, 'key', [1, 2], () => 1);
      log(i, 'fine');
    } catch (error) {
      log(i, error.name, error.message);
    }
  }
}
exports.run = run;
`;
}

const effort = { exhaustive: 0, singles: 0, pairs: 0, random: 0, errors: 0, twins: 0 };

describe.each(['links', 'full'])('messages of the engine, with checks: %s', checks => {
  test.each([
    ['calls', calls],
    ['iteration and patterns', taken],
  ])('%s', (_, texts) => {
    const prepared = prepare(greenc, programOf(texts), 'program.cjs', { all: true, checks });
    const { failures } = checkPair(prepared, { effort, seed: 1, twins: false });
    expect(
      failures
        .map(failure => printFailure(failure, String))
        .join('\n')
        .slice(0, 4000),
    ).toBe('');
  });
});
