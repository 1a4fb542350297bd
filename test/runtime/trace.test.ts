import {
  Greenlet,
  GreenletError,
  GreenletExit,
  getCurrent,
  getTrace,
  setTrace,
  type TraceCallback,
} from '../../runtime/index.js';
import { green, switchTo, throwInto } from './green.js';

const main = getCurrent();
const wait = green(function* (value) {
  return yield switchTo(main, value);
});

afterEach(() => {
  setTrace(null);
});

/** The events during `action`, with greenlets by name. An error of `action` is the last entry. */
function traced(names: Record<string, Greenlet>, action: () => unknown): string[] {
  const events: string[] = [];
  const name = (g: Greenlet) => (g === main ? 'main' : Object.keys(names).find(key => names[key] === g));
  setTrace((event, origin, target) => {
    if (getCurrent() !== target) events.push('current is not the target');
    events.push(`${event}(${name(origin)}${origin.dead ? ' dead' : ''}, ${name(target)})`);
  });
  try {
    action();
  } catch (error) {
    events.push((error as Error).name);
  } finally {
    setTrace(null);
  }
  return events;
}

describe('rule 24: setting and reading', () => {
  test('the previous callback is returned', () => {
    const first: TraceCallback = () => {};
    const second: TraceCallback = () => {};
    expect(getTrace()).toBe(null);
    expect(setTrace(first)).toBe(null);
    expect(setTrace(second)).toBe(first);
    expect(getTrace()).toBe(second);
    expect(setTrace(null)).toBe(second);
    expect(getTrace()).toBe(null);
    expect(() => setTrace(5 as never)).toThrow(GreenletError);
  });
});

describe('rule 25: one event per transfer', () => {
  test('to the real target', () => {
    const g = new Greenlet(() => 1);
    const child = new Greenlet(() => 2, g);
    child.throw();
    expect(g.dead).toBe(true);
    const living = new Greenlet(wait);
    living.switch();
    child.parent = living;
    expect(traced({ g, child, living }, () => child.switch())).toEqual([
      'switch(main, living)',
      'switch(living dead, main)',
    ]);
  });

  test('a switch to oneself', () => {
    const g: Greenlet = new Greenlet(
      green(function* () {
        yield switchTo(g);
        try {
          yield throwInto(g, 'own');
        } catch {}
      }),
    );
    expect(traced({ g }, () => g.switch())).toEqual([
      'switch(main, g)',
      'switch(g, g)',
      'throw(g, g)',
      'switch(g dead, main)',
    ]);
    expect(traced({}, () => main.switch())).toEqual(['switch(main, main)']);
  });

  test('none for a switch that failed', () => {
    expect(traced({}, () => new Greenlet().switch())).toEqual(['GreenletError']);
  });
});

describe('rule 26: sequences', () => {
  test('start and end', () => {
    const g = new Greenlet(() => 1);
    expect(traced({ g }, () => g.switch())).toEqual(['switch(main, g)', 'switch(g dead, main)']);
  });

  test('ending by an error', () => {
    const g = new Greenlet(() => {
      throw new TypeError();
    });
    expect(traced({ g }, () => g.switch())).toEqual(['switch(main, g)', 'throw(g dead, main)', 'TypeError']);
  });

  test('killing a suspended and an unstarted greenlet', () => {
    const suspended = new Greenlet(wait);
    suspended.switch();
    for (const g of [suspended, new Greenlet(wait)]) {
      expect(traced({ g }, () => g.throw())).toEqual(['throw(main, g)', 'switch(g dead, main)']);
    }
  });

  test('an error into an unstarted greenlet', () => {
    const g = new Greenlet(wait);
    expect(traced({ g }, () => g.throw(TypeError))).toEqual(['throw(main, g)', 'throw(g dead, main)', 'TypeError']);
  });

  test('into a dead child of main', () => {
    const g = new Greenlet(() => 1);
    g.switch();
    expect(traced({ g }, () => g.throw())).toEqual(['switch(main, main)']);
    expect(traced({ g }, () => g.throw(TypeError))).toEqual(['throw(main, main)', 'TypeError']);
  });

  test('an error through parents', () => {
    const c = new Greenlet(wait);
    const b = new Greenlet(wait, c);
    const a = new Greenlet(() => {
      throw new TypeError();
    }, b);
    expect(traced({ a, b, c }, () => a.switch())).toEqual([
      'switch(main, a)',
      'throw(a dead, b)',
      'throw(b dead, c)',
      'throw(c dead, main)',
      'TypeError',
    ]);
  });

  test('the exit of a killed greenlet starts its parent', () => {
    const parent = new Greenlet((x: unknown) => x);
    const g = new Greenlet(wait, parent);
    expect(traced({ g, parent }, () => g.throw())).toEqual([
      'throw(main, g)',
      'switch(g dead, parent)',
      'switch(parent dead, main)',
    ]);
  });
});

