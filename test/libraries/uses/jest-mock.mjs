'use greenlet';

import { fn, spyOn } from 'jest-mock';
import { log, see } from '../green.mjs';

const results = f => f.mock.results.map(({ type, value }) => [type, value]);

/** What cannot be suspended however it is compiled, and why. */
export const stays = {
  'spyOn, getter': 'a getter with a computed name',
};

export const uses = {
  'fn, implementation': () => {
    const f = fn(x => see(x * 2));
    return [f(1), f.mock.calls, results(f)];
  },
  'fn, mockImplementation': () => {
    const f = fn().mockImplementation(x => see(x));
    return [f(1), f(2), results(f)];
  },
  'fn, mockImplementationOnce': () => {
    const f = fn(() => 'then').mockImplementationOnce(() => see('once'));
    return [f(), f()];
  },
  'fn, mockReturnValue': () => {
    const f = fn().mockReturnValue('constant');
    return [see(f()), f()];
  },
  'fn, with a name': () => {
    const f = fn(() => see('named')).mockName('spy');
    return f();
  },
  'fn, implementation that throws': () => {
    const f = fn(() => {
      throw new Error(see('of the mock'));
    });
    try {
      return f();
    } catch (error) {
      return [error, f.mock.results[0].type];
    }
  },
  'fn, called as a constructor': () => {
    const Shop = fn(function shop() {
      this.open = see(true);
    });
    return new Shop().open;
  },
  'fn, as a callback of an array': () => [1, 2].map(fn(x => see(x))),
  'fn, async implementation': () => {
    const f = fn(async x => see(x));
    return f(1);
  },
  'fn, mockResolvedValue': async () => see(await fn().mockResolvedValue(1)()),
  'fn, withImplementation': () => {
    const f = fn(() => 'outer');
    f.withImplementation(
      () => 'inner',
      () => log('within', f(), see('callback')),
    );
    return f();
  },
  'spyOn, method': () => {
    const shop = {
      price(x) {
        return see(x * 2);
      },
    };
    const spy = spyOn(shop, 'price');
    const value = [shop.price(1), results(spy)];
    spy.mockRestore();
    return [value, shop.price(2)];
  },
  'spyOn, method with another implementation': () => {
    const shop = { price: x => x };
    spyOn(shop, 'price').mockImplementation(x => see(-x));
    return shop.price(1);
  },
  'spyOn, getter': () => {
    const shop = {
      get price() {
        return 1;
      },
    };
    spyOn(shop, 'price', 'get').mockImplementation(() => see(2));
    return shop.price;
  },
  'results, after the call': state => {
    state.f ??= fn(x => see(x));
    state.f(1);
    return results(state.f).map(([, value]) => value);
  },
};
