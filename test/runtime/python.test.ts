import { Greenlet, GreenletError, getCurrent, getTrace, setTrace } from '../../runtime/index.js';
import { error, GreenletExit, getcurrent, gettrace, greenlet, settrace } from '../../runtime/python.js';
import { green, switchTo } from './green.js';

describe('greenc/python', () => {
  test('the same objects under other names', () => {
    expect([getcurrent(), gettrace, settrace, error]).toEqual([getCurrent(), getTrace, setTrace, GreenletError]);
    expect([greenlet.GreenletExit, greenlet.error]).toEqual([GreenletExit, error]);
    expect([greenlet.getcurrent, greenlet.settrace, greenlet.gettrace]).toEqual([getcurrent, settrace, gettrace]);
  });

  test('with and without new', () => {
    const parent = greenlet();
    for (const g of [greenlet((x: number) => x + 1, parent), new greenlet((x: number) => x + 1, parent)]) {
      expect(g).toBeInstanceOf(greenlet);
      expect(g).toBeInstanceOf(Greenlet);
      expect(g.parent).toBe(parent);
      g.parent = getcurrent();
      expect(g.switch(1)).toBe(2);
      expect(g.dead).toBe(true);
    }
    expect(() => greenlet(5 as never)).toThrow(error);
    expect(getcurrent()).toBeInstanceOf(greenlet);
    expect({}).not.toBeInstanceOf(greenlet);
  });

  test('as a base class', () => {
    class Worker extends greenlet {
      label = 'worker';
      override run(...args: unknown[]): unknown {
        return [this.label, ...args];
      }
    }
    const g = new Worker();
    expect(g).toBeInstanceOf(Worker);
    expect(g).toBeInstanceOf(greenlet);
    expect(greenlet()).not.toBeInstanceOf(Worker);
    expect(g.switch(1, 2)).toEqual(['worker', 1, 2]);
  });

  test('gr_frame is the innermost call of a suspended greenlet', () => {
    const g = greenlet(
      green(function* () {
        yield switchTo(getcurrent().parent as Greenlet);
      }),
    );
    expect(g.gr_frame).toBe(null);
    g.switch();
    expect(g.gr_frame).toMatchObject({ name: 'green' });
    g.throw(GreenletExit);
    expect([g.gr_frame, g.dead]).toEqual([null, true]);
    expect(Object.keys(Greenlet.prototype)).toEqual([]);
  });
});
