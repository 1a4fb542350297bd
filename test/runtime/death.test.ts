import { Greenlet, GreenletError, GreenletExit, getCurrent, setTrace } from '../../runtime/index.js';
import { green, switchTo } from './green.js';

const main = getCurrent();
const wait = green(function* (value) {
  return yield switchTo(main, value);
});

function thrownBy(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}

describe('rule 13: a result goes to the parent', () => {
  test('as one value', () => {
    const list = [1, 2];
    expect(new Greenlet(() => list).switch()).toBe(list);
    expect(new Greenlet(() => undefined).switch()).toBe(undefined);
  });

  test('to an unstarted parent as one argument', () => {
    const args = (result: unknown) => {
      const parent = new Greenlet((...list: unknown[]) => list);
      return new Greenlet(() => result, parent).switch();
    };
    expect(args(undefined)).toEqual([undefined]);
    expect(args([1, 2])).toEqual([[1, 2]]);
  });

  test('to a suspended parent at its switch', () => {
    const parent: Greenlet = new Greenlet(
      green(function* () {
        return ['parent got', yield switchTo(new Greenlet(() => 'child', getCurrent()))];
      }),
    );
    expect(parent.switch()).toEqual(['parent got', 'child']);
  });
});

describe('rule 14: an escaping exit is a value', () => {
  class Leave extends GreenletExit {}

  test('the same object', () => {
    const exit = new Leave();
    const g = new Greenlet(() => {
      throw exit;
    });
    expect(g.switch()).toBe(exit);
    expect(g.dead).toBe(true);
  });

  test('an argument for an unstarted parent', () => {
    const exit = new GreenletExit();
    const parent = new Greenlet((...args: unknown[]) => args);
    const g = new Greenlet(() => {
      throw exit;
    }, parent);
    expect(g.switch()).toEqual([exit]);
  });
});

test('rule 15: anything else thrown arrives unchanged', () => {
  for (const error of [new Error('x'), null, undefined, 0, new GreenletError('y')]) {
    const g = new Greenlet(() => {
      throw error;
    });
    expect(thrownBy(() => g.switch())).toBe(error);
    expect(g.dead).toBe(true);
  }
});

describe('rule 16: the parent at the moment of death', () => {
  test('not the last switcher', () => {
    const g = new Greenlet(wait);
    g.switch();
    const other: Greenlet = new Greenlet(
      green(function* () {
        return yield switchTo(g, 'result');
      }),
    );
    expect(other.switch()).toBe('result');
    expect([g.dead, other.active]).toEqual([true, true]);
  });

  test('the one set last, and the greenlet is dead before it resumes', () => {
    const parent: Greenlet = new Greenlet(
      green(function* () {
        yield switchTo(main);
        return ['parent', g.dead];
      }),
    );
    const g: Greenlet = new Greenlet(() => {
      g.parent = parent;
    });
    parent.switch();
    expect(g.switch()).toEqual(['parent', true]);
  });
});

describe('rule 17: parents that cannot be entered', () => {
  test('an error goes on to the next parent, the failed one stays unstarted', () => {
    const top = new Greenlet(
      green(function* () {
        try {
          yield switchTo(main);
        } catch (error) {
          return ['top caught', error];
        }
      }),
    );
    top.switch();
    const empty = new Greenlet(undefined, top);
    const g = new Greenlet(() => 'lost', empty);
    expect(g.switch()).toEqual(['top caught', expect.any(GreenletError)]);
    expect([empty.started, g.dead]).toEqual([false, true]);
  });

  test('also for an error, which the missing run replaces', () => {
    const empty = new Greenlet();
    const g = new Greenlet(() => {
      throw new TypeError('replaced');
    }, empty);
    expect(() => g.switch()).toThrow(/run/);
    expect(empty.started).toBe(false);
  });

  test('an accessor that throws', () => {
    const lazy = Object.defineProperty(new Greenlet(), 'run', {
      get() {
        throw new URIError('accessor');
      },
    });
    expect(() => new Greenlet(() => 1, lazy).switch()).toThrow(URIError);
    expect(lazy.started).toBe(false);
  });

  test('an accessor that switches: the greenlet dies when it goes on', () => {
    const lazy = Object.defineProperty(new Greenlet(), 'run', {
      configurable: true,
      get: green(function* () {
        return yield switchTo(main, getCurrent());
      }),
    });
    const g: Greenlet = new Greenlet(() => 'result', lazy);
    expect(g.switch()).toBe(g);
    expect([g.dead, lazy.started]).toEqual([false, false]);
    expect(g.switch((x: unknown) => ['lazy ran with', x, g.dead])).toEqual(['lazy ran with', 'result', true]);
    expect([g.dead, lazy.dead]).toEqual([true, true]);
  });

  test('an accessor that switches and then fails: the next parent', () => {
    const top: Greenlet = new Greenlet(
      green(function* () {
        try {
          yield switchTo(main);
        } catch (error) {
          return ['top caught', error];
        }
      }),
    );
    top.switch();
    const lazy = Object.defineProperty(new Greenlet(undefined, top), 'run', {
      get: green(function* () {
        throw yield switchTo(main, 'reading');
      }),
    });
    const g: Greenlet = new Greenlet(() => 'result', lazy);
    expect(g.switch()).toBe('reading');
    expect(g.switch('bad')).toEqual(['top caught', 'bad']);
    expect([g.dead, lazy.started, top.dead]).toEqual([true, false, true]);
  });

  test('dead ones are skipped', () => {
    const dead = new Greenlet(() => 1);
    dead.switch();
    expect(new Greenlet(() => 'result', dead).switch()).toBe('result');
  });

  test('an unstarted parent that receives an error dies without running', () => {
    const ran: unknown[] = [];
    const parents = [1, 2, 3].map(n => new Greenlet(() => ran.push(n)));
    parents[0].parent = parents[1];
    parents[1].parent = parents[2];
    const g = new Greenlet(() => {
      throw new EvalError('through');
    }, parents[0]);
    expect(() => g.switch()).toThrow(EvalError);
    expect([ran, parents.map(p => p.dead)]).toEqual([[], [true, true, true]]);
  });
});

test('rule 18: switching to a dead greenlet is switching to its nearest living ancestor', () => {
  const parent = new Greenlet(wait);
  parent.switch();
  const middle = new Greenlet(() => 1);
  const g = new Greenlet(() => 2);
  middle.switch();
  g.switch();
  expect(g.switch(1)).toBe(1);
  expect(g.switch(1, 2)).toEqual([1, 2]);
  expect(g.switch()).toBe(undefined);
  g.parent = middle;
  middle.parent = parent;
  expect(g.switch('to parent')).toBe('to parent');
  expect(parent.dead).toBe(true);
  const inside = new Greenlet(
    green(function* () {
      g.parent = getCurrent();
      return ['straight back', yield switchTo(g, 3)];
    }),
  );
  expect(inside.switch()).toEqual(['straight back', 3]);
});

test('rule 9: a death is a transfer from the dead greenlet', () => {
  const events: unknown[] = [];
  const g: Greenlet = new Greenlet(() => 1);
  setTrace((...event) => events.push([...event, getCurrent(), g.dead]));
  g.switch();
  setTrace(null);
  expect(events).toEqual([
    ['switch', main, g, g, false],
    ['switch', g, main, main, true],
  ]);
});
