import { Greenlet, GreenletError, GreenletExit, getCurrent } from '../../runtime/index.js';
import { green, switchTo, throwInto } from './green.js';

const main = getCurrent();

/** A run that hands out what it is called with and what each switch gives it. */
const repeat = green(function* (...args) {
  let received: unknown = args;
  for (;;) received = yield switchTo(main, received);
});

describe('rule 1: states', () => {
  test('unstarted, active while running and suspended, dead', () => {
    const state = (g: Greenlet) => [g.started, g.active, g.dead];
    const seen: unknown[] = [];
    const g: Greenlet = new Greenlet(
      green(function* () {
        seen.push(state(g));
        yield switchTo(main);
      }),
    );
    expect(state(g)).toEqual([false, false, false]);
    g.switch();
    expect(state(g)).toEqual([true, true, false]);
    g.switch();
    expect(state(g)).toEqual([true, false, true]);
    expect(seen).toEqual([[true, true, false]]);
  });

  test('read-only', () => {
    const g = new Greenlet();
    for (const name of ['started', 'active', 'dead', 'frames']) {
      expect(() => Object.assign(g, { [name]: true })).toThrow(TypeError);
    }
  });
});

describe('rule 2: main', () => {
  test('is one greenlet, current outside of any other', () => {
    expect(main).toBe(getCurrent());
    expect(main).toBe(Greenlet.current);
    expect(main).toBeInstanceOf(Greenlet);
    expect([main.parent, main.started, main.active, main.dead, main.frames]).toEqual([null, true, true, false, []]);
  });

  test('is current again after a greenlet failed', () => {
    expect(() => new Greenlet(() => JSON.parse('{')).switch()).toThrow(SyntaxError);
    expect(getCurrent()).toBe(main);
  });

  test('is current in the callbacks of the event loop', async () => {
    const seen: unknown[] = [];
    new Greenlet(() => {
      setTimeout(() => seen.push(getCurrent()), 0);
      Promise.resolve().then(() => seen.push(getCurrent()));
    }).switch();
    await new Promise(resolve => setTimeout(resolve, 5));
    expect(seen).toEqual([main, main]);
  });
});

test('rule 3: own properties are the user’s', () => {
  const g = Object.assign(new Greenlet(), { core: 1, state: 2, label: 'mine' });
  expect(Object.keys(g)).toEqual(['core', 'state', 'label']);
  expect(Reflect.ownKeys(new Greenlet(() => 1))).toEqual([]);
  expect(g.started).toBe(false);
});

describe('rule 4: payloads', () => {
  test('an unstarted target is called with the list', () => {
    const args = (...payload: unknown[]) => new Greenlet(repeat).switch(...payload);
    expect(args()).toEqual([]);
    expect(args(undefined)).toEqual([undefined]);
    expect(args([1, 2])).toEqual([[1, 2]]);
    expect(args(1, 2, 3)).toEqual([1, 2, 3]);
  });

  test('a suspended target receives nothing, a value or a fresh array', () => {
    const g = new Greenlet(repeat);
    g.switch();
    const list = [1, 2];
    expect(g.switch()).toBe(undefined);
    expect(g.switch(list)).toBe(list);
    expect(g.switch(1, 2)).toEqual([1, 2]);
    const given = [3, 4];
    expect(g.switch(...given)).toEqual(given);
    expect(g.switch(...given)).not.toBe(given);
  });
});

test('rule 5: promises, thenables, errors and exits are plain values', () => {
  const g = new Greenlet(repeat);
  g.switch();
  // biome-ignore lint/suspicious/noThenProperty: a thenable.
  const thenable = { then() {} };
  for (const value of [Promise.resolve(1), thenable, new Error('no'), new GreenletExit()]) {
    expect(g.switch(value)).toBe(value);
  }
});

describe('rule 6: oneself', () => {
  test('a switch returns the value at once', () => {
    const own = green(function* () {
      const g = getCurrent();
      return [yield switchTo(g), yield switchTo(g, 1), yield switchTo(g, 1, 2), yield switchTo(g, [3])];
    });
    const expected = [undefined, 1, [1, 2], [3]];
    expect(new Greenlet(own).switch()).toEqual(expected);
    expect([main.switch(), main.switch(1), main.switch(1, 2), main.switch([3])]).toEqual(expected);
    expect(new Greenlet(() => getCurrent().switch('from a foreign function')).switch()).toBe('from a foreign function');
  });

  test('a throw throws right there', () => {
    const own = green(function* () {
      try {
        yield throwInto(getCurrent(), new RangeError('own'));
      } catch (error) {
        return error;
      }
    });
    expect(new Greenlet(own).switch()).toEqual(new RangeError('own'));
    expect(() => main.throw(new RangeError('own'))).toThrow(RangeError);
    expect(() => main.throw()).toThrow(GreenletExit);
  });
});

