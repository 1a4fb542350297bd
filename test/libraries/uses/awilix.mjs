'use greenlet';

import { aliasTo, asClass, asFunction, asValue, createContainer, InjectionMode } from 'awilix';
import { log, see } from '../green.mjs';

const classic = registrations => createContainer({ injectionMode: InjectionMode.CLASSIC }).register(registrations);
const proxied = registrations => createContainer().register(registrations);

class Shop {
  constructor(prices) {
    this.prices = see(prices);
  }
}

/** What cannot be suspended however it is compiled, and why. */
export const stays = {
  'dependency read in a factory, by the cradle': 'a trap of a proxy calls the factory',
  'dependency read from the cradle': 'a trap of a proxy calls the factory',
};

export const uses = {
  'factory, classic': () =>
    classic({ prices: asValue([1]), shop: asFunction(prices => ({ prices: see(prices) })) }).resolve('shop'),
  'factory, classic, with a default value': () =>
    classic({ shop: asFunction((prices = see('none')) => ({ prices })) }).resolve('shop'),
  'class, classic': () => classic({ prices: asValue([1]), shop: asClass(Shop) }).resolve('shop').prices,
  'dependency of a dependency, classic': () =>
    classic({
      a: asFunction(() => see('a')),
      b: asFunction(a => [a, see('b')]),
    }).resolve('b'),
  'factory, by the cradle': () =>
    proxied({ prices: asValue([1]), shop: asFunction(({ prices }) => ({ prices: see(prices) })) }).resolve('shop'),
  'class, by the cradle': () =>
    proxied({
      prices: asValue([1]),
      shop: asClass(
        class Market {
          constructor({ prices }) {
            this.prices = see(prices);
          }
        },
      ),
    }).resolve('shop').prices,
  'dependency read in a factory, by the cradle': () =>
    proxied({
      a: asFunction(() => see('a')),
      b: asFunction(cradle => [cradle.a, 'b']),
    }).resolve('b'),
  'dependency read from the cradle': () => proxied({ a: asFunction(() => see('a')) }).cradle.a,
  'singleton, resolved twice': state => {
    state.container ??= proxied({ one: asFunction(() => ({ made: see('once') })).singleton() });
    return [state.container.resolve('one'), state.container.resolve('one')];
  },
  'scoped, in two scopes': () => {
    const container = proxied({ one: asFunction(() => ({ made: see('once') })).scoped() });
    const [a, b] = [container.createScope(), container.createScope()];
    const made = [a, a, b].map(scope => scope.resolve('one'));
    return [made[0] === made[1], made[0] === made[2]];
  },
  'injector, local dependencies': () =>
    proxied({ one: asFunction(({ x }) => x).inject(() => ({ x: see('local') })) }).resolve('one'),
  'alias of a factory': () => proxied({ one: asFunction(() => see(1)), uno: aliasTo('one') }).resolve('uno'),
  'build, factory without a name': () => classic({ x: asValue(2) }).build(x => see(x * 2)),
  'build, function that is given the cradle': () => proxied({ x: asValue(2) }).build(({ x }) => see(x * 2)),
  disposer: () => {
    const container = proxied({
      one: asFunction(() => ({}))
        .singleton()
        .disposer(() => log('disposed', see('one'))),
    });
    container.resolve('one');
    return container.dispose();
  },
};
