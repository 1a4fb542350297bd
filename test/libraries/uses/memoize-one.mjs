'use greenlet';

import memoizeOne from 'memoize-one';
import { log, see } from '../green.mjs';

const twice = f => [f(1), f(1)];

export const uses = {
  function: () => twice(memoizeOne(x => see(x * 2))),
  'function, kept over rounds': state => {
    state.double ??= memoizeOne(x => see({ twice: x * 2 }));
    const list = [state.double(1), state.double(1)];
    return list[0] === list[1];
  },
  'function with a name': () =>
    twice(
      memoizeOne(function double(x) {
        return see(x * 2);
      }),
    ),
  'function that gives nothing': () => twice(memoizeOne(x => log('called', see(x)))),
  'function that throws': () => {
    const fails = memoizeOne(x => {
      throw new Error(see(`bad ${x}`));
    });
    try {
      return fails(1);
    } catch (error) {
      return error;
    }
  },
  equality: () => {
    const first = memoizeOne(
      list => list[0],
      ([a], [b]) => see(a[0] === b[0]),
    );
    return [first([1, 2]), first([1, 3]), first([2])];
  },
  'function and equality': () => {
    const total = memoizeOne(
      (...list) => see(list.length),
      (a, b) => see(a.length) === b.length,
    );
    return [total(1, 2), total(3, 4), total()];
  },
  'method of an object': () => {
    const box = {
      size: 3,
      area: memoizeOne(function area() {
        return see(this.size ** 2);
      }),
    };
    return [box.area(), box.area()];
  },
  'recursion through it': () => {
    const sum = memoizeOne(n => (n === 0 ? 0 : see(n) + sum(n - 1)));
    return sum(3);
  },
  'one in another': () => {
    const inner = memoizeOne(x => see(x));
    const outer = memoizeOne(x => inner(x) + 1);
    return [outer(1), outer(1), inner(1)];
  },
  'clear, between two calls': () => {
    const f = memoizeOne(x => see(x));
    f(1);
    f.clear();
    return f(1);
  },
  'async function': async () => {
    const load = memoizeOne(async x => see(x));
    return [await load(1), await load(1)];
  },
  'as a callback of an array': () => [1, 1, 2].map(memoizeOne(x => see(x * 2))),
};
