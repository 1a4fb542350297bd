// Object.groupBy, Map.groupBy and Array.fromAsync, where the engine has them. CI runs on an engine that does not.
import { agree, describeIf } from './agreement.js';

const attempt = `function attempt(tag, action) {
  try {
    log(tag, action());
  } catch (error) {
    log(tag, 'threw', error && error.message || error);
  }
}
function source(tag, values, plan = {}) {
  return {
    [Symbol.iterator]() {
      p(tag, 'open');
      let at = 0;
      return {
        get next() {
          log(tag, 'reads next');
          return function () {
            p(tag, 'next');
            if (at === plan.failsAt) throw new Error(tag + ' next');
            return at < values.length ? { done: false, value: values[at++] } : { done: true };
          };
        },
        return() {
          p(tag, 'return');
          if (plan.failsToClose) throw new Error(tag + ' return');
          return {};
        },
      };
    },
  };
}
`;

describeIf('groupBy' in Object, 'groupBy', () => {
  test.each(['Object', 'Map'])('%s.groupBy groups arrays, strings and iterators', type => {
    const trace = agree(`${attempt}
const entries = groups => (groups instanceof Map ? [...groups] : Reflect.ownKeys(groups).map(key => [key, groups[key]]));
exports.run = () => {
  attempt('array', () => entries(${type}.groupBy([3, 1, 2, , 5], (x, i) => p(x % 2, i))));
  attempt('string', () => entries(${type}.groupBy('hello', c => p(c))));
  attempt('iterator', () => entries(${type}.groupBy(source('a', [1, 2, 3]), x => p(x > 1))));
  attempt('keys', () => entries(${type}.groupBy([-0, 0, NaN, NaN, '__proto__', '0', null], x => p(x))));
  attempt('call', () => entries(${type}.groupBy.call(null, [1, 2], function (x) { log(typeof this, arguments.length); return p(x); })));
  const { groupBy } = ${type};
  attempt('alias', () => entries(groupBy.apply(undefined, [[1, 2], x => p('k' + x)])));
  attempt('reflect', () => entries(Reflect.apply(${type}.groupBy, null, [[1, 2], p])));
  attempt('prototype', () => Object.getPrototypeOf(${type}.groupBy([1], p)) === (${type} === Map ? Map.prototype : null));
  const xs = [1, 2, 3];
  attempt('changing', () => entries(${type}.groupBy(xs, (x, i) => { if (i === 0) xs.length = 1; xs.push(9 - i); if (i > 2) throw new Error('enough'); return p(i); })));
};`);
    expect(trace.length).toBeGreaterThan(20);
  });

  test.each(['Object', 'Map'])('%s.groupBy refuses, and closes, as the engine does', type => {
    const trace = agree(`${attempt}
exports.run = () => {
  for (const bad of [5, {}, null, undefined, { [Symbol.iterator]: 3 }, { [Symbol.iterator]: () => 3 }, { [Symbol.iterator]: () => ({}) },
    { [Symbol.iterator]: () => ({ next: () => 3 }) }]) attempt('bad', () => ${type}.groupBy(bad, x => p(x)));
  for (const bad of [undefined, 5, {}]) attempt('no function', () => ${type}.groupBy(source('a', [1]), p(bad)));
  attempt('throws', () => ${type}.groupBy(source('b', [1, 2]), x => { p(x); throw new Error('no'); }));
  attempt('throws twice', () => ${type}.groupBy(source('c', [1, 2], { failsToClose: true }), x => { throw p(x); }));
  attempt('next throws', () => ${type}.groupBy(source('d', [1, 2], { failsAt: 1 }), x => p(x)));
  attempt('key', () => ${type}.groupBy(source('e', [1, 2]), x => p({ [Symbol.toPrimitive](hint) { log(hint); throw new Error('key'); } })) instanceof Map);
  attempt('result', () => ${type}.groupBy({ [Symbol.iterator]: () => ({ next: () => ({ get done() { throw new Error('done'); } }), return: () => log('closed') }) }, x => p(x)));
};`);
    expect(trace.filter(event => event.includes('return')).length).toBeGreaterThan(1);
  });
});

