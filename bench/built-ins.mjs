// The programs of the built-ins tables, each of which calls one built-in over and over: what the call looks like, with
// which callback, and how much there is to do.

/** How the built-in comes by its callback, which computes `body` of its parameters. */
export const callbacks = {
  // Calls nothing: nothing can suspend.
  harmless: (call, params, body) => ({ before: '', call: call(`(${params}) => ${body}`) }),
  // Calls a function of the program's, which might.
  calling: (call, params, body) => ({
    before: `function inner(${params}) { return ${body}; }`,
    call: call(`(${params}) => inner(${params})`),
  }),
  // Nothing is known of it where the built-in is called.
  passed: (call, params, body) => ({
    before: `function given(${params}) { return ${body}; }\nfunction once(xs, f) { return ${call('f')}; }`,
    call: 'once(xs, given)',
  }),
};

const numbers = 'const xs = [];\nfor (let i = 0; i < count; i++) xs.push((i * 7919) % 1000);';
const text = "let xs = '';\nfor (let i = 0; i < count; i++) xs += i % 3 === 0 ? 'b' : 'a';";
const entries = 'const xs = new Map();\nfor (let i = 0; i < count; i++) xs.set(i, (i * 7919) % 1000);';
const json = `${numbers}\nconst json = JSON.stringify(xs);`;
const pairs = `${numbers}
function pairs(f) {
  const list = [];
  for (let i = 0; i < count; i++) list.push([i, f(xs[i])]);
  return list;
}`;

/** Each turn sorts the same list. An element takes ten comparisons or so. */
const sort = (element, body, key = 'r[count - 1]', weight = 12) => ({
  input: `const xs = [];
const unsorted = [];
for (let i = 0, x = 1; i < count; i++, x = (x * 48271) % 2147483647) unsorted.push(${element});`,
  each: 'for (let i = 0; i < count; i++) xs[i] = unsorted[i];',
  call: f => `xs.sort(${f})`,
  params: 'a, b',
  body,
  result: `String(${key})`,
  weight,
});

const sum = { params: 'x', body: '(total += x)', result: 'total % 1000' };
const twice = { params: 'x', body: 'x * 2 + 1', result: 'r[count - 1]' };
const isNegative = { params: 'x', body: 'x < 0', result: 'String(r)' };

/**
 * What is called on `xs`, which `input` declares, with a callback of `params` that computes `body`. `result` stands for
 * what it gives, `r`. `each` comes before each call; `weight` is the work of one element, over that of `forEach`.
 */
export const methods = {
  map: { call: f => `xs.map(${f})`, ...twice },
  forEach: { call: f => `xs.forEach(${f})`, ...sum },
  filter: { call: f => `xs.filter(${f})`, params: 'x', body: 'x % 3 === 0', result: 'r.length' },
  reduce: { call: f => `xs.reduce(${f}, 0)`, params: 'sum, x', body: '(sum + x) | 0', result: 'r' },
  sort: sort('x', 'a - b'),
  'sort of objects': sort('{ key: x }', 'a.key - b.key', 'r[count - 1].key'),
  'sort of strings': sort('x.toString(36)', 'a < b ? -1 : a > b ? 1 : 0'),
  'sort, sorted': sort('i', 'a - b', 'r[count - 1]', 2),
  'sort, reversed': sort('count - i', 'a - b', 'r[count - 1]', 2),
  find: { call: f => `xs.find(${f})`, ...isNegative },
  some: { call: f => `xs.some(${f})`, ...isNegative },
  every: { call: f => `xs.every(${f})`, ...isNegative, body: 'x >= 0' },
  flatMap: { call: f => `xs.flatMap(${f})`, params: 'x', body: '[x, 1]', result: 'r.length', weight: 6 },
  'Array.from': { call: f => `Array.from(xs, ${f})`, ...twice, weight: 4 },
  'Map forEach': { input: entries, call: f => `xs.forEach(${f})`, ...sum, weight: 3 },
  replace: {
    input: text,
    call: f => `xs.replace(/b/g, ${f})`,
    params: 'x',
    body: "x + 'c'",
    result: 'r.length',
    weight: 12,
  },
  'JSON.parse': { input: json, call: f => `JSON.parse(json, ${f})`, ...twice, params: 'key, x', body: 'x', weight: 30 },
  'new Map': { input: pairs, call: f => `new Map(pairs(${f}))`, ...twice, result: 'r.size', weight: 10 },
};

