import { Greenlet, GreenletExit, getCurrent } from '../../runtime/index.js';
import { green, switchTo, throwInto } from './green.js';

const main = getCurrent();

/** Hands out what it catches, over and over. */
const stubborn = green(function* () {
  let caught: unknown;
  for (;;) {
    try {
      yield switchTo(main, caught);
    } catch (error) {
      caught = error;
    }
  }
});

describe('rule 19: what is thrown', () => {
  test('a new exit, an instance of an Error class, or the identical value', () => {
    const g = new Greenlet(stubborn);
    g.switch();
    expect(g.throw()).toBeInstanceOf(GreenletExit);
    expect(g.throw()).not.toBe(g.throw());
    expect(g.throw(RangeError)).toBeInstanceOf(RangeError);
    expect(g.throw(GreenletExit)).toBeInstanceOf(GreenletExit);
    class Plain {}
    for (const value of [new TypeError('x'), undefined, null, 0, 'text', Plain, () => 1]) {
      expect(g.throw(value)).toBe(value);
    }
  });
});

describe('rule 20: into a suspended greenlet', () => {
  test('through catch and finally, which may switch, catch, go on and be thrown into again', () => {
    const log: unknown[] = [];
    const g = new Greenlet(
      green(function* () {
        try {
          try {
            yield switchTo(main, 'waiting');
          } finally {
            log.push(yield switchTo(main, 'in finally'));
          }
        } catch (error) {
          log.push(error);
          try {
            yield switchTo(main, 'in catch');
          } catch (second) {
            log.push(second);
          }
        }
        return 'survived';
      }),
    );
    expect(g.switch()).toBe('waiting');
    expect(g.throw('first')).toBe('in finally');
    expect(g.switch('value')).toBe('in catch');
    expect(g.throw('second')).toBe('survived');
    expect(log).toEqual(['value', 'first', 'second']);
  });

  test('uncaught, it comes out at the parent through every caller', () => {
    const left: string[] = [];
    const level = (name: string, inner: (...args: any[]) => unknown) =>
      green(function* () {
        try {
          return yield [inner];
        } finally {
          left.push(name);
        }
      });
    const wait = green(function* () {
      yield switchTo(main, 'deep');
    });
    const g = new Greenlet(level('outer', level('middle', level('inner', wait))));
    expect(g.switch()).toBe('deep');
    expect(() => g.throw(new RangeError('out'))).toThrow(RangeError);
    expect(left).toEqual(['inner', 'middle', 'outer']);
    expect(g.dead).toBe(true);
  });

  test('an exit that escapes is the result', () => {
    const g = new Greenlet(
      green(function* () {
        yield switchTo(main);
      }),
    );
    g.switch();
    const exit = new GreenletExit('bye');
    expect(g.throw(exit)).toBe(exit);
    expect(g.dead).toBe(true);
  });
});

test('rule 21: into an unstarted greenlet: dead without running', () => {
  let ran = false;
  const run = () => {
    ran = true;
  };
  const killed = new Greenlet(run);
  const exit = new GreenletExit();
  expect(killed.throw(exit)).toBe(exit);
  const failed = new Greenlet(run);
  expect(() => failed.throw(new SyntaxError('x'))).toThrow(SyntaxError);
  expect([killed.dead, killed.started, failed.dead, ran]).toEqual([true, true, true, false]);
  expect([killed.run, failed.run]).toEqual([undefined, undefined]);
});

test('rule 22: into a dead greenlet', () => {
  const dead = new Greenlet(() => 1);
  dead.switch();
  const exit = new GreenletExit();
  expect(dead.throw(exit)).toBe(exit);
  expect(() => dead.throw(new URIError('x'))).toThrow(URIError);

  const parent = new Greenlet((...args: unknown[]) => ['started with', ...args]);
  dead.parent = parent;
  expect(dead.throw(exit)).toEqual(['started with', exit]);

  const waiting = new Greenlet(
    green(function* () {
      return yield switchTo(main);
    }),
  );
  waiting.switch();
  dead.parent = waiting;
  expect(dead.throw(exit)).toBe(exit);
  expect(waiting.dead).toBe(true);
});

test('rule 23: main.throw raises in main’s pending switch, the thrower stays suspended', () => {
  const g = new Greenlet(
    green(function* () {
      return ['thrower got', yield throwInto(main, new EvalError('for main'))];
    }),
  );
  expect(() => g.switch()).toThrow(EvalError);
  expect(g.active).toBe(true);
  expect(g.switch('answer')).toEqual(['thrower got', 'answer']);
});
