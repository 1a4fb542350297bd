/** Async functions in real modules: hoisted across a cycle of imports, beside a top-level await, in `frames`. */
import { folderWith } from './support.js';

const marked = '"use greenlet";\n';

function run(files: Record<string, string>): string[] {
  const folder = folderWith(files);
  const { status, stdout, stderr } = folder.greenc('run', 'main.mjs');
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return stdout.trim().split('\n');
}

describe('async functions in a cycle of imports', () => {
  const files = {
    'main.mjs': `${marked}import { f, own } from './a.mjs';
import nameless from './a.mjs';
import { early, kept } from './b.mjs';
const kind = f => [f.name, f.length, Object.prototype.toString.call(f), Object.hasOwn(f, 'prototype')].join();
console.log(kind(f), kind(nameless), own === f);
console.log(await Promise.all(early), await kept(3), await f(4), await nameless());
`,
    'a.mjs': `${marked}import { note } from './b.mjs';
export async function f(a, b) { note(a); await 0; return [a, this]; }
export default async function () { note('nameless'); return 'nameless'; }
export const own = f;
`,
    'b.mjs': `${marked}import { Greenlet, getCurrent } from 'greenc';
import nameless, { f } from './a.mjs';
const main = getCurrent();
export function note(what) { if (getCurrent() !== main) main.switch(what); }
export const kept = f;
const suspended = new Greenlet(() => [f(2), nameless()]);
console.log(suspended.switch(), suspended.frames.map(({ name, line, column }) => \`\${name} \${line}:\${column}\`).join(', '));
console.log(suspended.switch());
export const early = [f(1), ...suspended.switch()];
`,
  };

  test('they can be called before their module has begun, and are what they should be afterwards', () => {
    expect(run(files)).toEqual([
      '2 note 5:62, f 3:33,  7:39',
      'nameless',
      'f,2,[object AsyncFunction],false default,0,[object AsyncFunction],false true',
      "[ [ 1, undefined ], [ 2, undefined ], 'nameless' ] [ 3, undefined ] [ 4, undefined ] nameless",
    ]);
  });
});

test('exports of a module that imports nothing', () => {
  const lines = run({
    'main.mjs': `import nameless, { f, named, arrow } from './a.mjs';
for (const fn of [nameless, f, named, arrow]) console.log(fn.name, Object.prototype.toString.call(fn), await fn(1));
`,
    'a.mjs': `${marked}console.log(typeof f, typeof helper);
export async function f(a) { return helper(a); }
export default async function () { return helper('default'); }
async function helper(a) { note(a); return a; }
function note() {}
export { helper as named };
export const arrow = async a => { note(a); return a; };
`,
  });
  expect(lines).toEqual([
    'function function',
    'default [object AsyncFunction] default',
    'f [object AsyncFunction] 1',
    'helper [object AsyncFunction] 1',
    'arrow [object AsyncFunction] 1',
  ]);
});

test('a top-level await, frames, and what is left of promises that nobody gets', () => {
  const lines = run({
    'main.mjs': `${marked}import { Greenlet, getCurrent } from 'greenc';
process.on('unhandledRejection', error => { console.log('UNHANDLED', error); });
const main = getCurrent();
const pause = value => main.switch(value);
class Store {
  async load(key) {
    const half = pause(key);
    const whole = half + pause(half);
    await null;
    if (whole === 'stop') throw new Error('stopped');
    return [whole, getCurrent() === main];
  }
}
const names = ({ frames }) => frames.map(({ name, line, column }) => \`\${name} \${line}:\${column}\`).join(', ');
const g = new Greenlet(async store => {
  const result = await store.load('k');
  return [result, getCurrent() === main];
});
console.log(g.switch(new Store()), names(g));
console.log(g.switch('a'), names(g));
const promise = g.switch('b');
console.log(g.dead, promise instanceof Promise, await promise);
const failing = new Greenlet(() => new Store().load('f'));
failing.switch();
failing.switch('st');
const rejected = failing.switch('op');
console.log(await rejected.catch(error => error.message));
const thrown = new Greenlet(() => new Store().load('t'));
thrown.switch();
console.log(await thrown.throw(new Error('delivered')).catch(error => error.message));
console.log(await import('./lazy.mjs').then(({ value }) => value));
`,
    'lazy.mjs': `${marked}const f = async () => { g(); return await 1; };
const g = () => {};
export const value = await f();
`,
  });
  expect(lines).toEqual([
    'k pause 5:29, Store.load 8:18,  17:30',
    'a pause 5:29, Store.load 9:26,  17:30',
    "true true [ [ 'ab', true ], true ]",
    'stopped',
    'delivered',
    '1',
  ]);
});
