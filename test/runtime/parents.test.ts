import { ForeignFrameError, Greenlet, GreenletError, GreenletExit, getCurrent } from '../../runtime/index.js';
import { green, switchTo } from './green.js';

const main = getCurrent();

describe('rule 29: parents', () => {
  test('the current greenlet by default', () => {
    const children: Greenlet[] = [];
    const g = new Greenlet(() => {
      children.push(new Greenlet());
    });
    g.switch();
    expect(children[0].parent).toBe(g);
    expect(g.parent).toBe(main);
  });

  test('settable in any state', () => {
    const other = new Greenlet();
    const unstarted = new Greenlet();
    const suspended = new Greenlet(
      green(function* () {
        yield switchTo(main);
      }),
    );
    const dead = new Greenlet(() => 1);
    suspended.switch();
    dead.switch();
    for (const g of [unstarted, suspended, dead]) {
      g.parent = other;
      expect(g.parent).toBe(other);
      g.parent = dead === g ? main : dead;
    }
    expect(unstarted.parent).toBe(dead);
  });

  test('what throws changes nothing', () => {
    const a = new Greenlet();
    const b = new Greenlet(undefined, a);
    const c = new Greenlet(undefined, b);
    for (const wrong of [a, b, c, null, undefined, {}, 'main', Object.create(a)]) {
      expect(() => {
        a.parent = wrong;
      }).toThrow(GreenletError);
    }
    expect(a.parent).toBe(main);
    for (const wrong of [a, null]) {
      expect(() => {
        main.parent = wrong as Greenlet;
      }).toThrow(GreenletError);
    }
    expect(main.parent).toBe(null);
  });
});

test('rule 40: errors', () => {
  for (const [type, name] of [
    [GreenletExit, 'GreenletExit'],
    [GreenletError, 'GreenletError'],
    [ForeignFrameError, 'ForeignFrameError'],
  ] as const) {
    const error = new type('text');
    expect(error).toBeInstanceOf(Error);
    expect([error.name, error.message, `${error}`]).toEqual([name, 'text', `${name}: text`]);
    expect(Object.keys(error)).toEqual([]);
    expect(error.stack).toMatch(name);
  }
  expect(new ForeignFrameError()).toBeInstanceOf(GreenletError);
  expect(new GreenletExit()).not.toBeInstanceOf(GreenletError);
  expect(new GreenletError()).not.toBeInstanceOf(GreenletExit);
});