test('rule 7: switch works through call, apply and bind, and bound as a run', () => {
  const g = new Greenlet(repeat);
  g.switch();
  expect(g.switch.call(g, 1)).toBe(1);
  expect(g.switch.apply(g, [1, 2])).toEqual([1, 2]);
  expect(g.switch.bind(g, 7)()).toBe(7);

  const bound = main.switch.bind(main);
  const inner = new Greenlet(
    green(function* () {
      const list = [yield [main.switch.call, main.switch, main, 1], yield [main.switch.apply, main.switch, main, [2]]];
      return [...list, yield [bound, null, 3], yield [Reflect.apply, null, main.switch, main, [4]]];
    }),
  );
  expect([inner.switch(), inner.switch('a'), inner.switch('b'), inner.switch('c')]).toEqual([1, 2, 3, 4]);
  expect(inner.switch('d')).toEqual(['a', 'b', 'c', 'd']);

  const run = new Greenlet(bound);
  expect(run.switch('through')).toBe('through');
  expect(run.active).toBe(true);
  expect(run.switch('result')).toBe('result');
  expect(run.dead).toBe(true);
});

describe('rule 8: finding the target and its run', () => {
  test('without a run the caller gets the error and the target stays unstarted', () => {
    const g = new Greenlet();
    expect(() => g.switch()).toThrow(GreenletError);
    expect(() => g.switch()).toThrow(/run/);
    expect(() => g.throw(new TypeError('not this one'))).toThrow(/run/);
    expect(g.started).toBe(false);
    g.run = () => 'now';
    expect(g.switch()).toBe('now');
  });

  test('inside a greenlet the error is the caller’s too', () => {
    const caught = green(function* (g) {
      try {
        yield switchTo(g);
      } catch (error) {
        return error;
      }
    });
    expect(new Greenlet(caught).switch(new Greenlet())).toBeInstanceOf(GreenletError);
  });

  test('a run that is not callable', () => {
    const g = new Greenlet();
    g.run = 5 as never;
    expect(() => g.switch()).toThrow(/run/);
    expect(g.started).toBe(false);
  });

  test('an accessor is read in the caller, and its error is the caller’s', () => {
    let fail = true;
    const seen: unknown[] = [];
    class Lazy extends Greenlet {}
    Object.defineProperty(Lazy.prototype, 'run', {
      get() {
        seen.push(getCurrent(), this.started);
        if (fail) throw new URIError('not yet');
        return () => 'ran';
      },
    });
    const g = new Lazy();
    expect(() => g.switch()).toThrow(URIError);
    expect(g.started).toBe(false);
    fail = false;
    expect(g.switch()).toBe('ran');
    expect(seen).toEqual([main, false, main, false]);
  });

  /** A greenlet whose `run` accessor is `get`. */
  function lazy(get: (this: Greenlet) => unknown): Greenlet {
    return Object.defineProperty(new Greenlet(), 'run', { get, configurable: true });
  }

  test('an accessor may switch, in main', () => {
    const other = new Greenlet(repeat);
    const g = lazy(() => {
      expect(other.switch(1)).toEqual([1]);
      return (x: number) => x + 1;
    });
    expect(g.switch(1)).toBe(2);
  });

  test('an accessor may switch, in a greenlet', () => {
    const g = lazy(
      green(function* () {
        const run = yield switchTo(main, 'which run?');
        return run;
      }),
    );
    const caller = new Greenlet(
      green(function* () {
        return ['result', yield switchTo(g, 1, 2)];
      }),
    );
    expect(caller.switch()).toBe('which run?');
    expect(g.started).toBe(false);
    expect(caller.frames).toHaveLength(2);
    const run = (...args: unknown[]) => [args, getCurrent() === g, g.parent === main];
    // g's parent is main, so what it returns comes here; the caller stays in its switch.
    expect(caller.switch(run)).toEqual([[1, 2], true, true]);
    expect(g.dead).toBe(true);
    expect(caller.switch('back')).toEqual(['result', 'back']);
  });

  test('an accessor that switched and then throws', () => {
    const g = lazy(
      green(function* () {
        throw yield switchTo(main, 'which error?');
      }),
    );
    const caller = new Greenlet(
      green(function* () {
        try {
          yield switchTo(g);
        } catch (error) {
          return ['caught', error];
        }
      }),
    );
    expect(caller.switch()).toBe('which error?');
    expect(caller.switch('that')).toEqual(['caught', 'that']);
    expect(g.started).toBe(false);
  });

  test('an accessor that started its own greenlet meanwhile', () => {
    let reads = 0;
    const log: unknown[] = [];
    const run = green(function* (...args) {
      log.push(args);
      log.push(yield switchTo(main, 'suspended'));
      return 'done';
    });
    const g: Greenlet = lazy(() => {
      if (reads++ > 0) return run;
      expect(g.switch('from the accessor')).toBe('suspended');
      return () => log.push('never');
    });
    expect(g.switch('payload')).toBe('done');
    expect(log).toEqual([['from the accessor'], 'payload']);
  });

  test('an accessor that killed its own greenlet meanwhile: the payload goes to the parent', () => {
    let reads = 0;
    const g: Greenlet = lazy(() => {
      if (reads++ === 0) g.throw();
      return () => 'never';
    });
    expect(g.switch('payload')).toBe('payload');
    expect(g.dead).toBe(true);
  });

  test('a parent that the accessor changed counts', () => {
    const dead: Greenlet = new Greenlet(() => 0);
    dead.switch();
    dead.parent = lazy(() => {
      dead.parent = new Greenlet((x: unknown) => ['new parent', x]);
      return () => 'old parent';
    });
    expect(dead.switch(1)).toEqual(['new parent', 1]);
  });

  test('throw with an accessor that switches', () => {
    const g = lazy(
      green(function* () {
        yield switchTo(main, 'reading');
        return () => 'never';
      }),
    );
    const caller = new Greenlet(
      green(function* () {
        yield throwInto(g, new TypeError('thrown'));
      }),
    );
    expect(caller.switch()).toBe('reading');
    expect(() => caller.switch()).toThrow(TypeError);
    expect(g.dead).toBe(true);
    expect(caller.active).toBe(true);
  });
});

