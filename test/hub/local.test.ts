'use greenlet';
import { Greenlet, getCurrent } from 'greenc';
import { local as gevents, Local, sleep, spawn } from 'greenc/hub';
import { green } from './green.js';

green('each greenlet has fields of its own', () => {
  const local = new Local<{ name: string; log: string[] }>(() => ({ name: 'nobody', log: [] }));
  local.name = 'test';
  const tasks = ['one', 'other'].map(name =>
    spawn(() => {
      local.log.push(local.name);
      local.name = name;
      sleep(1);
      local.log.push(local.name);
      return [...local.log];
    }),
  );
  expect(tasks.map(task => task.get())).toEqual([
    ['nobody', 'one'],
    ['nobody', 'other'],
  ]);
  expect([local.name, local.log]).toEqual(['test', []]);
});

test('what objects can do; main has fields, too', () => {
  const local = new Local();
  Object.assign(local, { a: 1, b: 2 });
  delete local.a;
  expect([Object.keys(local), 'b' in local, 'a' in local, { ...local }]).toEqual([['b'], true, false, { b: 2 }]);
  expect(new Greenlet(() => [Object.keys(local), local.b]).switch()).toEqual([[], undefined]);
});

test('a subclass has methods', () => {
  class Depth extends Local<{ depth: number }> {
    constructor() {
      super(() => ({ depth: 0 }));
    }
    deeper(): number {
      return ++this.depth;
    }
  }
  const depth = new Depth();
  expect([depth.deeper(), depth.deeper(), new Greenlet(() => depth.deeper()).switch()]).toEqual([1, 2, 1]);
  expect(depth).toBeInstanceOf(Depth);
});

test('init is called once in each greenlet, in it', () => {
  const greenlets: unknown[] = [];
  const local = new Local(() => (greenlets.push(getCurrent()), { n: 0 }));
  local.n++;
  local.n++;
  const greenlet = new Greenlet(() => local.n + local.n);
  greenlet.switch();
  expect(greenlets).toEqual([getCurrent(), greenlet]);
});

test('has another name', () => expect(new gevents(() => ({ a: 1 })).a).toBe(1));

test('it cannot be frozen, which would be for all greenlets', () => {
  const local = new Local(() => ({ n: 1 }));
  expect(() => Object.freeze(local)).toThrow(TypeError);
  expect(Object.keys(local)).toEqual(['n']);
});
