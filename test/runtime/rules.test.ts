import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Greenlet, getCurrent } from '../../runtime/index.js';

const main = getCurrent();

/** Rules about what the compiler makes of the language; the fixtures and the schedules are their tests. */
const ofTheCompiler = [31, 34];

test('every rule of the runtime is named by a test', () => {
  const here = dirname(require.resolve('./green.ts'));
  const named = new Set<number>();
  for (const file of readdirSync(here).filter(name => name.endsWith('.test.ts'))) {
    for (const [, rule] of readFileSync(join(here, file), 'utf8').matchAll(/['`]rule (\d+):/g)) named.add(Number(rule));
  }
  const missing = Array.from({ length: 40 }, (_, index) => index + 1).filter(rule => !named.has(rule));
  expect(missing).toEqual(ofTheCompiler);
});

describe('rule 36: async functions', () => {
  test('run in the caller’s greenlet until their first await, afterwards in main', async () => {
    const seen: unknown[] = [];
    const g: Greenlet = new Greenlet(async () => {
      seen.push(getCurrent() === g);
      await null;
      seen.push(getCurrent() === main);
      return 'result';
    });
    const promise = g.switch();
    expect(promise).toBeInstanceOf(Promise);
    expect([g.dead, seen]).toEqual([true, [true]]);
    expect(await promise).toBe('result');
    expect(seen).toEqual([true, true]);
  });

  test('microtasks do not run during switches', async () => {
    const order: string[] = [];
    Promise.resolve().then(() => order.push('microtask'));
    for (let i = 0; i < 3; i++) new Greenlet(() => order.push('switch')).switch();
    await null;
    expect(order).toEqual(['switch', 'switch', 'switch', 'microtask']);
  });
});
