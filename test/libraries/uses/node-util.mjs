'use greenlet';

import { format, inspect, isDeepStrictEqual, promisify } from 'node:util';
import { see } from '../green.mjs';

const withGetter = {
  get value() {
    return see('got');
  },
};

/** What cannot be suspended however it is compiled, and why. */
export const stays = {
  'inspect, getters': 'code of Node’s',
  'inspect, getters of a class': 'code of Node’s',
  'inspect, a method of its own': 'code of Node’s',
  'inspect, a method deep in a value': 'code of Node’s',
  'inspect, sorted keys': 'code of Node’s',
  'format, toJSON': 'code of Node’s',
  'inspect, Symbol.toStringTag': 'code of Node’s',
  'format, toString': 'code of Node’s',
  'format, a number’s valueOf': 'code of Node’s',
  'isDeepStrictEqual, getters': 'code of Node’s',
  'promisify, function that calls back at once': 'code of Node’s',
  'promisify, function that calls back later': 'code of Node’s',
};

export const uses = {
  'inspect, getters': () => inspect(withGetter, { getters: true }),
  'inspect, getters of a class': () => {
    class Shop {
      get price() {
        return see(1);
      }
    }
    return inspect(Object.create(new Shop(), { own: { enumerable: true, get: () => see('own') } }), { getters: true });
  },
  'inspect, a method of its own': () => inspect({ [inspect.custom]: () => see('custom') }),
  'inspect, a method deep in a value': () => inspect([{ a: { [inspect.custom]: () => see({ b: 1 }) } }]),
  'inspect, sorted keys': () => inspect({ b: 1, a: 2 }, { sorted: (a, b) => see(a < b ? -1 : 1) }),
  'format, toJSON': () => format('%j', { toJSON: () => see({ a: 1 }) }),
  'inspect, Symbol.toStringTag': () =>
    inspect({
      get [Symbol.toStringTag]() {
        return see('Shop');
      },
    }),
  'format, toString': () => format('%s', { toString: () => see('text') }),
  'format, a number’s valueOf': () => format('%d', { valueOf: () => see(7) }),
  'isDeepStrictEqual, getters': () => isDeepStrictEqual(withGetter, { value: 'got' }),
  'promisify, function that calls back at once': () => promisify((x, done) => done(null, see(x)))(1),
  'promisify, function that calls back later': () =>
    promisify((x, done) => {
      const value = see(x);
      setImmediate(done, null, value);
    })(1),
  'callback of an emitter': async () => {
    const { EventEmitter } = await import('node:events');
    const emitter = new EventEmitter();
    const list = [];
    emitter.on('event', value => list.push(see(value)));
    emitter.emit('event', 1);
    return list;
  },
};
