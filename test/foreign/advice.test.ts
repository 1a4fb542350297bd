// What the errors of foreign frames advise, by what the foreign function is and where it stands.
import { folderWith } from '../cli/support.js';

const packaged = `
exports.once = function once(f) { return f(); };
exports.all = function all(xs, f) { const out = []; for (const x of xs) out.push(f(x)); return out; };
exports.viaBuiltIn = function viaBuiltIn(xs, f) { return xs.map(f); };
`;

const own = `
export function sum(f) { let total = 0; total += f(1); return total; }
export function twice(f) { f(1); return f(2); }
export class Box { get value() { return this.f(1); } }
export const made = (0, eval)('f => f(1)');
export function worker(main) { return main.switch(1); }
export const anonymous = [f => f(1)][0];
const seen = new Map();
export function memo(f) { if (!seen.has('it')) seen.set('it', f(1)); return seen.get('it'); }
export { seen };
export function construct(Type) { new Type(); }
export function careless(main) { const got = main.switch(1); return typeof got; }
`;

const main = `'use greenlet';
import { Greenlet, getCurrent } from 'greenc';
import { runInNewContext } from 'node:vm';
import { EventEmitter } from 'node:events';
import packaged from '@some/package';
import { anonymous, Box, careless, construct, made, memo, seen, sum, twice, worker } from './own.mjs';
const main = getCurrent();
function ask(x) { return main.switch(x); }
function report(f) {
  const greenlet = new Greenlet(f);
  try {
    let value = greenlet.switch(main);
    while (!greenlet.dead) value = greenlet.switch(value);
    console.log(String(value));
  } catch (error) {
    const cause = error.cause ? ' [' + error.cause.name + ']' : '';
    console.log(error.message + cause);
  }
}
class Made { constructor() { ask(1); } }
function many() {
  for (let i = 0; i < 150; i++) ask(i);
}
function spoiled(f) {
  for (const i of [0, 1, 2]) Object.defineProperty(Array.prototype, i, { get: () => i, configurable: true });
  try { f(ask); } finally { for (const i of [0, 1, 2]) delete Array.prototype[i]; }
}
CASES
`;

const remedy = 'put "use greenlet" at the top of its module, or `include` it';
const inPackage = 'compile the package: `include` "**/node_modules/@some/package/**"';
const ranOn = 'not compiled by greenc, and has run on without the result';
const builtIn = 'a built-in that greenc does not replace here';
const instead = 'call it by its own name, or write out what it does';
const swallowing = 'the caller of ask (suspended at main.mjs:8:31) cannot be suspended';
const place = 'node_modules/@some/package/index.cjs';