describeIf('fromAsync' in Array, 'Array.fromAsync', () => {
  // V8 reads `next` of a sync iterator twice, against the specification.
  const readOnce = attempt.replace("log(tag, 'reads next');", '');
  // It closes an iterator whose `next` has failed, too, and cannot be suspended in that: `return` is no probe.
  const told = `${readOnce}const told = (tag, promise) => { log(tag, promise instanceof Promise, Object.getPrototypeOf(promise) === Promise.prototype);
  promise.then(value => log(tag, value), error => log(tag, 'rejected', error && error.message || error)); };
const ticks = (tag, n) => { if (n > 0) Promise.resolve().then(() => { log(tag, n); ticks(tag, n - 1); }); };
function asyncSource(tag, values, plan = {}) {
  return {
    [Symbol.asyncIterator]() {
      p(tag, 'open');
      let at = 0;
      return {
        next() {
          p(tag, 'next');
          if (at === plan.failsAt) throw new Error(tag + ' next');
          return Promise.resolve(at < values.length ? { done: false, value: values[at++] } : { done: true });
        },
        return() {
          log(tag, 'return');
          return {};
        },
      };
    },
  };
}
`;

  test('awaits what iterators and lists give', () => {
    const trace = agree(`${told}
exports.run = () => {
  ticks('tick', 14);
  told('array', Array.fromAsync([1, Promise.resolve(2), , 3]));
  told('sync', Array.fromAsync(source('a', [1, Promise.resolve(2)])));
  told('async', Array.fromAsync(asyncSource('b', [1, 2]), (x, i) => p(x * 2, i)));
  told('generator', Array.fromAsync((function* () { try { yield p(1); yield p(2); } finally { p('closed'); } })()));
  told('async generator', Array.fromAsync((async function* () { yield p(1); yield p(2); })(), async x => x + 1));
  told('list', Array.fromAsync({ length: p(2), 0: Promise.resolve('x'), 1: 'y' }, x => x + '!'));
  told('set', Array.fromAsync(new Set([p(1), 2]), function (x) { return [this.a, x]; }, { a: 1 }));
  told('string', Array.fromAsync('ab'));
  told('number', Array.fromAsync(5));
  told('call', Array.fromAsync.call(null, source('c', [p(1)])));
  const { fromAsync } = Array;
  told('alias', fromAsync.apply(Array, [asyncSource('d', [1])]));
};`);
    expect(trace.some(event => event === 'later')).toBe(true);
  });

  test('makes what its receiver makes', () => {
    agree(`${told}
class Bag extends Array { constructor(...given) { super(...given); log('made', given.length); p('made'); } }
function Plain(...given) { log('plain', given.length); p('plain'); this.given = given; }
class Refusing { constructor() { p('refusing'); throw new Error('no list'); } }
exports.run = () => {
  ticks('tick', 12);
  for (const type of [Bag, Plain, Refusing, () => 0]) {
    told('sync', Array.fromAsync.call(type, source('a', [1, 2])));
    told('async', Array.fromAsync.call(type, asyncSource('b', [1, 2])));
    told('list', Array.fromAsync.call(type, { length: 2, 0: 1 }, x => [x]));
  }
};`);
  });

  test('rejects, and closes, as the engine does', () => {
    agree(`${told}
exports.run = () => {
  ticks('tick', 12);
  for (const bad of [null, undefined, { [Symbol.asyncIterator]: 5 }, { [Symbol.iterator]: 5 }, { [Symbol.iterator]: () => 1 }, { [Symbol.asyncIterator]: () => 1 },
    { [Symbol.asyncIterator]: () => ({}) }, { [Symbol.iterator]: () => ({}) }, { get [Symbol.asyncIterator]() { throw new Error('read'); } }])
    told('bad', Array.fromAsync(p(bad)));
  told('no function', Array.fromAsync(source('a', [1]), p(5)));
  told('next throws', Array.fromAsync(source('b', [1], { failsAt: 0 })));
  told('later', Array.fromAsync(source('c', [1, 2], { failsAt: 1 })));
  told('async throws', Array.fromAsync(asyncSource('d', [1], { failsAt: 0 })));
  told('map throws', Array.fromAsync(source('e', [1, 2]), () => { throw new Error('map'); }));
  told('map of async throws', Array.fromAsync(asyncSource('f', [1, 2]), () => { throw new Error('map'); }));
  told('value rejected', Array.fromAsync(source('g', [Promise.reject(new Error('value')), 2])));
  told('list throws', Array.fromAsync({ length: 2, get 0() { throw new Error('element'); } }));
  told('too long', Array.fromAsync({ length: 2 ** 32 }));
};`);
  });
});