/** What calls a method of `xs`, and the same with a loop of the program's own. */
const byHand = (method, parameters, body) => ({
  [method]: {
    ...methods[method],
    input: `${numbers}\nfunction own(xs, ${parameters}) {\n  const { length } = xs;\n  ${body}\n}`,
    call: f => methods[method].call(f).replace(`xs.${method}(`, 'own(xs, '),
  },
});

/** Loops as programs have them: no callback that is called from JavaScript takes less. */
export const loops = {
  ...byHand(
    'map',
    'f',
    'const r = new Array(length);\n  for (let i = 0; i < length; i++) r[i] = f(xs[i], i, xs);\n  return r;',
  ),
  ...byHand('forEach', 'f', 'for (let i = 0; i < length; i++) f(xs[i], i, xs);'),
  ...byHand(
    'filter',
    'f',
    'const r = [];\n  for (let i = 0; i < length; i++) if (f(xs[i], i, xs)) r.push(xs[i]);\n  return r;',
  ),
  ...byHand('reduce', 'f, value', 'for (let i = 0; i < length; i++) value = f(value, xs[i], i, xs);\n  return value;'),
};

/** A run takes ten milliseconds or so. */
const elements = 1000000;

/** The text of a program that calls a method, of `methods` or `loops`, for so many elements, with a callback of a kind. */
export function program({ input = numbers, each = '', params, body, result, weight = 1, ...method }, count, kind) {
  const { before, call } = callbacks[kind](method.call, params, body);
  return `
const count = ${count};
let total = 0;
${input}
${before}
function turn() {
  ${each}
  const r = ${call};
  return ${result};
}
export function run() {
  total = 0;
  let last;
  for (let i = 0; i < ${Math.ceil(elements / weight / count)}; i++) last = turn();
  return last;
}
`;
}

/** Several methods with callbacks of their own, over arrays of several kinds, as programs have them. */
export const mixed = `
const count = 10;
const integers = [];
const fractions = [];
const texts = [];
const objects = [];
const lists = [integers, fractions, new Array(count)];
for (let i = 0; i < count; i++) {
  integers.push((i * 7919) % 1000);
  fractions.push(i / 4 + 0.5);
  texts.push(String.fromCharCode(97 + i));
  objects.push({ key: (i * 37) % 11, name: 'n' + i });
  lists[2][i] = i;
}
function scale(x) { return x * 2; }
function keyOf(object) { return object.key; }
function isBig(x) { return x > 4; }
function plus(a, b) { return a + b; }
function compare(a, b) { return a - b; }
function sumOf(xs) { return xs.reduce((a, b) => plus(a, b), 0); }
function turn() {
  let total = 0;
  const doubled = integers.map(x => scale(x));
  const more = fractions.map(x => scale(x) + 1);
  const keys = objects.map(object => keyOf(object));
  const longer = texts.map(text => text.concat('x'));
  const big = objects.filter(object => isBig(keyOf(object)));
  objects.forEach(object => { total += keyOf(object); });
  texts.forEach(text => { total += text.charCodeAt(0); });
  fractions.forEach(x => { total += scale(x); });
  keys.sort((a, b) => compare(a, b));
  big.sort((a, b) => compare(keyOf(a), keyOf(b)));
  const names = big.map(({ name }) => name.concat(longer[0])).filter(name => name.startsWith('n'));
  for (let i = 0; i < 3; i++) total += sumOf(lists[i]);
  return total + sumOf(doubled) + sumOf(more) + sumOf(keys) + integers.filter(x => isBig(x)).length + names.length;
}
export function run() {
  let last;
  for (let i = 0; i < 3000; i++) last = turn();
  return last;
}
`;

const site = (before, call) => `
${before}
export function run() {
  let total = 0;
  for (let i = 0; i < 1000000; i++) total = ${call} % 1000;
  return total;
}
`;
const add = 'function add(a, b) { return a + b; }';
const counter = 'const counter = { base: 3, add(a, b) { return this.base + a + b; } };';

/** Calls that lead to another function. */
export const sites = {
  call: site(add, 'add.call(null, total, i)'),
  'call of a method': site(counter, 'counter.add.call(counter, total, i)'),
  apply: site(add, 'add.apply(null, [total, i])'),
  'apply to a list': site(`${add}\nconst list = [1, 2];`, '(add.apply(null, list) + total + i)'),
  'Reflect.apply': site(add, 'Reflect.apply(add, null, [total, i])'),
  'a bound function': site(`${counter}\nconst bound = counter.add.bind(counter);`, 'bound(total, i)'),
};