test('rule 9: a switch returns when anyone switches to its greenlet', () => {
  const a = new Greenlet(repeat);
  const b: Greenlet = new Greenlet(
    green(function* (other) {
      return ['b', yield switchTo(other, 'from b')];
    }),
  );
  a.switch();
  expect(b.switch(a)).toBe('from b');
  expect(b.active).toBe(true);
  expect(b.switch('from main')).toEqual(['b', 'from main']);
});

describe('rule 10: run is let go at the start', () => {
  test('undefined inside run and afterwards', () => {
    const g: Greenlet = new Greenlet(() => [g.run, 'run' in g]);
    expect(typeof g.run).toBe('function');
    expect(g.switch()).toEqual([undefined, true]);
    expect(g.run).toBe(undefined);
  });

  test('may be replaced before the start, not after', () => {
    const g = new Greenlet(repeat);
    g.run = null as never;
    expect(g.run).toBe(undefined);
    g.run = repeat;
    g.switch();
    expect(() => {
      g.run = () => 1;
    }).toThrow(GreenletError);
    g.throw();
    expect(() => {
      g.run = () => 1;
    }).toThrow(/run/);
  });
});

describe('rule 11: subclasses', () => {
  class Counter extends Greenlet {
    count = 0;
    override run(by: number): unknown {
      this.count += by;
      return this;
    }
  }
  class Double extends Counter {
    override run(by: number): unknown {
      return super.run(2 * by);
    }
  }

  test('a run method, with this and super, stays readable', () => {
    const g = new Double();
    expect(g.switch(4)).toBe(g);
    expect(g.count).toBe(8);
    expect(g.run).toBe(Double.prototype.run);
    expect(g.dead).toBe(true);
  });

  test('an assigned run, or a field, wins over the method and is let go', () => {
    const g = new Counter();
    g.run = () => 'assigned';
    expect(g.switch()).toBe('assigned');
    expect(g.run).toBe(Counter.prototype.run);
    class Field extends Greenlet {
      override run = () => ['field', this.run];
    }
    const f = new Field();
    expect(f.switch()).toEqual(['field', undefined]);
    expect(f.run).toBe(undefined);
    expect(() => {
      f.run = () => [];
    }).toThrow(GreenletError);
  });
});

test('rule 12: arguments of the constructor', () => {
  const parent = new Greenlet();
  expect(new Greenlet(undefined, undefined).parent).toBe(main);
  expect(new Greenlet(null, null).parent).toBe(main);
  expect(new Greenlet(null, parent).parent).toBe(parent);
  expect(() => new Greenlet(5 as never)).toThrow(GreenletError);
  expect(() => new Greenlet(null, {} as never)).toThrow(GreenletError);
  expect(() => (Greenlet as never as () => void)()).toThrow(TypeError);
});
