/**
 * The ways in which a foreign function can come between a greenlet's start and its switch, against any build of the
 * hand-compiled functions: plain, or minified.
 */

import { ForeignFrameError, Greenlet, getCurrent } from '../../runtime/index.js';
import type * as HandCompiled from './hand-compiled.js';

const main = getCurrent();
const sink = main.switch.bind(main);

export function foreignCases(compiled: typeof HandCompiled): void {
  const { attempt, Box, echo, later, through, total, walk } = compiled;
  const box = new Box();

  /** What a greenlet with this run gives; it must have ended, and greenlets must work as before. */
  function outcome(run: (...args: any[]) => unknown, ...args: unknown[]): any {
    const g = new Greenlet(run);
    let result: unknown;
    try {
      result = g.switch(...args);
    } catch (error) {
      result = error;
    }
    expect(g.dead).toBe(true);
    expect(getCurrent()).toBe(main);
    const after = new Greenlet(total);
    expect([after.switch([1, 2], sink), after.switch(3), after.switch(4)]).toEqual([1, 2, 7]);
    return result;
  }

  describe('passed on', () => {
    test('the error is thrown at the switch, and names function, place and remedy', () => {
      const error = outcome(total, [1], function legacy(x: unknown) {
        return main.switch(x);
      });
      expect(error).toBeInstanceOf(ForeignFrameError);
      expect(error.message).toMatch(/legacy\b.*src\/shop\.ts:3:14\b.*not compiled by greenc.*"use greenlet"/);
    });

    test('an anonymous function', () => {
      expect(
        outcome(
          total,
          [1],
          (
            () => (x: unknown) =>
              main.switch(x)
          )(),
        ).message,
      ).toMatch(/\(anonymous\)/);
    });

    test('what becomes of the frames it cut off is the call’s result', () => {
      // Each walk but the innermost adds one to what `attempt` made of the error.
      const legacy = function legacy() {
        return walk(2, () => attempt(sink));
      };
      expect(outcome(walk, 1, legacy)).toMatch(
        /^ForeignFrameError: \(anonymous\), called at src\/shop.ts:10:10, .*111$/,
      );
      const inner = function inner() {
        return walk(2, through(sink));
      };
      expect(attempt(() => outcome(walk, 1, inner)).message).toMatch(/inner, called at src\/shop.ts:10:10/);
    });

    test('each further switch of theirs fails as well', () => {
      // Cut off in its first switch, the inner `total` goes on to the second: both fail, which `attempt` makes values.
      const legacy = function legacy() {
        return total(['a', 'b'], attempt.bind(null, sink));
      };
      expect(outcome(total, [1], legacy)).toMatch(/^00ForeignFrameError: legacy.*ForeignFrameError: legacy/);
    });

    test('in a frame that was resumed', () => {
      const g = new Greenlet(total);
      const prices = [sink, (x: unknown) => main.switch(x)];
      expect(g.switch([0, 1], box.visit.bind(box, prices))).toBe(undefined);
      expect(attempt(() => g.switch(5)).message).toMatch(/\(anonymous\), called at src\/shop.ts:23:20/);
      expect(g.dead).toBe(true);
    });

    test('as the run, a wrapper of a green function, or a bound foreign function', () => {
      expect(outcome((x: unknown) => main.switch(x), 1).message).toMatch(/run/);
      expect(
        outcome(function wrapper(x: number) {
          return walk(x, sink);
        }, 1).message,
      ).toMatch(/wrapper/);
      expect(
        outcome(
          walk,
          0,
          function legacy() {
            return main.switch();
          }.bind(null),
        ).message,
      ).toMatch(/bound legacy/);
      const wrapped = function walked(x: number) {
        return walk(x, sink);
      };
      expect(outcome(through(wrapped), 1).message).toMatch(/walked.*61:3/);
    });

    test('a foreign method, and a foreign function behind call', () => {
      const legacy = { method: () => main.switch() };
      expect(outcome(box.visit.bind(box), legacy, 'method').message).toMatch(/method/);
      const hidden = function hidden() {
        return main.switch();
      };
      expect(outcome(box.visit.bind(box), hidden, 'call', null).message).toMatch(/hidden/);
      expect(outcome(box.visit.bind(box), hidden, 'apply', null, []).message).toMatch(/hidden/);
    });
  });

  describe('swallowed', () => {
    test('noticed by the next green operation', () => {
      const swallower = function swallower() {
        walk(0, sink);
        return 'swallowed';
      };
      const error = outcome(total, [1, 2], (x: number) => (x === 1 ? swallower() : main.switch(x)));
      expect(error).toBeInstanceOf(ForeignFrameError);
      expect(error.message).toMatch(/walk.*src\/shop\.ts:10:10/);
    });

    test('noticed at the end of the run', () => {
      const error = outcome(total, [1], () => {
        walk(0, sink);
        return 5;
      });
      expect(error).toBeInstanceOf(ForeignFrameError);
    });

    test('by a function that throws instead', () => {
      const error = outcome(
        through(() => {
          main.switch();
          throw new TypeError('instead');
        }),
      );
      expect(error).toBeInstanceOf(ForeignFrameError);
      expect(error.cause).toEqual(new TypeError('instead'));
    });

    test('the frames it cut off run to their end; their result is dropped', () => {
      const log: string[] = [];
      const list = new Proxy(['x'], {
        get(target, key) {
          if (key === 'length') log.push('asked');
          return Reflect.get(target, key);
        },
      });
      const error = outcome(total, [1, 2], function swallower(x: number) {
        if (x === 2) return main.switch();
        total(list, attempt.bind(null, sink));
        expect(log).toEqual(['asked']);
        return 0;
      });
      expect(error).toBeInstanceOf(ForeignFrameError);
      expect(log).toEqual(['asked', 'asked']);
      expect(error.cause).toBe(undefined);
    });

    test('what else they end with is the cause', () => {
      let asked = 0;
      const list = new Proxy(['x'], {
        get(target, key) {
          if (key === 'length' && asked++ > 0) throw new RangeError('their end');
          return Reflect.get(target, key);
        },
      });
      const error = outcome(total, [1], () => {
        total(list, attempt.bind(null, sink));
        return 0;
      });
      expect(error).toBeInstanceOf(ForeignFrameError);
      expect(error.cause).toEqual(new RangeError('their end'));
    });

    test('noticed in a resumed frame', () => {
      const g = new Greenlet(total);
      let calls = 0;
      const price = through((x: unknown) => (calls++ === 0 ? 1 : (main.switch(x), 7)));
      expect(() => g.switch([1, 2], price)).toThrow(ForeignFrameError);
      const first = new Greenlet(total);
      const next: { step: unknown } = { step: sink };
      expect(first.switch([1, 2], box.visit.bind(box, next, 'step'))).toBe(1);
      next.step = () => (walk(0, sink), 1);
      expect(() => first.switch(1)).toThrow(ForeignFrameError);
      expect(first.dead).toBe(true);
    });
  });

  describe('called back while pending', () => {
    test('the second switch fails too', () => {
      const errors: unknown[] = [];
      const callback = (x: unknown) => {
        try {
          return walk(Number(x), sink);
        } catch (error) {
          errors.push(error);
          throw error;
        }
      };
      const error = outcome(through(() => [1, 2, 3].map(callback)));
      expect(error).toBeInstanceOf(ForeignFrameError);
      expect(errors).toEqual([error]);
      expect(error.message).toMatch(/walk/);
    });

    test('the error can be caught, and the greenlet goes on', () => {
      const g = new Greenlet(total);
      const mapped = () => ([1, 2].map(sink), 0);
      const safe = () => String(attempt(mapped)).slice(0, 17);
      // attempt catches the error of the second call of sink; `safe` is foreign but no switch is pending any more.
      expect(g.switch(['x'], safe)).toBe('0ForeignFrameError');
      expect(g.dead).toBe(true);
    });
  });

  describe('a stored sentinel', () => {
    test('returned later', () => {
      let stored: unknown;
      const keep = function keep() {
        stored ??= main.switch();
        return 1;
      };
      expect(outcome(total, [1], keep)).toBeInstanceOf(ForeignFrameError);
      expect(outcome(total, [1], () => stored)).toBeInstanceOf(ForeignFrameError);
      expect(outcome(() => stored)).toBeInstanceOf(ForeignFrameError);
      expect(
        outcome(
          walk,
          2,
          through(() => stored),
        ),
      ).toBeInstanceOf(ForeignFrameError);
      // In main too, where nothing is ever suspended.
      expect(() => total([1], () => stored)).toThrow(ForeignFrameError);
      expect(getCurrent()).toBe(main);
    });
  });

  describe('what is not foreign', () => {
    test('getters of foreign code are called once more to find the callee', () => {
      let reads = 0;
      const object = {
        get method() {
          reads++;
          return sink;
        },
      };
      const g = new Greenlet(box.visit.bind(box));
      expect(g.switch(object, 'method', 1)).toBe(1);
      expect([g.switch(2), reads]).toEqual([2, 2]);
    });

    test('so are proxies, whatever else they would do', () => {
      let traps = 0;
      const proxy = new Proxy(
        { switch: sink },
        {
          get(target, key, receiver) {
            traps++;
            return Reflect.get(target, key, receiver);
          },
          getOwnPropertyDescriptor() {
            throw new Error('a trap');
          },
          getPrototypeOf() {
            throw new Error('a trap');
          },
        },
      );
      const g = new Greenlet(box.visit.bind(box));
      expect(g.switch(proxy, 'switch', 1)).toBe(1);
      expect([g.switch(2), traps]).toEqual([2, 2]);
    });

    test('what is asked again cannot switch, nor touch the switch that is pending', () => {
      let isAgain = false;
      const errors: unknown[] = [];
      const object = {
        get method() {
          if (isAgain) {
            errors.push(attempt(() => main.switch('again')));
            errors.push(attempt(() => new Greenlet(() => 5).switch()));
            errors.push(attempt(() => walk(1, sink)));
          }
          isAgain = true;
          return sink;
        },
      };
      const g = new Greenlet(box.visit.bind(box));
      expect(g.switch(object, 'method', 1)).toBe(1);
      expect(errors.map(String)).toEqual(Array(3).fill(expect.stringMatching(/^ForeignFrameError: What is asked/)));
      expect([g.switch(2), g.dead]).toEqual([2, true]);
    });

    test.each([
      [
        'throws',
        () => {
          throw new Error('once');
        },
      ],
      ['gives nothing', () => undefined],
      ['gives another foreign function', () => () => walk(0, sink)],
    ])('what is asked again and %s is foreign', (_, again: () => unknown) => {
      let reads = 0;
      const object = {
        get method() {
          return reads++ === 0 ? sink : again();
        },
      };
      expect(outcome(box.visit.bind(box), object, 'method', 1)).toBeInstanceOf(ForeignFrameError);
    });

    test('frozen functions, and those met for the first time', () => {
      const frozen = Object.freeze(through(sink));
      const g = new Greenlet(walk);
      expect(g.switch(3, frozen)).toBe(0);
      expect(g.switch(1)).toBe(4);
    });

    test('an echo of many rounds', () => {
      const g = new Greenlet(echo);
      g.switch(main);
      for (let i = 0; i < 1000; i++) expect(g.switch(i)).toBe(i);
    });
  });

  describe('bodies that cannot be suspended yet', () => {
    test('an async function', async () => {
      let promise: Promise<unknown> | undefined;
      const g = new Greenlet(() => {
        promise = later(sink);
      });
      g.switch();
      await expect(promise).rejects.toThrow(/async function later.*src\/shop\.ts:\d+:9/);
      expect(g.dead).toBe(true);
      await expect(later(() => 5)).resolves.toBe(5);
    });
  });
}
