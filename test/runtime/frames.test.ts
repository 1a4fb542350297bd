import { Greenlet, getCurrent } from '../../runtime/index.js';
import { green, switchTo, throwInto } from './green.js';
import { Box, create, echo, Made, through, total, walk } from './hand-compiled.js';

const main = getCurrent();
const box = new Box();
const sink = main.switch.bind(main);

describe('rule 30: frames', () => {
  test('empty unless suspended', () => {
    const seen: unknown[] = [];
    const g: Greenlet = new Greenlet(
      green(function* () {
        seen.push(g.frames);
        yield switchTo(main);
        seen.push(g.frames);
      }),
    );
    seen.push(g.frames);
    g.switch();
    expect(g.frames).toEqual([{ name: 'green', file: 'test/green.ts', line: 1, column: 1 }]);
    g.switch();
    expect([...seen, g.frames]).toEqual([[], [], [], []]);
    expect(main.frames).toEqual([]);
    expect([g.stack, main.stack]).toEqual(['', '']);
  });

  test('innermost first, an entry per call, with name and source position', () => {
    const visit = through(sink);
    const deep = new Greenlet(walk);
    deep.switch(2, visit);
    const file = 'src/shop.ts';
    expect(deep.frames).toEqual([
      { name: '', file, line: 61, column: 3 },
      { name: 'walk', file, line: 10, column: 10 },
      { name: 'walk', file, line: 11, column: 12 },
      { name: 'walk', file, line: 11, column: 12 },
    ]);
    expect(deep.stack).toBe(
      [`    at ${file}:61:3`, `    at walk (${file}:10:10)`, ...Array(2).fill(`    at walk (${file}:11:12)`)].join(
        '\n',
      ),
    );
    const list = deep.frames;
    list[0].name = 'changed';
    expect(deep.frames[0].name).toBe('');
  });
});

describe('the emitted form', () => {
  test('goes on in the middle of a loop, updating its frame in place', () => {
    const g = new Greenlet(total);
    expect(g.switch([1, 2, 3], sink)).toBe(1);
    expect([g.switch(10), g.switch(20), g.switch(30)]).toEqual([2, 3, 60]);
    expect(g.dead).toBe(true);
  });

  test('a function without a binding of its own', () => {
    const g = new Greenlet(box.visit.bind(box));
    expect(g.switch(box, 'visit', main, 'switch', 1)).toBe(1);
    expect(g.switch(2)).toBe(2);
  });

  test('echo in place', () => {
    const g = new Greenlet(echo);
    expect([g.switch(main, 1), g.switch(2), g.switch(3)]).toEqual([1, 2, 3]);
  });

  test('construction: what `new` gives after a suspension', () => {
    const made = new Greenlet(create);
    made.switch(Made, sink);
    const object = made.switch({ instead: 5 });
    expect(object).toBeInstanceOf(Made);
    expect(object.made).toEqual({ instead: 5 });
    const replaced = new Greenlet(create);
    replaced.switch(Made, sink);
    const instead = {};
    expect(replaced.switch({ instead })).toBe(instead);
  });
});

describe('depth', () => {
  test('100,000 suspended frames, resumed by a value and by an error', () => {
    // The native stack holds a fraction of them: each thousand is suspended before the next is called.
    const descend = green(function* (self: any, depth: number): any {
      if (depth === 0) return yield switchTo(main, 'bottom');
      if (depth % 1000 === 0) yield switchTo(main, depth);
      return 1 + (yield [self, null, self, depth - 1]);
    });
    for (const deliver of ['switch', 'throw'] as const) {
      const g = new Greenlet(descend);
      let result = g.switch(descend, 100_000);
      while (result !== 'bottom') result = g.switch();
      expect(g.frames).toHaveLength(100_001);
      if (deliver === 'switch') expect(g.switch(0)).toBe(100_000);
      else expect(() => g.throw(new RangeError('from the bottom'))).toThrow('from the bottom');
      expect(g.dead).toBe(true);
    }
  });

  test('rule 37: runaway recursion is a catchable RangeError', () => {
    const endless = green(function* (self: any): any {
      return yield [self, null, self];
    });
    const g = new Greenlet(endless);
    expect(() => g.switch(endless)).toThrow(RangeError);
    expect([g.dead, getCurrent()]).toEqual([true, main]);
    expect(new Greenlet(total).switch([1], sink)).toBe(1);
  });

  test('rule 37: the runtime survives at whatever depth the stack ends', () => {
    // On the way back from the end of the stack, every switch has a little more of it left than the one before.
    const kept: Greenlet[] = [];
    const failures: unknown[] = [];
    function attempt(): void {
      const g = new Greenlet(walk);
      kept.push(g);
      try {
        g.switch(3, sink);
      } catch (error) {
        failures.push(error);
      }
    }
    function deeper(): void {
      try {
        deeper();
      } catch {}
      if (kept.length < 400) attempt();
    }
    deeper();
    expect(getCurrent()).toBe(main);
    for (const error of failures) expect(error).toBeInstanceOf(RangeError);
    const alive = kept.filter(g => g.active);
    expect(alive.length).toBeGreaterThan(0);
    for (const g of alive) expect(g.switch(4)).toBe(7);
    expect(kept.every(g => g.dead || !g.started)).toBe(true);
  });
});

test('rule 35: foreign frames beneath main’s switch are fine', () => {
  const g = new Greenlet(echo);
  expect([g.switch(main, 0), ...[1, 2, 3].map(x => g.switch(x))]).toEqual([0, 1, 2, 3]);
  expect([5, 3, 4].sort((a, b) => g.switch(a - b) as number)).toEqual([3, 4, 5]);
});

test('rule 32: an error delivered goes through every frame in place', () => {
  const g: Greenlet = new Greenlet(
    green(function* () {
      yield throwInto(main, 'first');
    }),
  );
  expect(() => g.switch()).toThrow('first');
  expect(() => g.throw(new TypeError())).toThrow(TypeError);
});