/** What a greenlet runs, and what is said of it. `LINE` stands for the line in main.mjs. */
const cases: [run: string, said: string][] = [
  [
    '() => packaged.once(() => ask(1))',
    `once, called at main.mjs:LINE:23, cannot be suspended: it is not compiled by greenc (${place}:2:42); ${inPackage}`,
  ],
  ['() => packaged.all([1], ask)', `${swallowing}: it is all (${place}:3:82), ${ranOn}; ${inPackage}`],
  // Compiled, this would call the green equivalent of the built-in.
  ['() => packaged.viaBuiltIn([1], ask)', `${swallowing}: it is viaBuiltIn (${place}:4:61), ${ranOn}; ${inPackage}`],
  ['() => sum(ask)', `${swallowing}: it is sum (own.mjs:2:50), ${ranOn}; ${remedy} [TypeError]`],
  ['() => twice(ask)', `${swallowing}: it is twice (own.mjs:3:28), ${ranOn}; ${remedy}`],
  [
    '() => packaged.once.bind(null, () => ask(1))()',
    `bound once, called at main.mjs:LINE:14, cannot be suspended: it is once (${place}:2:42), not compiled by greenc; ${inPackage}`,
  ],
  [
    '() => anonymous(ask)',
    `(anonymous), called at main.mjs:LINE:14, cannot be suspended: it is anonymous (own.mjs:7:32), not compiled by greenc; ${remedy}`,
  ],
  [
    '() => Object.assign(new Box(), { f: ask }).value + 1',
    `${swallowing}: it is get value (own.mjs:4:46), ${ranOn}; ${remedy} [TypeError]`,
  ],
  [
    '() => made(ask)',
    '(anonymous), called at main.mjs:LINE:14, cannot be suspended: it is made from text, not compiled by greenc; ' +
      'compile the text, or make it a module',
  ],
  [
    "() => [1]['ma' + 'p'](ask)",
    `${swallowing}: it is Array.map, ${builtIn}, and has run on without the result; ${instead}`,
  ],
  [
    '() => { const emitter = new EventEmitter(); emitter.on(1, ask); emitter.emit(1, 2); }',
    `${swallowing}: it is EventEmitter.emit (node:events), ${ranOn}; let what it calls start a greenlet, or write out what it does`,
  ],
  [
    "() => { const target = new EventTarget(); target.addEventListener('x', ask); target.dispatchEvent(new Event('x')); }",
    `${swallowing}: it is [nodejs.internal.kHybridDispatch] (node:internal/event_target), ${ranOn}; ` +
      'let what it calls start a greenlet, or write out what it does',
  ],
  [
    '() => -{ valueOf() { return ask(1); } }',
    'the caller of valueOf (suspended at main.mjs:LINE:36) cannot be suspended: ' +
      `it is ${ranOn}; the engine calls it to convert an object: call it yourself, before`,
  ],
  [
    '() => new Proxy({}, { get: () => ask(1) }).x',
    `the caller of get (suspended at main.mjs:LINE:41) cannot be suspended: it is ${ranOn}; it may be the trap of a proxy, ` +
      'which the engine calls: let a method do what it does',
  ],
  [
    "() => runInNewContext('(f, x) => f(x)')(ask, 1)",
    '(anonymous), called at main.mjs:LINE:14, cannot be suspended: it is made from text, not compiled by greenc; ' +
      'compile the text, or make it a module',
  ],
  [
    'worker',
    `the caller of switch cannot be suspended: it is worker (own.mjs:6:50), not compiled by greenc; ${remedy}`,
  ],
  [
    'careless',
    `the caller of switch cannot be suspended: it is careless (own.mjs:12:57), not compiled by greenc; ${remedy}`,
  ],
  [
    '() => construct(Made)',
    `the caller of Made (suspended at main.mjs:20:30) cannot be suspended: it is construct (own.mjs:11:35), ${ranOn}; ${remedy}`,
  ],
  // After many switches nothing is kept; only who calls back again can still be found.
  ['many', 'undefined'],
  ['careless', `the caller of switch cannot be suspended: it is ${ranOn}; ${remedy}; of a built-in, ${instead}`],
  ['many', 'undefined'],
  [
    '() => packaged.once(() => ask(1))',
    `once, called at main.mjs:LINE:23, cannot be suspended: it is not compiled by greenc; ${remedy}`,
  ],
  ['many', 'undefined'],
  ['() => twice(ask)', `${swallowing}: it is probably twice (own.mjs:3:41), ${ranOn}; ${remedy}`],
  ['many', 'undefined'],
  ['() => sum(ask)', `${swallowing}: it is ${ranOn}; ${remedy}; of a built-in, ${instead} [TypeError]`],
  // The first time it passes on what is pending, then what it has kept of that.
  [
    '() => memo(ask)',
    `memo, called at main.mjs:LINE:14, cannot be suspended: it is not compiled by greenc (own.mjs:9:63); ${remedy}`,
  ],
  [
    '() => memo(ask)',
    `memo, called at main.mjs:LINE:14, cannot be suspended: it gave what an earlier switch had left with it, and is not compiled by greenc; ${remedy}`,
  ],
  [
    "() => seen.get('it')",
    `get, called at main.mjs:LINE:19, cannot be suspended: it gave what an earlier switch had left with code that is not compiled by greenc; find that, and ${remedy}`,
  ],
  [
    '() => (ask(2), [...seen.values()][0])',
    `the caller of switch cannot be suspended: what an earlier switch had left with it has come back only now; it is not compiled by greenc; ${remedy}`,
  ],
  // Whatever has become of arrays.
  ['() => spoiled(twice)', `${swallowing}: it is twice (own.mjs:3:28), ${ranOn}; ${remedy}`],
];

test('an error says where the foreign function stands, and what would help', () => {
  const text = main.replace('CASES\n', () => cases.map(([run]) => `report(${run});\n`).join(''));
  const first = main.split('\n').indexOf('CASES') + 1;
  const folder = folderWith({
    'main.mjs': text,
    'own.mjs': own,
    [place]: packaged,
    'node_modules/@some/package/package.json': '{ "main": "index.cjs" }',
  });
  const { stdout, stderr } = folder.greenc('run', 'main.mjs');
  expect(stderr).toBe('');
  const lines = stdout
    .replace(/(?:file:\/\/)?\/[^ ]*?\/(?=own\.mjs|node_modules)/g, '')
    .replace(/(?<=node:[\w/]+)(:\d+)+/g, '');
  expect(lines.trimEnd().split('\n')).toEqual(cases.map(([, said], i) => said.replace('LINE', String(first + i))));
});

test('an error says where the foreign function stands in a program without any compiled module', () => {
  const text = "import { sleep, spawn } from 'greenc/hub';\nspawn(function start() { sleep(1); });\n";
  const { stderr } = folderWith({ 'main.mjs': text }).greenc('run', 'main.mjs');
  expect(stderr).toMatch(
    /caller of sleep\(\) cannot be suspended: it is start \(file:.*\/main\.mjs:2:26\), not compiled/,
  );
  expect(stderr).toContain(remedy);
});

test('an error that is found beneath all code of the program has the stack of the switch', () => {
  const { stderr } = folderWith({
    'main.mjs': `'use greenlet';
import { sleep, spawn } from 'greenc/hub';
import { all } from './own.mjs';
spawn(() => { all(() => sleep(1)); });
`,
    'own.mjs': 'export function all(f) { return [f()]; }\n',
  }).greenc('run', 'main.mjs');
  expect(stderr).toContain(remedy);
  expect(stderr).toMatch(
    /^\S*main\.mjs:4\nspawn.*\n +\^\n\n+ForeignFrameError: .*\n {4}at .*main\.mjs:4:25\)?\n {4}at all .*own\.mjs:1:34\)\n {4}at .*main\.mjs:4:15\)?\n\n/,
  );
});