describe('rule 27: a callback that throws', () => {
  /** Throws `error` at the transfer number `at`, from 1. */
  function failing(error: unknown, at = 1): () => number {
    let count = 0;
    setTrace(() => {
      count++;
      if (count === at) throw error;
    });
    return () => count;
  }

  test('is cleared, and its error replaces the payload', () => {
    const g = new Greenlet(
      green(function* () {
        try {
          yield switchTo(main);
        } catch (error) {
          return ['caught', error];
        }
      }),
    );
    g.switch();
    const calls = failing('trace');
    expect(g.switch('payload')).toEqual(['caught', 'trace']);
    expect([getTrace(), calls()]).toEqual([null, 1]);
  });

  test('at a first switch run is not entered', () => {
    let ran = false;
    const g = new Greenlet(() => {
      ran = true;
    });
    failing(new TypeError());
    expect(() => g.switch()).toThrow(TypeError);
    expect([ran, g.dead]).toEqual([false, true]);
  });

  test('an exit is a kill', () => {
    const g = new Greenlet(wait);
    const exit = new GreenletExit();
    failing(exit);
    expect(g.switch()).toBe(exit);
    expect(g.dead).toBe(true);
  });

  test('on the way to main, and to oneself', () => {
    failing('second', 2);
    const g = new Greenlet(() => 'lost');
    expect(() => g.switch()).toThrow('second');
    expect(g.dead).toBe(true);
    failing('own');
    expect(() => main.switch()).toThrow('own');
    expect(getCurrent()).toBe(main);
  });
});

describe('rule 28: a callback that switches', () => {
  test('in main: switches inside are traced, and the transfer is delivered afterwards', () => {
    const log: string[] = [];
    const other: Greenlet = new Greenlet(() => 'from other');
    const g: Greenlet = new Greenlet(() => 'result');
    const names = new Map([
      [main, 'main'],
      [g, 'g'],
      [other, 'other'],
    ]);
    setTrace((event, origin, target) => {
      log.push(`${event}(${names.get(origin)}, ${names.get(target)})`);
      if (origin === g) log.push(other.switch() as string);
    });
    expect(g.switch()).toBe('result');
    expect(log).toEqual([
      'switch(main, g)',
      'switch(g, main)',
      'switch(main, other)',
      'switch(other, main)',
      'from other',
    ]);
  });

  test('in a greenlet: a start goes on later with its original arguments', () => {
    const g: Greenlet = new Greenlet((...args: unknown[]) => ['ran with', ...args]);
    setTrace(
      green(function* (_event, _origin, target) {
        if (target === g) {
          setTrace(null);
          return yield switchTo(main, 'away');
        }
      }),
    );
    expect(g.switch(1, 2)).toBe('away');
    expect([g.started, g.active, g.run]).toEqual([true, true, undefined]);
    expect(g.switch('ignored by the callback')).toEqual(['ran with', 1, 2]);
  });

  test('in a greenlet: a value in flight is delivered later', () => {
    const g: Greenlet = new Greenlet(
      green(function* () {
        return ['received', yield switchTo(main)];
      }),
    );
    g.switch();
    const order: unknown[] = [];
    setTrace(
      green(function* (_event, _origin, target) {
        if (target === g) {
          setTrace(null);
          order.push(yield switchTo(main, 'away'));
        }
      }),
    );
    expect(g.switch('in flight')).toBe('away');
    expect(g.frames).toHaveLength(2);
    expect(g.switch('for the callback')).toEqual(['received', 'in flight']);
    expect(order).toEqual(['for the callback']);
  });

  test('in a greenlet: an error in flight, and a callback that fails after its switch', () => {
    const callback = (after: () => unknown): TraceCallback =>
      green(function* (_event, _origin, target) {
        if (target !== main) {
          yield switchTo(main, 'away');
          after();
        }
      });
    for (const [after, expected] of [
      [() => {}, 'in flight'],
      [
        () => {
          throw 'from the callback';
        },
        'from the callback',
      ],
    ] as const) {
      const g: Greenlet = new Greenlet(
        green(function* () {
          try {
            yield switchTo(main);
          } catch (error) {
            return ['caught', error];
          }
        }),
      );
      g.switch();
      setTrace(callback(after));
      expect(g.throw('in flight')).toBe('away');
      // Delivering to the callback is a transfer too: it would be traced and switch away again.
      const armed = setTrace(null);
      expect(g.switch()).toEqual(['caught', expected]);
      expect(armed).not.toBe(null);
    }
  });

  test('a switch to oneself with a callback that switches', () => {
    const g: Greenlet = new Greenlet(
      green(function* () {
        setTrace(
          green(function* () {
            setTrace(null);
            yield switchTo(main, 'away');
          }),
        );
        return ['own', yield switchTo(g, 1, 2)];
      }),
    );
    expect(g.switch()).toBe('away');
    expect(g.switch('for the callback')).toEqual(['own', [1, 2]]);
  });
});
